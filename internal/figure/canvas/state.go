package canvas

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
)

// state is what Push saves and Pop restores; SVG and PDF share it.
type state struct {
	color     color.NRGBA
	lineWidth vg.Length
	dashes    []vg.Length
	offset    vg.Length
	transform affine
}

// stack implements the part of vg.Canvas that only keeps state.
type stack struct{ states []state }

func newStack() stack {
	return stack{states: []state{{
		color: color.NRGBA{A: 0xff}, lineWidth: vg.Points(1), transform: identity,
	}}}
}

func (s *stack) now() *state { return &s.states[len(s.states)-1] }

// SetLineWidth sets the width of stroked lines.
func (s *stack) SetLineWidth(width vg.Length) { s.now().lineWidth = width }

// SetLineDash sets the pattern of stroked lines.
func (s *stack) SetLineDash(dashes []vg.Length, offset vg.Length) {
	s.now().dashes, s.now().offset = slices.Clone(dashes), offset
}

// SetColor sets the colour of everything drawn; nil is black.
func (s *stack) SetColor(c color.Color) {
	if c == nil {
		c = color.Black
	}
	s.now().color = color.NRGBAModel.Convert(c).(color.NRGBA)
}

// Rotate turns what follows, anticlockwise, in radians.
func (s *stack) Rotate(angle float64) {
	sin, cos := math.Sincos(angle)
	s.now().transform = s.now().transform.after(affine{cos, sin, -sin, cos, 0, 0})
}

// Translate shifts what follows.
func (s *stack) Translate(by vg.Point) {
	s.now().transform = s.now().transform.after(affine{1, 0, 0, 1, float64(by.X), float64(by.Y)})
}

// Scale stretches what follows; widths of lines are kept.
func (s *stack) Scale(x, y float64) {
	s.now().transform = s.now().transform.after(affine{x, 0, 0, y, 0, 0})
}

// Push saves the state.
func (s *stack) Push() { s.states = append(s.states, *s.now()) }

// Pop restores the state saved last.
func (s *stack) Pop() { s.states = s.states[:len(s.states)-1] }

// affine maps (x, y) to (a x + c y + e, b x + d y + f).
type affine struct{ a, b, c, d, e, f float64 }

var identity = affine{a: 1, d: 1}

// after returns the map that applies inner first and then m.
func (m affine) after(inner affine) affine {
	return affine{
		a: m.a*inner.a + m.c*inner.b, b: m.b*inner.a + m.d*inner.b,
		c: m.a*inner.c + m.c*inner.d, d: m.b*inner.c + m.d*inner.d,
		e: m.a*inner.e + m.c*inner.f + m.e, f: m.b*inner.e + m.d*inner.f + m.f,
	}
}

func (m affine) apply(p vg.Point) vg.Point {
	x, y := float64(p.X), float64(p.Y)
	return vg.Point{X: vg.Length(m.a*x + m.c*y + m.e), Y: vg.Length(m.b*x + m.d*y + m.f)}
}

// cubic rewrites a path so that it has moves, lines, cubic curves and closings alone.
func cubic(path vg.Path) vg.Path {
	var flat vg.Path
	var pen vg.Point
	for _, part := range path {
		switch part.Type {
		case vg.ArcComp:
			flat = appendArc(flat, part)
			pen = arcPoint(part, part.Start+part.Angle)
			continue
		case vg.CurveComp:
			if len(part.Control) == 1 { // a quadratic curve, raised in degree
				q := part.Control[0]
				flat.CubeTo(between(pen, q, 2.0/3), between(part.Pos, q, 2.0/3), part.Pos)
			} else {
				flat = append(flat, part)
			}
		default:
			flat = append(flat, part)
		}
		pen = part.Pos
	}
	return flat
}

// appendArc appends an arc as cubic curves of at most a right angle each.
func appendArc(path vg.Path, arc vg.PathComp) vg.Path {
	start := arcPoint(arc, arc.Start)
	if len(path) == 0 {
		path.Move(start)
	} else {
		path.Line(start)
	}
	pieces := max(1, int(math.Ceil(math.Abs(arc.Angle)/(math.Pi/2)-1e-9)))
	step := arc.Angle / float64(pieces)
	reach := vg.Length(4.0/3*math.Tan(step/4)) * arc.Radius
	for i := range pieces {
		from, to := arc.Start+float64(i)*step, arc.Start+float64(i+1)*step
		p, q := arcPoint(arc, from), arcPoint(arc, to)
		path.CubeTo(
			vg.Point{X: p.X - reach*vg.Length(math.Sin(from)), Y: p.Y + reach*vg.Length(math.Cos(from))},
			vg.Point{X: q.X + reach*vg.Length(math.Sin(to)), Y: q.Y - reach*vg.Length(math.Cos(to))}, q)
	}
	return path
}

func arcPoint(arc vg.PathComp, angle float64) vg.Point {
	sin, cos := math.Sincos(angle)
	return vg.Point{X: arc.Pos.X + arc.Radius*vg.Length(cos), Y: arc.Pos.Y + arc.Radius*vg.Length(sin)}
}

func between(p, q vg.Point, share vg.Length) vg.Point {
	return vg.Point{X: p.X + share*(q.X-p.X), Y: p.Y + share*(q.Y-p.Y)}
}
