package theory

import (
	"fmt"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
)

// BenchmarkLinearised takes the parts of a step of an implicit integrator, with
// the right-hand side for comparison. The spiked model has 4 columns more than
// twice the units, natural images 1024.
func BenchmarkLinearised(b *testing.B) {
	natural := powerLaw(1024)
	for _, c := range []struct {
		hidden      int
		eigenvalues []float64
		rule        Rule
	}{
		{4, spiked(1000, 4), Vanilla}, {4, spiked(1000, 4), Truncated}, {8, spiked(1000, 4), Vanilla}, {16, spiked(1000, 8), Vanilla},
		{4, natural, Vanilla}, {4, natural, Truncated}, {8, natural, Vanilla}, {16, natural, Vanilla},
	} {
		f, err := NewFlow(Problem{
			Activation: gaussian.Erf{}, LearningRate: 1, Rule: c.rule,
			Eigenvalues: c.eigenvalues, Initial: startWeights(c.hidden, len(c.eigenvalues), 0.5, 0),
		})
		if err != nil {
			b.Fatal(err)
		}
		s, y, x := newLinearised(f), f.Start(), make([]float64, f.Size())
		factor := func() {
			if err := s.Factor(0.3); err != nil {
				b.Fatal(err)
			}
		}
		s.Linearise(0, y, nil)
		factor()
		for _, part := range []struct {
			name string
			run  func()
		}{
			{"derivative", func() { f.Derivative(x, y) }},
			{"linearise", func() { s.Linearise(0, y, nil) }},
			{"factor", factor},
			{"solve", func() { copy(x, y); s.Solve(x) }},
		} {
			b.Run(fmt.Sprintf("K=%d,n=%d,%v/%s", c.hidden, f.Columns(), c.rule, part.name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					part.run()
				}
			})
		}
	}
}
