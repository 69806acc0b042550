package gaussian

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// benchmarkLaw returns the law of K units of variance about 1 with correlations of
// about 1/√(2K).
func benchmarkLaw(hidden int) (q, b []float64) {
	random := rand.New(rand.NewPCG(1, 2))
	columns := 2 * hidden
	w := make([]float64, hidden*columns)
	for i := range w {
		w[i] = random.NormFloat64() / math.Sqrt(float64(columns))
	}
	q, b = make([]float64, hidden*hidden), make([]float64, hidden)
	for k := range hidden {
		b[k] = random.NormFloat64() / 2
		for l := range hidden {
			for j := range columns {
				q[k*hidden+l] += w[k*columns+j] * w[l*columns+j]
			}
		}
	}
	return q, b
}

func BenchmarkAverages(b *testing.B) {
	for _, g := range all() {
		for _, hidden := range []int{4, 64} {
			q, biases := benchmarkLaw(hidden)
			for _, bias := range [][]float64{nil, biases} {
				b.Run(fmt.Sprintf("%s/K=%d/bias=%t", g.Name(), hidden, bias != nil), func(b *testing.B) {
					v := NewAverages(hidden)
					for b.Loop() {
						v.Compute(g, q, bias)
					}
				})
			}
		}
	}
}

func BenchmarkSlopes(b *testing.B) {
	for _, g := range all() {
		for _, hidden := range []int{4, 64} {
			q, biases := benchmarkLaw(hidden)
			b.Run(fmt.Sprintf("%s/K=%d", g.Name(), hidden), func(b *testing.B) {
				s := NewSlopes(hidden)
				for b.Loop() {
					s.Compute(g, q, biases)
				}
			})
		}
	}
}

// A pair whose series is too long: two saturated units of almost one direction.
func BenchmarkConditionalPair(b *testing.B) {
	law := Joint{1, -2, 900, 400, 0.99 * 600}
	for b.Loop() {
		Tanh().Pair(law)
	}
}
