package spectrum

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"

	"autoencoder-dynamics/internal/linalg"
)

const (
	// roundingTolerance is how far below zero, in units of the largest, an eigenvalue may lie to be taken as
	// zero: an eigensolver in single precision leaves about 1e-7 of the largest.
	roundingTolerance = 1e-6
	// orthonormalTolerance is how far products of eigenvectors may be from 0 and 1.
	orthonormalTolerance = 1e-6
)

// New returns the spectrum with these eigenvalues, in any order, and the eigenvectors that
// belong to them: columns of a row-major D×D matrix, or nil where the data's coordinate i has
// eigenvalue i. The slices are not changed. The result is decreasing; where eigenvalues without eigenvectors were not,
// it has the Order that leads back to the one given.
//
// It returns an error where there is no eigenvalue above 0, where one isn't finite or lies below zero
// by more than a millionth of the largest (less is taken as 0), or where the eigenvectors aren't D×D and
// orthonormal to within 1e-6.
func New(eigenvalues, eigenvectors []float64) (Spectrum, error) {
	values, err := checkedValues(eigenvalues)
	if err != nil {
		return Spectrum{}, err
	}
	dim := len(values)
	if eigenvectors != nil {
		if err := checkVectors(eigenvectors, dim); err != nil {
			return Spectrum{}, err
		}
	}
	order := linalg.DecreasingOrder(values)
	if slices.IsSorted(order) {
		return Spectrum{Eigenvalues: values, Eigenvectors: slices.Clone(eigenvectors)}, nil
	}
	s := Spectrum{Eigenvalues: make([]float64, dim)}
	for j, from := range order {
		s.Eigenvalues[j] = values[from]
	}
	if eigenvectors == nil {
		s.Order = order // D numbers: the permutation as a matrix needs 80 GB at D = 100,000
		return s, nil
	}
	s.Eigenvectors = make([]float64, dim*dim)
	for i := range dim {
		for j, from := range order {
			s.Eigenvectors[i*dim+j] = eigenvectors[i*dim+from]
		}
	}
	return s, nil
}

// newOrdered returns the spectrum whose eigenvalue i is the variance of the data's coordinate order[i].
func newOrdered(eigenvalues []float64, order []int64) (Spectrum, error) {
	dim := len(eigenvalues)
	if err := checkOrder(order); err != nil {
		return Spectrum{}, err
	}
	s, err := New(eigenvalues, nil)
	if err != nil {
		return Spectrum{}, err
	}
	sorted := make([]int, dim)
	for j := range sorted {
		from := j
		if s.Order != nil {
			from = s.Order[j]
		}
		sorted[j] = int(order[from])
	}
	s.Order = nil
	if !slices.IsSorted(sorted) {
		s.Order = sorted
	}
	return s, nil
}

// checkOrder returns an error unless the numbers are 0 … len(order)−1, each once.
func checkOrder(order []int64) error {
	seen := make([]bool, len(order))
	for _, i := range order {
		if i < 0 || i >= int64(len(order)) || seen[i] {
			return fmt.Errorf("array %q has %d: each number from 0 to %d is needed once", orderName, i, len(order)-1)
		}
		seen[i] = true
	}
	return nil
}

// checkedValues returns a copy of the eigenvalues with small negative ones at 0.
func checkedValues(given []float64) ([]float64, error) {
	largest := 0.0
	for i, v := range given {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("eigenvalue %d is %v: eigenvalues must be finite", i+1, v)
		}
		largest = max(largest, v)
	}
	if largest == 0 {
		return nil, errors.New("there is no eigenvalue above 0: the covariance of inputs that vary is needed")
	}
	if largest > math.MaxFloat64/float64(len(given)) {
		return nil, fmt.Errorf("an eigenvalue of %v is too large: the sum of all would overflow", largest)
	}
	values := slices.Clone(given)
	for i, v := range values {
		if v < -roundingTolerance*largest {
			return nil, fmt.Errorf("eigenvalue %d is %v: a covariance has none below 0 (down to %.2g it would pass as rounding)",
				i+1, v, -roundingTolerance*largest)
		}
		values[i] = max(v, 0)
	}
	return values, nil
}

// checkVectors compares the products of all columns with the identity.
func checkVectors(vectors []float64, dim int) error {
	if len(vectors) != dim*dim {
		return fmt.Errorf("%d numbers are not %d×%d eigenvectors", len(vectors), dim, dim)
	}
	gram, err := linalg.SecondMoment(context.Background(), linalg.RowsOf(vectors, dim), nil, runtime.GOMAXPROCS(0))
	if err != nil {
		return fmt.Errorf("eigenvectors: %w", err)
	}
	for i := range dim {
		for j := range i + 1 {
			product := gram[i*dim+j] * float64(dim)
			if i == j && math.Abs(product-1) > orthonormalTolerance {
				return fmt.Errorf("eigenvector %d (a column) has the squared length %v, not 1", i+1, product)
			}
			if i != j && math.Abs(product) > orthonormalTolerance {
				return fmt.Errorf("eigenvectors %d and %d (columns) are not orthogonal: their product is %.3g", j+1, i+1, product)
			}
		}
	}
	return nil
}
