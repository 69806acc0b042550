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
		largest = run.settings.largestError(largest, estimate, a.y[from:], a.next[from:])
	}
	return largest
}

// largestError returns the larger of a size so far and that of these errors of
// next, a step from y. Most components are passed over by one comparison.
func (s *Settings) largestError(largest float64, errors, y, next []float64) float64 {
	y, next = y[:len(errors)], next[:len(errors)]
	for i, e := range errors {
		e, after := math.Abs(e), math.Abs(next[i])
		limit := largest * (s.AbsTol + s.RelTol*after)
		if e <= limit && limit <= math.MaxFloat64 {
			continue
		}
		if !(e <= math.MaxFloat64 && after <= math.MaxFloat64) {
			return math.Inf(1)
		}
		largest = max(largest, e/(s.AbsTol+s.RelTol*max(math.Abs(y[i]), after)))
	}
	return largest
}
