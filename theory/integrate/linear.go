package integrate

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/floats"
	lapack "gonum.org/v1/gonum/lapack/gonum"
)

// LinearSystem solves the linear systems (I − γJ) x = b that [Rosenbrock] meets,
// where J = ∂f/∂y. One that knows the structure of J makes the method fit for
// large problems. J has to be accurate: the method's order rests on it.
type LinearSystem interface {
	// Linearise takes the Jacobian at (t, y), where slope = f(t, y). Both vectors
	// are lent for the duration of the call.
	Linearise(t float64, y, slope []float64)

	// Factor prepares I − γJ for Solve. It may be called several times after one
	// Linearise. On an error, as for a singular matrix, a smaller γ is tried.
	Factor(gamma float64) error

	// Solve overwrites x with (I − γJ)⁻¹ x.
	Solve(x []float64)
}

// Dense is a LinearSystem that takes the Jacobian by central differences, with
// two evaluations of the derivative for each variable, and factors it in O(dim³).
// It serves small problems and tests of systems with structure.
type Dense struct {
	dim        int
	derivative func(dst []float64, t float64, y []float64)
	jacobian   []float64 // row-major
	factors    []float64
	pivots     []int
	point      []float64
	above      []float64
	below      []float64
}

// NewDense returns the dense system of y' = f(t, y) in dim variables.
func NewDense(dim int, derivative func(dst []float64, t float64, y []float64)) *Dense {
	return &Dense{
		dim: dim, derivative: derivative,
		jacobian: make([]float64, dim*dim), factors: make([]float64, dim*dim), pivots: make([]int, dim),
		point: make([]float64, dim), above: make([]float64, dim), below: make([]float64, dim),
	}
}

// Linearise takes the Jacobian at (t, y). Each variable is moved by ∛ε of the
// larger of itself and the root mean square of all: that balances the
// truncation of central differences with rounding.
func (d *Dense) Linearise(t float64, y, _ []float64) {
	typical := floats.Norm(y, 2) / math.Sqrt(float64(d.dim))
	if typical < smallestTypical {
		typical = 1
	}
	copy(d.point, y)
	for j, x := range y {
		shift := math.Cbrt(epsilon) * max(math.Abs(x), typical)
		up, down := x+shift, x-shift
		d.point[j] = up
		d.derivative(d.above, t, d.point)
		d.point[j] = down
		d.derivative(d.below, t, d.point)
		d.point[j] = x
		for i := range y {
			d.jacobian[i*d.dim+j] = (d.above[i] - d.below[i]) / (up - down)
		}
	}
}

// smallestTypical is the size below which variables count as 0: differences of
// such numbers would lose digits to underflow.
const smallestTypical = 1e-280

// Jacobian returns the Jacobian taken last, row-major: entry i·dim+j is ∂f_i/∂y_j.
// It is lent until the next Linearise.
func (d *Dense) Jacobian() []float64 { return d.jacobian }

var errSingular = errors.New("the matrix I − γJ is singular or not finite")

// Factor prepares I − γJ by Gaussian elimination with partial pivoting.
func (d *Dense) Factor(gamma float64) error {
	for i, x := range d.jacobian {
		d.factors[i] = -gamma * x
	}
	for i := range d.dim {
		d.factors[i*d.dim+i]++
	}
	if !finite(d.factors) || !kernel.Dgetrf(d.dim, d.dim, d.factors, d.dim, d.pivots) {
		return errSingular
	}
	return nil
}

// Solve overwrites x with (I − γJ)⁻¹ x.
func (d *Dense) Solve(x []float64) {
	kernel.Dgetrs(blas.NoTrans, d.dim, 1, d.factors, d.dim, d.pivots, x, 1)
}

// kernel is gonum's LAPACK.
var kernel lapack.Implementation
