package integrate

import "fmt"

// Problem is an initial value problem y' = f(t, y), y(Start) = Initial.
type Problem struct {
	// Derivative sets dst to f(t, y). It must not keep or change y, and dst may
	// hold anything before.
	Derivative func(dst []float64, t float64, y []float64)
	Start      float64
	Initial    []float64
}

// Settings control the solution. The zero value solves with Automatic at a
// relative tolerance of 1e-6.
type Settings struct {
	// Method is the integration method; nil is Automatic{}.
	Method Method

	// RelTol and AbsTol bound the estimated error of every step: for each
	// component i it stays below AbsTol + RelTol·|y_i|. The bound is on each
	// component by itself, so that a few important ones aren't averaged
	// away among many. 0 stands for 1e-6 and for RelTol·1e-3.
	RelTol, AbsTol float64

	// InitialStep is the first step tried; 0 lets the solver choose.
	InitialStep float64

	// MaxStep bounds the steps; 0 is no bound.
	MaxStep float64

	// MaxEvaluations bounds the evaluations of the derivative; 0 is no bound.
	MaxEvaluations int
}

// Result says what a solution took.
type Result struct {
	Time        float64   // where the solution ended
	State       []float64 // y there
	Steps       int       // accepted steps
	Rejected    int       // steps that were tried and repeated shorter
	Evaluations int       // evaluations of the derivative, all together
	MaxStages   int       // the largest number of stages in a step
}

// Status says how a solution ended.
type Status int

// The ways in which a solution ends. All but Success come with an [Error].
const (
	Success         Status = iota
	NotFinite              // the derivative or the state is infinite or not a number
	StepUnderflow          // the tolerance can't be met with steps that change t
	EvaluationLimit        // MaxEvaluations is used up
)

// String names the status in a few words.
func (s Status) String() string {
	switch s {
	case Success:
		return "success"
	case NotFinite:
		return "the solution is not finite"
	case StepUnderflow:
		return "the step has shrunk to nothing: the solution changes too fast, or the tolerance is too tight for float64"
	case EvaluationLimit:
		return "the limit on evaluations is reached"
	}
	return fmt.Sprintf("status %d", int(s))
}

// Error says why and where a solution stopped short.
type Error struct {
	Status Status
	Time   float64 // the last time reached
	Step   float64 // the step tried last
}

// Error describes the failure with its time and step.
func (e *Error) Error() string {
	return fmt.Sprintf("integration stopped at t = %.6g with a step of %.3g: %v", e.Time, e.Step, e.Status)
}

// Method is an integration method of this package.
type Method interface {
	fmt.Stringer
	stepper(dim int, relTol float64) stepper
}

// stepper takes single steps of one solution. It may keep what it learns about
// the problem from step to step.
type stepper interface {
	// prepare is told the step that the controller wants from (t, y), slope =
	// f(t, y), and returns the one that the method can take: at most as long.
	prepare(f derivative, t, step float64, y, slope []float64) float64

	// step sets next to the solution at t+step, nextSlope to the derivative
	// there, and estimate to the estimated error of next.
	step(f derivative, t, step float64, y, slope, next, nextSlope, estimate []float64)

	// outcome is told whether the step was accepted.
	outcome(accepted bool)

	// errorOrder is the power of the step with which the estimate falls.
	errorOrder() float64

	// stages is the number of stages of the last step.
	stages() int
}

// derivative evaluates the right-hand side and counts it.
type derivative func(dst []float64, t float64, y []float64)
