package integrate

import "fmt"

// Step is an accepted step of a solution. It is lent to [Settings].OnStep.
type Step struct {
	From, To float64 // the times at its ends

	f      derivative
	method stepper
	taken  *attempt
}

// At sets dst to the solution at the time t, From ≤ t ≤ To. At the ends that is
// the state that the method computed, to the last bit; in between it is the
// method's continuous extension, about as accurate as the ends are. The cost is
// one pass over the method's stages, and two evaluations of the derivative for
// the first such time in a step of DormandPrince. It panics where t is outside
// the step.
func (s Step) At(dst []float64, t float64) {
	switch {
	case t == s.To:
		copy(dst, s.taken.next)
	case t == s.From:
		copy(dst, s.taken.y)
	case t > s.From && t < s.To:
		s.method.interpolate(s.f, dst, (t-s.From)/(s.To-s.From), s.taken)
	default:
		panic(fmt.Sprintf("integrate: time %v is outside the step from %v to %v", t, s.From, s.To))
	}
}
