package theory

import (
	"context"
	"fmt"
	"math"
)

const (
	coarser = 10 // the tolerance of the second solution, in units of that of the first

	// allowedDeviation is the largest difference between the two, in units of the
	// tolerance: errors are proportional to the tolerance, so that the first is then off by some ten tolerances at most.
	allowedDeviation = 100

	// roundedError is the error of pmse by rounding, in units of the variance per input.
	roundedError = 1e-13
)

// verified solves twice and compares. An error in the weights grows where the
// flow leaves a saddle, without any bound that the integrator could know of; two tolerances show it.
func (f *Flow) verified(ctx context.Context, s Settings) (Result, error) {
	tolerance, err := s.tolerance()
	if err != nil {
		return Result{}, err
	}
	rough := s
	rough.Tolerance, rough.Observe, rough.Learning = min(coarser*tolerance, largestTolerance), nil, 0
	coarse, failure := f.solve(ctx, rough)
	if ctx.Err() != nil {
		return coarse, failure
	}
	result, err := f.solve(ctx, s)
	if err != nil {
		return result, err
	}
	if failure != nil {
		return result, fmt.Errorf("the solution can't be verified: %w", failure)
	}
	at := 0.0
	for i, fine := range result.Error {
		difference := math.Abs(fine-coarse.Error[i]) - roundedError*f.variance
		if deviation := difference / math.Abs(fine); deviation > result.Deviation {
			result.Deviation, at = deviation, result.Times[i]
		}
	}
	if result.Deviation > allowedDeviation*tolerance {
		return result, f.explain(fmt.Errorf("pmse at t = %g changes by %.2g of itself when the tolerance is %g and not %g: the solution depends on its start too finely; take a tolerance of %.1g",
			at, result.Deviation, rough.Tolerance, tolerance, max(tolerance*tolerance/result.Deviation, SmallestTolerance)), tolerance)
	}
	return result, nil
}
