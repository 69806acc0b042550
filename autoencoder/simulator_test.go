package autoencoder

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

func startWeights(hidden, dim int, scale float64) order.Weights {
	w, stream := order.NewWeights(hidden, dim), random.New(1, "test weights", 0)
	stream.Normals(w.W, scale)
	stream.Normals(w.V, scale)
	return w
}

// powerLaw returns ρ_τ ∝ τ^{-1.5} with trace D.
func powerLaw(dim int) []float64 {
	eigenvalues := make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = math.Pow(float64(i+1), -1.5)
	}
	floats.Scale(float64(dim)/floats.Sum(eigenvalues), eigenvalues)
	return eigenvalues
}

func newGaussian(t testing.TB, eigenvalues []float64, replica uint64) *Gaussian {
	t.Helper()
	sampler, err := NewGaussian(eigenvalues, random.NewNormals(1, "samples", replica))
	if err != nil {
		t.Fatal(err)
	}
	return sampler
}

func newImages(t testing.TB, count, dim int) ([]float32, *Images) {
	t.Helper()
	stream, rows := random.New(2, "test images", 0), make([]float32, count*dim)
	for i := range rows {
		rows[i] = float32(stream.NormFloat64() * float64(1+i%dim%3))
	}
	sampler, err := NewImages(rows, dim, random.New(1, "samples", 0))
	if err != nil {
		t.Fatal(err)
	}
	return rows, sampler
}

func newSimulator(t testing.TB, g gaussian.Activation, w order.Weights, s Sampler) *Simulator {
	t.Helper()
	simulator, err := NewSimulator(Problem{Learning: Learning{Activation: g, LearningRate: 0.8, Precision: Double}, Initial: w, Sampler: s})
	if err != nil {
		t.Fatal(err)
	}
	return simulator
}

// problem returns the combination as a problem on 20 normal inputs or on images, which are
// drawn from the start each time.
func (c combination) problem(t testing.TB, hidden int) Problem {
	const dim = 20
	p := Problem{Learning: c.Learning, Initial: c.start(hidden, dim), Sampler: newGaussian(t, powerLaw(dim), 0)}
	if c.BatchSize > 1 {
		_, p.Sampler = newImages(t, 30, dim)
	}
	return p
}

// runTo returns the simulator of a problem after these numbers of steps, one run for each.
func runTo(t testing.TB, p Problem, steps ...int64) *Simulator {
	t.Helper()
	simulator, err := NewSimulator(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, until := range steps {
		if err := simulator.Run(t.Context(), until); err != nil {
			t.Fatal(err)
		}
	}
	return simulator
}

// bothPrecisions goes through the combinations, with networks of every size in turn.
func bothPrecisions(yield func(combination, int) bool) {
	count := 0
	for c := range combinations() {
		count++
		c.Precision = []Precision{Single, Double}[count/2%2]
		c.LearningRate /= 4
		if !yield(c, 1+count%9) {
			return
		}
	}
}

// However the steps are divided into runs, and whatever instructions the kernels are made
// of, the weights are the same bits; so they are after a resumption in between.
func TestTheBitsAreTheSame(t *testing.T) {
	const steps = 50
	for c, hidden := range bothPrecisions {
		c.Instructions = kernel.Best
		whole := runTo(t, c.problem(t, hidden), steps)
		parts := runTo(t, c.problem(t, hidden), 1, 2, 3, 31, 31, steps-1)
		if err := parts.Step(); err != nil {
			t.Fatal(err)
		}
		sameBits(t, c.String()+", in parts", parts, whole)

		state, err := runTo(t, c.problem(t, hidden), 33).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		for i, instructions := range kernel.Available() {
			if c.Instructions = instructions; i%3 == hidden%3 { // all occur with all
				sameBits(t, c.String()+", by "+instructions.String(), runTo(t, c.problem(t, hidden), steps), whole)
				continue
			}
			resumed := runTo(t, c.problem(t, hidden), 5) // from another place
			if err := resumed.UnmarshalBinary(state); err != nil {
				t.Fatal(err)
			}
			if err := resumed.Run(t.Context(), steps); err != nil {
				t.Fatal(err)
			}
			sameBits(t, c.String()+", resumed by "+instructions.String(), resumed, whole)
		}
	}
}

func same(t *testing.T, a, b *Simulator) { t.Helper(); sameBits(t, "two simulators", a, b) }

func sameBits(t *testing.T, name string, a, b *Simulator) {
	t.Helper()
	if wa, wb := a.Network().Weights, b.Network().Weights; a.Steps() != b.Steps() || distance(wa, wb) != 0 {
		t.Errorf("%s: the simulations differ by %v (steps %d and %d)", name, distance(wa, wb), a.Steps(), b.Steps())
	}
}

// A step allocates nothing, whatever the rule.
func TestStepsDontAllocate(t *testing.T) {
	count := 0
	for c, hidden := range bothPrecisions {
		if count++; count%7 != 0 {
			continue // every kind of pass occurs often enough
		}
		simulator := runTo(t, c.problem(t, hidden), 1)
		allocations := testing.AllocsPerRun(20, func() {
			if err := simulator.Step(); err != nil {
				t.Fatal(err)
			}
		})
		if allocations != 0 {
			t.Errorf("%v: %v allocations a step", c, allocations)
		}
	}
}

// Decaying weights are put back in proportion to their common factor now and then; nothing
// is lost when a step takes more than half of them.
func TestWeightsDecay(t *testing.T) {
	for _, decay := range []float64{0.1, 5, 15, 19.9} {
		c := combination{Learning: Learning{Activation: gaussian.Erf{}, LearningRate: 1e-9, WeightDecay: decay, Precision: Double}}
		simulator := runTo(t, c.problem(t, 3), 50)
		want := math.Pow(1-decay/20, 50)
		for i, w := range simulator.Network().Weights.W {
			if start := c.start(3, 20).W[i]; math.Abs(w-want*start) > 1e-6*want*math.Abs(start)+1e-8 {
				t.Fatalf("κ = %v: weight %d is %v, want %v", decay, i, w, want*start)
			}
		}
		if f := simulator.network.(*fed[float64]).factor; !(f > 0.5 && f <= 1) {
			t.Errorf("κ = %v: factor %v", decay, f)
		}
	}
}

func TestUnmarshalRefusesOtherStates(t *testing.T) {
	plain := combination{Learning: Learning{Activation: gaussian.Erf{}, LearningRate: 1, Precision: Double}}
	state := func(hidden int, change func(*combination)) []byte {
		c := plain
		change(&c)
		state, err := runTo(t, c.problem(t, hidden), 3).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
	good := state(4, func(*combination) {})
	factor := slices.Clone(good)
	clear(factor[bytes.IndexByte(factor, '\n')+1+8*4+6+8:][:8]) // the common factor becomes 0
	simulator := runTo(t, plain.problem(t, 4), 7)
	for _, c := range []struct {
		want  string
		state []byte
	}{
		{"isn't one of a simulator", nil},
		{"isn't one of a simulator", []byte("hello")},
		{"cut off", good[:30]},
		{"cut off", good[:len(good)/2]},
		{"", good[:len(good)-20]},
		{"5×20 weights at D = 20, not 4×20", state(5, func(*combination) {})},
		{"32 bits, not 64", state(4, func(c *combination) { c.Precision = Single })},
		{"tied otherwise", state(4, func(c *combination) { c.Tied = true })},
		{"other biases", state(4, func(c *combination) { c.TrainOutputBias = true })},
		{"without Adam", state(4, func(c *combination) { c.Adam = &Adam{} })},
		{"factor 0", factor},
	} {
		before := simulator.Network().Weights
		err := simulator.UnmarshalBinary(c.state)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
		if distance(before, simulator.Network().Weights) != 0 || simulator.Steps() != 7 {
			t.Errorf("%v: but the simulator has changed", err)
		}
	}
}

func TestDivergenceNamesCauseAndRemedy(t *testing.T) {
	for _, precision := range []Precision{Single, Double} {
		for _, change := range []func(*Learning){
			func(*Learning) {},
			func(l *Learning) { l.BatchSize = 3 },
			func(l *Learning) { l.Tied = true },
			func(l *Learning) { l.Rule = Truncated },
		} {
			c := combination{Learning: Learning{Activation: gaussian.Linear{}, LearningRate: 500, Precision: precision}}
			change(&c.Learning)
			simulator, err := NewSimulator(c.problem(t, 2))
			if err != nil {
				t.Fatal(err)
			}
			err = simulator.Run(t.Context(), 1e5)
			divergence, ok := errors.AsType[*DivergenceError](err)
			if !ok || divergence.LearningRate != 500 || divergence.Time != simulator.Time() || !strings.Contains(err.Error(), "smaller learning rate") {
				t.Errorf("%v: error %v", c, err)
			}
		}
	}
}

func TestRunStopsWithTheContext(t *testing.T) {
	simulator := newSimulator(t, gaussian.Erf{}, startWeights(2, 10, 1), newGaussian(t, powerLaw(10), 0))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := simulator.Run(ctx, 1e9); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestMistakesAreNamed(t *testing.T) {
	infinite, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		want   string
		change func(*Problem)
	}{
		{"no activation", func(p *Problem) { p.Activation = nil }},
		{"learning rate -1", func(p *Problem) { p.LearningRate = -1 }},
		{"learning rate NaN", func(p *Problem) { p.LearningRate = nan }},
		{"rule 7", func(p *Problem) { p.Rule = 7 }},
		{"weight decay -1", func(p *Problem) { p.WeightDecay = -1 }},
		{"must be below D = 10", func(p *Problem) { p.WeightDecay = 10 }},
		{"power -1", func(p *Problem) { p.Schedule = Schedule{Power: -1} }},
		{"onset +Inf", func(p *Problem) { p.Schedule.Onset = infinite }},
		{"no onset", func(p *Problem) { p.Schedule.Power = 1 }},
		{"batch size -2", func(p *Problem) { p.BatchSize = -2 }},
		{"precision 9", func(p *Problem) { p.Precision = 9 }},
		{"instructions", func(p *Problem) { p.Instructions = 99 }},
		{"β₁ of Adam is 1", func(p *Problem) { p.Adam = &Adam{Beta1: 1} }},
		{"β₂ of Adam is -0.5", func(p *Problem) { p.Adam = &Adam{Beta2: -0.5} }},
		{"ε of Adam is NaN", func(p *Problem) { p.Adam = &Adam{Epsilon: nan} }},
		{"0 in single precision", func(p *Problem) { p.Adam, p.Precision = &Adam{Epsilon: 1e-60}, Single }},
		{"linear units, not erf", func(p *Problem) { p.Rule, p.Initial.V = Sanger, p.Initial.W }},
		{"without biases", func(p *Problem) {
			p.Rule, p.Initial.V, p.Activation, p.TrainOutputBias = Sanger, p.Initial.W, gaussian.Linear{}, true
		}},
		{"Adam has nothing to go down", func(p *Problem) {
			p.Rule, p.Initial.V, p.Activation, p.Adam = Sanger, p.Initial.W, gaussian.Linear{}, &Adam{}
		}},
		{"make V a copy of W", func(p *Problem) { p.Tied = true }},
		{"0 hidden units", func(p *Problem) { p.Initial, p.Sampler = order.Weights{Dim: 10}, newGaussian(t, powerLaw(10), 0) }},
		{"entry 3 of V is 1e+60", func(p *Problem) { p.Precision, p.Initial.V[3] = Single, 1e60 }},
		{"no sampler", func(p *Problem) { p.Sampler = nil }},
		{"length 9", func(p *Problem) { p.Sampler = newGaussian(t, powerLaw(9), 0) }},
	} {
		p := Problem{Learning: Learning{Activation: gaussian.Erf{}, LearningRate: 1}, Initial: startWeights(2, 10, 1), Sampler: newGaussian(t, powerLaw(10), 0)}
		c.change(&p)
		_, err := NewSimulator(p)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v, want one error with %q", err, c.want)
		}
	}
	_, err := NewSimulator(Problem{Learning: Learning{Rule: -1, BatchSize: -1}})
	if count := strings.Count(err.Error(), "\n") + 1; count != 6 {
		t.Errorf("%d errors where there are 6 mistakes:\n%v", count, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestNetworkReconstructs(t *testing.T) {
	w := order.NewWeights(1, 2)
	copy(w.W, []float64{math.Sqrt2, 0})
	copy(w.V, []float64{0.5, -1})
	network := Network{Activation: gaussian.Linear{}, Weights: w}
	got := make([]float64, 2)
	network.Reconstruct(got, []float64{3, 7})
	if !floats.EqualApprox(got, []float64{1.5, -3}, 1e-14) {
		t.Errorf("reconstruction %v", got)
	}
	if e := network.SampleError([]float64{3, 7}); math.Abs(e-(1.5*1.5+100)/2) > 1e-12 {
		t.Errorf("error %v", e)
	}
	network.Weights.B, network.Weights.C, network.Dim = []float64{2}, []float64{0, 1}, 8
	network.Reconstruct(got, []float64{3, 7}) // λ = 3/2
	if !floats.EqualApprox(got, []float64{1.75, -2.5}, 1e-14) {
		t.Errorf("reconstruction with biases %v", got)
	}
	if e := network.SampleError([]float64{3, 7}); math.Abs(e-(1.25*1.25+9.5*9.5)/8) > 1e-12 {
		t.Errorf("error with biases %v", e)
	}
}
