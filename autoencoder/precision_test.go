package autoencoder

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// fourSpikes returns the eigenvalues of the spiked model, (2^m+1)² D + 1 for m = 4…1 and a bulk
// of 1, divided so that the trace is D.
func fourSpikes(dim int) []float64 {
	eigenvalues := make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = 1
		if i < 4 {
			eigenvalues[i] += math.Pow(1+math.Pow(2, float64(4-i)), 2) * float64(dim)
		}
	}
	floats.Scale(float64(dim)/floats.Sum(eigenvalues), eigenvalues)
	return eigenvalues
}

// rotate applies the Hadamard matrix over √D, its own inverse, to a row of D numbers, a power
// of two: of a component that lay along one coordinate, every coordinate gets a part of the same
// size, as pixels have of an image's. Rounding spares a component along one coordinate.
func rotate[T float32 | float64](row []T) {
	for half := 1; half < len(row); half *= 2 {
		for start := 0; start < len(row); start += 2 * half {
			low, high := row[start:start+half], row[start+half:start+2*half]
			for i, x := range low {
				low[i], high[i] = x+high[i], x-high[i]
			}
		}
	}
	norm := T(1 / math.Sqrt(float64(len(row))))
	for i := range row {
		row[i] *= norm
	}
}

// precisions are two simulators of the same problem that learn from the same inputs, one in
// each precision.
type precisions struct {
	simulators  [2]*Simulator
	source      Sampler // in the eigenbasis
	rows        [][]float32
	eigenvalues []float64
}

func newPrecisions(t *testing.T, l Learning, dim int) *precisions {
	t.Helper()
	p := &precisions{eigenvalues: fourSpikes(dim), rows: make([][]float32, 1024)}
	p.source = must[*Gaussian](t)(NewGaussian(p.eigenvalues, random.NewNormals(1, "samples", 0)))
	for i := range p.rows {
		p.rows[i] = make([]float32, dim)
	}
	for i, precision := range []Precision{Single, Double} {
		l.Precision = precision
		p.simulators[i] = must[*Simulator](t)(NewSimulator(Problem{Learning: l, Initial: startWeights(4, dim, 0.1), Sampler: &listed{rows: p.rows}}))
	}
	return p
}

// run takes at least so many steps.
func (p *precisions) run(t *testing.T, steps int64) {
	t.Helper()
	for p.simulators[0].Steps() < steps {
		for _, row := range p.rows {
			p.source.Sample(row)
			rotate(row)
		}
		for _, s := range p.simulators {
			if err := s.Run(t.Context(), s.Steps()+int64(len(p.rows))); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// errors returns the error of each.
func (p *precisions) errors(t *testing.T) (single, double float64) {
	t.Helper()
	var pmse [2]float64
	for i, s := range p.simulators {
		n := s.Network()
		for k := range n.Weights.Hidden {
			rotate(n.Weights.Encoder(k))
			rotate(n.Weights.Decoder(k))
		}
		pmse[i] = evaluate(t, ClosedForm{Eigenvalues: p.eigenvalues}, n, order.NewParameters(n.Weights.Hidden))
	}
	return pmse[0], pmse[1]
}

// At Automatic's limit, r = 16, and a small learning rate single precision moves the error to
// ηt = 60 by less than 2·10⁻⁵ of itself, which is 1 % of the spread over replicas (2.2·10⁻³
// of it, measured over 6 of them). At r = 1/4 it is off by more than three spreads (6·10⁻⁵,
// measured over 8) at ηt = 1 already: the limit isn't idle.
func TestSinglePrecisionWithinItsLimit(t *testing.T) {
	for _, c := range []struct {
		dim         int
		rate, ends  float64 // η, and ηt of the record
		r           float64
		least, most float64 // of the relative difference
	}{
		{64, 1.0 / 256, 60, updateRoom, 0, 2e-5},
		{256, 1.0 / 1024, 1, 1.0 / 4, 2e-4, math.Inf(1)},
	} {
		l := Learning{Activation: gaussian.Erf{}, LearningRate: c.rate}
		if r := l.updateInHalfUlps(float64(c.dim)); r != c.r || l.single(float64(c.dim)) != (r >= updateRoom) {
			t.Errorf("r = %v, want %v; Automatic is %v", r, c.r, l.PrecisionAt(float64(c.dim)))
		}
		p := newPrecisions(t, l, c.dim)
		p.run(t, int64(c.ends/c.rate*float64(c.dim)))
		single, double := p.errors(t)
		off := math.Abs(single/double - 1)
		t.Logf("r = %v: D = %d, η = %v to ηt = %v: pmse = %.4g, off by %.1e", c.r, c.dim, c.rate, c.ends, double, off)
		if !(off >= c.least && off <= c.most) {
			t.Errorf("r = %v: single precision is off by %v, want %v to %v", c.r, off, c.least, c.most)
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
		{"at the limit", 1024, true, func(*Learning) {}},
		{"images of 1000 pixels", 1000, true, func(*Learning) {}},
		{"beyond", 1025, false, func(*Learning) {}},
		{"half the rate", 725, false, func(l *Learning) { l.LearningRate = 0.5 }},
		{"a batch", 725, false, func(l *Learning) { l.BatchSize = 4 }},
		{"tied", 10000, true, func(l *Learning) { l.Tied = true }},
		{"tied, beyond", 11000, false, func(l *Learning) { l.Rule = Sanger }},
		{"a schedule", 10, false, func(l *Learning) { l.Schedule = Schedule{Power: 0.5, Onset: 1} }},
		{"Adam", 1e6, true, func(l *Learning) { l.Adam, l.LearningRate = &Adam{}, 1e-4 }},
		{"Adam, smallest rate", 10, true, func(l *Learning) { l.Adam, l.LearningRate = &Adam{}, 1e-6 }},
		{"Adam, a batch", 10, true, func(l *Learning) { l.Adam, l.LearningRate, l.BatchSize = &Adam{}, 1e-6, 64 }},
		{"Adam, too slow", 10, false, func(l *Learning) { l.Adam, l.LearningRate = &Adam{}, 9e-7 }},
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
