package theory

import (
	"cmp"
	"math"
	"slices"

	"autoencoder-dynamics/theory/integrate"

	"gonum.org/v1/gonum/mat"
)

// Stability says what a fixed point is, as far as the slowest rates of the
// Jacobian there show.
type Stability struct {
	// Known is whether the rates were computed: for states of up to 600 variables.
	Known bool

	// Rates are the real parts of all eigenvalues of the Jacobian, the largest
	// first: positive ones are the rates at which the flow leaves the point.
	Rates []float64

	// Flat counts the rates that are 0 within what central differences resolve, 1e-7 of
	// the fastest: the flow neither leaves nor returns along these directions, or does so
	// as a power of t. A rotation of linear units is one, a change of a ReLU unit's scale
	// between encoder and decoder another.
	Flat int

	// Stable is whether no rate is positive, besides the flat ones. It is false where not
	// known.
	Stable bool
}

const (
	largestDense  = 600
	flatTolerance = 1e-7
)

// stability takes the Jacobian at a state.
func (f *Flow) stability(y []float64) Stability {
	n := len(y)
	if n > largestDense {
		return Stability{}
	}
	dense := integrate.NewDense(n, func(dst []float64, _ float64, y []float64) { f.Derivative(dst, y) })
	dense.Linearise(0, y, nil)
	var eigen mat.Eigen
	if !eigen.Factorize(mat.NewDense(n, n, dense.Jacobian()), mat.EigenNone) {
		return Stability{}
	}
	s := Stability{Known: true, Stable: true}
	var fastest float64
	for _, value := range eigen.Values(nil) {
		s.Rates = append(s.Rates, real(value))
		fastest = max(fastest, math.Hypot(real(value), imag(value)))
	}
	slices.SortFunc(s.Rates, func(a, b float64) int { return cmp.Compare(b, a) })
	for _, rate := range s.Rates {
		switch {
		case math.Abs(rate) <= flatTolerance*fastest:
			s.Flat++
		case rate > 0:
			s.Stable = false
		}
	}
	return s
}
