package gaussian

import (
	"errors"
	"fmt"
	"math"
)

// Jet is an activation and its first three derivatives at one point.
type Jet [4]float64

// Smooth is an activation of which only the function and its first derivatives
// are known; its averages are taken by quadrature. It gives any activation that
// is smooth on a scale of order one the whole theory:
//
//	algebraic := gaussian.Smooth{
//		Called:   "algebraic",
//		Function: func(x float64) float64 { return x / math.Sqrt(1+x*x) },
//		First:    func(x float64) float64 { return 1 / ((1 + x*x) * math.Sqrt(1+x*x)) },
//	}
//
// # Method and error
//
// Averages over one pre-activation, and over a unit with itself, are sums over
// the nodes of a trapezium rule in t with u = c sinh t, whose nodes crowd where
// the activation bends and thin out where it is straight. Averages over two use
// Mehler's expansion: with the normalised Hermite polynomials he_n and
// ĝ_{k,n} = E g(b_k + s_k z) he_n(z),
//
//	E g(u_k) g(u_l) = Σ_n rⁿ ĝ_{k,n} ĝ_{l,n},
//
// broken off where the rest is below 10⁻¹³ of the root mean squares' product.
// Where that needs too many terms (|r| near 1 at large variances) the average over
// u_l given u_k is taken at each node of u_k instead.
//
// The number of nodes is doubled until the rule with every second node agrees to
// half as many digits: five times at most, and four times for the u_k that u_l is
// averaged given. Then the last result is taken without a word, as averages have
// no error to return, and Check is what tells. The error of the averages is below
// 10⁻¹⁰ of the root mean squares of the two factors for standard deviations from 0
// to 100; Slopes are good to 10⁻⁶ or so.
//
// g and its first two derivatives must be continuous, and analytic functions are
// what the method is for. An activation with kinks isn't refused, but neither is
// it averaged to the stated error: [Smooth.Check] tells, and [PiecewiseLinear] is
// there for those of straight pieces.
type Smooth struct {
	Called   string                  // its name
	Function func(x float64) float64 // g
	First    func(x float64) float64 // g'

	// Second and Third are g″ and g‴. One that is nil is taken by central
	// differences of order eight of the derivatives that are given, good to about
	// 10⁻¹² (g″) and 10⁻¹⁰ (g‴) for a function of scale 1.
	Second, Third func(x float64) float64

	// All, where it is given, is used in place of the other four in averages: what
	// the derivatives have in common is then computed once.
	All func(x float64) Jet

	// Scale is the length over which g bends, 1 where it is left 0: that of tanh x
	// is 1 and that of tanh(x/5) is 5. It sets the first guess at the distance of
	// nodes, which is free to be wrong, and the steps of differences and of Check,
	// which lose digits where it is much too large. Check refuses one that is
	// negative, infinite or not a number; averages take 1 in place of the first
	// and the last.
	Scale float64
}

// Name returns the name.
func (g Smooth) Name() string { return g.Called }

// Value returns g(x).
func (g Smooth) Value(x float64) float64 { return g.Function(x) }

// Derivative returns g'(x).
func (g Smooth) Derivative(x float64) float64 { return g.First(x) }

// Single returns the averages over one pre-activation.
func (g Smooth) Single(law Marginal) Single {
	var e expansion
	e.measure(g, law, 0)
	return e.single()
}

// Pair returns the averages over two pre-activations. [Averages.Compute] is
// faster than a Pair for every two units.
func (g Smooth) Pair(law Joint) Pair {
	if u := (Marginal{law.MeanK, law.VarianceK}); law == self(u) {
		var e expansion
		e.measure(g, u, 0)
		return e.selfPair()
	}
	var e expansions
	e.set(g, 2, law.covariance(), law.means(), false)
	return e.pair(0, 1)
}

// Averages sets the averages of all units.
func (g Smooth) Averages(dst *Averages, q, b []float64) {
	e := dst.scratch
	if e == nil {
		e = new(expansions)
		dst.scratch = e
	}
	e.set(g, dst.K, q, b, false)
	for k := range dst.K {
		dst.setSingle(k, e.units[k].single())
		dst.setPair(k, k, e.units[k].selfPair())
		for l := k + 1; l < dst.K; l++ {
			dst.setPair(k, l, e.pair(k, l))
		}
	}
}

// Slopes sets the slopes of all units.
func (g Smooth) Slopes(dst *Slopes, q, b []float64) {
	e := dst.scratch
	if e == nil {
		e = new(expansions)
		dst.scratch = e
	}
	e.set(g, dst.K, q, b, true)
	for k := range dst.K {
		dst.Singles[k] = e.units[k].singleSlopes()
		dst.Pairs[k*dst.K+k] = e.units[k].selfSlopes()
		for l := k + 1; l < dst.K; l++ {
			m := e.moments(k, l)
			dst.Pairs[k*dst.K+l] = m.slopes()
		}
	}
}

// jet returns the function and its derivatives, by differences where they aren't
// given.
func (g Smooth) jet(x float64) Jet {
	if g.All != nil {
		return g.All(x)
	}
	j := Jet{g.Function(x), g.First(x)}
	h := g.scale()
	if g.Second != nil {
		j[2] = g.Second(x)
	} else {
		j[2] = difference(g.First, x, 0.02*h)
	}
	switch {
	case g.Third != nil:
		j[3] = g.Third(x)
	case g.Second != nil:
		j[3] = difference(g.Second, x, 0.02*h)
	default:
		j[3] = secondDifference(g.First, x, j[1], 0.03*h)
	}
	return j
}

func (g Smooth) scale() float64 {
	if g.Scale > 0 {
		return g.Scale
	}
	return 1
}

// difference is the derivative of f at x by a central difference of order eight.
func difference(f func(float64) float64, x, h float64) float64 {
	d := func(n float64) float64 { return f(x+n*h) - f(x-n*h) }
	return (672*d(1) - 168*d(2) + 32*d(3) - 3*d(4)) / (840 * h)
}

// secondDifference is the second derivative of f at x, where f is at, by a
// central difference of order eight.
func secondDifference(f func(float64) float64, x, at, h float64) float64 {
	d := func(n float64) float64 { return (f(x+n*h) - at) + (f(x-n*h) - at) }
	return (8064*d(1) - 1008*d(2) + 128*d(3) - 9*d(4)) / (5040 * h * h)
}

// Check returns an error where the activation isn't what Smooth is for: where a
// derivative isn't that of the function before it, a number isn't finite, Scale
// isn't a length, or the quadrature of the averages doesn't converge because the
// function has a kink or Scale is far too large. It looks at |x| ≤ 30 scales, and
// at averages over one unit at standard deviations of 0.1, 1 and 10 scales, not at
// those over two.
func (g Smooth) Check() error {
	if g.Function == nil || g.First == nil {
		return fmt.Errorf("activation %q: Function and First must be given", g.Called)
	}
	if !(g.Scale >= 0) || math.IsInf(g.Scale, 1) {
		return fmt.Errorf("activation %q: Scale is %v; it must be a finite length above 0, or 0 for 1", g.Called, g.Scale)
	}
	var problems []error
	for i := -300; i <= 300; i++ {
		if err := g.checkAt(float64(i) * 0.1 * g.scale()); err != nil {
			problems = append(problems, err)
			break
		}
	}
	for _, width := range []float64{0.1, 1, 10} {
		var e expansion
		if s := width * g.scale(); !e.measure(g, Marginal{Variance: s * s}, 0) {
			problems = append(problems, fmt.Errorf("activation %q: averages at standard deviation %g don't converge; is there a kink?", g.Called, s))
			break
		}
	}
	return errors.Join(problems...)
}

func (g Smooth) checkAt(x float64) error {
	j, h := g.jet(x), 0.02*g.scale()
	for i, value := range j {
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return fmt.Errorf("activation %q: derivative %d at %g is %g; it must be finite", g.Called, i, x, value)
		}
		if i == 3 {
			break
		}
		want := difference(func(y float64) float64 { return g.jet(y)[i] }, x, h)
		if size := math.Abs(value)/h + math.Abs(want); math.Abs(j[i+1]-want) > 1e-6*(1+size) {
			return fmt.Errorf("activation %q: derivative %d at %g is %g, but differences of the one before it give %g", g.Called, i+1, x, j[i+1], want)
		}
	}
	if value := g.Function(x); math.Abs(value-j[0]) > 1e-12*(1+math.Abs(value)) {
		return fmt.Errorf("activation %q: All gives %g at %g, Function gives %g", g.Called, j[0], x, value)
	}
	return nil
}
