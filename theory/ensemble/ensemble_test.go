package ensemble

import (
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/random"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// levels returns two modes of their own and a bulk, in D = dim dimensions, maybe infinite.
func levels(dim float64) []Level {
	l := []Level{{Rate: 0.5, Multiplicity: 1, Share: 0.5}, {Rate: 0.1, Multiplicity: 1, Share: 0.1}}
	if math.IsInf(dim, 1) {
		return append(l, Level{Multiplicity: dim, Share: 0.4})
	}
	n := dim - 2
	return append(l, Level{Rate: 0.4 / n, Multiplicity: n, Share: 0.4})
}

func draw(t testing.TB, e Ensemble, index uint64) *Columns {
	t.Helper()
	c, err := e.Draw(random.New(5, "start weights", index))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The factor that is drawn has the Gram matrix of as many normal columns as there are
// modes: its first and second moments are those of a Wishart matrix, to five standard
// errors.
func TestDrawnGramMatrixIsWishart(t *testing.T) {
	const draws, n, scale = 4000, 9, 0.5
	e := Ensemble{Levels: []Level{{Rate: 2, Multiplicity: n, Share: 2 * n}}, Dim: n, Hidden: 2, Scale: scale}
	var grams [4][]float64 // of v^1 with v^1, v^2, and of w^1 with w^1, v^2
	for i := range draws {
		c := draw(t, e, uint64(i))
		if c.Widths[0] != 4 {
			t.Fatalf("%d columns for 2 hidden units", c.Widths[0])
		}
		w, v1, v2 := c.Encoder[:4], c.Decoder[:4], c.Decoder[4:]
		units := scale * scale
		for g, x := range []float64{
			floats.Dot(v1, v1) * n / units, floats.Dot(v1, v2) * n / units,
			floats.Dot(w, w) / 2 / units, floats.Dot(w, v2) * math.Sqrt(n/2.0) / units,
		} {
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

// Columns say which level they belong to, and what they stand for.
func TestColumnsOfLevels(t *testing.T) {
	for _, c := range []struct {
		dim            float64
		tied           bool
		widths         []int
		multiplicities []float64
	}{
		{5, false, []int{1, 1, 3}, []float64{1, 1, 1, 1, 1}},
		{5, true, []int{1, 1, 2}, []float64{1, 1, 1.5, 1.5}},
		{1e8, false, []int{1, 1, 4}, []float64{1, 1, (1e8 - 2) / 4, (1e8 - 2) / 4, (1e8 - 2) / 4, (1e8 - 2) / 4}},
		{math.Inf(1), false, []int{1, 1, 4}, []float64{1, 1, math.Inf(1), math.Inf(1), math.Inf(1), math.Inf(1)}},
	} {
		e := Ensemble{Levels: levels(c.dim), Dim: c.dim, Hidden: 2, Scale: 0.1, Tied: c.tied, OutputBias: true}
		drawn := draw(t, e, 1)
		n := len(c.multiplicities)
		if !slices.Equal(drawn.Widths, c.widths) || !slices.Equal(drawn.Multiplicities(), c.multiplicities) {
			t.Errorf("D = %g: widths %v, multiplicities %v", c.dim, drawn.Widths, drawn.Multiplicities())
		}
		if rates := drawn.Rates(); len(rates) != n || rates[0] != 0.5 || rates[n-1] != e.Levels[2].Rate {
			t.Errorf("D = %g: rates %v", c.dim, rates)
		}
		if len(drawn.Encoder) != 2*n || len(drawn.Decoder) != 2*n || len(drawn.OutputBias) != n {
			t.Errorf("D = %g: %d, %d and %d entries", c.dim, len(drawn.Encoder), len(drawn.Decoder), len(drawn.OutputBias))
		}
		if math.Abs(drawn.Variance()-1) > 1e-15 {
			t.Errorf("D = %g: variance %v", c.dim, drawn.Variance())
		}
	}
}

// Results are kept under the digest of the code that drew them, and theory and simulation
// are compared from equal weights: the numbers must not change unnoticed.
func TestDrawGolden(t *testing.T) {
	c := draw(t, Ensemble{Levels: levels(1e8), Dim: 1e8, Hidden: 2, Scale: 0.1}, 0)
	got := []float64{c.Encoder[0], c.Encoder[2], c.Encoder[9], c.Decoder[11], c.Decoder[4]}
	want := []float64{-0.007301731148144123, 0.0632536313724204, 0.06324074420999658, 0.10000124367247955, 0.10000165323477689}
	if !floats.EqualApprox(got, want, 1e-14) { // processors that fuse products and sums differ in the last bits
		t.Errorf("%v, want %v", got, want)
	}
}

func TestDrawRefuses(t *testing.T) {
	good := Ensemble{Levels: levels(100), Dim: 100, Hidden: 2, Scale: 0.1}
	infinite := Level{Multiplicity: math.Inf(1), Share: 1}
	for want, change := range map[string]func(*Ensemble){
		"multiplicity 0":       func(e *Ensemble) { e.Levels[0].Multiplicity = 0 },
		"but D is 99":          func(e *Ensemble) { e.Dim = 99 },
		"0 hidden units":       func(e *Ensemble) { e.Hidden = 0 },
		"the rate NaN":         func(e *Ensemble) { e.Levels[1].Rate = math.NaN() },
		"share -1: both must":  func(e *Ensemble) { e.Levels[2], e.Dim = Level{Multiplicity: math.Inf(1), Share: -1}, math.Inf(1) },
		"the share +Inf":       func(e *Ensemble) { e.Levels[0].Share = math.Inf(1) },
		"its rate times":       func(e *Ensemble) { e.Levels[2].Share *= 1.001 },
		"at D = ∞ their rate":  func(e *Ensemble) { e.Levels[2].Multiplicity, e.Dim = math.Inf(1), math.Inf(1) },
		"2 levels have infini": func(e *Ensemble) { *e = Ensemble{Levels: []Level{infinite, infinite}, Dim: math.Inf(1), Hidden: 1} },
	} {
		e := good
		e.Levels = slices.Clone(good.Levels)
		change(&e)
		if _, err := e.Draw(random.New(1, "x", 0)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}
