package autoencoder

import (
	"context"
	"errors"
	"math"
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
// Nothing is wrong with the problem: to check an activation takes longer than the steps.
func runTo(t testing.TB, p Problem, steps ...int64) *Simulator {
	t.Helper()
	simulator := startOf(p)
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
	t.Parallel()
	const steps = 20
	for c, hidden := range bothPrecisions {
		c.Instructions = kernel.Best
		whole := runTo(t, c.problem(t, hidden), steps)
		parts := runTo(t, c.problem(t, hidden), 1, 2, 3, 11, 11, steps-1)
		if err := parts.Step(); err != nil {
			t.Fatal(err)
		}
		sameBits(t, c.String()+", in parts", parts, whole)

		state, err := runTo(t, c.problem(t, hidden), 13).MarshalBinary()
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

func TestRunStopsWithTheContext(t *testing.T) {
	simulator := newSimulator(t, gaussian.Erf{}, startWeights(2, 10, 1), newGaussian(t, powerLaw(10), 0))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := simulator.Run(ctx, 1e9); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// takes is a simulation that records how many steps it is asked for at once.
type takes struct {
	batch, most, steps int64
}

func (s *takes) Steps() int64       { return s.steps }
func (s *takes) Time() float64      { return 0 }
func (s *takes) inputsPerStep() int { return int(s.batch) }
func (s *takes) hasDiverged() bool  { return false }
func (s *takes) divergence() error  { return nil }
func (s *takes) take(n int64)       { s.steps, s.most = s.steps+n, max(s.most, n) }

// Between two looks at the context there are no more inputs for steps of many inputs than
// for others, but for what one step needs.
func TestInterruptionsDontWaitForManyBatches(t *testing.T) {
	for batch, want := range map[int64]int64{1: 1024, 3: 341, 1000: 1, 5000: 1} {
		s := &takes{batch: batch}
		if err := runSteps(t.Context(), s, 2500); err != nil || s.steps != 2500 || s.most != want {
			t.Errorf("batches of %d: %d steps in all, %d at once, want %d; %v", batch, s.steps, s.most, want, err)
		}
	}
}
