package reference_test

import (
	"image"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference"
	"autoencoder-dynamics/internal/reference/picture"
)

// planted are changes that nobody may miss, with the gate that must speak and what it must say.
var planted = []struct {
	name   string
	change func(b *figure.Built)
	gate   reference.Gate
	says   []string
}{
	{"curve moved by 2 %", func(b *figure.Built) {
		for i := range b.Panels[0].Series[0].Y {
			b.Panels[0].Series[0].Y[i] *= 1.02
		}
	}, reference.Numbers, []string{`panel a, series "theory"`, "y at x = ", "2 %", "relative 1e-06", "41 of 41 points"}},
	{"wrong label", func(b *figure.Built) { b.Panels[0].Y.Label = "mse" }, reference.Structure,
		[]string{"panel a", `label of the y axis was "pmse", is "mse"`}},
	{"lost series", func(b *figure.Built) { b.Panels[1].Series = b.Panels[1].Series[:1] }, reference.Structure,
		[]string{`panel b, series "Q₂₂": it is missing`}},
	{"wrong scale", func(b *figure.Built) { b.Panels[1].X.Scale = figure.Log }, reference.Structure,
		[]string{"panel b", "x axis was linear, is logarithmic"}},
	{"different colour", func(b *figure.Built) { b.Panels[1].Series[0].Color = "unit 3" }, reference.Structure,
		[]string{`panel b, series "Q₁₁": its colour was #009e73, is #56b4e9`}},
	{"lost title", func(b *figure.Built) { b.Panels[0].Title = "" }, reference.Structure, []string{`panel a: its title was "erf", is ""`}},
	{"lost entry of the legend", func(b *figure.Built) { b.Legend = b.Legend[:1] }, reference.Structure,
		[]string{`the legend said ["theory" "SGD"], says ["theory"]`}},
	{"lost label of a line", func(b *figure.Built) { b.Panels[0].References[0].Label = "" }, reference.Structure, []string{`series "E₄": it is`}},
	{"another range", func(b *figure.Built) { b.Panels[0].X.Min, b.Panels[0].X.Max = 0.1, 1e4 }, reference.Structure,
		[]string{"panel a: the x axis went from", "goes from 0.1 to 10000"}},
}

// Each change is caught by the gate that it is for, and by the pixels alone.
func TestPlantedChangesAreCaught(t *testing.T) {
	if testing.Short() {
		t.Skip("one picture after another")
	}
	old := accepted(t, asBuilt(t))
	if c := reference.Compare(old, asBuilt(t)); !c.Passes() || len(c.Moved) > 0 || len(c.Warnings) > 0 {
		t.Fatalf("the same figure: %s", mustJSON(t, c))
	}
	for _, test := range planted {
		made := content(t, changed(test.change))
		c := reference.Compare(old, made)
		if c.Gate != test.gate {
			t.Errorf("%s: gate %q, want %q: %v", test.name, c.Gate, test.gate, c.Findings)
		}
		all := ""
		for _, f := range c.Findings {
			all += f.String() + "\n"
		}
		for _, want := range test.says {
			if !strings.Contains(all, want) {
				t.Errorf("%s: nothing about %q in\n%s", test.name, want, all)
			}
		}
		if r := picture.Compare(old.Picture, made.Picture); r.Same {
			t.Errorf("%s: the gate of the pixels, asked alone, saw nothing: %+v", test.name, r)
		}
	}
}

// raster draws a figure as other programs and machines would: at another resolution, with the letters of another
// rasteriser, off by a fraction of a pixel, its edges shaded by another law.
func raster(t *testing.T, b *figure.Built, dpi int, shift vg.Point, gamma float64) *image.NRGBA {
	t.Helper()
	width, height := figure.Size(b, figure.NewStyle())
	c := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dpi))
	c.Translate(shift)
	figure.Draw(b, figure.NewStyle(), c)
	img := picture.OnWhite(c.Image())
	for i, v := range img.Pix {
		img.Pix[i] = uint8(math.Round(255 * math.Pow(float64(v)/255, gamma)))
	}
	return picture.Reduce(img, float64(width))
}

func TestOtherAntiAliasingIsNoDifference(t *testing.T) {
	if testing.Short() {
		t.Skip("one picture after another")
	}
	old := accepted(t, asBuilt(t))
	dot := 72 * vg.Length(1) / picture.DPI
	for _, test := range []struct {
		name  string
		dpi   int
		shift vg.Point
		gamma float64
	}{
		{"the same resolution, another rasteriser of letters", 300, vg.Point{}, 1},
		{"supersampled", 600, vg.Point{}, 1},
		{"at the resolution that is compared", picture.DPI, vg.Point{}, 1},
		{"an odd resolution", 173, vg.Point{}, 1},
		{"off by 0.4 dots along x", 300, vg.Point{X: 0.4 * dot}, 1},
		{"off by 0.4 dots along both", 300, vg.Point{X: 0.4 * dot, Y: -0.4 * dot}, 1},
		{"lighter edges", 300, vg.Point{}, 0.8},
		{"darker edges", 300, vg.Point{}, 1.25},
	} {
		r := picture.Compare(old.Picture, raster(t, sample(), test.dpi, test.shift, test.gamma))
		if !r.Same {
			t.Errorf("%s is taken for a difference: %+v", test.name, r)
		}
	}
}
