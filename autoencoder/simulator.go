package autoencoder

import (
	"context"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// Problem is a network, its start, and what it learns from.
type Problem struct {
	Activation   gaussian.Activation
	LearningRate float64       // η > 0
	Initial      order.Weights // start weights in the sampler's coordinates; not changed
	Sampler      Sampler       // used, and moved on, by the simulator
}

// Check returns an error for each mistake in the problem, joined, or nil.
func (p Problem) Check() error {
	var mistakes []error
	if p.Activation == nil {
		mistakes = append(mistakes, errors.New("the problem has no activation"))
	}
	if !(p.LearningRate > 0) || math.IsInf(p.LearningRate, 1) {
		mistakes = append(mistakes, fmt.Errorf("learning rate %v: it must be a number above 0", p.LearningRate))
	}
	if err := p.Initial.Check(); err != nil {
		mistakes = append(mistakes, fmt.Errorf("start weights: %w", err))
	}
	if p.Sampler == nil {
		mistakes = append(mistakes, errors.New("the problem has no sampler"))
	} else if p.Sampler.Dim() != p.Initial.Dim {
		mistakes = append(mistakes, fmt.Errorf("inputs of length %d for start weights over D = %d", p.Sampler.Dim(), p.Initial.Dim))
	}
	return errors.Join(mistakes...)
}

// Simulator takes steps of online stochastic gradient descent. It isn't safe for
// use from several goroutines; replicas are simulators of their own.
type Simulator struct {
	network      Network
	learningRate float64
	sampler      Sampler
	steps        int64

	x, previous []float64 // this input and the one before
	residual    []float64 // working space
	lambda      []float64 // K: w^k·x, then λ^k
	value       []float64 // K: g(λ^k)
	projection  []float64 // K: v^k·δ
	pending     []float64 // K: what of previous is still to be added to w^k
}

// NewSimulator returns a simulator at step 0, or what is wrong with the problem.
func NewSimulator(p Problem) (*Simulator, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	hidden, dim := p.Initial.Hidden, p.Initial.Dim
	return &Simulator{
		network:      Network{Activation: p.Activation, Weights: p.Initial.Clone()},
		learningRate: p.LearningRate,
		sampler:      p.Sampler,
		x:            make([]float64, dim), previous: make([]float64, dim), residual: make([]float64, dim),
		lambda: make([]float64, hidden), value: make([]float64, hidden),
		projection: make([]float64, hidden), pending: make([]float64, hidden),
	}, nil
}

// Steps returns how many steps have been taken.
func (s *Simulator) Steps() int64 { return s.steps }

// Time returns t = steps/D.
func (s *Simulator) Time() float64 { return float64(s.steps) / float64(s.network.Weights.Dim) }

// Network returns the network as it is. Its weights are lent: they move with the next step.
func (s *Simulator) Network() Network { return s.network }

// Step takes one step.
func (s *Simulator) Step() error { return s.take(1) }

// interruptible is the number of steps between looks at the context.
const interruptible = 1024

// Run takes steps until there are as many as given in all. It returns a
// [*DivergenceError] where the weights leave the numbers, or an error that wraps
// ctx.Err() when ctx is done. The weights don't depend on how the steps are
// divided into runs.
func (s *Simulator) Run(ctx context.Context, steps int64) error {
	for s.steps < steps {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("simulation interrupted at t = %.6g: %w", s.Time(), err)
		}
		if err := s.take(min(interruptible, steps-s.steps)); err != nil {
			return err
		}
	}
	return nil
}

// take takes n steps. The encoder's update is carried over to the pass that
// computes the next pre-activations, and made up for after the last step.
func (s *Simulator) take(n int64) error {
	w := s.network.Weights
	clear(s.pending)
	clear(s.previous)
	for range n {
		s.sampler.Sample(s.x)
		encode(w, s.x, s.previous, s.pending, s.lambda)
		if !s.learn() {
			return s.divergence()
		}
		s.x, s.previous = s.previous, s.x
		s.steps++
	}
	for k, rate := range s.pending {
		addScaled(w.Encoder(k), rate, s.previous)
	}
	return nil
}

// learn updates the decoder for the input x and sets the encoder's update. It
// reports whether all is finite.
func (s *Simulator) learn() bool {
	g, dim := s.network.Activation, float64(len(s.x))
	root := math.Sqrt(dim)
	for k := range s.lambda {
		s.lambda[k] /= root
		s.value[k] = g.Value(s.lambda[k])
	}
	decode(s.network.Weights, s.x, s.value, s.learningRate/dim, s.residual, s.projection)
	rate := s.learningRate / (dim * dim * root)
	var sum float64
	for k, lambda := range s.lambda {
		s.pending[k] = rate * s.projection[k] * g.Derivative(lambda)
		sum += lambda + s.projection[k]
	}
	return !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

func (s *Simulator) divergence() error {
	return &DivergenceError{LearningRate: s.learningRate, Time: s.Time()}
}

// DivergenceError says that the weights of a simulation have left the numbers.
type DivergenceError struct {
	LearningRate float64
	Time         float64 // t = steps/D at which it was noticed
}

// Error names the learning rate, the time and the remedy.
func (e *DivergenceError) Error() string {
	return fmt.Sprintf("the weights diverge at t = %.6g with learning rate %g: take a smaller learning rate or smaller start weights", e.Time, e.LearningRate)
}
