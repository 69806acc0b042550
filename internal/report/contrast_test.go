package report

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
)

// TestContrast holds the colours against level AA of the Web Content
// Accessibility Guidelines 2.2: text has a contrast of at least 4.5 : 1.
func TestContrast(t *testing.T) {
	light, rest, _ := strings.Cut(style, "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "}\n}")
	for name, block := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6});`).FindAllStringSubmatch(block, -1) {
			colours[m[1]] = m[2]
		}
		if got := contrast(t, colours["control"], colours["paper"]); got < 3 { // what isn't text needs no more
			t.Errorf("%s: the outline of buttons has a contrast of %.2f", name, got)
		}
		for _, text := range []string{"ink", "muted"} {
			if got := contrast(t, colours[text], colours["shown"]); got < 4.5 {
				t.Errorf("%s: %s on the marked entry of the contents has a contrast of %.2f", name, text, got)
			}
		}
		for _, text := range []string{"ink", "muted", "link", "holds", "fails", "finding"} {
			for _, ground := range []string{"paper", "caveat"} {
				if got := contrast(t, colours[text], colours[ground]); got < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, text, ground, got)
				}
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// luminance is the relative luminance of a colour #rrggbb, as WCAG 2.2 defines it.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	var rgb [3]uint8
	if _, err := fmt.Sscanf(colour, "#%02x%02x%02x", &rgb[0], &rgb[1], &rgb[2]); err != nil {
		t.Fatalf("colour %q: %v", colour, err)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(rgb[i]) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
