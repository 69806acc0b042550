package integrate

import (
	"fmt"
	"math"
)

// Euler is the explicit Euler method with the given Step, for comparison with
// scripts that integrate so: a step of 1/D is one step of mean online gradient
// descent. It has no error control, and ignores the tolerances; only the last step
// differs in length, to end at the last time. Between steps it interpolates
// linearly.
type Euler struct{ Step float64 }

// String returns "Euler" with the step.
func (e Euler) String() string { return fmt.Sprintf("Euler(%g)", e.Step) }

func (e Euler) stepper(Problem, float64) (stepper, error) {
	if !(e.Step > 0) || math.IsInf(e.Step, 1) {
		return nil, fmt.Errorf("integrate: the step of Euler is %v: it must be a number above 0", e.Step)
	}
	return euler{e.Step}, nil
}

type euler struct{ length float64 }

func (euler) errorOrder() float64 { return 0 }
func (euler) count(r *Result)     { r.MaxStages = 1 }
func (euler) outcome(bool)        {}

func (e euler) prepare(_ derivative, _, step float64, _, _ []float64) float64 {
	return min(step, e.length)
}

func (euler) step(f derivative, a *attempt) error {
	combine(a.next, a.y, []float64{a.step}, [][]float64{a.slope})
	f(a.nextSlope, a.t+a.step, a.next)
	return nil
}

// estimate is 0, unless the slope isn't finite.
func (euler) estimate(dst []float64, from int, a *attempt) {
	for i, x := range a.nextSlope[from : from+len(dst)] {
		dst[i] = 0 * x
	}
}

func (euler) interpolate(_ derivative, dst []float64, theta float64, a *attempt) {
	combine(dst, a.y, []float64{theta * a.step}, [][]float64{a.slope})
}
