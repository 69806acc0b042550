package theory

import (
	"math"

	"autoencoder-dynamics/theory/integrate"
)

// MostImplicit is the largest number of hidden units with which [Solve] takes implicit
// steps ([integrate.Rosenbrock]): the matrix of the macroscopic parameters, factored at
// each step, has about K² rows.
const MostImplicit = 16

// method returns the integrator that suits the flow's size to the last time: implicit
// steps, where the structured Jacobian makes them cheap enough, or explicit ones. The
// times from which on implicit steps are faster were measured on spiked spectra and
// that of CIFAR10, and are of the order of where stability takes over from accuracy in
// bounding explicit steps; see docs/integrators.md.
func (f *Flow) method(last float64) integrate.Method {
	if f.learningRate*last >= f.implicitFrom() {
		return integrate.Rosenbrock{}
	}
	return integrate.Automatic{}
}

// implicitFrom returns the time, at η = 1, from which on implicit steps are faster for
// K hidden units and n columns. A step costs them O(K²n + K⁶) where an explicit one
// costs O(K²n).
func (f *Flow) implicitFrom() float64 {
	const few = 64 // columns of a spectrum in which eigenvalues repeat
	switch k := f.hidden; {
	case k <= 4 && f.columns <= few:
		return 0
	case k <= 4:
		return 2e5
	case k <= 8 && f.columns <= few:
		return 3e5
	case k <= 8:
		return 3e6
	case k <= MostImplicit:
		return 1e7
	}
	return math.Inf(1)
}
