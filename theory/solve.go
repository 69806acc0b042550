package theory

import (
	"context"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// Problem is a learning problem: a network, its inputs, and where it starts.
type Problem struct {
	Activation   gaussian.Activation
	Eigenvalues  []float64     // ρ_τ of the inputs' covariance, length D, none negative
	LearningRate float64       // η > 0
	Initial      order.Weights // start weights in the eigenbasis of the covariance; not changed
}

// Settings say where the solution is wanted and how exactly.
type Settings struct {
	// Times at which the solution is recorded: from 0 on, increasing, in units
	// of D samples.
	Times []float64

	// Tolerance is the relative accuracy aimed at in the error pmse; 0 is
	// DefaultTolerance. It isn't a bound: the integrator holds the error of each
	// weight in each step below Tolerance/10, since errors grow while a
	// component is being learnt. The tests measure what comes of it.
	Tolerance float64

	// Method is the integrator; nil is the one that suits the flow's stiffness.
	Method integrate.Method

	// Progress, unless nil, is called at each time recorded.
	Progress func(t float64)
}

// DefaultTolerance is the relative accuracy of pmse that Settings aim at.
const DefaultTolerance = 1e-7

// SmallestTolerance is the tightest that float64 has room for.
const SmallestTolerance = 1e-11

// Result is the solution: one entry of Times, Error and Parameters per time.
type Result struct {
	Times      []float64
	Error      []float64           // pmse = E‖x − x̂‖²/D
	Parameters []*order.Parameters // Q, S, T
	Final      order.Weights       // the weights at the last time, in the eigenbasis
	Statistics integrate.Result    // what the integration took
}

// Check returns an error for each mistake in the problem, joined, or nil.
func (p Problem) Check() error {
	var mistakes []error
	if p.Activation == nil {
		mistakes = append(mistakes, errors.New("the problem has no activation"))
	}
	if !(p.LearningRate > 0) || math.IsInf(p.LearningRate, 1) {
		mistakes = append(mistakes, fmt.Errorf("learning rate %v: it must be a number above 0", p.LearningRate))
	}
	if err := p.Initial.Check(); err != nil {
		mistakes = append(mistakes, fmt.Errorf("start weights: %w", err))
	}
	if len(p.Eigenvalues) != p.Initial.Dim {
		mistakes = append(mistakes, fmt.Errorf("%d eigenvalues for start weights over D = %d inputs", len(p.Eigenvalues), p.Initial.Dim))
	}
	for i, rho := range p.Eigenvalues {
		if !(rho >= 0) || math.IsInf(rho, 1) {
			mistakes = append(mistakes, fmt.Errorf("eigenvalue %d is %v: a covariance has eigenvalues that are finite and not negative", i+1, rho))
			break
		}
	}
	return errors.Join(mistakes...)
}

// Solve integrates the flow from the start weights through the times. It returns
// an error for a mistaken problem, one that wraps ctx.Err() where ctx is done, and
// an [*integrate.Error] where the tolerance can't be met or the flow is too fast for float64.
func Solve(ctx context.Context, p Problem, s Settings) (Result, error) {
	if err := p.Check(); err != nil {
		return Result{}, err
	}
	tolerance := s.Tolerance
	switch {
	case tolerance == 0:
		tolerance = DefaultTolerance
	case !(tolerance >= SmallestTolerance && tolerance <= 0.1):
		return Result{}, fmt.Errorf("tolerance %v: it must lie between %g and 0.1", tolerance, SmallestTolerance)
	}
	flow := NewFlow(p.Activation, p.Initial.Hidden, p.Eigenvalues, p.LearningRate)
	state := pack(p.Initial)
	problem := integrate.Problem{
		Initial: state,
		Derivative: func(dst []float64, _ float64, y []float64) {
			flow.Derivative(unpack(dst, p.Initial), unpack(y, p.Initial))
		},
	}
	settings := integrate.Settings{Method: s.Method, RelTol: weightTolerance * tolerance, AbsTol: weightTolerance * tolerance * size(state)}
	var result Result
	statistics, err := integrate.Solve(ctx, problem, s.Times, settings, func(_ int, t float64, y []float64) error {
		parameters, pmse := flow.Measure(unpack(y, p.Initial))
		result.append(t, pmse, parameters)
		if s.Progress != nil {
			s.Progress(t)
		}
		return nil
	})
	result.Statistics = statistics
	if statistics.State != nil {
		result.Final = unpack(statistics.State, p.Initial).Clone()
	}
	if err != nil {
		return result, p.explain(err, tolerance)
	}
	return result, nil
}

// explain says of which flow an error is, and what may help where the integration failed.
func (p Problem) explain(err error, tolerance float64) error {
	flow := fmt.Sprintf("flow of K = %d units over D = %d inputs, learning rate %g", p.Initial.Hidden, p.Initial.Dim, p.LearningRate)
	if _, failed := errors.AsType[*integrate.Error](err); !failed {
		return fmt.Errorf("%s: %w", flow, err)
	}
	return fmt.Errorf("%s: %w; a smaller learning rate or smaller start weights may help, or a looser tolerance than %g", flow, err, tolerance)
}

// weightTolerance is the integrator's tolerance on each weight, in units of that on pmse.
const weightTolerance = 0.1

func (r *Result) append(t, pmse float64, parameters *order.Parameters) {
	r.Times = append(r.Times, t)
	r.Error = append(r.Error, pmse)
	r.Parameters = append(r.Parameters, parameters.Clone())
}

// size returns the root mean square of the start weights: weights well below it
// are known to an absolute accuracy only.
func size(state []float64) float64 {
	return floats.Norm(state, 2) / math.Sqrt(float64(len(state)))
}

// pack lays the weights out as one vector: W, then V.
func pack(w order.Weights) []float64 {
	return append(append(make([]float64, 0, 2*len(w.W)), w.W...), w.V...)
}

// unpack views a packed vector as weights of the same sizes as like.
func unpack(y []float64, like order.Weights) order.Weights {
	n := like.Hidden * like.Dim
	return order.Weights{Hidden: like.Hidden, Dim: like.Dim, W: y[:n:n], V: y[n : 2*n : 2*n]}
}
