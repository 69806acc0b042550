package autoencoder

import (
	"context"
	"fmt"
)

// interruptible is the number of inputs between looks at the context, or one step where a
// step has more.
const interruptible = 1024

// running is a simulation that runSteps takes the steps of.
type running interface {
	Steps() int64
	Time() float64
	inputsPerStep() int
	take(n int64)      // takes n steps, or those until something computed isn't finite
	hasDiverged() bool // whether that was so, from then on
	divergence() error
}

// runSteps takes steps until there are as many as given in all, or ctx is done, or the
// simulation diverges. Where it has, it returns the same error every time.
func runSteps(ctx context.Context, s running, steps int64) error {
	atOnce := int64(max(1, interruptible/s.inputsPerStep()))
	for !s.hasDiverged() {
		if s.Steps() >= steps {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("simulation interrupted at t = %.6g: %w", s.Time(), err)
		}
		s.take(min(atOnce, steps-s.Steps()))
	}
	return s.divergence()
}
