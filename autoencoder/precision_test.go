package autoencoder

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/stat"
)

// denseInputs returns inputs with one strong component, of which every coordinate has a part
// of the same size, as pixels have of an image's: rounding spares a component that lies
// along one coordinate.
func denseInputs(count, dim int) []float32 {
	stream, rows := random.New(6, "test images", 0), make([]float32, count*dim)
	for row := range count {
		strong := stream.NormFloat64()
		for i := range dim {
			rows[row*dim+i] = float32((strong + stream.NormFloat64()) / math.Sqrt2)
		}
	}
	return rows
}

// precisionRuns returns pmse at t = 1, 2 … until, for each precision and replica, on the
// same samples.
func precisionRuns(t *testing.T, l Learning, dim, replicas, until int) map[Precision][][]float64 {
	t.Helper()
	rows := denseInputs(100, dim)
	population, err := NewPopulation(rows, dim)
	if err != nil {
		t.Fatal(err)
	}
	curves := map[Precision][][]float64{}
	for replica := range replicas {
		for _, l.Precision = range []Precision{Single, Double} {
			sampler, err := NewImages(rows, dim, random.New(1, "samples", uint64(replica)))
			if err != nil {
				t.Fatal(err)
			}
			simulator, err := NewSimulator(Problem{Learning: l, Initial: startWeights(1, dim, 0.5), Sampler: sampler})
			if err != nil {
				t.Fatal(err)
			}
			var curve []float64
			for time := range until {
				if err := simulator.Run(t.Context(), int64((time+1)*dim)); err != nil {
					t.Fatal(err)
				}
				curve = append(curve, evaluate(t, population, simulator.Network(), order.NewParameters(1)))
			}
			curves[l.Precision] = append(curves[l.Precision], curve)
		}
	}
	return curves
}

// largestShift returns the largest ratio over times of the mean difference between the
// precisions to the spread of one replica.
func largestShift(curves map[Precision][][]float64) float64 {
	var largest float64
	for time := range curves[Double][0] {
		var single, double []float64
		for replica := range curves[Double] {
			single = append(single, curves[Single][replica][time])
			double = append(double, curves[Double][replica][time])
		}
		largest = max(largest, math.Abs(stat.Mean(single, nil)-stat.Mean(double, nil))/stat.StdDev(double, nil))
	}
	return largest
}

// At Automatic's limit, r = 4, single precision moves the mean error by less than a fiftieth
// of the spread over replicas. At r = 1/32 it is off by more than the spread: the limit
// isn't idle.
func TestSinglePrecisionWithinItsLimit(t *testing.T) {
	for _, c := range []struct {
		dim, replicas int
		r, ends       float64 // ends: ηt of the last record
		least, most   float64 // of the shift, in spreads
	}{{1024, 3, updateRoom, 2, 0, 0.02}, {4096, 2, 1.0 / 32, 0.5, 1, math.Inf(1)}} {
		l := Learning{Activation: gaussian.Linear{}, LearningRate: c.r * float64(c.dim) * float64(c.dim) / (1 << 24)}
		if single := l.single(float64(c.dim)); single != (c.r >= updateRoom) {
			t.Errorf("r = %v: Automatic is single: %v", c.r, single)
		}
		until := int(c.ends / l.LearningRate)
		shift := largestShift(precisionRuns(t, l, c.dim, c.replicas, until))
		t.Logf("r = %v: D = %d, η = %.3g to t = %d: %.4f spreads", c.r, c.dim, l.LearningRate, until, shift)
		if !(shift >= c.least && shift <= c.most) {
			t.Errorf("r = %v: single precision moves pmse by %v spreads, want %v to %v", c.r, shift, c.least, c.most)
		}
	}
}

func TestAutomaticPrecision(t *testing.T) {
	online := Learning{LearningRate: 1}
	for _, c := range []struct {
		name   string
		dim    float64
		single bool
		change func(*Learning)
	}{
		{"at the limit", 2048, true, func(*Learning) {}},
		{"beyond", 2049, false, func(*Learning) {}},
		{"half the rate", 1449, false, func(l *Learning) { l.LearningRate = 0.5 }},
		{"a batch", 1449, false, func(l *Learning) { l.BatchSize = 4 }},
		{"tied", 20000, true, func(l *Learning) { l.Tied = true }},
		{"tied, beyond", 30000, false, func(l *Learning) { l.Rule = Sanger }},
		{"a schedule", 10, false, func(l *Learning) { l.Schedule = Schedule{Power: 0.5, Onset: 1} }},
		{"Adam", 1e6, true, func(l *Learning) { l.Adam, l.LearningRate = &Adam{}, 1e-4 }},
		{"Adam, smallest rate", 10, true, func(l *Learning) { l.Adam, l.LearningRate = &Adam{}, 3e-7 }},
		{"Adam, a batch", 10, true, func(l *Learning) { l.Adam, l.LearningRate, l.BatchSize = &Adam{}, 3e-7, 64 }},
		{"Adam, too slow", 10, false, func(l *Learning) { l.Adam, l.LearningRate = &Adam{}, 2e-7 }},
		{"single", 1e6, true, func(l *Learning) { l.Precision = Single }},
		{"double", 10, false, func(l *Learning) { l.Precision = Double }},
	} {
		l := online
		c.change(&l)
		if got := l.single(c.dim); got != c.single {
			t.Errorf("%s, D = %v: single is %v", c.name, c.dim, got)
		}
	}
}
