package theory

import (
	"context"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/theory/integrate"

	"gonum.org/v1/gonum/floats"
)

// fixedPointSearch is a search for a fixed point.
type fixedPointSearch struct {
	flow   *Flow
	system integrate.LinearSystem
	y      []float64
	time   float64
	limit  float64
}

func newSearch(f *Flow, s Snapshot, settings FixedPointSettings) *fixedPointSearch {
	r := &fixedPointSearch{
		flow: f, system: newLinearised(f.fork()), y: slices.Clone(s.state),
		time: max(s.Time, 1/f.learningRate), limit: settings.MaxTime,
	}
	if r.limit == 0 {
		r.limit = 1e11 / f.learningRate
	}
	return r
}

// pmse returns the error at a state.
func (r *fixedPointSearch) pmse(y []float64) float64 {
	r.flow.measure(r.flow.view(y))
	return r.flow.pmse()
}

// follow follows the flow to ten times the time.
func (r *fixedPointSearch) follow(ctx context.Context) error {
	const tolerance = 1e-6
	f, end := r.flow, min(10*r.time, r.limit)
	problem := integrate.Problem{
		Start: r.time, Initial: r.y, Autonomous: true, Linear: r.system,
		Derivative: func(dst []float64, _ float64, y []float64) { f.Derivative(dst, y) },
	}
	settings := integrate.Settings{
		Method: integrate.Rosenbrock{}, RelTol: tolerance, AbsTol: tolerance * rootMeanSquare(r.y), MaxEvaluations: 200_000,
	}
	_, err := integrate.Solve(ctx, problem, []float64{end}, settings, func(_ int, _ float64, y []float64) error {
		r.y, r.time = slices.Clone(y), end
		return nil
	})
	if err != nil {
		return fmt.Errorf("search for a fixed point: %w", f.explain(err, tolerance))
	}
	return nil
}

const (
	newtonGamma     = 1e9   // γη: in flat directions f is rounding, and γ times that must stay small
	newtonReach     = 0.05  // of the state's length: the furthest that Newton's method may go
	newtonPrecision = 1e-6  // of the state's length: a correction that is shorter has arrived
	errorRounding   = 1e-12 // of the variance: a rise of pmse that may be rounding
)

// newton looks for a fixed point near the state, and reports whether there is one to which
// it converges.
func (r *fixedPointSearch) newton() (y []float64, ok bool) {
	const iterations, enough = 20, 2
	f, length := r.flow, floats.Norm(r.y, 2)
	y = slices.Clone(r.y)
	slope := make([]float64, len(y))
	gamma := newtonGamma / f.learningRate
	for i, short := 0, 0; short < enough; i++ {
		f.Derivative(slope, y)
		r.system.Linearise(0, y, slope)
		if i == iterations || r.system.Factor(gamma) != nil {
			return nil, false
		}
		floats.Scale(gamma, slope)
		r.system.Solve(slope)
		floats.Add(y, slope)
		if !(floats.Distance(y, r.y, 2) <= newtonReach*length) {
			return nil, false
		}
		short++
		if floats.Norm(slope, 2) > newtonPrecision*length {
			short = 0
		}
	}
	descends := f.rule == Vanilla && f.decay == 0 // pmse can't rise in such a flow
	return y, !descends || r.pmse(y) <= r.pmse(r.y)+errorRounding*f.variance
}

// residual returns the largest |dy/dt|/η over the state's root mean square.
func (f *Flow) residual(y []float64) float64 {
	slope := make([]float64, len(y))
	f.Derivative(slope, y)
	return floats.Norm(slope, math.Inf(1)) / (f.learningRate * rootMeanSquare(y))
}
