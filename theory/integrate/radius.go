package integrate

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// spectralRadius estimates the spectral radius of the Jacobian by power
// iteration on differences of the right-hand side.
type spectralRadius struct {
	value     float64
	age       int  // accepted steps since the last estimate
	known     bool // there is an estimate
	direction []float64
	point     []float64
	slope     []float64
}

const (
	radiusLifetime   = 25   // accepted steps after which the estimate is renewed
	radiusSafety     = 1.2  // the power iteration approaches from below
	radiusAccuracy   = 0.01 // relative change at which the iteration stops
	radiusIterations = 50
)

// outcome counts accepted steps; a rejected one makes an older estimate suspect.
func (r *spectralRadius) outcome(accepted bool) {
	switch {
	case accepted:
		r.age++
	case r.age > 0:
		r.age = radiusLifetime
	}
}

// update renews the estimate at (t, y), slope = f(t, y), where it is out of date.
// The iteration starts from the direction that the last one ended with.
func (r *spectralRadius) update(f derivative, t float64, y, slope []float64) {
	if r.known && r.age < radiusLifetime {
		return
	}
	if !r.known {
		copy(r.direction, slope)
	}
	length := floats.Norm(y, 2) * math.Sqrt(epsilon)
	if length == 0 {
		length = math.Sqrt(epsilon)
	}
	if norm := floats.Norm(r.direction, 2); norm > 0 {
		floats.Scale(1/norm, r.direction)
	} else {
		fill(r.direction, 1/math.Sqrt(float64(len(y))))
	}
	var radius float64
	for i := range radiusIterations {
		floats.AddScaledTo(r.point, y, length, r.direction)
		f(r.slope, t, r.point)
		floats.Sub(r.slope, slope)
		change := floats.Norm(r.slope, 2)
		last := radius
		radius = change / length
		if change == 0 || math.IsNaN(change) || math.IsInf(change, 0) {
			break
		}
		floats.ScaleTo(r.direction, 1/change, r.slope)
		if i >= 1 && math.Abs(radius-last) <= radiusAccuracy*radius {
			break
		}
	}
	r.known, r.age = true, 0
	r.value = 0
	if !math.IsNaN(radius) && !math.IsInf(radius, 0) {
		r.value = radiusSafety * radius
	}
}
