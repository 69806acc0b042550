package integrate

import (
	"fmt"
	"math"
	"testing"
)

// BenchmarkOverhead measures what the methods do besides evaluating the
// derivative, which is a copy here, over as many variables as K = 64 units over
// D = 1024 inputs have: time per evaluation.
func BenchmarkOverhead(b *testing.B) {
	const dim = 2 * 64 * 1024
	p := Problem{Initial: make([]float64, dim), Autonomous: true, Linear: identity{}}
	for i := range p.Initial {
		_, p.Initial[i] = math.Modf(1 + float64(i)*math.Phi) // in no order
	}
	p.Derivative = func(dst []float64, _ float64, y []float64) { copy(dst, y) }
	for _, m := range []Method{DormandPrince{}, Chebyshev{}, Rosenbrock{}, Euler{0.01}} {
		b.Run(m.String(), func(b *testing.B) {
			var evaluations int
			for b.Loop() {
				result, err := Solve(b.Context(), p, []float64{1}, Settings{Method: m, MaxStep: 0.02}, ignore)
				if err != nil {
					b.Fatal(err)
				}
				evaluations += result.Evaluations
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(evaluations), "µs/evaluation")
		})
	}
}

// identity stands for a linear system that costs nothing.
type identity struct{}

func (identity) Linearise(float64, []float64, []float64) {}
func (identity) Factor(float64) error                    { return nil }
func (identity) Solve([]float64)                         {}

// BenchmarkInterpolation measures a state within a step, over as many variables.
func BenchmarkInterpolation(b *testing.B) {
	p := Problem{Initial: make([]float64, 2*64*1024), Autonomous: true, Linear: identity{}}
	p.Derivative = func(dst []float64, _ float64, y []float64) { copy(dst, y) }
	dst := make([]float64, len(p.Initial))
	for _, m := range []Method{DormandPrince{}, Chebyshev{}, Rosenbrock{}, Euler{0.01}} {
		b.Run(m.String(), func(b *testing.B) {
			method, err := m.stepper(p, 1e-6)
			if err != nil {
				b.Fatal(err)
			}
			a := newAttempt(0, p.Initial)
			for b.Loop() {
				method.interpolate(p.Derivative, dst, 0.3, &a)
			}
		})
	}
}

// BenchmarkStiff counts evaluations where stability and not accuracy is the limit.
func BenchmarkStiff(b *testing.B) {
	for _, c := range []struct {
		method Method
		dim    int
	}{{Automatic{}, 1000}, {Chebyshev{}, 1000}, {Rosenbrock{}, 30}} {
		p := heat(c.dim, 0).Problem
		b.Run(fmt.Sprintf("%v,dim=%d", c.method, c.dim), func(b *testing.B) {
			var evaluations int
			for b.Loop() {
				result, err := Solve(b.Context(), p, []float64{0.3}, Settings{Method: c.method}, ignore)
				if err != nil {
					b.Fatal(err)
				}
				evaluations = result.Evaluations
			}
			b.ReportMetric(float64(evaluations), "evaluations")
		})
	}
}
