package markup

import (
	"math"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"

	"autoencoder-dynamics/internal/figure/glyph"

	xfont "golang.org/x/image/font"
)

// How scripts are set, in the size of the text that they belong to.
const (
	scriptSize = 0.72
	raise      = 0.36 // of a superscript's baseline
	drop       = 0.16 // of a subscript's baseline
)

// Handler sets marked-up text on a gonum canvas; it implements [text.Handler].
// Lines are separated by "\n".
type Handler struct{ Fonts *font.Cache }

var _ text.Handler = Handler{}

// Cache returns the fonts that the handler uses.
func (h Handler) Cache() *font.Cache { return h.Fonts }

// Extents returns the extents of a font.
func (h Handler) Extents(f font.Font) font.Extents {
	face := h.Fonts.Lookup(f, f.Size)
	return face.Extents()
}

// Lines splits text into its lines.
func (h Handler) Lines(txt string) []string {
	return strings.Split(strings.TrimRight(txt, "\n"), "\n")
}

// Box returns the width of one line, its height above the baseline and its depth below.
func (h Handler) Box(txt string, f font.Font) (width, height, depth vg.Length) {
	extents := h.Extents(f)
	for _, set := range h.set(txt, f) {
		width = max(width, set.x+glyph.Advance(set.face, set.run.Text))
	}
	return width, extents.Ascent, extents.Descent
}

// Draw sets the text in the style's font with the alignment point at pt.
func (h Handler) Draw(c vg.Canvas, txt string, style text.Style, pt vg.Point) {
	if strings.TrimRight(txt, "\n") == "" {
		return
	}
	c.SetColor(style.Color)
	if style.Rotation != 0 {
		c.Push()
		defer c.Pop()
		c.Rotate(style.Rotation)
		sin, cos := math.Sincos(style.Rotation)
		pt = vg.Point{X: pt.X*vg.Length(cos) + pt.Y*vg.Length(sin), Y: pt.Y*vg.Length(cos) - pt.X*vg.Length(sin)}
	}
	top := pt.Y + style.Height(txt)*vg.Length(1+style.YAlign)
	for _, line := range h.Lines(txt) {
		width, height, depth := h.Box(line, style.Font)
		origin := vg.Point{X: pt.X + width*vg.Length(style.XAlign), Y: top - height}
		for _, set := range h.set(line, style.Font) {
			c.FillString(set.face, origin.Add(vg.Point{X: set.x, Y: set.y}), set.run.Text)
		}
		top -= height + depth
	}
}

// setRun is a run with its face and the place of its first letter on the line.
type setRun struct {
	run  Run
	face font.Face
	x, y vg.Length
}

// set places the runs of one line. A superscript right after a subscript stands above it.
func (h Handler) set(line string, f font.Font) []setRun {
	var placed []setRun
	pen, scriptsFrom := vg.Length(0), vg.Length(0)
	previous := Baseline
	for _, run := range Parse(line) {
		described := f
		if run.Italic {
			described.Style = xfont.StyleItalic
		}
		x, y := pen, vg.Length(0)
		switch run.Level {
		case Superscript:
			described.Size, y = f.Size*scriptSize, f.Size*raise
		case Subscript:
			described.Size, y = f.Size*scriptSize, -f.Size*drop
		}
		if run.Level != Baseline {
			switch previous {
			case Baseline:
				scriptsFrom = pen
			case -run.Level:
				x = scriptsFrom
			}
		}
		face := h.Fonts.Lookup(described, described.Size)
		placed = append(placed, setRun{run: run, face: face, x: x, y: y})
		pen = max(pen, x+glyph.Advance(face, run.Text))
		previous = run.Level
	}
	return placed
}
