package theory

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// spiked returns the spectrum of the spiked model with r spikes: eigenvalues
// (2^m+1)² D + 1, bulk 1, divided so that the trace is D.
func spiked(dim, r int) []float64 {
	eigenvalues := make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = 1
		if i < r {
			deviation := math.Pow(2, float64(r-i)) + 1
			eigenvalues[i] = deviation*deviation*float64(dim) + 1
		}
	}
	floats.Scale(float64(dim)/floats.Sum(eigenvalues), eigenvalues)
	return eigenvalues
}

// powerLaw returns a spectrum like that of natural images: ρ_τ ∝ τ^{-1.6}, trace D/4.
func powerLaw(dim int) []float64 {
	eigenvalues := make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = math.Pow(float64(i+1), -1.6)
	}
	floats.Scale(float64(dim)/4/floats.Sum(eigenvalues), eigenvalues)
	return eigenvalues
}

// startWeights draws weights from N(0, scale²).
func startWeights(hidden, dim int, scale float64, index uint64) order.Weights {
	w, stream := order.NewWeights(hidden, dim), random.New(1, "test weights", index)
	stream.Normals(w.W, scale)
	stream.Normals(w.V, scale)
	return w
}

// logTimes returns 0 and n times from first to last, equally spaced in log t.
func logTimes(first, last float64, n int) []float64 {
	return append([]float64{0}, floats.LogSpan(make([]float64, n), first, last)...)
}

func mustSolve(t testing.TB, p Problem, s Settings) Result {
	t.Helper()
	result, err := Solve(t.Context(), p, s)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// furthest returns the largest relative difference between two curves.
func furthest(t testing.TB, a, b []float64) float64 {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("curves of %d and %d points", len(a), len(b))
	}
	var worst float64
	for i := range a {
		worst = max(worst, math.Abs(a[i]/b[i]-1))
	}
	return worst
}

func activations() []gaussian.Activation {
	return []gaussian.Activation{gaussian.Erf{}, gaussian.Linear{}}
}

// hidden returns K.
func (p Problem) hidden() int {
	if p.Modes != nil {
		return p.Modes.Hidden
	}
	return p.Initial.Hidden
}

// dim returns D, which may be infinite.
func (p Problem) dim() float64 {
	if p.Modes != nil {
		return p.Modes.Dim
	}
	return float64(p.Initial.Dim)
}
