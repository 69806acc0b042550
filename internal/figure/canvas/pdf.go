package canvas

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"
	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// PDF draws to a document of one page, with the letters in use of its fonts embedded.
type PDF struct {
	stack
	width, height vg.Length
	doc           *fpdf.Fpdf
	widths        map[int]bool // of the images drawn, in pixels
}

var _ Canvas = (*PDF)(nil)

// NewPDF returns an empty page of a size in points.
func NewPDF(width, height vg.Length, about Description) *PDF {
	doc := fpdf.NewCustom(&fpdf.InitType{
		UnitStr: "pt",
		Size:    fpdf.SizeType{Wd: float64(width), Ht: float64(height)},
	})
	// The same drawing must give the same bytes: no time of day, no map order.
	epoch := time.Date(2022, time.January, 6, 0, 0, 0, 0, time.UTC)
	doc.SetCreationDate(epoch)
	doc.SetModificationDate(epoch)
	doc.SetCatalogSort(true)
	doc.SetTitle(about.Title, true)
	doc.SetSubject(about.Text, true)
	doc.SetMargins(0, 0, 0)
	doc.SetCellMargin(0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddPage()
	doc.SetLineJoinStyle("round")
	p := &PDF{stack: newStack(), width: width, height: height, doc: doc, widths: map[int]bool{}}
	p.now().transform = affine{1, 0, 0, -1, 0, float64(height)}
	return p
}

// Size returns the size in points.
func (p *PDF) Size() (width, height vg.Length) { return p.width, p.height }

// Stroke draws a path's line.
func (p *PDF) Stroke(path vg.Path) {
	now := p.now()
	if now.lineWidth <= 0 {
		return
	}
	dashes := make([]float64, len(now.dashes))
	for i, dash := range now.dashes {
		dashes[i] = float64(dash)
	}
	p.doc.SetDrawColor(int(now.color.R), int(now.color.G), int(now.color.B))
	p.doc.SetAlpha(float64(now.color.A)/0xff, "Normal")
	p.doc.SetLineWidth(float64(now.lineWidth))
	p.doc.SetDashPattern(dashes, float64(now.offset))
	p.trace(path)
	p.doc.DrawPath("D")
}

// Fill fills a path.
func (p *PDF) Fill(path vg.Path) {
	c := p.now().color
	p.doc.SetFillColor(int(c.R), int(c.G), int(c.B))
	p.doc.SetAlpha(float64(c.A)/0xff, "Normal")
	p.trace(path)
	p.doc.DrawPath("F")
}

func (p *PDF) trace(path vg.Path) {
	at := func(q vg.Point) (x, y float64) {
		q = p.now().transform.apply(q)
		return float64(q.X), float64(q.Y)
	}
	for _, part := range cubic(path) {
		x, y := at(part.Pos)
		switch part.Type {
		case vg.MoveComp:
			p.doc.MoveTo(x, y)
		case vg.LineComp:
			p.doc.LineTo(x, y)
		case vg.CurveComp:
			x0, y0 := at(part.Control[0])
			x1, y1 := at(part.Control[1])
			p.doc.CurveBezierCubicTo(x0, y0, x1, y1, x, y)
		case vg.CloseComp:
			p.doc.ClosePath()
		}
	}
}

// FillString writes text in an embedded font.
func (p *PDF) FillString(face font.Face, at vg.Point, text string) {
	if face.Font.Size == 0 || text == "" {
		return
	}
	p.use(face)
	c, m := p.now().color, p.now().transform
	p.doc.SetTextColor(int(c.R), int(c.G), int(c.B))
	p.doc.SetAlpha(float64(c.A)/0xff, "Normal")
	where := m.apply(at)
	if m.b == 0 && m.c == 0 {
		p.doc.Text(float64(where.X), float64(where.Y), text)
		return
	}
	// The page's y points upwards for the transform and downwards for Text.
	p.doc.TransformBegin()
	p.doc.Transform(fpdf.TransformMatrix{A: m.a, B: -m.b, C: m.c, D: -m.d,
		E: float64(where.X), F: float64(p.height) - float64(where.Y)})
	p.doc.Text(0, float64(p.height), text)
	p.doc.TransformEnd()
}

// use selects a face, registering it the first time.
func (p *PDF) use(face font.Face) {
	family := fmt.Sprintf("%s%s", face.Font.Typeface, face.Font.Variant)
	style := ""
	if face.Font.Weight == xfont.WeightBold {
		style += "B"
	}
	if face.Font.Style == xfont.StyleItalic {
		style += "I"
	}
	if description := p.doc.GetFontDesc(family, style); description.Ascent == 0 {
		var source bytes.Buffer
		if _, err := face.Face.WriteSourceTo(nil, &source); err != nil {
			p.doc.SetError(fmt.Errorf("read font %s: %w", face.Name(), err))
			return
		}
		p.doc.AddUTF8FontFromBytes(family, style, source.Bytes())
	}
	p.doc.SetFont(family, style, float64(face.Font.Size))
}

// DrawImage draws an image that fills the rectangle.
func (p *PDF) DrawImage(rect vg.Rectangle, img image.Image) {
	var encoded bytes.Buffer
	if err := png.Encode(&encoded, p.ownWidth(img)); err != nil {
		p.doc.SetError(fmt.Errorf("encode an image for PDF: %w", err))
		return
	}
	name := "image" + strconv.Itoa(len(p.widths))
	options := fpdf.ImageOptions{ImageType: "png"}
	p.doc.RegisterImageOptionsReader(name, options, &encoded)
	corner := p.now().transform.apply(vg.Point{X: rect.Min.X, Y: rect.Max.Y})
	size := rect.Size()
	p.doc.ImageOptions(name, float64(corner.X), float64(corner.Y), float64(size.X), float64(size.Y), false, options, 0, "")
}

// ownWidth repeats an image's columns until no other image has as many. The
// document's images are written in the order of their widths, and those of one
// width in the order of a map, which differs from run to run.
func (p *PDF) ownWidth(img image.Image) image.Image {
	wide := widened{img, 1}
	for p.widths[wide.Bounds().Dx()] {
		wide.factor++
	}
	p.widths[wide.Bounds().Dx()] = true
	return wide
}

// widened is an image with each of its columns repeated.
type widened struct {
	image.Image
	factor int
}

// Bounds implements image.Image.
func (w widened) Bounds() image.Rectangle {
	bounds := w.Image.Bounds()
	bounds.Max.X = bounds.Min.X + w.factor*bounds.Dx()
	return bounds
}

// At implements image.Image.
func (w widened) At(x, y int) color.Color {
	left := w.Image.Bounds().Min.X
	return w.Image.At(left+(x-left)/w.factor, y)
}

// WriteTo writes the document; nothing can be drawn afterwards.
func (p *PDF) WriteTo(w io.Writer) (int64, error) {
	out := &counter{to: w}
	err := p.doc.Output(out)
	return out.n, err
}
