package autoencoder

import (
	"context"
	"encoding"
	"fmt"
)

// Simulation is a run of stochastic gradient descent: a [Simulator] or a [LevelSimulator].
// Its binary form is the state, from which it goes on to the same bits.
type Simulation interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler

	// Run takes steps until there are as many as given in all, or returns an error that
	// wraps ctx.Err() or is a [*DivergenceError]. Once diverged, it has no other steps.
	Run(ctx context.Context, steps int64) error

	// Steps returns how many steps have been taken.
	Steps() int64

	// Time returns t = steps/D.
	Time() float64

	// Network returns the network as it is. The result is the caller's: it has weights of its
	// own, which no later step changes.
	Network() Network
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

// divergence returns the error of a simulation of which something isn't finite.
func divergence(s Simulation) error {
	if known, ok := s.(interface{ divergence() error }); ok {
		return known.divergence()
	}
	return &DivergenceError{Time: s.Time()}
}
