package autoencoder

import (
	"context"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/theory/order"
)

// Simulator takes steps of stochastic gradient descent. It isn't safe for use from several
// goroutines; replicas are simulators of their own.
type Simulator struct {
	learning Learning
	dim      int
	sampler  Sampler
	network  engine
}

// engine is a network that learns from a sampler, of either precision.
type engine interface {
	steps() int64
	take(n int64)      // takes n steps, or those until something computed isn't finite
	hasDiverged() bool // whether that was so
	weights() order.Weights
	appendState(state []byte) ([]byte, error)
	restore(state []byte) (rest []byte, commit func(), err error)
}

// NewSimulator returns a simulator at step 0, or what is wrong with the problem.
func NewSimulator(p Problem) (*Simulator, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	return startOf(p), nil
}

// startOf returns the simulator of a problem that has been checked.
func startOf(p Problem) *Simulator {
	s := &Simulator{learning: p.Learning, dim: p.Initial.Dim, sampler: p.Sampler}
	if p.single(float64(s.dim)) {
		s.network = newFed[float32](p)
	} else {
		s.network = newFed[float64](p)
	}
	return s
}

// Steps returns how many steps have been taken.
func (s *Simulator) Steps() int64 { return s.network.steps() }

// Time returns t = steps/D.
func (s *Simulator) Time() float64 { return float64(s.Steps()) / float64(s.dim) }

// Network returns a copy of the network as it is.
func (s *Simulator) Network() Network {
	return Network{Activation: s.learning.Activation, Weights: s.network.weights()}
}

// Step takes one step.
func (s *Simulator) Step() error {
	s.take(1)
	if s.hasDiverged() {
		return s.divergence()
	}
	return nil
}

// Run takes steps until there are as many as given in all. It returns a
// [*DivergenceError] where the weights leave the numbers, at once when it is called again,
// or an error that wraps ctx.Err() when ctx is done. The weights don't depend on how the
// steps are divided into runs.
func (s *Simulator) Run(ctx context.Context, steps int64) error { return runSteps(ctx, s, steps) }

func (s *Simulator) take(n int64)       { s.network.take(n) }
func (s *Simulator) hasDiverged() bool  { return s.network.hasDiverged() }
func (s *Simulator) inputsPerStep() int { return s.learning.batchSize() }

func (s *Simulator) divergence() error {
	return &DivergenceError{LearningRate: s.learning.LearningRate, Time: s.Time()}
}

// fed is a network with the sampler that feeds it.
type fed[T kernel.Float] struct {
	*core[T]
	sampler Sampler
	drawn   [2][]float32 // what the sampler sets: inputs themselves, in single precision
	wide    [2][]float64 // inputs themselves, in double precision, or nil
	turn    int
}

func newFed[T kernel.Float](p Problem) *fed[T] {
	dim := p.Initial.Dim
	f := &fed[T]{core: newCore[T](p.Learning, p.Initial, float64(dim)), sampler: p.Sampler}
	for i := range f.inputs {
		switch inputs := any(f.inputs[i]).(type) {
		case []float32:
			f.drawn[i] = inputs
		case []float64:
			f.drawn[i], f.wide[i] = make([]float32, len(inputs)), inputs
		}
	}
	return f
}

func (f *fed[T]) steps() int64      { return f.taken }
func (f *fed[T]) hasDiverged() bool { return f.diverged }

func (f *fed[T]) take(n int64) {
	for end := f.taken + n; f.taken < end && !f.diverged; {
		f.learn(f.sample())
	}
	f.flush()
}

// sample returns the next input.
func (f *fed[T]) sample() []T {
	f.turn = 1 - f.turn
	drawn := f.drawn[f.turn]
	f.sampler.Sample(drawn[:f.width])
	if wide := f.wide[f.turn]; wide != nil {
		f.kernels.Widen(wide, drawn)
	}
	return f.inputs[f.turn]
}
