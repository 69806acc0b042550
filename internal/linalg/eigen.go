package linalg

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// EigenSym returns all eigenvalues, in decreasing order, and unit eigenvectors of a symmetric n×n
// matrix a, whose lower triangle is read and which is left as it is. Column j of the n×n row-major vectors belongs
// to values[j], as numpy.linalg.eigh gives them; its largest component in magnitude is positive (the first of
// them where several are equal to six digits).
//
// The matrix is reduced to tridiagonal form by reflections, the implicit QL iteration finds the eigenvalues,
// and its rotations are applied to the eigenvectors panel by panel, in parallel. Errors are of the order of
// n·2⁻⁵³ times the largest eigenvalue, as in LAPACK's dsyev: eigenvalues much below that carry no digits.
//
// It returns an error where an element isn't finite or the context is done.
func EigenSym(ctx context.Context, a []float64, n, workers int) (values, vectors []float64, err error) {
	if n < 1 || len(a) != n*n {
		panic(fmt.Sprintf("linalg: %d numbers are not a matrix of %d×%d", len(a), n, n))
	}
	scaled, exponent, err := scaledCopy(a, n)
	if err != nil {
		return nil, nil, err
	}
	t, err := reduce(ctx, scaled, n, workers)
	if err != nil {
		return nil, nil, err
	}
	sweeps, err := diagonalise(t.d, t.e)
	if err != nil {
		return nil, nil, err
	}
	order := DecreasingOrder(t.d)
	values = make([]float64, n)
	for j, from := range order {
		values[j] = math.Ldexp(t.d[from], exponent)
		if math.IsInf(values[j], 0) {
			return nil, nil, errors.New("an eigenvalue exceeds the largest float64: divide the matrix by its size")
		}
	}
	vectors = make([]float64, n*n)
	err = forEach(ctx, workers, blocks(n, panelWidth), func(c int) {
		first := c * panelWidth
		p := newPanel(t, sweeps, first)
		for r := range min(panelWidth, n-first) {
			row := vectors[(first+r)*n : (first+r+1)*n]
			for j, from := range order {
				row[j] = p[from][r]
			}
		}
	})
	if err != nil {
		return nil, nil, err
	}
	fixSigns(vectors, n)
	return values, vectors, nil
}

// scaledCopy returns the matrix, mirrored from its lower triangle, divided by 2^exponent so
// that its largest element lies in [1/2, 1): nothing overflows then.
func scaledCopy(a []float64, n int) (scaled []float64, exponent int, err error) {
	var largest float64
	for i := range n {
		for j, v := range a[i*n : i*n+i+1] {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, 0, fmt.Errorf("element (%d, %d) of the matrix is %v", i, j, v)
			}
			largest = max(largest, math.Abs(v))
		}
	}
	_, exponent = math.Frexp(largest)
	scaled = make([]float64, n*n)
	for i := range n {
		for j, v := range a[i*n : i*n+i+1] {
			v = math.Ldexp(v, -exponent)
			scaled[i*n+j], scaled[j*n+i] = v, v
		}
	}
	return scaled, exponent, nil
}

// fixSigns makes the largest component of every column positive.
func fixSigns(vectors []float64, n int) {
	largest := make([]float64, n)
	for i := range n {
		for j, v := range vectors[i*n : (i+1)*n] {
			largest[j] = max(largest[j], math.Abs(v))
		}
	}
	const nearly = 1 - 1e-6 // rounding must not decide between components of equal size
	sign := make([]float64, n)
	for i := range n {
		for j, v := range vectors[i*n : (i+1)*n] {
			if sign[j] == 0 && math.Abs(v) >= nearly*largest[j] {
				sign[j] = math.Copysign(1, v)
			}
		}
	}
	for i := range n {
		for j := range n {
			vectors[i*n+j] *= sign[j]
		}
	}
}
