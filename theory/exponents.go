package theory

import "math"

// Exponents are the local exponents d ln y/d ln t of a solution at one time: where
// y follows a power law, its power.
type Exponents struct {
	Excess  float64   // of pmse less a floor
	Encoder []float64 // of √Q_kk, length K
	Decoder []float64 // of ‖v^k‖, length K
}

// Exponents returns the local exponents t y'/y at the snapshot, for the excess of
// pmse over the floor given, such as [LongTime].Floor. They come from the flow's
// right-hand side by the chain rule, and not from differences of a recorded
// curve. An exponent is NaN at t = 0, at t = ∞ (in a [FixedPoint]), and
// where y isn't positive.
//
// The slope of a stiff solution shows where the solution goes only if the state is on its
// course to much better than the tolerance: what is off it relaxes at a rate of O(1),
// while the slow slope is y/t. So the state is first taken a ten-thousandth of its time
// further, by two steps of the implicit Euler method. Its increment is the slope at its
// end, free of what rounding does to the right-hand side. The exponents are those at the
// end, which are the same to a relative 1e-4. Beyond [MostImplicit] units the linear
// systems are too large for that: there the exponents are those of the state as it is,
// good to about t·tolerance.
func (s Snapshot) Exponents(floor float64) Exponents {
	f := s.flow.fork()
	y, slope, t := f.onCourse(s.state, s.Time)
	f.measure(f.view(y))
	rates, db := f.macroscopicSlope(y, slope)
	e := Exponents{Excess: exponent(t, f.pmse()-floor, f.errorSlope(rates, db))}
	for k := range f.hidden {
		kk := k*f.hidden + k
		e.Encoder = append(e.Encoder, exponent(t, f.macroscopic.Q[kk], rates.Q[kk])/2)
		e.Decoder = append(e.Decoder, exponent(t, f.macroscopic.T[kk], rates.T[kk])/2)
	}
	return e
}

// exponent returns t y'/y, or NaN where there is none.
func exponent(t, y, slope float64) float64 {
	if !(t > 0) || math.IsInf(t, 1) || !(y > 0) {
		return math.NaN()
	}
	return t * slope / y
}

// ErrorSlope returns d pmse/dt at the snapshot: never positive for the vanilla rule
// without weight decay.
func (s Snapshot) ErrorSlope() float64 {
	f := s.flow.fork()
	slope := make([]float64, f.size())
	f.Derivative(slope, s.state)
	return f.errorSlope(f.macroscopicSlope(s.state, slope))
}
