package drawing

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"
)

// affine maps (x, y) to (a x + c y + e, b x + d y + f).
type affine struct{ a, b, c, d, e, f float64 }

// after returns the map that applies inner first and then m.
func (m affine) after(inner affine) affine {
	return affine{
		a: m.a*inner.a + m.c*inner.b, b: m.b*inner.a + m.d*inner.b,
		c: m.a*inner.c + m.c*inner.d, d: m.b*inner.c + m.d*inner.d,
		e: m.a*inner.e + m.c*inner.f + m.e, f: m.b*inner.e + m.d*inner.f + m.f,
	}
}

func (m affine) apply(p vg.Point) (x, y vg.Length) {
	px, py := float64(p.X), float64(p.Y)
	return vg.Length(m.a*px + m.c*py + m.e), vg.Length(m.b*px + m.d*py + m.f)
}

// angle is by how many degrees the map turns the x axis.
func (m affine) angle() float64 { return math.Atan2(m.b, m.a) * 180 / math.Pi }

// pathText writes a path as Element.Paths says.
func pathText(path vg.Path, at affine) string {
	var b strings.Builder
	point := func(p vg.Point) {
		x, y := at.apply(p)
		b.WriteString(number(x) + " " + number(y))
	}
	for _, part := range path {
		switch part.Type {
		case vg.MoveComp:
			b.WriteByte('M')
			point(part.Pos)
		case vg.LineComp:
			b.WriteByte('L')
			point(part.Pos)
		case vg.ArcComp:
			b.WriteByte('A')
			point(part.Pos)
			degrees := func(radians float64) vg.Length { return vg.Length(radians * 180 / math.Pi) }
			fmt.Fprintf(&b, " %s %s %s", number(part.Radius*vg.Length(math.Hypot(at.a, at.b))),
				number(degrees(part.Start)+vg.Length(at.angle())), number(degrees(part.Angle)))
		case vg.CurveComp:
			b.WriteByte('C')
			for _, control := range part.Control {
				point(control)
				b.WriteByte(' ')
			}
			point(part.Pos)
		case vg.CloseComp:
			b.WriteByte('Z')
		}
	}
	return b.String()
}

// number writes a length to a hundredth of a point.
func number(x vg.Length) string { return strconv.FormatFloat(rounded(x), 'f', -1, 64) }

func rounded(x vg.Length) float64 {
	r := math.Round(float64(x)*100) / 100
	return r + 0 // no −0
}

func hexadecimal(c color.NRGBA) string {
	if c.A != 0xff {
		return fmt.Sprintf("#%02x%02x%02x%02x", c.R, c.G, c.B, c.A)
	}
	return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
}
