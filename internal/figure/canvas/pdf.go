package canvas

import (
	"bytes"
	"fmt"
	"image"
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

var (
	_ Canvas = (*PDF)(nil)
	_ Dotter = (*PDF)(nil)
)

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

// Dots draws discs as lines of no length with round ends.
func (p *PDF) Dots(at []vg.Point, radius vg.Length) {
	if len(at) == 0 {
		return
	}
	now := p.now()
	p.doc.SetDrawColor(int(now.color.R), int(now.color.G), int(now.color.B))
	p.doc.SetAlpha(float64(now.color.A)/0xff, "Normal")
	p.doc.SetLineWidth(2 * float64(radius))
	p.doc.SetDashPattern(nil, 0)
	p.doc.SetLineCapStyle("round")
	for _, point := range at {
		point = now.transform.apply(point)
		p.doc.MoveTo(float64(point.X), float64(point.Y))
		p.doc.LineTo(float64(point.X), float64(point.Y))
	}
	p.doc.DrawPath("D")
	p.doc.SetLineCapStyle("butt")
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

// ownWidth stretches an image by repeating some of its columns until no other image is as wide. The
// document's images are written in the order of their widths, and those of one
// width in the order of a map, which differs from run to run.
func (p *PDF) ownWidth(img image.Image) image.Image {
	width := img.Bounds().Dx()
	if p.widths[width] {
		const fine = 1024 // columns, of which no eye misses one
		width *= (fine + width - 1) / width
		for p.widths[width] {
			width++
		}
		img = stretched(img, width)
	}
	p.widths[width] = true
	return img
}

// stretched is an image with its columns repeated to a width. One of few colours or of greys stays one, which is
// encoded in fewer bytes.
func stretched(img image.Image, width int) image.Image {
	from := img.Bounds()
	to := image.Rect(0, 0, width, from.Dy())
	source := func(x, y int) (fromX, fromY int) { return from.Min.X + x*from.Dx()/width, from.Min.Y + y }
	switch img := img.(type) {
	case *image.Paletted:
		wide := image.NewPaletted(to, img.Palette)
		for i := range wide.Pix {
			wide.Pix[i] = img.ColorIndexAt(source(i%width, i/width))
		}
		return wide
	case *image.Gray:
		wide := image.NewGray(to)
		for i := range wide.Pix {
			wide.Pix[i] = img.GrayAt(source(i%width, i/width)).Y
		}
		return wide
	default:
		wide := image.NewNRGBA(to)
		for y := range to.Dy() {
			for x := range width {
				wide.Set(x, y, img.At(source(x, y)))
			}
		}
		return wide
	}
}

// WriteTo writes the document; nothing can be drawn afterwards.
func (p *PDF) WriteTo(w io.Writer) (int64, error) {
	out := &counter{to: w}
	err := p.doc.Output(out)
	return out.n, err
}
