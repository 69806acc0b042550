package theory

import (
	"context"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/integrate"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// Settings say where the solution is wanted and how exactly.
type Settings struct {
	// Times at which the solution is recorded: from 0 on, increasing, in units
	// of D samples.
	Times []float64

	// Tolerance is the relative accuracy aimed at in the error pmse; 0 is
	// DefaultTolerance. It isn't a bound: errors grow while a component is being
	// learnt, so that the integrator holds the error of each variable in each
	// step below a smaller number, found by measurement for each method.
	Tolerance float64

	// Method is the integrator; nil is the one that suits the flow's size and stiffness.
	Method integrate.Method

	// MaxEvaluations bounds the number of right-hand sides; 0 is DefaultMaxEvaluations.
	MaxEvaluations int

	// Learning is the number of leading principal components whose learning times
	// are wanted; see [LearningTime].
	Learning int

	// Observe, unless nil, is called at each time recorded. An error of it ends the
	// solution and is returned.
	Observe func(Snapshot) error
}

// DefaultTolerance is the relative accuracy of pmse that Settings aim at.
const DefaultTolerance = 1e-7

// SmallestTolerance is the tightest that float64 has room for.
const SmallestTolerance = 1e-11

// DefaultMaxEvaluations is far more than any flow of the paper takes, and ends one
// that would run for days.
const DefaultMaxEvaluations = 20_000_000

// Result is the solution: one entry of Times, Error and Parameters per time.
type Result struct {
	Times      []float64
	Error      []float64           // pmse = E‖x − x̂‖²/D
	Parameters []*order.Parameters // Q, S, T and biases; see [Flow.Measure] for D = ∞
	Final      Snapshot            // at the last time
	Learning   []LearningTime      // of the leading components, as many as Settings.Learning says
	Statistics integrate.Result    // what the integration took
}

// Solve integrates the flow from the start weights through the times. It returns
// an error for a mistaken problem, one that wraps ctx.Err() where ctx is done, and
// an [*integrate.Error] where the tolerance can't be met or the flow is too fast for float64.
// The result holds what was reached also where the error isn't nil.
func Solve(ctx context.Context, p Problem, s Settings) (Result, error) {
	flow, err := NewFlow(p)
	if err != nil {
		return Result{}, err
	}
	return flow.solve(ctx, s)
}

// stepTolerance is the tolerance on each variable in a step with which a method
// reaches the tolerance on pmse, measured on spiked and power-law spectra; see
// TestToleranceIsMet. An error per step of size ε adds up to about ε where the order is high, and
// to more the lower it is.
func stepTolerance(m integrate.Method, tolerance float64) float64 {
	switch m.(type) {
	case integrate.Rosenbrock:
		return 0.8 * tolerance
	case integrate.Automatic:
		return 0.03 * tolerance
	case integrate.Chebyshev:
		return 0.2 * math.Pow(tolerance, 1.5)
	}
	return 0.1 * tolerance
}

func (f *Flow) solve(ctx context.Context, s Settings) (Result, error) {
	tolerance, err := s.tolerance()
	if err != nil {
		return Result{}, err
	}
	problem := integrate.Problem{
		Initial: f.Start(), Autonomous: true,
		Derivative: func(dst []float64, _ float64, y []float64) { f.Derivative(dst, y) },
	}
	settings := integrate.Settings{Method: s.Method, MaxEvaluations: s.MaxEvaluations}
	if settings.Method == nil {
		settings.Method = f.method(last(s.Times))
	}
	settings.RelTol = stepTolerance(settings.Method, tolerance)
	settings.AbsTol = settings.RelTol * size(problem.Initial)
	if settings.MaxEvaluations == 0 {
		settings.MaxEvaluations = DefaultMaxEvaluations
	}
	if _, implicit := settings.Method.(integrate.Rosenbrock); implicit {
		if f.hidden > mostImplicit {
			return Result{}, fmt.Errorf("method %v for K = %d hidden units: each of its steps solves some K² equations, too many above K = %d; leave the method open", settings.Method, f.hidden, mostImplicit)
		}
		problem.Linear = newLinearised(f)
	}
	var result Result
	if s.Learning > 0 {
		watch := newLearning(f, s.Learning)
		settings.OnStep, result.Learning = watch.step, watch.result
	}
	result.Statistics, err = integrate.Solve(ctx, problem, s.Times, settings, func(_ int, t float64, y []float64) error {
		snapshot := f.snapshot(t, y)
		result.append(snapshot)
		if s.Observe != nil {
			return s.Observe(snapshot)
		}
		return nil
	})
	if err != nil {
		return result, f.explain(err, tolerance)
	}
	return result, nil
}

func (s Settings) tolerance() (float64, error) {
	switch {
	case s.Tolerance == 0:
		return DefaultTolerance, nil
	case !(s.Tolerance >= SmallestTolerance && s.Tolerance <= 0.1):
		return 0, fmt.Errorf("tolerance %v: it must lie between %g and 0.1", s.Tolerance, SmallestTolerance)
	}
	return s.Tolerance, nil
}

// explain says of which flow an error is, and what may help where the integration failed.
func (f *Flow) explain(err error, tolerance float64) error {
	flow := fmt.Sprintf("flow of K = %d units over D = %v inputs, learning rate %g", f.hidden, f.dim, f.learningRate)
	if _, failed := errors.AsType[*integrate.Error](err); !failed {
		return fmt.Errorf("%s: %w", flow, err)
	}
	return fmt.Errorf("%s: %w; a smaller learning rate or smaller start weights may help, or a looser tolerance than %g", flow, err, tolerance)
}

func (r *Result) append(s Snapshot) {
	r.Times = append(r.Times, s.Time)
	r.Error = append(r.Error, s.Error)
	r.Parameters = append(r.Parameters, s.Parameters)
	r.Final = s
}

// last returns the last time, or 0 where there is none.
func last(times []float64) float64 {
	if len(times) == 0 {
		return 0
	}
	return times[len(times)-1]
}

// size returns the root mean square of the start state: variables well below it
// are known to an absolute accuracy only.
func size(y []float64) float64 {
	return floats.Norm(y, 2) / math.Sqrt(float64(len(y)))
}
