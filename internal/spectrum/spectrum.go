package spectrum

import (
	"fmt"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/floats"
)

// Spectrum is the eigendecomposition of an input covariance Ω = Ψ diag(ρ) Ψᵀ. Where it has neither
// Eigenvectors nor Order, the data's coordinates are the eigenbasis, Ψ = I. It never has both.
type Spectrum struct {
	// Eigenvalues are the D eigenvalues ρ_τ, decreasing and not negative.
	Eigenvalues []float64

	// Eigenvectors is the D×D row-major orthogonal matrix Ψ: column τ is the unit eigenvector ψ_τ, and
	// row i belongs to coordinate i of the data.
	Eigenvectors []float64

	// Order says, where Ψ is a permutation, which coordinate of the data an eigenvalue is the variance of:
	// ψ_τ is the unit vector along coordinate Order[τ], counted from 0.
	Order []int
}

// Dim returns the input dimension D.
func (s Spectrum) Dim() int { return len(s.Eigenvalues) }

// TotalVariance returns tr Ω, the sum of the eigenvalues.
func (s Spectrum) TotalVariance() float64 { return floats.Sum(s.Eigenvalues) }

// IsDiagonal reports whether the data's coordinates are the eigenbasis, Ψ = I.
func (s Spectrum) IsDiagonal() bool { return s.Eigenvectors == nil && s.Order == nil }

// ToEigenbasis returns W Ψ, K×D: weights, one row per unit, turned from the data's coordinates into
// the eigenbasis, w_τ = w·ψ_τ. W is row-major K×D and is not changed. It panics where the length of W
// is not a multiple of D.
func (s Spectrum) ToEigenbasis(w []float64) []float64 {
	return s.rotate(w, blas.NoTrans, func(out, row []float64) {
		for tau, i := range s.Order {
			out[tau] = row[i]
		}
	})
}

// FromEigenbasis returns W Ψᵀ, K×D: the inverse of [Spectrum.ToEigenbasis].
func (s Spectrum) FromEigenbasis(w []float64) []float64 {
	return s.rotate(w, blas.Trans, func(out, row []float64) {
		for tau, i := range s.Order {
			out[i] = row[tau]
		}
	})
}

// rotate multiplies with the eigenvectors, or permutes row by row where there is an order.
func (s Spectrum) rotate(w []float64, transpose blas.Transpose, permute func(out, row []float64)) []float64 {
	dim := s.Dim()
	if dim == 0 || len(w)%dim != 0 {
		panic(fmt.Sprintf("spectrum: %d weights are not rows of %d", len(w), dim))
	}
	out := make([]float64, len(w))
	switch {
	case s.Eigenvectors != nil:
		gonum.Implementation{}.Dgemm(blas.NoTrans, transpose, len(w)/dim, dim, dim, 1, w, dim, s.Eigenvectors, dim, 0, out, dim)
	case s.Order != nil:
		for from := 0; from < len(w); from += dim {
			permute(out[from:from+dim], w[from:from+dim])
		}
	default:
		copy(out, w)
	}
	return out
}
