package inputs

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/interp"
)

// At returns a column at other times. Where a time is one of the curves' own, the value is taken as it is;
// between them it is a cubic spline in log t (of log y where y is positive throughout), and linear in t before
// the first positive time. A time beyond the last one is an error: nothing is extrapolated.
func (c Curves) At(column string, times []float64) ([]float64, error) {
	statistic, err := c.Statistic(column)
	if err != nil {
		return nil, err
	}
	curve, err := newInterpolant(c.Times, statistic.Mean)
	if err != nil {
		return nil, fmt.Errorf("interpolate %s: %w", column, err)
	}
	values := make([]float64, len(times))
	for i, t := range times {
		if values[i], err = curve.at(t); err != nil {
			return nil, fmt.Errorf("interpolate %s: %w", column, err)
		}
	}
	return values, nil
}

type interpolant struct {
	times, values []float64
	logarithmic   bool
	spline        interp.NaturalCubic
	fitted        bool
}

func newInterpolant(times, values []float64) (*interpolant, error) {
	c := &interpolant{times: times, values: values, logarithmic: true}
	for _, y := range values {
		c.logarithmic = c.logarithmic && y > 0
	}
	var u, v []float64
	for i, t := range times {
		if t > 0 {
			u = append(u, math.Log(t))
			v = append(v, c.forward(values[i]))
		}
	}
	if len(u) < 3 {
		return c, nil
	}
	c.fitted = true
	return c, c.spline.Fit(u, v)
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

// sameTime is how near two times must be, relatively, to be one: steps/D is rounded once at most.
const sameTime = 1e-12

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
	if i == 0 || i == len(c.times) {
		return 0, fmt.Errorf("t = %g lies outside the curve, which has t = %g … %g", t, c.times[0], c.times[len(c.times)-1])
	}
	if c.times[i-1] <= 0 || !c.fitted {
		share := (t - c.times[i-1]) / (c.times[i] - c.times[i-1])
		return c.values[i-1] + share*(c.values[i]-c.values[i-1]), nil
	}
	return c.backward(c.spline.Predict(math.Log(t))), nil
}
