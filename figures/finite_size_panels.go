package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// dimensionName writes D as a power of ten where it is one: "10^{6}".
func dimensionName(dim float64) string {
	if n := math.Round(math.Log10(dim)); dim >= 100 && dim == math.Pow(10, n) {
		return fmt.Sprintf("10^{%d}", int(n))
	}
	return figure.Number(dim, 4)
}

// variant is the number of the colour that a D has in all panels over time.
func (s finiteSize) variant(dim float64) int {
	return 1 + slices.IndexFunc(s.inLaw, func(one sized) bool { return one.dim == dim })
}

// shown are the simulations drawn over time, of those that last longest: the smallest D, the largest, and one between them.
func (s finiteSize) shown() []sized {
	longest := 0.0
	for _, one := range s.inLaw {
		longest = max(longest, one.simulation.Run.Horizon)
	}
	var long []sized
	for _, one := range s.inLaw {
		if one.simulation.Run.Horizon > longest*0.98 {
			long = append(long, one)
		}
	}
	if len(long) <= 3 {
		return long
	}
	return []sized{long[0], long[len(long)/2], long[len(long)-1]}
}

// sizeLegend explains the colours of some D.
func (s finiteSize) sizeLegend(all []sized, role figure.Role) []figure.Entry {
	var legend []figure.Entry
	for _, one := range all {
		legend = append(legend, figure.Entry{Text: "*D* = " + dimensionName(one.dim), Role: role, Color: figure.VariantColor(s.variant(one.dim))})
	}
	return legend
}

// sizeTime is an axis that holds the times of some simulations.
func sizeTime(all []sized) figure.Axis {
	var runs []inputs.Curves
	for _, one := range all {
		runs = append(runs, one.simulation)
	}
	return timeAxis(runs...)
}

// ends are the smallest and the largest D of those shown.
func (s finiteSize) ends() []sized {
	shown := s.shown()
	if len(shown) == 1 {
		return shown
	}
	return []sized{shown[0], shown[len(shown)-1]}
}

// errorPanel draws pmse(t) at two D, on a linear scale: the spread is largest where pmse is.
func (s finiteSize) errorPanel() (figure.Panel, error) {
	shown := s.ends()
	largest := shown[len(shown)-1].theory
	panel := figure.Panel{
		Title: "error", X: sizeTime(shown), Y: figure.Axis{Label: errorLabel},
		Legend: s.sizeLegend(shown, ""),
	}
	var lines []figure.Series
	for _, one := range shown {
		name := "*D* = " + dimensionName(one.dim)
		line, marks, err := one.lineAndMarks(errorColumn, "theory, "+name, "SGD in law, "+name)
		if err != nil {
			return panel, err
		}
		line = upTo(line, one.simulation.Times[len(one.simulation.Times)-1])
		panel.Series = append(panel.Series, asVariant(line, s.variant(one.dim)), asVariant(marks, s.variant(one.dim)))
		lines = append(lines, line, marks)
	}
	panel.References = pcaErrorsDownTo(largest, lowestOf(lines...))
	return panel, nil
}

// deviationPanel draws the deviation from the theory at the same D, in percent: mean and standard deviation over replicas.
func (s finiteSize) deviationPanel() figure.Panel {
	shown := s.shown()
	panel := figure.Panel{
		Title: "deviation", X: sizeTime(shown), Y: figure.Axis{Label: "deviation from theory [%]"}, Place: figure.Place{Column: 1},
		Legend: s.sizeLegend(shown, figure.SGD), References: []figure.Reference{{At: 0}},
	}
	for i, one := range shown {
		marks := ownTimes(deviationMarks("SGD in law, *D* = "+dimensionName(one.dim), figure.SGD, one.deviation), len(shown), i)
		panel.Series = append(panel.Series, asVariant(marks, s.variant(one.dim)))
	}
	panel.Y.Min, panel.Y.Max = fullRange(panel)
	return panel
}

// ownTimes keeps, of n series, those points of the i-th that are in every n-th tenth of a decade of time: the wide bars of one
// don't cover those of others.
func ownTimes(s figure.Series, n, i int) figure.Series {
	thinned := func(values []float64) []float64 {
		var kept []float64
		for j, value := range values {
			if tenth := int(math.Round(10 * math.Log10(s.X[j]))); s.X[j] > 0 && ((tenth-i)%n+n)%n == 0 {
				kept = append(kept, value)
			}
		}
		return kept
	}
	s.Y, s.Low, s.High = thinned(s.Y), thinned(s.Low), thinned(s.High)
	s.X = thinned(s.X)
	return s
}

// collapsePanel draws √D × rms deviation over time for all D, which is one curve where the law holds.
func (s finiteSize) collapsePanel() figure.Panel {
	panel := figure.Panel{
		Title: "scaled deviation", X: sizeTime(s.inLaw), Y: figure.Axis{Label: "√*D* × rms deviation", Scale: figure.Log},
		Place: figure.Place{Row: 1}, Legend: s.sizeLegend(s.inLaw, figure.SGD),
	}
	for _, one := range s.inLaw {
		times, sizes := rms(one.deviation)
		low, high := make([]float64, len(sizes)), make([]float64, len(sizes))
		bar := math.Exp(relativeError(one.deviation.Replicas))
		for i := range sizes {
			sizes[i] *= math.Sqrt(one.dim)
			low[i], high[i] = sizes[i]/bar, sizes[i]*bar
		}
		panel.Series = append(panel.Series, asVariant(figure.Series{
			Name: "SGD in law, *D* = " + dimensionName(one.dim), Role: figure.SGD, X: times, Y: sizes, Low: low, High: high, Dense: true,
			Tolerance: rmsTolerance(one.deviation.Replicas),
		}, s.variant(one.dim)))
	}
	return panel
}

// rmsTolerance is within what check takes a deviation for unchanged, whose error isn't the spread of anything drawn: four
// standard errors of the difference of two.
func rmsTolerance(replicas int) figure.Tolerance {
	return figure.Tolerance{Relative: 4 * math.Sqrt2 * relativeError(replicas), Absolute: 1e-12}
}

// lawPanel draws the deviation against D, by both simulators, at each of the times compared, which have a colour each:
// one of hidden units', as those of networks stand for D in the other panels.
func (s finiteSize) lawPanel(laws []sizeLaw) figure.Panel {
	first, last := s.inLaw[0].dim, largestFitted(laws)
	panel := figure.Panel{
		Title: "deviation against dimension",
		X:     figure.Axis{Label: "input dimension *D*", Scale: figure.Log, Min: first / 2, Max: last * 2},
		Y:     figure.Axis{Label: "rms deviation of pmse", Scale: figure.Log},
		Place: figure.Place{Row: 1, Column: 1},
	}
	for i, law := range laws {
		time := "*t* = " + figure.Number(law.time, 3)
		panel.Series = append(panel.Series, law.guide(time))
		marks := []figure.Series{rmsMarks("SGD in law, "+time, figure.SGD, law.inLaw)}
		if len(law.direct) > 0 {
			marks = append(marks, rmsMarks("SGD, all weights, "+time, directRole, law.direct))
		}
		slices.Reverse(marks) // the open ones behind
		for _, m := range marks {
			m.Color = figure.UnitColor(i + 1)
			panel.Series = append(panel.Series, m)
		}
		panel.Legend = append(panel.Legend, figure.Entry{Text: time, Role: figure.SGD, Color: figure.UnitColor(i + 1)})
	}
	panel.Legend = append(panel.Legend, figure.Entry{Text: "in law", Role: figure.SGD, Color: "other"})
	if len(s.direct) > 0 {
		panel.Legend = append(panel.Legend, figure.Entry{Text: "all weights", Role: directRole, Color: "other"})
	}
	panel.Legend = append(panel.Legend, figure.Entry{Text: "slope −1/2", Role: figure.Guide})
	return panel
}

// directRole is the look of the simulation of all weights: open markers that are seen around the filled ones of the one in law.
const directRole = figure.Surrogates

// rmsMarks are deviations against D with bars of their standard errors.
func rmsMarks(name string, role figure.Role, points []sizedPoint) figure.Series {
	series := figure.Series{Name: name, Role: role}
	largest := 0.0
	for _, p := range points {
		series.X, series.Y = append(series.X, p.dim), append(series.Y, p.rms)
		series.Low, series.High = append(series.Low, p.rms*math.Exp(-p.error)), append(series.High, p.rms*math.Exp(p.error))
		largest = max(largest, p.error)
	}
	series.Tolerance = figure.Tolerance{Relative: 4 * math.Sqrt2 * largest, Absolute: 1e-12}
	return series
}

// guide is the line of slope −1/2 through the middle of the points in law.
func (law sizeLaw) guide(time string) figure.Series {
	line := figure.Series{
		Name: "∝ *D*^{−1/2}, " + time, Role: figure.Guide, X: []float64{law.fitted.from, law.fitted.to},
		Tolerance: rmsMarks("", "", law.inLaw).Tolerance, // it lies where they do
	}
	for _, dim := range line.X {
		line.Y = append(line.Y, law.prefactor()/math.Sqrt(dim))
	}
	return line
}

// largestFitted is the largest D at which a deviation is drawn against D.
func largestFitted(laws []sizeLaw) float64 {
	largest := 1e3
	for _, law := range laws {
		largest = max(largest, law.fitted.to)
	}
	return largest
}
