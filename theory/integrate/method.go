package integrate

import "fmt"

// Method is an integration method of this package.
type Method interface {
	fmt.Stringer

	// stepper returns the method at the start of a solution of p, or an error
	// where its own settings are wrong.
	stepper(p Problem, relTol float64) (stepper, error)
}

// stepper takes single steps of one solution. It may keep what it learns about
// the problem from step to step.
type stepper interface {
	// prepare is told the step that the controller wants from (t, y), slope =
	// f(t, y), and returns the one that the method can take: at most as long.
	prepare(f derivative, t, step float64, y, slope []float64) float64

	// step sets next and nextSlope of the attempt. An error says that there is
	// no such step, and is taken for a rejection.
	step(f derivative, a *attempt) error

	// estimate sets dst to the estimated error of the components of next that
	// begin with number from. It isn't finite where next or nextSlope aren't.
	estimate(dst []float64, from int, a *attempt)

	// interpolate sets dst to the solution at the fraction theta of the step
	// that was taken last. It may evaluate f with dst as argument.
	interpolate(f derivative, dst []float64, theta float64, a *attempt)

	// outcome is told whether the step was accepted.
	outcome(accepted bool)

	// errorOrder is the power of the step with which the estimate falls; 0 says
	// that there is no error control and that steps are what prepare returns.
	errorOrder() float64

	// count enters what the steps so far took in the result: the number of
	// stages, Jacobians and factorisations.
	count(r *Result)
}

// derivative evaluates the right-hand side and counts it.
type derivative = func(dst []float64, t float64, y []float64)

// attempt is a step under way, from (t, y) to (t+step, next), with the slopes f
// at both ends.
type attempt struct {
	t, step         float64
	y, slope        []float64
	next, nextSlope []float64
}

func newAttempt(t float64, y []float64) attempt {
	dim := len(y)
	a := attempt{t: t, y: make([]float64, dim), slope: make([]float64, dim), next: make([]float64, dim), nextSlope: make([]float64, dim)}
	copy(a.y, y)
	return a
}

// advance makes the end of the step the beginning of the next.
func (a *attempt) advance(end float64) {
	a.t = end
	a.y, a.next = a.next, a.y
	a.slope, a.nextSlope = a.nextSlope, a.slope
}
