package report

import (
	"strings"
	"testing"
)

func TestProse(t *testing.T) {
	whole := strings.Repeat("0123456789abcdef", 4)
	for text, want := range map[string]string{
		"goes as t^−1/6, D^(−1/2) or e^x.":       "goes as t<sup>−1/6</sup>, D<sup>−1/2</sup> or e<sup>x</sup>.",
		"E_4 and w_enc, not learning_rate or E_": "E<sub>4</sub> and w<sub>enc</sub>, not learning_rate or E_",
		"e^(−x), not (a)^(a long one)":           "e<sup>−x</sup>, not (a)^(a long one)",
		"D = 1000 inputs, within 3 % at every t": "D\u00a0=\u00a01000 inputs, within 3\u00a0% at every\u00a0t",
		"at t = 5.01, ± 0.98 % of 10 replicas":   "at\u00a0t\u00a0=\u00a05.01, ±\u00a00.98\u00a0% of 10 replicas",
		"28–32 %":                                "28–\u206032\u00a0%",
		"−0.1867 … −0.1467":                      "−0.1867\u00a0…\u00a0−0.1467",
		"looks at a network, a + sign":           "looks at a network, a\u00a0+\u00a0sign",
		"archive (" + whole + ")":                `archive (<code title="` + whole + `">0123456789ab…</code>)`,
		"f" + whole:                              "f" + whole,
		"":                                       "",
		" a  b ":                                 " a  b ",
	} {
		if got := string(prose(text)); got != want {
			t.Errorf("prose(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestProseOfHostileText makes sure that nothing but the elements that prose makes itself comes through.
func TestProseOfHostileText(t *testing.T) {
	for _, text := range []string{
		`<script>alert(1)</script>`, `t^<b>1</b>`, `t^(<img src=x onerror=alert(1)>)`, `"t^1" onclick="x`, `E_<i>4</i>`, `E_4<b>`,
		`t^1"><script>`, "'^x'", `<^1_2>`, strings.Repeat("a", 64) + `"><b>`, `&lt;script&gt;^−1`, "\x00^1\xff^2",
	} {
		got := string(prose(text))
		for _, own := range []string{"<sup>", "</sup>", "<sub>", "</sub>", `<code title="` + strings.Repeat("a", 64) + `">`, "</code>"} {
			got = strings.ReplaceAll(got, own, "")
		}
		if strings.ContainsAny(got, `<>"'`) {
			t.Errorf("prose(%q) = %q holds markup", text, got)
		}
	}
}

func FuzzProse(f *testing.F) {
	f.Add(`<b>t^(−1/6) E_4 = "3 %"`)
	f.Fuzz(func(t *testing.T, text string) {
		got := digest.ReplaceAllString(string(prose(text)), "")
		for _, own := range []string{"<sup>", "</sup>", "<sub>", "</sub>", `<code title="">`, "</code>"} {
			got = strings.ReplaceAll(got, own, "")
		}
		if strings.ContainsAny(got, `<>"'`) {
			t.Errorf("prose(%q) holds markup: %q", text, got)
		}
	})
}
