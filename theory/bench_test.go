package theory

import (
	"fmt"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"
	"autoencoder-dynamics/theory/order"
)

func BenchmarkDerivative(b *testing.B) {
	for _, hidden := range []int{4, 16, 64} {
		b.Run(fmt.Sprintf("D=1000,K=%d", hidden), func(b *testing.B) {
			flow := NewFlow(gaussian.Erf{}, hidden, powerLaw(1000), 1)
			w, dw := startWeights(hidden, 1000, 0.1, 0), order.NewWeights(hidden, 1000)
			for b.Loop() {
				flow.Derivative(dw, w)
			}
		})
	}
}

// BenchmarkSolve takes erf with K = 4 to the times that the figures need.
func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct {
		name        string
		eigenvalues []float64
		horizon     float64
		method      integrate.Method
	}{
		{"spiked,D=1000,t=1e3", spiked(1000, 4), 1e3, integrate.Automatic{}},
		{"spiked,D=1000,t=1e3,DOPRI5", spiked(1000, 4), 1e3, integrate.DormandPrince{}},
		{"spiked,D=1000,t=1e5", spiked(1000, 4), 1e5, integrate.Automatic{}},
		{"natural,D=1024,t=300", powerLaw(1024), 300, integrate.Automatic{}},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := Problem{Activation: gaussian.Erf{}, Eigenvalues: c.eigenvalues, LearningRate: 1, Initial: startWeights(4, len(c.eigenvalues), 0.1, 0)}
			var result Result
			for b.Loop() {
				result = mustSolve(b, p, Settings{Times: logTimes(0.1, c.horizon, 80), Method: c.method})
			}
			b.ReportMetric(float64(result.Statistics.Evaluations), "evaluations")
			b.ReportMetric(float64(result.Statistics.Steps), "steps")
		})
	}
}
