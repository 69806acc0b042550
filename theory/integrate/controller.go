package integrate

import "math"

// controller chooses the step from the errors of the last two steps, by
// Gustafsson's predictive rule as in the RKC code of Sommeijer, Shampine &
// Verwer: J. Comput. Appl. Math. 88 (1998) 315–326.
type controller struct {
	order     float64 // the error of a step falls like step^order
	lastStep  float64 // last accepted step, 0 before it
	lastError float64 // and its error relative to what is allowed
	rejected  bool    // the last attempt was rejected
	notFinite bool    // … because it left the numbers
	cause     error   // … or because there was no such step
}

const (
	safety         = 0.8  // of the step that would just meet the tolerance
	largestGrowth  = 5.0  // of the step after an accepted one
	smallestFactor = 0.1  // of the step after any
	smallestError  = 1e-8 // errors below count as this much: a step that is exact by chance says little
)

// accept returns the next step after one that was accepted with that error.
func (c *controller) accept(step, size float64) float64 {
	size = max(size, smallestError)
	factor := safety * math.Pow(size, -1/c.order)
	if c.lastStep > 0 {
		factor *= step / c.lastStep * math.Pow(c.lastError/size, 1/c.order)
	}
	largest := largestGrowth
	if c.rejected {
		largest = 1
	}
	c.lastStep, c.lastError = step, size
	c.rejected, c.notFinite, c.cause = false, false, nil
	return step * min(max(factor, smallestFactor), largest)
}

// follow forgets what another method's errors told when the method has changed.
func (c *controller) follow(order float64) {
	if order != c.order {
		*c = controller{order: order}
	}
}

// reject returns the step to try after one that was rejected with that error, or
// for that cause.
func (c *controller) reject(step, size float64, cause error) float64 {
	c.rejected, c.cause = true, cause
	c.notFinite = math.IsInf(size, 0) || math.IsNaN(size)
	if c.notFinite {
		return step * smallestFactor
	}
	factor := safety * math.Pow(size, -1/c.order)
	return step * min(max(factor, smallestFactor), safety)
}

// underflowStatus says what made the step vanish.
func (c *controller) underflowStatus() Status {
	switch {
	case c.cause != nil:
		return Singular
	case c.notFinite:
		return NotFinite
	}
	return StepUnderflow
}
