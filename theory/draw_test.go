package theory

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"

	"gonum.org/v1/gonum/stat"
)

// spikedLevels returns the levels of the spiked model in D = dim dimensions, which may
// be infinite.
func spikedLevels(dim float64, r int) []Level {
	scale := 1.0
	for m := 1; m <= r; m++ {
		scale += math.Pow(math.Pow(2, float64(m))+1, 2)
	}
	var levels []Level
	for m := r; m >= 1; m-- {
		rate := (math.Pow(math.Pow(2, float64(m))+1, 2) + 1/dim) / scale
		levels = append(levels, Level{Rate: rate, Multiplicity: 1, Share: rate})
	}
	if math.IsInf(dim, 1) {
		return append(levels, Level{Multiplicity: dim, Share: 1 / scale})
	}
	n := dim - float64(r)
	return append(levels, Level{Rate: 1 / scale / dim, Multiplicity: n, Share: n / scale / dim})
}

func draw(t testing.TB, e Ensemble, index uint64) *Modes {
	t.Helper()
	m, err := e.Draw(random.New(5, "start weights", index))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The factor that is drawn has the Gram matrix of as many normal columns as there are
// modes: its first and second moments are those of a Wishart matrix, to five standard
// errors.
func TestDrawnGramMatrixIsWishart(t *testing.T) {
	const draws, n, scale = 4000, 9, 0.5
	e := Ensemble{Levels: []Level{{Rate: 2, Multiplicity: n, Share: 2 * n}}, Dim: n, Hidden: 2, Scale: scale}
	var grams [4][]float64 // of v^1 with v^1, v^2, and of w^1 with w^1, v^2
	for i := range draws {
		m := draw(t, e, uint64(i))
		if m.Columns() != 4 {
			t.Fatalf("%d columns for 2 hidden units", m.Columns())
		}
		dot := func(a, b []float64) float64 {
			var sum float64
			for j := range 4 {
				sum += a[j] * b[j]
			}
			return sum
		}
		w, v1, v2 := m.Encoder[:4], m.Decoder[:4], m.Decoder[4:]
		units := scale * scale
		for g, x := range []float64{dot(v1, v1) * n / units, dot(v1, v2) * n / units, dot(w, w) / 2 / units, dot(w, v2) * math.Sqrt(n/2.0) / units} {
			grams[g] = append(grams[g], x)
		}
	}
	for g, want := range []struct{ mean, variance float64 }{{n, 2 * n}, {0, n}, {n, 2 * n}, {0, n}} {
		mean, variance := stat.MeanVariance(grams[g], nil)
		if math.Abs(mean-want.mean) > 5*math.Sqrt(want.variance/draws) {
			t.Errorf("entry %d: mean %v, want %v", g, mean, want.mean)
		}
		// The variance of a variance of n draws is about (kurtosis−1)/n; kurtosis here
		// is below 7.
		if math.Abs(variance/want.variance-1) > 5*math.Sqrt(6.0/draws) {
			t.Errorf("entry %d: variance %v, want %v", g, variance, want.variance)
		}
	}
}

// D = 10¹² is as good as infinite, and D = 10⁸ nearly so; the streams give them the
// same spikes.
func TestInfiniteDimensionIsTheLimit(t *testing.T) {
	times := logTimes(0.1, 1e5, 30)
	curve := func(dim float64) []float64 {
		m := draw(t, Ensemble{Levels: spikedLevels(dim, 4), Dim: dim, Hidden: 4, Scale: 0.1}, 0)
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

func TestDrawRefuses(t *testing.T) {
	good := Ensemble{Levels: spikedLevels(100, 2), Dim: 100, Hidden: 2, Scale: 0.1}
	for want, change := range map[string]func(*Ensemble){
		"multiplicity 0":      func(e *Ensemble) { e.Levels[0].Multiplicity = 0 },
		"but D is 99":         func(e *Ensemble) { e.Dim = 99 },
		"0 hidden units":      func(e *Ensemble) { e.Hidden = 0 },
		"the rate NaN":        func(e *Ensemble) { e.Levels[1].Rate = math.NaN() },
		"share -1: both must": func(e *Ensemble) { e.Levels[2], e.Dim = Level{0, math.Inf(1), -1}, math.Inf(1) },
		"the share +Inf":      func(e *Ensemble) { e.Levels[0].Share = math.Inf(1) },
		"its rate times":      func(e *Ensemble) { e.Levels[2].Share *= 1.001 },
		"at D = ∞ their rate": func(e *Ensemble) { e.Levels[2].Multiplicity, e.Dim = math.Inf(1), math.Inf(1) },
		"2 levels have infini": func(e *Ensemble) {
			*e = Ensemble{Levels: []Level{{0, math.Inf(1), 1}, {0, math.Inf(1), 1}}, Dim: math.Inf(1), Hidden: 1}
		},
	} {
		e := good
		e.Levels = append([]Level(nil), good.Levels...)
		change(&e)
		if _, err := e.Draw(random.New(1, "x", 0)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
	limit := draw(t, Ensemble{Levels: spikedLevels(math.Inf(1), 2), Dim: math.Inf(1), Hidden: 2, Scale: 0.1}, 0)
	p := Problem{Activation: gaussian.Erf{}, LearningRate: 1, Modes: limit, Tied: true}
	if err := p.Check(); err == nil || !strings.Contains(err.Error(), "tied weights have no limit") {
		t.Errorf("tied at D = ∞: %v", err)
	}
}
