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

// Deviation is how far a simulation is from a theory, at the simulation's times.
type Deviation struct {
	Times  []float64
	Values []float64 // mean/theory − 1
	Spread []float64 // standard deviation over replicas, relative to the theory; nil for one replica
}

// RelativeDeviation compares a column of a simulation with the theory's.
func RelativeDeviation(simulation, theory Curves, column string) (Deviation, error) {
	measured, err := simulation.Statistic(column)
	if err != nil {
		return Deviation{}, err
	}
	expected, err := theory.At(column, simulation.Times)
	if err != nil {
		return Deviation{}, err
	}
	d := Deviation{Times: simulation.Times, Values: make([]float64, len(expected))}
	if measured.Spread != nil {
		d.Spread = make([]float64, len(expected))
	}
	for i, y := range expected {
		d.Values[i] = measured.Mean[i]/y - 1
		if d.Spread != nil {
			d.Spread[i] = measured.Spread[i] / math.Abs(y)
		}
	}
	return d, nil
}

// Worst returns the largest deviation in absolute value, and when it occurs.
func (d Deviation) Worst() (value, t float64) {
	for i, v := range d.Values {
		if !(math.Abs(v) <= value) { // NaN counts as worst
			value, t = math.Abs(v), d.Times[i]
		}
	}
	return value, t
}

// Median returns the median of the deviations' absolute values.
func (d Deviation) Median() float64 {
	sizes := make([]float64, len(d.Values))
	for i, v := range d.Values {
		sizes[i] = math.Abs(v)
	}
	if len(sizes) == 0 {
		return math.NaN()
	}
	slices.Sort(sizes)
	return (sizes[(len(sizes)-1)/2] + sizes[len(sizes)/2]) / 2
}
