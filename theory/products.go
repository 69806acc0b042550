package theory

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// blockWidth is the number of columns that the matrix products take at a time: such a
// block of the state stays in the processor's cache, and is too narrow for gonum to start
// goroutines of its own on it.
const blockWidth = 128

// kernel is gonum's BLAS. It is used directly and not through blas64: nobody's
// blas64.Use changes results, which are kept under the digest of this code.
var kernel gonum.Implementation

// row returns a part of row k of a K×n matrix.
func (f *Flow) row(matrix []float64, k, from, to int) []float64 {
	return matrix[k*f.columns+from : k*f.columns+to]
}

// strip is the number of rows of a symmetric product that are taken at a time, from
// the diagonal on: what lies below it isn't computed.
const strip = 16

// addProducts adds the upper triangle of a aᵀ, and some of the lower, to a K×K
// matrix; a is columns of a K×n matrix, from its first entry on.
func (f *Flow) addProducts(square []float64, a []float64, columns int) {
	for from := 0; from < f.hidden; from += strip {
		rows, rest := min(strip, f.hidden-from), a[from*f.columns:]
		kernel.Dgemm(blas.NoTrans, blas.Trans, rows, f.hidden-from, columns, 1, rest, f.columns, rest, f.columns, 1, square[from*(f.hidden+1):], f.hidden)
	}
}

// setCombination sets columns of a K×n matrix to scale·square times columns of another.
func (f *Flow) setCombination(dst []float64, scale float64, square, a []float64, columns int) {
	kernel.Dgemm(blas.NoTrans, blas.NoTrans, f.hidden, columns, f.hidden, scale, square, f.hidden, a, f.columns, 0, dst, f.columns)
}

// addCombination adds scale·square times columns of a K×n matrix to columns of another.
func (f *Flow) addCombination(dst []float64, scale float64, square, a []float64, columns int) {
	kernel.Dgemm(blas.NoTrans, blas.NoTrans, f.hidden, columns, f.hidden, scale, square, f.hidden, a, f.columns, 1, dst, f.columns)
}

// symmetrise makes the upper triangle the truth: products round differently in the two.
func symmetrise(square []float64, k int) {
	for i := range k {
		for j := range i {
			square[i*k+j] = square[j*k+i]
		}
	}
}

func fill(v []float64, x float64) {
	for i := range v {
		v[i] = x
	}
}
