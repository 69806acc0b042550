package canvas

import (
	"io"

	"gonum.org/v1/plot/vg"
)

// Canvas is a surface of a fixed size that can be written out once drawn.
type Canvas interface {
	vg.CanvasWriterTo
}

// A Grouper names parts of a drawing: SVG does, the others needn't.
type Grouper interface {
	// Group begins a part with a name and a class; EndGroup ends the one begun last.
	Group(class, name string)
	EndGroup()
}

// A Dotter draws many small discs of one size in few bytes each: SVG and PDF do. Where discs overlap, a transparent
// colour isn't the denser for it, as if all were one path.
type Dotter interface {
	Dots(at []vg.Point, radius vg.Length)
}

// Description is what a file says about its drawing to those who can't see it.
type Description struct {
	Title string
	Text  string // the alternative text
}

// New returns a canvas of one of the Formats; ok is false where the format isn't one of them.
func New(format string, width, height vg.Length, about Description) (surface Canvas, ok bool) {
	switch format {
	case "svg":
		return NewSVG(width, height, about), true
	case "pdf":
		return NewPDF(width, height, about), true
	case "png":
		return NewPNG(width, height), true
	default:
		return nil, false
	}
}

// Formats returns what New knows, in the order in which a figure's files are written.
func Formats() []string { return []string{"svg", "pdf", "png"} }

// counter counts what goes through to a writer.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}
