package integrate

import (
	"context"
	"fmt"
	"math"
)

// Solve integrates the problem through the times, which don't decrease and don't
// begin before Start, and calls observe, unless it is nil, at each of them: i
// counts the times, and y is only lent to it. The solution ends at the last time
// exactly; at those before, y comes from the method's continuous extension, so that
// their number and places don't change the steps. Without times it ends at Start.
// An error of observe ends the solution and is returned.
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
	run, err := newSolution(p, s)
	if err != nil {
		return Result{}, err
	}
	run.times, run.observe = times, observe
	if observe == nil {
		run.observe = func(int, float64, []float64) error { return nil }
	}
	err = run.integrate(ctx)
	return run.result, err
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
	if math.IsNaN(start) || math.IsInf(start, 0) {
		return fmt.Errorf("integrate: the start time is %v: it must be finite", start)
	}
	last := start
	for i, t := range times {
		if !(t >= last) || math.IsInf(t, 1) {
			return fmt.Errorf("integrate: time %d is %v, after %v: the times must be finite and must not decrease", i, t, last)
		}
		last = t
	}
	return nil
}
