package figure

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawScheme scales a scheme into the frame, keeping circles round, and draws it centred.
func drawScheme(c draw.Canvas, s Style, scheme Scheme, frame vg.Rectangle) {
	size := frame.Size()
	scale := min(size.X/vg.Length(scheme.Width), size.Y/vg.Length(scheme.Height))
	origin := vg.Point{
		X: frame.Min.X + (size.X-scale*vg.Length(scheme.Width))/2,
		Y: frame.Min.Y + (size.Y-scale*vg.Length(scheme.Height))/2,
	}
	at := func(x, y float64) vg.Point {
		return vg.Point{X: origin.X + scale*vg.Length(x), Y: origin.Y + scale*vg.Length(y)}
	}
	for _, shape := range scheme.Shapes {
		drawShape(c, s, shape, at, scale)
	}
}

func drawShape(c draw.Canvas, s Style, shape Shape, at func(x, y float64) vg.Point, scale vg.Length) {
	relative := vg.Length(shape.Size)
	if relative == 0 {
		relative = 1
	}
	ink := s.color("text")
	if shape.Color != "" {
		ink = s.color(shape.Color)
	}
	switch shape.Kind {
	case Line:
		drawStroke(c, draw.LineStyle{Color: ink, Width: 0.6 * relative}, at(shape.X, shape.Y), at(shape.X2, shape.Y2), shape.Arrow)
	case Disc:
		inside := color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
		if shape.Fill != "" {
			inside = s.color(shape.Fill)
		}
		path := glyphPath(circle, scale*vg.Length(shape.Radius), at(shape.X, shape.Y))
		c.SetColor(inside)
		c.Fill(path)
		c.SetLineStyle(draw.LineStyle{Color: ink, Width: 0.8})
		c.Stroke(path)
	case Text:
		style := s.text(s.FontSize*relative, text.XCenter, text.YCenter)
		style.Color = ink
		c.FillText(style, at(shape.X, shape.Y), shape.Text)
	}
}

// drawStroke draws a line, with a filled arrowhead where asked.
func drawStroke(c draw.Canvas, style draw.LineStyle, from, to vg.Point, arrow bool) {
	c.StrokeLine2(style, from.X, from.Y, to.X, to.Y)
	if !arrow {
		return
	}
	const length, half = vg.Length(4), vg.Length(1.6)
	sin, cos := math.Sincos(math.Atan2(float64(to.Y-from.Y), float64(to.X-from.X)))
	along, across := vg.Point{X: vg.Length(cos), Y: vg.Length(sin)}, vg.Point{X: vg.Length(-sin), Y: vg.Length(cos)}
	back := to.Sub(along.Scale(length))
	c.FillPolygon(style.Color, []vg.Point{to, back.Add(across.Scale(half)), back.Sub(across.Scale(half))})
}
