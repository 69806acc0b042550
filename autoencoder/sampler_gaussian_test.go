package autoencoder

import (
	"math"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
)

// Normal inputs have the mean and covariance that they should, within 5 standard errors.
func TestGaussianHasItsCovariance(t *testing.T) {
	const count = 40000
	eigenvalues := []float64{100, 30, 10, 3, 1, 1, 1, 0.3, 0.01, 0, 2, 2, 2, 2, 2, 2, 7, 8, 9} // more than a block
	dim := len(eigenvalues)
	sampler := newGaussian(t, eigenvalues, 0)
	mean, moments, x := make([]float64, dim), make([]float64, dim*dim), make([]float32, dim)
	for range count {
		sampler.Sample(x)
		for i := range x {
			mean[i] += float64(x[i]) / count
			for j := range x {
				moments[i*dim+j] += float64(x[i]) * float64(x[j]) / count
			}
		}
	}
	for i, a := range eigenvalues {
		if math.Abs(mean[i]) > 5*math.Sqrt(a/count) {
			t.Errorf("mean of input %d is %v", i, mean[i])
		}
		for j, b := range eigenvalues {
			want, deviation := 0.0, math.Sqrt(a*b/count)
			if i == j {
				want, deviation = a, a*math.Sqrt(2.0/count)
			}
			if math.Abs(moments[i*dim+j]-want) > 5*deviation {
				t.Errorf("covariance of inputs %d and %d is %v, want %v ± %v", i, j, moments[i*dim+j], want, deviation)
			}
		}
	}
}

func TestDrawGaussianIsWhatTheSamplerDraws(t *testing.T) {
	eigenvalues := powerLaw(21)
	set := must[[]float32](t)(DrawGaussian(eigenvalues, 30, random.NewNormals(1, "samples", 0)))
	sampler, x := newGaussian(t, eigenvalues, 0), make([]float32, 21)
	for i := range 30 {
		sampler.Sample(x)
		if !slices.Equal(x, set[i*21:(i+1)*21]) {
			t.Fatalf("input %d differs", i)
		}
	}
}
