package theory

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/theory/integrate"

	"gonum.org/v1/gonum/floats"
)

const (
	coarser = 10 // the tolerance of the second solution, in units of that of the first

	// allowedDeviation is the largest difference between the two, in units of the
	// tolerance: errors are proportional to the tolerance, so that the first is then
	// off by about ten tolerances at most. largestDeviation bounds it.
	allowedDeviation, largestDeviation = 100, 0.1

	// roundedError is the error of pmse by rounding, in units of the variance per input.
	roundedError = 4e-15

	// smallError is the pmse, in units of the variance per input, below which its
	// error is relative to that and not to itself: where a network learns everything
	// pmse goes to 0.
	smallError = 1e-3

	verifiedTimes = 64 // compared besides those recorded, over six decades
)

// verified solves twice and compares. An error in the weights grows where the flow
// leaves a saddle, without any bound that the integrator could know of; two
// tolerances show it. They are compared at times of their own as well, since few
// recorded ones could miss where the solutions differ.
func (f *Flow) verified(ctx context.Context, s Settings) (Result, error) {
	if _, fixed := s.Method.(integrate.Euler); fixed {
		return Result{}, errors.New("the solution by Euler can't be verified: it knows no tolerance; leave Method open")
	}
	tolerance, err := s.tolerance()
	if err != nil {
		return Result{}, err
	}
	times, recorded := timesToVerify(s.Times)
	other := s
	other.Times, other.Observe, other.Learning = times, nil, 0
	if other.Tolerance = coarser * tolerance; other.Tolerance > LargestTolerance {
		other.Tolerance = tolerance / coarser
	}
	second, failure := f.solve(ctx, other)
	if ctx.Err() != nil {
		return Result{}, failure
	}
	result, err := f.solve(ctx, s.recording(times, recorded))
	if err != nil {
		return result.only(recorded), err
	}
	if failure != nil {
		return result.only(recorded), fmt.Errorf("the solution can't be verified: %w", failure)
	}
	at := 0.0
	for i, pmse := range result.Error {
		if deviation := f.deviate(pmse, second.Error[i]); deviation > result.Deviation {
			result.Deviation, at = deviation, times[i]
		}
	}
	if result.Deviation > min(allowedDeviation*tolerance, largestDeviation) {
		err = f.explain(fmt.Errorf("pmse at t = %g changes by %.2g of itself when the tolerance is %g and not %g: the solution depends on its start too finely; %s",
			at, result.Deviation, other.Tolerance, tolerance, finerTolerance(tolerance, result.Deviation)), tolerance)
	}
	return result.only(recorded), err
}

// deviate returns the difference of two errors in units of the first.
func (f *Flow) deviate(pmse, other float64) float64 {
	difference := math.Abs(pmse-other) - roundedError*f.variance
	return max(0, difference/max(math.Abs(pmse), smallError*f.variance))
}

// finerTolerance says what may help against a deviation.
func finerTolerance(tolerance, deviation float64) string {
	finer := tolerance * allowedDeviation * tolerance / deviation
	if !(finer >= SmallestTolerance) {
		return "no tolerance mends that in float64: it may start on a symmetric saddle"
	}
	return fmt.Sprintf("take a tolerance of %.1g", finer)
}

// timesToVerify returns the times recorded and others in between, in order, and
// which of them are those recorded. Times that aren't in order are returned as they
// are: the solution refuses them.
func timesToVerify(times []float64) (all []float64, recorded []bool) {
	all = slices.Clone(times)
	if last := times[len(times)-1]; last > 0 && slices.IsSorted(times) {
		between := floats.LogSpan(make([]float64, verifiedTimes), 1e-6*last, last)
		for _, t := range between[:verifiedTimes-1] {
			if _, found := slices.BinarySearch(times, t); !found {
				all = append(all, t)
			}
		}
		slices.Sort(all)
	}
	recorded = make([]bool, len(all))
	for i, t := range all {
		_, recorded[i] = slices.BinarySearch(times, t)
	}
	return all, recorded
}

// recording returns settings with those times, of which Observe sees those recorded.
func (s Settings) recording(times []float64, recorded []bool) Settings {
	s.Times = times
	if observe := s.Observe; observe != nil {
		i := -1
		s.Observe = func(snapshot Snapshot) error {
			if i++; !recorded[i] {
				return nil
			}
			return observe(snapshot)
		}
	}
	return s
}

// only returns the result at the times recorded.
func (r Result) only(recorded []bool) Result {
	all := r
	r.Times, r.Error, r.Parameters = nil, nil, nil
	for i, t := range all.Times {
		if recorded[i] {
			r.Times, r.Error = append(r.Times, t), append(r.Error, all.Error[i])
			r.Parameters = append(r.Parameters, all.Parameters[i])
		}
	}
	return r
}
