package theory

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"
)

// spikedLevels returns the levels of the spiked model in D = dim dimensions, which may
// be infinite.
func spikedLevels(dim float64, r int) []ensemble.Level {
	scale := 1.0
	for m := 1; m <= r; m++ {
		scale += math.Pow(math.Pow(2, float64(m))+1, 2)
	}
	var levels []ensemble.Level
	for m := r; m >= 1; m-- {
		rate := (math.Pow(math.Pow(2, float64(m))+1, 2) + 1/dim) / scale
		levels = append(levels, ensemble.Level{Rate: rate, Multiplicity: 1, Share: rate})
	}
	if math.IsInf(dim, 1) {
		return append(levels, ensemble.Level{Multiplicity: dim, Share: 1 / scale})
	}
	n := dim - float64(r)
	return append(levels, ensemble.Level{Rate: 1 / scale / dim, Multiplicity: n, Share: n / scale / dim})
}

// draw draws start weights as modes.
func draw(t testing.TB, e ensemble.Ensemble, index uint64) *Modes {
	t.Helper()
	columns, err := e.Draw(random.New(5, "start weights", index))
	if err != nil {
		t.Fatal(err)
	}
	return ModesOf(columns)
}

// D = 10¹² is as good as infinite, and D = 10⁸ nearly so; the streams give them the
// same spikes.
func TestInfiniteDimensionIsTheLimit(t *testing.T) {
	times := logTimes(0.1, 1e5, 30)
	curve := func(dim float64) []float64 {
		m := draw(t, ensemble.Ensemble{Levels: spikedLevels(dim, 4), Dim: dim, Hidden: 4, Scale: 0.1}, 0)
		if m.Columns() != 12 {
			t.Fatalf("%d columns at D = %v", m.Columns(), dim)
		}
		return mustSolve(t, Problem{Activation: gaussian.Erf{}, LearningRate: 1, Modes: m}, Settings{Times: times}).Error
	}
	limit := curve(math.Inf(1))
	for dim, bound := range map[float64]float64{1e12: 1e-4, 1e8: 1e-2} {
		if off := furthest(t, curve(dim), limit); off > bound {
			t.Errorf("D = %g differs from D = ∞ by %g", dim, off)
		} else {
			t.Logf("D = %g differs from D = ∞ by %.1e", dim, off)
		}
	}
}

func TestTiedWeightsHaveNoLimit(t *testing.T) {
	limit := draw(t, ensemble.Ensemble{Levels: spikedLevels(math.Inf(1), 2), Dim: math.Inf(1), Hidden: 2, Scale: 0.1}, 0)
	p := Problem{Activation: gaussian.Erf{}, LearningRate: 1, Modes: limit, Tied: true}
	if err := p.Check(); err == nil || !strings.Contains(err.Error(), "tied weights have no limit") {
		t.Errorf("tied at D = ∞: %v", err)
	}
}
