package drawing_test

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/plot/vg"

	"autoencoder-dynamics/internal/figure/glyph"
	"autoencoder-dynamics/internal/reference/drawing"
)

func rectangle(x, y, width, height vg.Length) vg.Path {
	var path vg.Path
	path.Move(vg.Point{X: x, Y: y})
	path.Line(vg.Point{X: x + width, Y: y})
	path.Line(vg.Point{X: x + width, Y: y + height})
	path.Line(vg.Point{X: x, Y: y + height})
	path.Close()
	return path
}

// drawAll draws one of each element.
func drawAll(r *drawing.Recorder) {
	blue, white := color.NRGBA{B: 0xff, A: 0xff}, color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0x80}
	r.Group("panel", "a")
	r.Group("series theory", "theory")
	r.SetColor(blue)
	r.SetLineWidth(1.1)
	r.SetLineDash([]vg.Length{3, 2}, 0)
	for i := range 2 {
		r.SetColor(blue)
		var line vg.Path
		line.Move(vg.Point{X: vg.Length(i), Y: 1.004})
		line.Line(vg.Point{X: 3, Y: -0.001})
		r.Stroke(line)
		r.SetColor(white)
		r.Fill(rectangle(0, 0, 1, 1))
	}
	r.EndGroup()
	r.Dots([]vg.Point{{X: 1, Y: 2}, {X: 3, Y: 4}}, 0.5)
	r.Push()
	r.Translate(vg.Point{X: 10, Y: 20})
	r.Rotate(math.Pi / 2)
	r.SetColor(blue)
	face := glyph.Fonts().Lookup(glyph.Sans(9, true, false), 9)
	small := glyph.Fonts().Lookup(glyph.Sans(6, false, false), 6)
	r.FillString(face, vg.Point{X: 1, Y: 2}, "E")
	r.FillString(small, vg.Point{X: 5, Y: 1}, "4")
	r.Pop()
	tile := image.NewGray(image.Rect(0, 0, 2, 1))
	tile.Pix = []uint8{0, 200}
	r.DrawImage(vg.Rectangle{Min: vg.Point{X: 1, Y: 1}, Max: vg.Point{X: 3, Y: 2}}, tile)
	r.EndGroup()
}

func TestElements(t *testing.T) {
	r := drawing.Recorder{PanelName: func(n int) string { return string(rune('a' + n)) }}
	drawAll(&r)
	want := []drawing.Element{
		{Operation: drawing.Stroke, Panel: "a", Series: "theory", Color: "#0000ff", Width: 1.1, Dashes: []float64{3, 2},
			Paths: []string{"M0 1L3 0", "M1 1L3 0"}},
		{Operation: drawing.Fill, Panel: "a", Series: "theory", Color: "#ffffff80", Paths: []string{"M0 0L1 0L1 1L0 1Z", "M0 0L1 0L1 1L0 1Z"}},
		{Operation: drawing.Stroke, Panel: "a", Color: "#ffffff80", Width: 1, Paths: []string{"M1 2M3 4"}},
		{Operation: drawing.Text, Panel: "a", Color: "#0000ff", Text: "E₄", Font: "LiberationSans-Italic", Size: 9, Angle: 90, X: 8, Y: 21},
		{Operation: drawing.Image, Panel: "a", X: 1, Y: 1, W: 2, H: 1, Columns: 2, Rows: 1, Mean: []uint8{0, 0, 0, 200, 200, 200}},
	}
	if diff := cmp.Diff(want, r.Elements()); diff != "" {
		t.Error(diff)
	}
}

// A heat map is what an image of it would be, however its cells are merged.
func TestHeatMapsAreImages(t *testing.T) {
	red, blue := color.NRGBA{R: 0xff, A: 0xff}, color.NRGBA{B: 0xff, A: 0xff}
	draw := func(cells func(r *drawing.Recorder)) []drawing.Element {
		var r drawing.Recorder
		r.Group("heatmap", "overlap")
		cells(&r)
		r.EndGroup()
		return r.Elements()
	}
	merged := draw(func(r *drawing.Recorder) {
		r.SetColor(red)
		r.Fill(rectangle(0, 0, 8, 4))
		r.SetColor(blue)
		r.Fill(rectangle(0, 4, 8, 4))
	})
	parted := draw(func(r *drawing.Recorder) {
		for i := range 8 {
			r.SetColor(red)
			r.Fill(rectangle(vg.Length(i), 0, 1, 4))
		}
		for i := range 4 {
			r.SetColor(blue)
			r.Fill(rectangle(vg.Length(2*i), 4, 2, 4))
		}
	})
	if diff := cmp.Diff(merged, parted); diff != "" {
		t.Error(diff)
	}
	if len(merged) != 1 || merged[0].Series != "overlap" || !bytes.Equal(merged[0].Mean[:3], []byte{0, 0, 0xff}) ||
		!bytes.Equal(merged[0].Mean[len(merged[0].Mean)-3:], []byte{0xff, 0, 0}) {
		t.Errorf("elements %+v", merged)
	}
}

func TestWriteIsOneElementALine(t *testing.T) {
	r := drawing.Recorder{}
	drawAll(&r)
	d := drawing.Drawing{Header: drawing.Header{Width: 100, Height: 50}, Elements: r.Elements()}
	var first, second bytes.Buffer
	if err := d.Write(&first); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(&second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) || bytes.Count(first.Bytes(), []byte("\n")) != 6 {
		t.Errorf("%s", first.String())
	}
}
