package spectrum

import (
	"fmt"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// Spectrum is the eigendecomposition of an input covariance Ω = Ψ diag(ρ) Ψᵀ.
type Spectrum struct {
	// Eigenvalues are the D eigenvalues ρ_τ, decreasing and not negative.
	Eigenvalues []float64

	// Eigenvectors is the D×D row-major orthogonal matrix Ψ: column τ is the unit eigenvector ψ_τ, and
	// row i belongs to coordinate i of the data. Nil says that the data's coordinates are the eigenbasis, Ψ = I.
	Eigenvectors []float64
}

// Dim returns the input dimension D.
func (s Spectrum) Dim() int { return len(s.Eigenvalues) }

// TotalVariance returns tr Ω, the sum of the eigenvalues.
func (s Spectrum) TotalVariance() float64 {
	total := 0.0
	for _, rho := range backwards(s.Eigenvalues) {
		total += rho
	}
	return total
}

// PCAErrors returns the reconstruction error of PCA with m components, for m = 0…D (D+1 numbers):
//
//	pmse_PCA(m) = (1/D) Σ_{τ>m} ρ_τ
//
// (Refinetti & Goldt 2022, arXiv:2201.02115, section 2). The first is the variance per input, the last is 0.
func (s Spectrum) PCAErrors() []float64 {
	left := make([]float64, s.Dim()+1)
	sum := 0.0
	for m, rho := range backwards(s.Eigenvalues) { // the small ones first, so that none is rounded away
		sum += rho
		left[m] = sum / float64(s.Dim())
	}
	return left
}

// backwards ranges over values from the last to the first.
func backwards(values []float64) func(yield func(int, float64) bool) {
	return func(yield func(int, float64) bool) {
		for i := len(values) - 1; i >= 0; i-- {
			if !yield(i, values[i]) {
				return
			}
		}
	}
}

// ToEigenbasis returns W Ψ, K×D: weights, one row per unit, turned from the data's coordinates into
// the eigenbasis, w_τ = w·ψ_τ. W is row-major K×D and is not changed. It panics where the length of W
// is not a multiple of D.
func (s Spectrum) ToEigenbasis(w []float64) []float64 { return s.rotate(w, blas.NoTrans) }

// FromEigenbasis returns W Ψᵀ, K×D: the inverse of [Spectrum.ToEigenbasis].
func (s Spectrum) FromEigenbasis(w []float64) []float64 { return s.rotate(w, blas.Trans) }

func (s Spectrum) rotate(w []float64, transpose blas.Transpose) []float64 {
	dim := s.Dim()
	if dim == 0 || len(w)%dim != 0 {
		panic(fmt.Sprintf("spectrum: %d weights are not rows of %d", len(w), dim))
	}
	out := make([]float64, len(w))
	if s.Eigenvectors == nil {
		copy(out, w)
		return out
	}
	gonum.Implementation{}.Dgemm(blas.NoTrans, transpose, len(w)/dim, dim, dim, 1, w, dim, s.Eigenvectors, dim, 0, out, dim)
	return out
}
