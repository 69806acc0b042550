package autoencoder

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
)

// diverging returns simulators whose weights leave the numbers, and a state of each from before.
func diverging(t *testing.T) (simulations map[string]Simulation, states map[string][]byte) {
	t.Helper()
	simulations, states = map[string]Simulation{}, map[string][]byte{}
	for _, change := range []func(*Learning){
		func(*Learning) {},
		func(l *Learning) { l.BatchSize = 3 },
		func(l *Learning) { l.Tied = true },
		func(l *Learning) { l.Rule = Truncated },
	} {
		c := combination{Learning: Learning{Activation: gaussian.Linear{}, LearningRate: 500}}
		change(&c.Learning)
		simulations["by levels, "+c.String()] = newLevelSimulator(t, c.Learning, spikedStart(t, 100, 2, 2, c.Tied), 0)
		for _, c.Precision = range []Precision{Single, Double} {
			simulations[c.String()] = must[*Simulator](t)(NewSimulator(c.problem(t, 2)))
		}
	}
	for name, s := range simulations {
		run(t, s, 1)
		states[name] = must[[]byte](t)(s.MarshalBinary())
	}
	return simulations, states
}

// checkDiverged fails where an error isn't the divergence of the simulation.
func checkDiverged(s Simulation, err error) error {
	divergence, ok := errors.AsType[*DivergenceError](err)
	if !ok || divergence.LearningRate != 500 || divergence.Time != s.Time() || !strings.Contains(err.Error(), "smaller learning rate") {
		return fmt.Errorf("%w at t = %v, want a divergence", err, s.Time())
	}
	return nil
}

// A simulation that has diverged says so whenever it is run, takes no further step, and has
// no state to be saved. A state from before is restored, and diverges in the same way.
func TestDivergenceIsTheLastThingThatHappens(t *testing.T) {
	simulations, states := diverging(t)
	for name, s := range simulations {
		first := s.Run(t.Context(), 1e5)
		if err := checkDiverged(s, first); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		steps := s.Steps()
		for range 40 {
			if err := s.Run(t.Context(), 1e5); err == nil || err.Error() != first.Error() || s.Steps() != steps {
				t.Fatalf("%s: %v after %d steps, and before %v after %d", name, err, s.Steps(), first, steps)
			}
			if direct, ok := s.(*Simulator); ok && checkDiverged(s, direct.Step()) != nil {
				t.Fatalf("%s: a step is taken", name)
			}
		}
		if _, err := s.MarshalBinary(); !errors.Is(err, errDiverged) {
			t.Errorf("%s: its state: %v", name, err)
		}
		if err := s.UnmarshalBinary(states[name]); err != nil || s.Steps() != 1 {
			t.Errorf("%s: restored to step %d: %v", name, s.Steps(), err)
		}
		if err := s.Run(t.Context(), 1e5); err == nil || err.Error() != first.Error() || s.Steps() != steps {
			t.Errorf("%s, restored: %v after %d steps, and before %v after %d", name, err, s.Steps(), first, steps)
		}
	}
}
