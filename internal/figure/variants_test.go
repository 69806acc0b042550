package figure

import (
	"image/color"
	"math"
	"testing"
)

// colourVisions has what dichromats see, as matrices on linear RGB at full severity: table 1 of G. M. Machado et al.,
// IEEE Trans. Vis. Comput. Graph. 15, 1291 (2009).
func colourVisions() map[string][3][3]float64 {
	return map[string][3][3]float64{
		"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
		"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
		"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
	}
}

// cielab is a colour as seen, in CIELAB under D65.
func cielab(c color.NRGBA, vision [3][3]float64) [3]float64 {
	plain := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
	var seen [3]float64
	for i, row := range vision {
		for j, weight := range row {
			seen[i] += weight * plain[j]
		}
		seen[i] = min(max(seen[i], 0), 1)
	}
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124*seen[0] + 0.3576*seen[1] + 0.1805*seen[2]) / 0.9505)
	y := f(0.2126*seen[0] + 0.7152*seen[1] + 0.0722*seen[2])
	z := f((0.0193*seen[0] + 0.1192*seen[1] + 0.9505*seen[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// Whatever a reader's colour vision, any two networks of a panel have colours that differ, and the first two do in grey.
func TestVariantsAreToldApart(t *testing.T) {
	s := NewStyle()
	for name, vision := range colourVisions() {
		for k := 1; k <= Variants; k++ {
			for l := 1; l < k; l++ {
				a, b := cielab(s.color(VariantColor(k)), vision), cielab(s.color(VariantColor(l)), vision)
				if d := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2]); d < 24 {
					t.Errorf("%s: networks %d and %d are %.1f apart", name, l, k, d)
				}
			}
		}
	}
	grey := colourVisions()["normal"]
	if first, second := cielab(s.color(VariantColor(1)), grey), cielab(s.color(VariantColor(2)), grey); math.Abs(first[0]-second[0]) < 35 {
		t.Errorf("in grey, the first two networks have the lightness %.0f and %.0f", first[0], second[0])
	}
}
