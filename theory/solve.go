package theory

import (
	"context"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/integrate"
	"autoencoder-dynamics/theory/order"
)

// Settings say where the solution is wanted and how exactly.
type Settings struct {
	// Times at which the solution is recorded, at least one: finite and not negative,
	// in an order that doesn't decrease, in units of D samples.
	Times []float64

	// Tolerance is the relative accuracy aimed at in the error pmse, between
	// SmallestTolerance and LargestTolerance; 0 is DefaultTolerance. It isn't a
	// bound: errors grow while a component is being learnt, so that the integrator
	// holds the error of each variable in each step below a smaller number, found by
	// measurement for each method.
	Tolerance float64

	// Method is the integrator; nil is the one that suits the flow's size and
	// stiffness.
	Method integrate.Method

	// MaxEvaluations bounds the number of right-hand sides; 0 is
	// DefaultMaxEvaluations.
	MaxEvaluations int

	// Learning is the number of leading principal components whose learning times
	// are wanted; see [LearningTime].
	Learning int

	// Verify solves a second time, at ten times the tolerance, and compares: see
	// [Result].Deviation. BenchmarkVerify has what it costs. Euler's method knows no
	// tolerance, and is refused.
	Verify bool

	// Observe, unless nil, is called at each time recorded. An error of it ends the
	// solution and is returned.
	Observe func(Snapshot) error
}

// DefaultTolerance is the relative accuracy of pmse that [Settings] aim at.
const DefaultTolerance = 1e-7

// SmallestTolerance is the tightest tolerance that float64 has room for.
const SmallestTolerance = 1e-11

// LargestTolerance is the loosest tolerance that leaves a curve to look at.
const LargestTolerance = 0.1

// DefaultMaxEvaluations is far more than any flow of the paper takes, and ends one that
// would run for days.
const DefaultMaxEvaluations = 20_000_000

// Result is the solution: one entry of Times, Error and Parameters per time.
type Result struct {
	Times      []float64
	Error      []float64           // pmse = E‖x − x̂‖²/D, rounded to some 1e-16·tr Ω/D
	Parameters []*order.Parameters // Q, S, T and biases; see [Flow.Measure] for D = ∞
	Final      Snapshot            // at the last time reached; without any its methods panic
	Learning   []LearningTime      // of the leading components, as many as [Settings].Learning says
	Statistics integrate.Result    // what the integration took

	// Deviation is the largest relative difference in pmse from the solution at ten
	// times the tolerance, where [Settings].Verify asked for one. The error is about a
	// tenth of it.
	Deviation float64
}

// Solve integrates the flow from the start weights through the times. It returns
// an error for mistaken problems and settings, one that wraps ctx.Err() where ctx is
// done, and an [*integrate.Error] where the tolerance can't be met or the flow is too
// fast for float64. A solution that depends on its start so finely that errors outgrow
// the tolerance is an error where [Settings].Verify asks. The result holds what was
// reached also where the error isn't nil: nothing, and no Final either, where the error
// came before the first time.
func Solve(ctx context.Context, p Problem, s Settings) (Result, error) {
	flow, err := NewFlow(p)
	if err != nil {
		return Result{}, err
	}
	if len(s.Times) == 0 {
		return Result{}, errors.New("no times: at least one is needed")
	}
	if s.Verify {
		return flow.verified(ctx, s)
	}
	return flow.solve(ctx, s)
}

func (f *Flow) solve(ctx context.Context, s Settings) (Result, error) {
	tolerance, err := s.tolerance()
	if err != nil {
		return Result{}, err
	}
	settings, err := f.settings(s, tolerance)
	if err != nil {
		return Result{}, err
	}
	var result Result
	if s.Learning > 0 {
		watch := newLearning(f, s.Learning)
		settings.OnStep, result.Learning = watch.step, watch.result
	}
	_, implicit := settings.Method.(integrate.Rosenbrock)
	result.Statistics, err = integrate.Solve(ctx, f.problem(implicit), s.Times, settings, func(_ int, t float64, y []float64) error {
		snapshot := f.snapshot(t, y)
		if math.IsNaN(snapshot.Error) || math.IsInf(snapshot.Error, 0) {
			return fmt.Errorf("the error pmse at t = %g is %v: the weights are too large for float64", t, snapshot.Error)
		}
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

// settings returns the integrator's settings.
func (f *Flow) settings(s Settings, tolerance float64) (integrate.Settings, error) {
	method := s.Method
	if method == nil {
		method = f.method(s.Times[len(s.Times)-1])
	}
	if _, implicit := method.(integrate.Rosenbrock); implicit && f.hidden > MostImplicit {
		return integrate.Settings{}, fmt.Errorf("method %v for K = %d hidden units: each of its steps solves about K² equations, too many above K = %d; leave the method open", method, f.hidden, MostImplicit)
	}
	if s.Learning < 0 {
		return integrate.Settings{}, fmt.Errorf("learning times of %d components: the number must not be negative", s.Learning)
	}
	evaluations := s.MaxEvaluations
	if evaluations == 0 {
		evaluations = DefaultMaxEvaluations
	}
	step := stepTolerance(method, tolerance)
	return integrate.Settings{
		Method: method, MaxEvaluations: evaluations,
		RelTol: step, AbsTol: step * f.floor(f.start), Sizes: f.sizes,
	}, nil
}

// problem returns the flow as a problem for the integrator, with what implicit steps
// need.
func (f *Flow) problem(implicit bool) integrate.Problem {
	twins := f.twins()
	p := integrate.Problem{
		Initial: f.Start(), Autonomous: true,
		Derivative: func(dst []float64, _ float64, y []float64) {
			f.Derivative(dst, y)
			twins.align(f, dst)
		},
	}
	if implicit {
		p.Linear = newLinearised(f)
		if twins != nil {
			p.Linear = alike{p.Linear, f, twins}
		}
	}
	return p
}

func (s Settings) tolerance() (float64, error) {
	switch {
	case s.Tolerance == 0:
		return DefaultTolerance, nil
	case !(s.Tolerance >= SmallestTolerance && s.Tolerance <= LargestTolerance):
		return 0, fmt.Errorf("tolerance %v: it must lie between %g and %g", s.Tolerance, SmallestTolerance, LargestTolerance)
	}
	return s.Tolerance, nil
}

// explain says of which flow an error is, and what may help where the integration
// failed. A smaller learning rate wouldn't: it only sets the flow's clock.
func (f *Flow) explain(err error, tolerance float64) error {
	flow := fmt.Sprintf("flow of K = %d units over D = %v inputs, learning rate %g", f.hidden, f.dim, f.learningRate)
	if _, failed := errors.AsType[*integrate.Error](err); !failed {
		return fmt.Errorf("%s: %w", flow, err)
	}
	return fmt.Errorf("%s: %w; an earlier last time or other start weights may help, or a looser tolerance than %g", flow, err, tolerance)
}

func (r *Result) append(s Snapshot) {
	r.Times = append(r.Times, s.Time)
	r.Error = append(r.Error, s.Error)
	r.Parameters = append(r.Parameters, s.Parameters)
	r.Final = s
}
