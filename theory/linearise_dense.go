package theory

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	lapack "gonum.org/v1/gonum/lapack/gonum"
)

// dense is a system of linear equations, solved by Gaussian elimination with
// partial pivoting. Its rows are scaled first: they have different units.
type dense struct {
	size   int
	matrix []float64 // row-major
	scales []float64
	pivots []int
	right  []float64
}

// reset makes the system one of that size with a matrix of zeros.
func (d *dense) reset(size int) {
	d.size = size
	d.matrix = slices.Grow(d.matrix[:0], size*size)[:size*size]
	d.scales = slices.Grow(d.scales[:0], size)[:size]
	d.pivots = slices.Grow(d.pivots[:0], size)[:size]
	d.right = slices.Grow(d.right[:0], size)[:size]
	fill(d.matrix, 0)
}

func (d *dense) row(i int) []float64 { return d.matrix[i*d.size : (i+1)*d.size] }

// factor factors the matrix and reports whether it is finite and not singular.
func (d *dense) factor() bool {
	for i := range d.size {
		line := d.row(i)
		d.scales[i] = 1 / largest(line)
		if s := d.scales[i]; !(s > 0) || math.IsInf(s, 1) {
			return false
		}
		floats.Scale(d.scales[i], line)
	}
	var kernel lapack.Implementation
	return kernel.Dgetrf(d.size, d.size, d.matrix, d.size, d.pivots)
}

// unknowns returns a vector of zeros for the right-hand side, lent until the next call.
func (d *dense) unknowns() []float64 {
	fill(d.right, 0)
	return d.right
}

// solve overwrites x with the solution for the right-hand side x.
func (d *dense) solve(x []float64) {
	floats.Mul(x, d.scales)
	for i, pivot := range d.pivots {
		x[i], x[pivot] = x[pivot], x[i]
	}
	for i := range x {
		x[i] -= floats.Dot(d.row(i)[:i], x[:i])
	}
	for i := d.size - 1; i >= 0; i-- {
		line := d.row(i)
		x[i] = (x[i] - floats.Dot(line[i+1:], x[i+1:])) / line[i]
	}
}

// largest returns the largest magnitude in x, NaN where there is one.
func largest(x []float64) float64 {
	var best, sum float64
	for _, v := range x {
		v = math.Abs(v)
		if v > best {
			best = v
		}
		sum += v
	}
	if math.IsNaN(sum) {
		return sum
	}
	return best
}
