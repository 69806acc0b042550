package figures

import (
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// signedWorst is the largest deviation from a theory with its sign: below 0 where the simulation lies below.
func signedWorst(d inputs.Deviation) float64 {
	worst := d.Worst()
	if i := slices.Index(d.Times, worst.Time); i >= 0 {
		return d.Values[i]
	}
	return math.NaN()
}

// farthest says where a simulation is farthest from its theory: "7 % below the theory at t = 197".
func farthest(d inputs.Deviation) string {
	side := "above"
	if signedWorst(d) < 0 {
		side = "below"
	}
	worst := d.Worst()
	return percent(worst.Size) + " " + side + " the theory at *t* = " + figure.Number(worst.Time, 3)
}

// upToText says how far a simulation was compared with its theory: " up to t = 240".
func upToText(d inputs.Deviation) string {
	if len(d.Times) == 0 {
		return ""
	}
	return " up to *t* = " + figure.Number(d.Times[len(d.Times)-1], 4)
}

// fullRange returns a range of y that holds all there is in a panel, bars included, with a margin: no deviation is cut off.
func fullRange(panel figure.Panel) (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	take := func(values ...float64) {
		for _, v := range values {
			low, high = min(low, v), max(high, v)
		}
	}
	for _, s := range panel.Series {
		take(s.Y...)
		take(s.Low...)
		take(s.High...)
	}
	for _, line := range panel.References {
		take(line.At)
	}
	margin := 0.08 * (high - low)
	return low - margin, high + margin
}

// deviationMarks draws a deviation in percent.
func deviationMarks(name string, role figure.Role, d inputs.Deviation) figure.Series {
	series := figure.Series{Name: name, Role: role, X: d.Times, Dense: true, Replicas: d.Replicas}
	for i, value := range d.Values {
		series.Y = append(series.Y, 100*value)
		if d.Spread != nil {
			series.Low = append(series.Low, 100*(value-d.Spread[i]))
			series.High = append(series.High, 100*(value+d.Spread[i]))
		}
	}
	return series
}

// pcaErrorsDownTo are those of pcaErrors that a curve refers to which ends at an error: down to the first below it.
func pcaErrorsDownTo(c inputs.Curves, lowest float64) []figure.Reference {
	lines := pcaErrors(c, 0, c.Run.Hidden)
	for i, line := range lines {
		if line.At < lowest {
			return lines[:i+1]
		}
	}
	return lines
}

// lowestOf is the lowest value in several series, infinite where there is none.
func lowestOf(series ...figure.Series) float64 {
	lowest := math.Inf(1)
	for _, s := range series {
		for _, y := range s.Y {
			lowest = min(lowest, y)
		}
	}
	return lowest
}
