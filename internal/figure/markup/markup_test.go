package markup_test

import (
	"fmt"
	"image/color"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/recorder"

	"autoencoder-dynamics/internal/figure/glyph"
	"autoencoder-dynamics/internal/figure/markup"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		text string
		want []markup.Run
	}{
		{"", nil},
		{"pmse", []markup.Run{{Text: "pmse"}}},
		{"*Q*_{*kl*}", []markup.Run{{Text: "Q", Italic: true}, {Text: "kl", Italic: true, Level: markup.Subscript}}},
		{"10^{−3}", []markup.Run{{Text: "10"}, {Text: "−3", Level: markup.Superscript}}},
		{"E_1 left", []markup.Run{{Text: "E"}, {Text: "1", Level: markup.Subscript}, {Text: " left"}}},
		{`a\_b\*`, []markup.Run{{Text: "a_b*"}}},
		{"open_{end", []markup.Run{{Text: "open"}, {Text: "end", Level: markup.Subscript}}},
		{"trailing_", []markup.Run{{Text: "trailing_"}}},
		{"x}", []markup.Run{{Text: "x}"}}},
	} {
		if diff := cmp.Diff(test.want, markup.Parse(test.text)); diff != "" {
			t.Errorf("Parse(%q): %s", test.text, diff)
		}
	}
}

func TestUnicode(t *testing.T) {
	for text, want := range map[string]string{
		"*E*_1 = 10^{−3}":   "E₁ = 10⁻³",
		"*T*_{*kl*}/*D*":    "Tₖₗ/D",
		"*w*_{enc}":         "w_enc",
		"√*Q* ~ *t*^{−1/6}": "√Q ~ t^(−1/6)",
		"*e*^{−*x*}":        "e⁻ˣ",
		"*E*_{*K*/2}":       "E_(K/2)",
		"*E*_{*K*−1}":       "E_(K−1)",
		"*ρ*_{*τ*}":         "ρ_τ",
		"*σ*_{*m*}^{3}":     "σₘ³",
	} {
		if got := markup.Unicode(text); got != want {
			t.Errorf("Unicode(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("*Q*_{*kl*}^{2}")
	f.Add(`\`)
	f.Fuzz(func(t *testing.T, text string) {
		for _, run := range markup.Parse(text) {
			if run.Text == "" {
				t.Errorf("Parse(%q) has an empty run", text)
			}
		}
	})
}

// A superscript that follows a subscript starts where the subscript does.
func TestScriptsAreStacked(t *testing.T) {
	handler := markup.Handler{Fonts: glyph.Fonts()}
	font := glyph.Sans(10, false, false)
	stacked, _, _ := handler.Box("Q_{1}^{2}", font)
	single, _, _ := handler.Box("Q_{1}", font)
	if stacked != single {
		t.Errorf("stacked scripts take %v, one script %v", stacked, single)
	}
}

func TestDrawnWidthIsTheBox(t *testing.T) {
	handler := markup.Handler{Fonts: glyph.Fonts()}
	style := text.Style{Color: color.Black, Font: glyph.Sans(10, false, false), Handler: handler, XAlign: text.XRight}
	var canvas recorder.Canvas
	handler.Draw(&canvas, "10^{5}", style, vg.Point{X: 100})
	width, _, _ := handler.Box("10^{5}", style.Font)
	for _, action := range canvas.Actions {
		if fill, ok := action.(*recorder.FillString); ok {
			if got, want := fill.Point.X, 100-width; got != want {
				t.Errorf("text begins at %v, want %v", got, want)
			}
			return
		}
	}
	t.Error("nothing was drawn")
}

func ExampleUnicode() {
	fmt.Println(markup.Unicode("*E*_{4} = 2.4·10^{−3}"))
	// Output: E₄ = 2.4·10⁻³
}
