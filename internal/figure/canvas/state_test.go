package canvas

import (
	"math"
	"testing"

	"gonum.org/v1/plot/vg"
)

// Points of the cubic curves that stand for an arc lie on the circle, to 3 parts in 10⁴ of the radius.
func TestCubicArcsAreRound(t *testing.T) {
	centre := vg.Point{X: 3, Y: -2}
	for _, angle := range []float64{0.3, math.Pi / 2, 4, 2 * math.Pi, -1.2} {
		var path vg.Path
		path.Arc(centre, 10, 0.7, angle)
		var pen vg.Point
		for _, part := range cubic(path) {
			if part.Type == vg.CurveComp {
				for _, u := range []float64{0, 0.25, 0.5, 0.9, 1} {
					p := bezier(pen, part.Control[0], part.Control[1], part.Pos, u)
					if r := math.Hypot(float64(p.X-centre.X), float64(p.Y-centre.Y)); math.Abs(r-10) > 3e-3 {
						t.Errorf("angle %g: a point %g from the centre, want 10", angle, r)
					}
				}
			}
			pen = part.Pos
		}
		sin, cos := math.Sincos(0.7 + angle)
		if math.Hypot(float64(pen.X)-3-10*cos, float64(pen.Y)+2-10*sin) > 1e-9 {
			t.Errorf("angle %g: the arc ends at %v", angle, pen)
		}
	}
}

func bezier(a, b, c, d vg.Point, u float64) vg.Point {
	w := [4]float64{(1 - u) * (1 - u) * (1 - u), 3 * (1 - u) * (1 - u) * u, 3 * (1 - u) * u * u, u * u * u}
	var p vg.Point
	for i, q := range []vg.Point{a, b, c, d} {
		p = p.Add(q.Scale(vg.Length(w[i])))
	}
	return p
}

func TestTransformsApplyInnermostFirst(t *testing.T) {
	s := newStack()
	s.Translate(vg.Point{X: 10})
	s.Rotate(math.Pi / 2)
	s.Scale(2, 3)
	got := s.now().transform.apply(vg.Point{X: 1, Y: 1}) // scaled to (2, 3), rotated to (-3, 2), shifted to (7, 2)
	if math.Hypot(float64(got.X)-7, float64(got.Y)-2) > 1e-9 {
		t.Errorf("the point is at %v, want (7, 2)", got)
	}
	s.Push()
	s.Translate(vg.Point{X: 1})
	s.Pop()
	if again := s.now().transform.apply(vg.Point{X: 1, Y: 1}); again != got {
		t.Errorf("Pop left the point at %v, want %v", again, got)
	}
}
