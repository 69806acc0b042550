package covariance

import (
	"context"
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/linalg"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// sampled returns the spectrum of (1/n) Σ x xᵀ for n draws from N(0, Ω), in the data's coordinates. Draw i has a random stream of its own.
func sampled(ctx context.Context, call *stages.Call, population spectrum.Spectrum, n int) (spectrum.Spectrum, error) {
	dim := population.Dim()
	if dim > maxVectorDim {
		return spectrum.Spectrum{}, fmt.Errorf("the sample covariance of %d inputs needs too much memory: samples goes up to dim %d", dim, maxVectorDim)
	}
	deviations := make([]float64, dim)
	for i, rho := range population.Eigenvalues {
		deviations[i] = math.Sqrt(rho)
	}
	draws := linalg.Rows{N: n, Dim: dim, Load: func(dst []float64, i int) {
		random.New(call.Seed, "covariance samples", uint64(i)).Normals(dst, 1)
		for j := range dst {
			dst[j] *= deviations[j]
		}
	}}
	s, err := ofRows(ctx, call, draws, "samples")
	if err != nil || population.IsDiagonal() {
		return s, err
	}
	// The columns of Ψ U: the rows of Uᵀ, turned from the eigenbasis into the data's coordinates, stood up again.
	turned := population.FromEigenbasis(linalg.Transpose(s.Eigenvectors, dim))
	s.Eigenvectors = linalg.Transpose(turned, dim)
	return s, nil
}
