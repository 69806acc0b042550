package integrate

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Solve integrates the problem through the times, which increase and don't begin
// before Start, and calls observe at each of them, exactly: i counts the times,
// and y is only lent to it. An error of observe ends the solution and is returned.
//
// The result holds what was reached also where the error isn't nil. Errors are of
// type *[Error] where the integration failed, wrap ctx.Err() where ctx was done,
// and describe the argument that is wrong otherwise.
func Solve(ctx context.Context, p Problem, times []float64, s Settings, observe func(i int, t float64, y []float64) error) (Result, error) {
	s, err := s.withDefaults()
	if err != nil {
		return Result{}, err
	}
	if err := checkTimes(p.Start, times); err != nil {
		return Result{}, err
	}
	run := newSolution(p, s)
	for i, target := range times {
		if err := run.advance(ctx, target); err != nil {
			return run.result, err
		}
		if err := observe(i, target, run.y); err != nil {
			return run.result, err
		}
	}
	return run.result, nil
}

func (s Settings) withDefaults() (Settings, error) {
	for _, field := range []struct {
		name  string
		value float64
	}{{"RelTol", s.RelTol}, {"AbsTol", s.AbsTol}, {"InitialStep", s.InitialStep}, {"MaxStep", s.MaxStep}} {
		if !(field.value >= 0) || math.IsInf(field.value, 1) {
			return s, fmt.Errorf("integrate: %s is %v: it must be 0 (for the default) or a positive number", field.name, field.value)
		}
	}
	if s.Method == nil {
		s.Method = Automatic{}
	}
	if s.RelTol == 0 {
		s.RelTol = 1e-6
	}
	if s.AbsTol == 0 {
		s.AbsTol = 1e-3 * s.RelTol
	}
	if s.MaxStep == 0 {
		s.MaxStep = math.Inf(1)
	}
	return s, nil
}

func checkTimes(start float64, times []float64) error {
	last := start
	for i, t := range times {
		if !(t >= last) || math.IsInf(t, 1) {
			return fmt.Errorf("integrate: time %d is %v, after %v: the times must be finite and increase", i, t, last)
		}
		last = t
	}
	return nil
}

// solution is an integration under way.
type solution struct {
	settings   Settings
	f          derivative
	method     stepper
	control    controller
	y, slope   []float64
	next       []float64
	nextSlope  []float64
	estimate   []float64
	result     Result
	wantedStep float64 // what the controller would take were no output time in the way; 0 before the first step
}

func newSolution(p Problem, s Settings) *solution {
	dim := len(p.Initial)
	run := &solution{
		settings: s,
		method:   s.Method.stepper(dim, s.RelTol),
		y:        slices.Clone(p.Initial), slope: make([]float64, dim),
		next: make([]float64, dim), nextSlope: make([]float64, dim),
		estimate: make([]float64, dim),
		result:   Result{Time: p.Start},
	}
	run.result.State = run.y
	run.control = controller{order: run.method.errorOrder()}
	run.f = func(dst []float64, t float64, y []float64) {
		run.result.Evaluations++
		p.Derivative(dst, t, y)
	}
	return run
}

// advance integrates to the target and ends there exactly.
func (run *solution) advance(ctx context.Context, target float64) error {
	if run.result.Time < target && run.wantedStep == 0 {
		if err := run.start(target - run.result.Time); err != nil {
			return err
		}
	}
	for run.result.Time < target {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("integration interrupted at t = %.6g: %w", run.result.Time, err)
		}
		if err := run.tryStep(target); err != nil {
			return err
		}
	}
	return nil
}

// start evaluates the first slope and chooses the first step.
func (run *solution) start(span float64) error {
	run.f(run.slope, run.result.Time, run.y)
	if !finite(run.slope) || !finite(run.y) {
		return run.fail(NotFinite, 0)
	}
	run.wantedStep = run.settings.InitialStep
	if run.wantedStep == 0 {
		run.wantedStep = run.firstStep(span)
	}
	return nil
}

// tryStep tries one step towards the target and accepts or rejects it.
func (run *solution) tryStep(target float64) error {
	t := run.result.Time
	if limit := run.settings.MaxEvaluations; limit > 0 && run.result.Evaluations >= limit {
		return run.fail(EvaluationLimit, run.wantedStep)
	}
	step := min(run.wantedStep, run.settings.MaxStep)
	step = run.method.prepare(run.f, t, step, run.y, run.slope)
	free := step
	end := t + step
	switch left := target - t; {
	case step >= 0.999*left: // the last step ends at the target, to the last bit
		step, end = left, target
	case step > 0.5*left: // two equal steps rather than a long one and a tiny one
		step = 0.5 * left
		end = t + step
	}
	if !(end > t) || step < 4*(math.Nextafter(math.Abs(t), math.Inf(1))-math.Abs(t)) {
		return run.fail(run.control.underflowStatus(), step)
	}
	run.method.step(run.f, t, step, run.y, run.slope, run.next, run.nextSlope, run.estimate)
	run.result.MaxStages = max(run.result.MaxStages, run.method.stages())
	size := run.errorSize()
	if !(size <= 1) {
		run.result.Rejected++
		run.method.outcome(false)
		run.wantedStep = run.control.reject(step, size)
		return nil
	}
	run.result.Steps++
	run.method.outcome(true)
	run.wantedStep = run.control.accept(step, size)
	if step < free { // it was cut short by an output time: go on as before
		run.wantedStep = max(run.wantedStep, free)
	}
	run.control.follow(run.method.errorOrder())
	run.y, run.next = run.next, run.y
	run.slope, run.nextSlope = run.nextSlope, run.slope
	run.result.Time, run.result.State = end, run.y
	return nil
}

// errorSize returns the largest component of the estimate relative to what is
// allowed: at most 1 is good. It is NaN or infinite where the step left the numbers.
func (run *solution) errorSize() float64 {
	relTol, absTol := run.settings.RelTol, run.settings.AbsTol
	y, next, nextSlope := run.y, run.next[:len(run.y)], run.nextSlope[:len(run.y)]
	var largest, sum float64
	for i, e := range run.estimate[:len(y)] {
		allowed := absTol + relTol*max(math.Abs(y[i]), math.Abs(next[i]))
		largest = max(largest, math.Abs(e)/allowed)
		sum += next[i] + nextSlope[i] // not finite as soon as one of them isn't
	}
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return math.Inf(1)
	}
	return largest
}

// firstStep guesses a first step from the sizes of y, f and a difference of f
// (Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.4).
func (run *solution) firstStep(span float64) float64 {
	size := func(v []float64) float64 {
		var largest float64
		for i, x := range v {
			largest = max(largest, math.Abs(x)/(run.settings.AbsTol+run.settings.RelTol*math.Abs(run.y[i])))
		}
		return largest
	}
	y, slope := size(run.y), size(run.slope)
	if slope == 0 {
		return span
	}
	guess := min(0.01*max(y, 1e-5)/slope, span)
	for i := range run.next {
		run.next[i] = run.y[i] + guess*run.slope[i]
	}
	run.f(run.nextSlope, run.result.Time+guess, run.next)
	for i := range run.estimate {
		run.estimate[i] = (run.nextSlope[i] - run.slope[i]) / guess
	}
	curvature := size(run.estimate)
	if math.IsNaN(curvature) || math.IsInf(curvature, 0) {
		return guess
	}
	second := math.Pow(0.01/max(slope, curvature), 1/run.control.order)
	return min(100*guess, second, span)
}

func (run *solution) fail(status Status, step float64) error {
	return &Error{Status: status, Time: run.result.Time, Step: step}
}

func finite(v []float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}
