package integrate

import "fmt"

// Status says how a solution ended.
type Status int

// The ways in which a solution ends. All but Success come with an [Error].
const (
	Success         Status = iota
	NotFinite              // the derivative or the state is infinite or not a number
	StepUnderflow          // the tolerance can't be met with steps that change t
	EvaluationLimit        // MaxEvaluations is used up
	TooFast                // the steps are so short that the last time is out of reach
	Singular               // the linear system can't be solved, however short the step
)

// String says in a few words what happened and what helps.
func (s Status) String() string {
	switch s {
	case Success:
		return "success"
	case NotFinite:
		return "the solution is not finite: it grows without bounds, or the derivative isn't defined there"
	case StepUnderflow:
		return "the step has shrunk to nothing: the solution changes too fast, or the tolerance is too tight for float64"
	case EvaluationLimit:
		return "the limit on evaluations is reached: raise it, loosen the tolerance, ask for a shorter time, or take Rosenbrock if the problem is stiff"
	case TooFast:
		return "at this pace the last time would take more steps than float64 can count: the solution is too fast for this method; ask for a shorter time, or take Rosenbrock if what is fast only decays"
	case Singular:
		return "the linear system of the step has no solution"
	}
	return fmt.Sprintf("status %d", int(s))
}

// Error says why and where a solution stopped short.
type Error struct {
	Status Status
	Time   float64 // the last time reached
	Step   float64 // the step tried last
	Cause  error   // the error of [LinearSystem.Factor], or nil
}

// Error describes the failure with its time and step.
func (e *Error) Error() string {
	message := fmt.Sprintf("integration stopped at t = %.6g with a step of %.3g: %v", e.Time, e.Step, e.Status)
	if e.Cause != nil {
		message += ": " + e.Cause.Error()
	}
	return message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }
