package inputs

import (
	"math"
	"slices"
)

// Deviation is how far a simulation is from a theory, at the simulation's times.
type Deviation struct {
	Times    []float64
	Expected []float64 // the theory
	Values   []float64 // mean/theory − 1
	Spread   []float64 // standard deviation over replicas, relative to the theory; nil for one replica
	Replicas int
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
	d := Deviation{Times: simulation.Times, Expected: expected, Values: make([]float64, len(expected)), Replicas: measured.Replicas}
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

// Below returns the deviation at those times only at which the theory is below a bound.
func (d Deviation) Below(bound float64) Deviation {
	kept := Deviation{Replicas: d.Replicas}
	for i, y := range d.Expected {
		if !(y < bound) {
			continue
		}
		kept.Times, kept.Expected = append(kept.Times, d.Times[i]), append(kept.Expected, y)
		kept.Values = append(kept.Values, d.Values[i])
		if d.Spread != nil {
			kept.Spread = append(kept.Spread, d.Spread[i])
		}
	}
	return kept
}

// Extreme is the largest of some deviations, where it occurs and how well it is known.
type Extreme struct {
	Size          float64 // its absolute value; NaN where one of them is NaN, or there are none
	Time          float64
	StandardError float64 // of the mean over replicas there; NaN for one replica
}

// Worst returns the largest deviation in absolute value: the first that is NaN, if any is.
func (d Deviation) Worst() Extreme {
	if len(d.Values) == 0 {
		return Extreme{math.NaN(), math.NaN(), math.NaN()}
	}
	at := slices.IndexFunc(d.Values, math.IsNaN)
	for i, v := range d.Values {
		if at < 0 || math.Abs(v) > math.Abs(d.Values[at]) { // nothing is larger than NaN
			at = i
		}
	}
	worst := Extreme{math.Abs(d.Values[at]), d.Times[at], math.NaN()}
	if d.Spread != nil {
		worst.StandardError = d.Spread[at] / math.Sqrt(float64(d.Replicas))
	}
	return worst
}

// Median returns the median of the deviations' absolute values: NaN where one of them is NaN, or there are none.
func (d Deviation) Median() float64 {
	if len(d.Values) == 0 || slices.ContainsFunc(d.Values, math.IsNaN) {
		return math.NaN()
	}
	sizes := make([]float64, len(d.Values))
	for i, v := range d.Values {
		sizes[i] = math.Abs(v)
	}
	slices.Sort(sizes)
	return (sizes[(len(sizes)-1)/2] + sizes[len(sizes)/2]) / 2
}
