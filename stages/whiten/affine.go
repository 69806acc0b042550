package whiten

import (
	"context"
	"fmt"
	"math"

	"autoencoder-dynamics/internal/linalg"
)

// moments are the mean (D) and the covariance (D×D; nil where the method needs none) of the greyscale training images,
// and one number each for all pixels of all images.
type moments struct {
	mean            []float64
	covariance      []float64
	globalMean      float64
	globalDeviation float64 // root of the mean squared deviation from globalMean
}

// affine is the map x = A (y − m). A is a number times the identity, or a matrix.
type affine struct {
	offset []float64 // m, D numbers
	factor float64   // A = factor·I where matrix is nil
	matrix []float64 // A, D×D row-major, or nil
	kept   []float64 // λ/(λ+ε), the eigenvalues after whitening; nil without
	basis  []float64 // Ψ, D×D; nil without
}

// needsCovariance reports whether the method's map is made from the covariance.
func needsCovariance(method string) bool { return method == pca || method == zca }

// newAffine returns the map of the method.
func newAffine(ctx context.Context, p Parameters, m moments, workers int) (affine, error) {
	if m.globalDeviation < 1e-12 { // a single grey value apart would give 1e-9
		return affine{}, fmt.Errorf("all pixels of all training images have the value %v: there is nothing to rescale", m.globalMean)
	}
	switch p.Method {
	case standardize:
		return affine{offset: constant(len(m.mean), m.globalMean), factor: 1 / (2 * m.globalDeviation)}, nil
	case center:
		return affine{offset: m.mean, factor: 1}, nil
	}
	return whitening(ctx, p, m, workers)
}

func constant(n int, value float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = value
	}
	return values
}

// whitening returns (Λ+ε)^{-1/2} Ψᵀ for pca, and Ψ times that for zca.
func whitening(ctx context.Context, p Parameters, m moments, workers int) (affine, error) {
	dim := len(m.mean)
	values, basis, err := linalg.EigenSym(ctx, m.covariance, dim, workers)
	if err != nil {
		return affine{}, fmt.Errorf("covariance of the images: %w", err)
	}
	if err := checkRank(values, p.Epsilon); err != nil {
		return affine{}, err
	}
	scaled, kept := make([]float64, dim*dim), make([]float64, dim)
	for j, value := range values {
		value = max(value, 0)
		kept[j] = value / (value + p.Epsilon)
		for i := range dim {
			scaled[j*dim+i] = basis[i*dim+j] / math.Sqrt(value+p.Epsilon)
		}
	}
	a := affine{offset: m.mean, matrix: scaled, kept: kept, basis: basis}
	if p.Method == zca {
		a.matrix = make([]float64, dim*dim)
		// Row i of Ψ times the rows of (Λ+ε)^{-1/2} Ψᵀ, which is the row's image under the transpose.
		if err := linalg.Affine(ctx, a.matrix, linalg.RowsOf(basis, dim), nil, linalg.Transpose(scaled, dim), workers); err != nil {
			return affine{}, err
		}
	}
	return a, nil
}

// checkRank returns an error where an eigenvalue would be divided by though it is
// zero as far as double precision can tell.
func checkRank(values []float64, epsilon float64) error {
	dim := len(values)
	threshold := float64(dim) * 0x1p-52 * values[0]
	if values[dim-1]+epsilon > threshold {
		return nil
	}
	rank := 0
	for rank < dim && values[rank] > threshold {
		rank++
	}
	return fmt.Errorf("the covariance has the rank %d in %d dimensions (its smallest eigenvalue is %.2g, its largest %.2g), "+
		"so that whitening would divide by zero: set epsilon, for example to %.0e", rank, dim, values[dim-1], values[0], 1e-4*values[0])
}

// apply writes A (y − m) for every row to dst, N×D.
func (a affine) apply(ctx context.Context, dst []float32, rows linalg.Rows, workers int) error {
	if a.matrix != nil {
		return linalg.Affine(ctx, dst, rows, a.offset, a.matrix, workers)
	}
	return linalg.ForEachRow(ctx, rows, workers, func(i int, row []float64) {
		out := dst[i*rows.Dim : (i+1)*rows.Dim]
		for j, v := range row {
			out[j] = float32((v - a.offset[j]) * a.factor)
		}
	})
}
