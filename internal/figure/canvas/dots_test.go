package canvas_test

import (
	"bytes"
	"image"
	"image/color"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"

	"autoencoder-dynamics/internal/figure/canvas"
)

// Dots are one path of few bytes each, discs of the radius asked for.
func TestDots(t *testing.T) {
	dots := []vg.Point{{X: 10, Y: 20}, {X: 30.5, Y: 40}}
	s := canvas.NewSVG(100, 100, canvas.Description{})
	s.SetColor(color.NRGBA{R: 0xff, A: 0x80})
	s.Dots(dots, 0.65)
	var file bytes.Buffer
	if _, err := s.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	want := `<path fill="none" stroke="#ff0000" stroke-width="1.3" stroke-linecap="round" stroke-opacity="0.5" d="M10 80h0M30.5 60h0"/>`
	if !strings.Contains(file.String(), want) {
		t.Errorf("no %s in %s", want, file.String())
	}
	size := func(n int) int {
		p := canvas.NewPDF(100, 100, canvas.Description{})
		p.Dots(dots[:n], 0.65)
		var file bytes.Buffer
		if _, err := p.WriteTo(&file); err != nil {
			t.Fatal(err)
		}
		return file.Len()
	}
	if empty, one := size(0), size(1); one <= empty {
		t.Errorf("a PDF of one dot has %d bytes, an empty one %d", one, empty)
	}
}

// Images of one width are stretched to different ones in a PDF, so that their order is known. Ten of many
// columns take hardly more bytes than ten times one of them.
func TestManyLargeImagesOfOneWidth(t *testing.T) {
	write := func(n int) int {
		p := canvas.NewPDF(100, 100, canvas.Description{})
		for i := range n {
			tile := image.NewPaletted(image.Rect(0, 0, 300, 40), color.Palette{color.Black, color.White, color.NRGBA{R: 0xff, A: 0xff}})
			for j := range tile.Pix {
				tile.Pix[j] = uint8((j*j/7 + i*j) % 3)
			}
			p.DrawImage(vg.Rectangle{Max: vg.Point{X: 50, Y: 9}}, tile)
		}
		var file bytes.Buffer
		if _, err := p.WriteTo(&file); err != nil {
			t.Fatal(err)
		}
		return file.Len()
	}
	none, one, ten := write(0), write(1), write(10)
	if ten-none > 30*(one-none) {
		t.Errorf("one image takes %d bytes, ten take %d", one-none, ten-none)
	}
}
