package autoencoder

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// kolmogorov returns the probability of a distance between distribution functions at least
// as large, asymptotically (M. A. Stephens, J. R. Stat. Soc. B 32 (1970) 115–122), for a sample of
// that effective size: n m/(n+m) of two samples.
func kolmogorov(distance, size float64) float64 {
	x := distance * (math.Sqrt(size) + 0.12 + 0.11/math.Sqrt(size))
	if x < 0.3 {
		return 1
	}
	var p float64
	for k := 1.0; k <= 100; k++ {
		p += 2 * math.Pow(-1, k-1) * math.Exp(-2*k*k*x*x)
	}
	return min(1, max(0, p))
}

// What is drawn for a level has the squared length of as many normal numbers as the
// level has modes, wherever it is between compressions.
func TestDrawnInputsHaveTheirLength(t *testing.T) {
	const draws = 4000
	l := Learning{Activation: gaussian.Erf{}, LearningRate: 0.5, BatchSize: 1}
	for _, modes := range []float64{16, 17, 40, 1e5} { // 17 are the first that are compressed
		s := newLevelSimulator(t, l, LevelWeights{
			Levels:  []Level{{Eigenvalue: 9, Modes: modes, Columns: 4}, {Eigenvalue: 4, Modes: modes, Columns: 4}},
			Weights: order.NewWeights(2, 8),
		}, uint64(modes))
		lengths := make([][]float64, 2*s.cycle)
		for i := range draws * s.cycle {
			s.fresh = i % s.cycle
			s.draw()
			for j, level := range s.slots {
				var square float64
				for _, x := range s.input[level.first : level.first+level.count] {
					square += x * x
				}
				at := 2*s.fresh + j
				lengths[at] = append(lengths[at], square/(level.deviation*level.deviation))
			}
		}
		worst := 1.0
		for _, sample := range lengths {
			slices.Sort(sample)
			var distance float64
			for i, x := range sample {
				below := distuv.ChiSquared{K: modes}.CDF(x)
				distance = max(distance, below-float64(i)/draws, float64(i+1)/draws-below)
			}
			worst = min(worst, kolmogorov(distance, draws))
		}
		t.Logf("%g modes, cycle %d: the least probable of %d samples has p = %.2g", modes, s.cycle, len(lengths), worst)
		if worst < 1e-4 {
			t.Errorf("%g modes: a sample of lengths with p = %g", modes, worst)
		}
	}
}

// law is what replicas of a simulation show at some times: values[quantity][replica].
type law struct {
	names  []string
	values [][]float64
}

// observe adds a network at one time.
func (l *law) observe(t *testing.T, replica, at int, evaluator Evaluator, n Network) {
	p := order.NewParameters(n.Weights.Hidden)
	values := p.AppendColumns([]float64{evaluate(t, evaluator, n, p)})
	values = append(values[:1], p.AppendColumns(nil)...)
	names := append([]string{"pmse"}, order.ColumnNames(p.K, p.B != nil, p.Z != nil)...)
	for i, x := range values {
		if replica == 0 {
			l.names = append(l.names, fmt.Sprintf("%s at time %d", names[i], at))
			l.values = append(l.values, nil)
		}
		q := at*len(values) + i
		l.values[q] = append(l.values[q], x)
	}
}

// distributions runs replicas of both simulators from the same weights.
func distributions(t *testing.T, l Learning, start order.Weights, eigenvalues []float64, times []int64, replicas int) (full, levels law) {
	t.Helper()
	reduced, err := ReduceWeights(start, eigenvalues)
	if err != nil {
		t.Fatal(err)
	}
	for replica := range replicas {
		sampler, err := NewGaussian(eigenvalues, random.NewNormals(2, "samples", uint64(replica)))
		if err != nil {
			t.Fatal(err)
		}
		direct, err := NewSimulator(Problem{Learning: l, Initial: start, Sampler: sampler})
		if err != nil {
			t.Fatal(err)
		}
		byLevels := newLevelSimulator(t, l, reduced, uint64(replica))
		for at, steps := range times {
			if err := direct.Run(t.Context(), steps); err != nil {
				t.Fatal(err)
			}
			if err := byLevels.Run(t.Context(), steps); err != nil {
				t.Fatal(err)
			}
			full.observe(t, replica, at, ClosedForm{Eigenvalues: eigenvalues}, direct.Network())
			levels.observe(t, replica, at, byLevels.Evaluator(), byLevels.Network())
		}
	}
	return full, levels
}

// sampleMoments returns mean, standard deviation and skewness of a sample, and their standard errors from
// the scatter among 20 parts of it.
func sampleMoments(sample []float64) (moments, errors [3]float64) {
	const parts = 20
	var scatter [3][]float64
	size := len(sample) / parts
	for i := range parts {
		part := sample[i*size : (i+1)*size]
		mean, deviation := stat.MeanStdDev(part, nil)
		for j, x := range []float64{mean, deviation, stat.Skew(part, nil)} {
			scatter[j] = append(scatter[j], x)
		}
	}
	for j := range scatter {
		mean, deviation := stat.MeanStdDev(scatter[j], nil)
		moments[j], errors[j] = mean, deviation/math.Sqrt(parts)
	}
	return moments, errors
}

// Replicas of both simulators have the same distribution of the error and of each order
// parameter, at three times: Kolmogorov–Smirnov's two-sample test, with p > 1e-3 for each of some
// 250 samples (seeds are fixed), and mean, standard deviation and skewness to 5 standard errors.
func TestLevelSimulatorHasTheLawOfTheSimulator(t *testing.T) {
	const dim, replicas = 120, 500
	eigenvalues := []float64{70, 30}
	for i := range dim - 2 {
		eigenvalues = append(eigenvalues, []float64{0.9, 0.3}[min(1, i/70)])
	}
	times := []int64{7, dim, 4 * dim} // in steps
	names := []string{"erf", "sanger", "erf, tied, b and c", "erf, truncated", "relu, b and c", "erf, decay, schedule", "erf, batches of 2"}
	if testing.Short() {
		names = names[:3]
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := learners()[name]
			l.LearningRate = 1
			start := normalWeights(2, dim, 0.5)
			if l.tied() {
				copy(start.V, start.W)
			}
			full, levels := distributions(t, l, start, eigenvalues, times, replicas)
			worst, furthest := 1.0, 0.0
			for q, a := range full.values {
				b := levels.values[q]
				m, me := sampleMoments(a)
				n, ne := sampleMoments(b)
				for j, what := range []string{"mean", "standard deviation", "skewness"} {
					off := math.Abs(m[j]-n[j]) / math.Hypot(me[j], ne[j])
					furthest = max(furthest, off)
					if off > 5 {
						t.Errorf("%s: %s is %v, of the direct simulation %v: off by %.1f standard errors", full.names[q], what, n[j], m[j], off)
					}
				}
				slices.Sort(a)
				slices.Sort(b)
				p := kolmogorov(stat.KolmogorovSmirnov(a, nil, b, nil), replicas/2)
				worst = min(worst, p)
				if p < 1e-3 {
					t.Errorf("%s: p = %.1e that both have one law", full.names[q], p)
				}
			}
			t.Logf("%d samples: least p %.3f, moments within %.1f standard errors", len(full.values), worst, furthest)
		})
	}
}
