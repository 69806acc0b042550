package pca

// Errors returns the error per input that is left with the m leading principal
// components, for m = 0 … D (D+1 numbers):
//
//	pmse_PCA(m) = (1/D) Σ_{τ>m} ρ_τ
//
// (Refinetti & Goldt 2022, arXiv:2201.02115, section 2). The D eigenvalues ρ_τ of
// the inputs' covariance are in decreasing order. The first error is the variance
// per input, the last is 0.
func Errors(eigenvalues []float64) []float64 {
	dim := len(eigenvalues)
	left := make([]float64, dim+1)
	sum := 0.0
	for m := dim - 1; m >= 0; m-- { // the small ones first, so that none is rounded away
		sum += eigenvalues[m]
		left[m] = sum / float64(dim)
	}
	return left
}
