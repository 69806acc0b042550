package integrate

import "math"

// errorSize returns the largest component of the estimate relative to what is
// allowed: at most 1 is good. It is infinite where the step left the numbers.
func (run *solution) errorSize() float64 {
	a := &run.attempt
	var largest float64
	for from := 0; from < len(a.y); from += block {
		estimate := run.estimate[:min(block, len(a.y)-from)]
		run.method.estimate(estimate, from, a)
		largest = run.settings.largestError(largest, estimate, run.sizes[from:], a.next[from:])
	}
	return largest
}

// measureSizes takes the sizes that errors of a step from y are relative to, but
// for their signs.
func (run *solution) measureSizes() {
	y := run.attempt.y
	if run.settings.Sizes == nil {
		run.sizes = y
		return
	}
	if run.sizes == nil {
		run.sizes = make([]float64, len(y))
	}
	run.settings.Sizes(run.sizes, y)
	for i, x := range y {
		run.sizes[i] = max(run.sizes[i], math.Abs(x))
	}
}

// largestError returns the larger of a size so far and that of these errors of
// next, a step from components of these sizes. Most are passed over by one
// comparison.
func (s *Settings) largestError(largest float64, errors, sizes, next []float64) float64 {
	sizes, next = sizes[:len(errors)], next[:len(errors)]
	for i, e := range errors {
		e, after := math.Abs(e), math.Abs(next[i])
		limit := largest * (s.AbsTol + s.RelTol*after)
		if e <= limit && limit <= math.MaxFloat64 {
			continue
		}
		if !(e <= math.MaxFloat64 && after <= math.MaxFloat64) {
			return math.Inf(1)
		}
		largest = max(largest, e/(s.AbsTol+s.RelTol*max(math.Abs(sizes[i]), after)))
	}
	return largest
}
