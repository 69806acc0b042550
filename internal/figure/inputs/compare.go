package inputs

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/interp"
)

// At returns a column at other times. Where a time is one of the curves' own, the value is taken as it is;
// between them it is a cubic spline in log t (of log y where y is positive throughout), and linear in t before
// the first positive time. A time beyond the last one is an error: nothing is extrapolated.
//
// A time at which the curves are too coarse is an error, too. They are dense enough where their own times are
// within a factor 2 of each other, and leaving out every other one of them would change the value by 2 % at most:
// of pmse of its value, of order parameters of their range up to the last time asked for. The value itself is then
// off by a tenth of that or so. Before the first positive time it is the distance to a parabola that must be below 0.2 %.
func (c Curves) At(column string, times []float64) ([]float64, error) {
	statistic, err := c.Statistic(column)
	if err != nil {
		return nil, err
	}
	curve, err := newInterpolant(c.Times, statistic.Mean)
	if err != nil {
		return nil, fmt.Errorf("interpolate %s: %w", column, err)
	}
	if column != errorColumn && len(times) > 0 {
		curve.useRange(slices.Max(times))
	}
	values := make([]float64, len(times))
	for i, t := range times {
		if values[i], err = curve.at(t); err != nil {
			return nil, fmt.Errorf("%s of stage %s at t = %g: %w", column, c.Stage, t, err)
		}
	}
	return values, nil
}

// errorColumn is the reconstruction error, whose relative accuracy counts however small it becomes.
const errorColumn = "pmse"

// sameTime is how near two times must be, relatively, to be one: steps/D is rounded once at most.
const sameTime = 1e-12

// interpolant is a column between its times.
type interpolant struct {
	times, values []float64
	logarithmic   bool
	spline        interp.NaturalCubic
	thinned       []interp.NaturalCubic // without every other time: the odd ones, the even ones
	size          float64               // what a change counts relative to; 0 for the value itself
}

func newInterpolant(times, values []float64) (*interpolant, error) {
	c := &interpolant{times: times, values: values, logarithmic: floats.Min(values) > 0}
	var u, v []float64
	for i, t := range times {
		if t > 0 {
			u = append(u, math.Log(t))
			v = append(v, c.forward(values[i]))
		}
	}
	if len(u) < leastTimes {
		return c, nil
	}
	if err := c.spline.Fit(u, v); err != nil {
		return nil, err
	}
	c.thinned = make([]interp.NaturalCubic, 2)
	for odd := range c.thinned {
		if err := c.thinned[odd].Fit(everyOther(u, odd), everyOther(v, odd)); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// everyOther returns the first, the last, and every other number between them: the odd or the even ones.
func everyOther(all []float64, odd int) []float64 {
	var kept []float64
	for i, x := range all {
		if i == 0 || i == len(all)-1 || i%2 == odd {
			kept = append(kept, x)
		}
	}
	return kept
}

func (c *interpolant) forward(y float64) float64 {
	if c.logarithmic {
		return math.Log(y)
	}
	return y
}

func (c *interpolant) backward(v float64) float64 {
	if c.logarithmic {
		return math.Exp(v)
	}
	return v
}

func (c *interpolant) at(t float64) (float64, error) {
	i, found := slices.BinarySearch(c.times, t)
	if found {
		return c.values[i], nil
	}
	for _, j := range []int{i - 1, i} {
		if j >= 0 && j < len(c.times) && math.Abs(c.times[j]-t) <= sameTime*t {
			return c.values[j], nil
		}
	}
	switch {
	case i == 0 || i == len(c.times):
		return 0, fmt.Errorf("it lies outside the curve, which has t = %g … %g", c.times[0], c.times[len(c.times)-1])
	case c.times[i-1] <= 0:
		return c.fromZero(i, t)
	default:
		return c.between(i, t)
	}
}
