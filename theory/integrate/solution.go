package integrate

import (
	"context"
	"fmt"
	"math"
)

// solution is an integration under way.
type solution struct {
	settings   Settings
	times      []float64 // to observe at
	observed   int       // how many of them have been
	observe    func(i int, t float64, y []float64) error
	f          derivative
	method     stepper
	control    controller
	pace       pace
	attempt    attempt
	spare      []float64 // for a state within a step, and for the first step
	sizes      []float64 // what errors are relative to, at the start of the step
	estimate   [block]float64
	result     Result
	wantedStep float64 // what the controller would take next
}

func newSolution(p Problem, s Settings) (*solution, error) {
	run := &solution{
		settings: s,
		attempt:  newAttempt(p.Start, p.Initial),
		spare:    make([]float64, len(p.Initial)),
		result:   Result{Time: p.Start},
	}
	f := p.Derivative
	run.f = func(dst []float64, t float64, y []float64) {
		run.result.Evaluations++
		f(dst, t, y)
	}
	p.Derivative = run.f
	method, err := s.Method.stepper(p, s.RelTol)
	if err != nil {
		return nil, err
	}
	run.method = method
	run.result.State = run.attempt.y
	run.control = controller{order: method.errorOrder()}
	return run, nil
}

// integrate goes from the start to the last time.
func (run *solution) integrate(ctx context.Context) error {
	for ; run.observed < len(run.times) && run.times[run.observed] == run.result.Time; run.observed++ {
		if err := run.observe(run.observed, run.result.Time, run.attempt.y); err != nil {
			return err
		}
	}
	if run.observed == len(run.times) {
		return nil
	}
	last := run.times[len(run.times)-1]
	if err := run.start(last); err != nil {
		return err
	}
	for run.result.Time < last {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("integration interrupted at t = %.6g: %w", run.result.Time, err)
		}
		if err := run.tryStep(last); err != nil {
			return err
		}
	}
	return nil
}

// start evaluates the first slope and chooses the first step.
func (run *solution) start(last float64) error {
	a := &run.attempt
	run.f(a.slope, a.t, a.y)
	if !finite(a.slope) || !finite(a.y) {
		return run.fail(NotFinite, 0, nil)
	}
	run.pace = newPace(a.t, last)
	run.measureSizes()
	run.wantedStep = run.settings.InitialStep
	switch {
	case run.control.order == 0:
		run.wantedStep = math.Inf(1) // the method has a step of its own
	case run.wantedStep == 0:
		run.wantedStep = run.firstStep(last - a.t)
	}
	return nil
}

// tryStep tries one step towards the last time and accepts or rejects it.
func (run *solution) tryStep(last float64) error {
	if limit := run.settings.MaxEvaluations; limit > 0 && run.result.Evaluations >= limit {
		return run.fail(EvaluationLimit, run.wantedStep, nil)
	}
	a := &run.attempt
	step := min(run.wantedStep, run.settings.MaxStep)
	step = run.method.prepare(run.f, a.t, step, a.y, a.slope)
	var end float64
	a.step, end = run.fit(step, last)
	if !(a.step >= 4*(math.Nextafter(math.Abs(a.t), math.Inf(1))-math.Abs(a.t))) {
		return run.fail(run.control.underflowStatus(), step, run.control.cause)
	}
	err := run.method.step(run.f, a)
	run.method.count(&run.result)
	if err != nil {
		run.reject(math.Inf(1), err)
		return nil
	}
	size := run.errorSize()
	if size <= 1 {
		return run.accept(end, size)
	}
	if run.control.order == 0 {
		return run.fail(NotFinite, a.step, nil)
	}
	run.reject(size, nil)
	return nil
}

// fit returns the step to take where the method would take that one, and its end:
// the last step ends at the last time, to the last bit.
func (run *solution) fit(step, last float64) (fitted, end float64) {
	t := run.attempt.t
	switch left := last - t; {
	case step >= 0.999*left:
		return left, last
	case step > 0.5*left && run.control.order > 0: // two equal steps rather than a long one and a tiny one
		step = 0.5 * left
	}
	return step, t + step
}

func (run *solution) reject(size float64, cause error) {
	run.result.Rejected++
	run.method.outcome(false)
	run.wantedStep = run.control.reject(run.attempt.step, size, cause)
}

// accept observes what lies within the step and goes over to its end.
func (run *solution) accept(end, size float64) error {
	a := &run.attempt
	run.result.Steps++
	run.result.Time, run.result.State = end, a.next
	if err := run.report(Step{From: a.t, To: end, f: run.f, method: run.method, taken: a}); err != nil {
		return err
	}
	run.method.outcome(true)
	if run.control.order > 0 {
		run.wantedStep = run.control.accept(a.step, size)
	}
	run.control.follow(run.method.errorOrder())
	a.advance(end)
	run.measureSizes()
	if run.pace.hopeless(end) {
		return run.fail(TooFast, a.step, nil)
	}
	return nil
}

// report observes the times within the step, and then tells of it.
func (run *solution) report(s Step) error {
	for ; run.observed < len(run.times) && run.times[run.observed] <= s.To; run.observed++ {
		t, y := run.times[run.observed], run.attempt.next
		if t < s.To {
			y = run.spare
			s.At(y, t)
		}
		if err := run.observe(run.observed, t, y); err != nil {
			return err
		}
	}
	if run.settings.OnStep != nil {
		return run.settings.OnStep(s)
	}
	return nil
}

func (run *solution) fail(status Status, step float64, cause error) error {
	return &Error{Status: status, Time: run.result.Time, Step: step, Cause: cause}
}
