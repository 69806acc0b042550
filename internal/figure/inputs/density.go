package inputs

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

const (
	// leastTimes is the least number of positive times that can be thinned out and still tell a curve.
	leastTimes = 5

	// widestGap is the largest ratio of neighbouring times: a whole step of learning may hide in a wider one, and
	// leaving out times about it wouldn't show it.
	widestGap = 2

	// largestChange is the largest change by leaving out every other time. The error of a cubic spline goes with the
	// fourth power of the spacing, so that it is about a sixteenth of that. Measured on spiked models with erf,
	// linear and ReLU units it was at most an eighth, wherever the change was as small as this.
	largestChange = 0.02

	// largestBend is the largest distance between line and parabola before the first positive time.
	largestBend = 0.002
)

// remedy ends the messages about curves that are too coarse.
const remedy = "record both at the same times (the same horizon and points, or the same file of times), or this one at more: 40 in each decade are enough as a rule"

// useRange lets changes count relative to the range of the column up to a time; where it hardly moves, to its size.
func (c *interpolant) useRange(last float64) {
	n, _ := slices.BinarySearch(c.times, last)
	values := c.values[:min(n+1, len(c.values))]
	low, high := floats.Min(values), floats.Max(values)
	c.size = high - low
	if size := max(math.Abs(low), math.Abs(high)); c.size < 1e-3*size {
		c.size = size
	}
}

// tooLarge reports whether a change of the value y is above a share of what it counts relative to.
func (c *interpolant) tooLarge(change, y, share float64) bool {
	size := c.size
	if size == 0 {
		size = math.Abs(y)
	}
	return !(change <= share*size)
}

// between returns the value at a time between the positive times i−1 and i.
func (c *interpolant) between(i int, t float64) (float64, error) {
	from, to := c.times[i-1], c.times[i]
	if c.thinned == nil || to > widestGap*from {
		return 0, fmt.Errorf("the curve has nothing from t = %g to %g, too wide a gap to interpolate: %s", from, to, remedy)
	}
	u := math.Log(t)
	y := c.backward(c.spline.Predict(u))
	for _, thinned := range c.thinned {
		if change := math.Abs(c.backward(thinned.Predict(u)) - y); c.tooLarge(change, y, largestChange) {
			return 0, fmt.Errorf("the curve is too coarse to interpolate from t = %g to %g, where leaving out every other time would change it by more than %g %%: %s",
				from, to, 100*largestChange, remedy)
		}
	}
	return y, nil
}

// fromZero returns the value at a time before the first positive one, which is the i-th.
func (c *interpolant) fromZero(i int, t float64) (float64, error) {
	from, to := c.times[i-1], c.times[i]
	slope := (c.values[i] - c.values[i-1]) / (to - from)
	y := c.values[i-1] + slope*(t-from)
	if i+1 == len(c.times) {
		return 0, fmt.Errorf("the curve has nothing between t = %g and %g, its last time: %s", from, to, remedy)
	}
	next := (c.values[i+1] - c.values[i]) / (c.times[i+1] - to)
	bend := (next - slope) / (c.times[i+1] - from)
	if c.tooLarge(math.Abs(bend*(t-from)*(t-to)), y, largestBend) {
		return 0, fmt.Errorf("the curve bends too much from t = %g to %g to be interpolated: %s", from, to, remedy)
	}
	return y, nil
}
