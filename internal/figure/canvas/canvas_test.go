package canvas_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/plot/vg"

	"autoencoder-dynamics/internal/figure/canvas"
	"autoencoder-dynamics/internal/figure/glyph"
)

// drawSomething uses every operation of a canvas.
func drawSomething(c vg.Canvas) {
	var path vg.Path
	path.Move(vg.Point{X: 10, Y: 10})
	path.Line(vg.Point{X: 60, Y: 40})
	path.QuadTo(vg.Point{X: 70, Y: 70}, vg.Point{X: 80, Y: 40})
	path.CubeTo(vg.Point{X: 85, Y: 20}, vg.Point{X: 90, Y: 20}, vg.Point{X: 95, Y: 40})
	c.SetColor(color.NRGBA{R: 0xd5, G: 0x5e, A: 0x80})
	c.SetLineDash([]vg.Length{2, 1}, 0.5)
	c.Stroke(path)

	var disc vg.Path
	disc.Move(vg.Point{X: 55, Y: 50})
	disc.Arc(vg.Point{X: 50, Y: 50}, 5, 0, 2*math.Pi)
	disc.Close()
	c.SetColor(color.NRGBA{B: 0xb2, A: 0xff})
	c.Fill(disc)

	face := glyph.Fonts().Lookup(glyph.Sans(9, false, false), 9)
	c.FillString(face, vg.Point{X: 5, Y: 80}, "η = 10 & <ψ>")
	c.Push()
	c.Rotate(math.Pi / 2)
	c.FillString(face, vg.Point{X: 20, Y: -98}, "pmse")
	c.Pop()

	tile := image.NewGray(image.Rect(0, 0, 2, 2))
	tile.Pix = []uint8{0, 255, 128, 64}
	c.DrawImage(vg.Rectangle{Min: vg.Point{X: 70, Y: 5}, Max: vg.Point{X: 90, Y: 15}}, tile)
}

func render(t *testing.T, format string) []byte {
	t.Helper()
	surface, ok := canvas.New(format, 100, 100, canvas.Description{Title: "A <test>", Text: "what is to be seen"})
	if !ok {
		t.Fatalf("no format %s", format)
	}
	drawSomething(surface)
	var file bytes.Buffer
	n, err := surface.WriteTo(&file)
	if err != nil || n != int64(file.Len()) {
		t.Fatalf("WriteTo: %d bytes of %d, error %v", n, file.Len(), err)
	}
	return file.Bytes()
}

// Two renderings differ by more than a second, which is the resolution of a PDF's dates.
func TestSameBytesAtAnotherTime(t *testing.T) {
	first := map[string][]byte{}
	for _, format := range canvas.Formats() {
		first[format] = render(t, format)
	}
	time.Sleep(1100 * time.Millisecond)
	for _, format := range canvas.Formats() {
		if !bytes.Equal(first[format], render(t, format)) {
			t.Errorf("%s: the same drawing gave other bytes", format)
		}
	}
}

// Several images of one size: a document may not write them in the order of a map.
func TestSameBytesWithManyImages(t *testing.T) {
	draw := func(format string) []byte {
		surface, _ := canvas.New(format, 100, 100, canvas.Description{})
		for i := range 8 {
			tile := image.NewGray(image.Rect(0, 0, 3, 3))
			for j := range tile.Pix {
				tile.Pix[j] = uint8(29*i + 7*j)
			}
			corner := vg.Point{X: vg.Length(10 * i), Y: 5}
			surface.DrawImage(vg.Rectangle{Min: corner, Max: corner.Add(vg.Point{X: 9, Y: 9})}, tile)
		}
		var file bytes.Buffer
		if _, err := surface.WriteTo(&file); err != nil {
			t.Fatal(err)
		}
		return file.Bytes()
	}
	for _, format := range canvas.Formats() {
		first := draw(format)
		for range 20 {
			if !bytes.Equal(first, draw(format)) {
				t.Fatalf("%s: the same drawing gave other bytes", format)
			}
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	if _, ok := canvas.New("eps", 1, 1, canvas.Description{}); ok {
		t.Error("a canvas for a format that there isn't")
	}
}

func TestSVGIsWellFormedAndDescribesItself(t *testing.T) {
	file := render(t, "svg")
	decoder := xml.NewDecoder(bytes.NewReader(file))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	text := string(file)
	for _, want := range []string{"<title>A &lt;test&gt;</title>", "<desc>what is to be seen</desc>", `viewBox="0 0 100 100"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in the SVG", want)
		}
	}
	if strings.Contains(text, "<text") || strings.Contains(text, "font-family") {
		t.Error("the SVG has text that depends on the reader's fonts")
	}
	if n, want := strings.Count(text, "<path id="), len([]rune("η=10&<ψ>pmse")); n != want {
		t.Errorf("%d outlines are defined, want each letter's once: %d", n, want)
	}
}

func TestSVGGroups(t *testing.T) {
	s := canvas.NewSVG(10, 10, canvas.Description{})
	s.Group("series theory", `"K" < 4`)
	s.EndGroup()
	var file bytes.Buffer
	if _, err := s.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	if want := `<g class="series theory" data-name="&#34;K&#34; &lt; 4">`; !strings.Contains(file.String(), want) {
		t.Errorf("no %s in %s", want, file.String())
	}
}

func TestPNGHasItsResolution(t *testing.T) {
	file := render(t, "png")
	decoded, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if size := decoded.Bounds().Dx(); size != 417 { // 100 points at 300 dots per inch
		t.Errorf("the image is %d dots wide, want 417", size)
	}
	// 11811 dots per metre in both directions.
	if !bytes.Contains(file, []byte("pHYs\x00\x00\x2e\x23\x00\x00\x2e\x23\x01")) {
		t.Error("the image doesn't say that it has 300 dots per inch")
	}
	if r, g, b, _ := decoded.At(0, 0).RGBA(); r != 0xffff || g != 0xffff || b != 0xffff {
		t.Error("the ground isn't white")
	}
}

func TestPDFEmbedsItsFonts(t *testing.T) {
	file := string(render(t, "pdf"))
	for _, want := range []string{"/FontFile2", "/ToUnicode", "/Identity-H"} {
		if !strings.Contains(file, want) {
			t.Errorf("no %s in the PDF", want)
		}
	}
	if strings.Contains(file, "/Subtype /Type1\n") {
		t.Error("the PDF uses a font that it doesn't hold")
	}
}
