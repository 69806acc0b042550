package figures

import (
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// longPanels draws the three quantities over time, and their local exponents where the power laws are claimed.
func longPanels(runs []longRun) []figure.Panel {
	var all []inputs.Curves
	for _, r := range runs {
		all = append(all, r.theory)
	}
	time, first := timeAxis(all...), runs[0].quantities()
	encoder, decoder, excess := first[0], first[1], first[2]
	return []figure.Panel{
		longPanel(runs, "excess over the PCA error", excess, time, figure.Place{}, 0.12, func(r longRun) []float64 { return r.above }),
		longPanel(runs, "size of pre-activations", encoder, time, figure.Place{Column: 1}, 0.5, func(r longRun) []float64 { return r.sizes }),
		longPanel(runs, "length of decoder vectors", decoder, time, figure.Place{Row: 1}, 1.8, func(r longRun) []float64 { return r.lengths }),
		exponentPanel(runs),
	}
}

// longPanel draws one quantity of every network, and the slope of its law beside the first.
func longPanel(runs []longRun, title string, q quantity, time figure.Axis, place figure.Place, beside float64, values func(longRun) []float64) figure.Panel {
	panel := figure.Panel{Title: title, X: time, Y: figure.Axis{Label: q.symbol, Scale: figure.Log}, Place: place}
	panel.Y.Min, panel.Y.Max = rangeWhileLearning(runs, values)
	written := map[string]bool{}
	for k, r := range runs {
		line := positive(figure.Series{Name: r.name, Role: figure.Theory, X: r.theory.Times, Y: values(r), Tolerance: lateTolerance()})
		if name := r.shortName(); !written[name] {
			at := 0.9
			if place == (figure.Place{}) && r.theory.Run.Activation == "linear" {
				at = 0.42 // later its excess lies between those of others
			}
			line, written[name] = labelled(line, name, at), true
		}
		panel.Series = append(panel.Series, asDashed(line, k+1))
	}
	if runs[0].port == "sigmoidal" {
		if law := guide(q.law, q.expected, "*t*^{"+q.written+"}", beside); len(law.X) > 0 {
			panel.Series = append(panel.Series, law)
			panel.Y.Min, panel.Y.Max = min(panel.Y.Min, 0.8*slices.Min(law.Y)), max(panel.Y.Max, 1.25*slices.Max(law.Y))
		}
	}
	return panel
}

// labelled writes a text beside a line, at a share of its points.
func labelled(s figure.Series, label string, share float64) figure.Series {
	if n := len(s.X); n > 0 {
		s.Labels = make([]string, n)
		s.Labels[int(share*float64(n-1))] = label
	}
	return s
}

// rangeWhileLearning returns a range that holds all there is after the first component is learnt. Start weights may
// be much smaller, and what follows couldn't be seen.
func rangeWhileLearning(runs []longRun, values func(longRun) []float64) (low, high float64) {
	const margin = 1.6
	low, high = math.Inf(1), 0
	for _, r := range runs {
		learnt := false
		for i, y := range values(r) {
			learnt = learnt || r.above[i] < 0.5*r.above[0]
			if y > 0 && (learnt || i == len(r.above)-1) {
				low, high = min(low, y), max(high, y)
			}
			if y > 0 {
				high = max(high, y)
			}
		}
	}
	if high == 0 {
		return 0, 0 // left to the axis
	}
	return low / margin, high * margin
}

// positive leaves out what a logarithmic axis has no place for. Where a curve is below 0 for a while its line goes on after it.
func positive(s figure.Series) figure.Series {
	var x, y []float64
	for i := range s.X {
		if s.X[i] > 0 && s.Y[i] > 0 {
			x, y = append(x, s.X[i]), append(y, s.Y[i])
		}
	}
	s.X, s.Y = x, y
	return s
}

// exponentPanel draws the local exponents of sigmoidal networks, from when all components are learnt.
func exponentPanel(runs []longRun) figure.Panel {
	const learnt, reach = 1e3, 3.2 // a decade from end to end
	var end float64
	panel := figure.Panel{Title: "local exponents", Y: figure.Axis{Label: "d log / d log *t*", Min: -1.1, Max: 0.35}, Place: figure.Place{Row: 1, Column: 1}}
	for k, r := range runs {
		if r.port == "others" {
			continue
		}
		end = max(end, r.to)
		for i, values := range [][]float64{r.sizes, r.lengths, r.above} {
			q := r.quantities()[i]
			x, y := localExponents(r.theory.Times, values, reach)
			line := figure.Series{Name: q.name + ", " + r.name, Role: figure.Theory, X: x, Y: y, Tolerance: figure.Tolerance{Absolute: 2e-3}}
			switch {
			case k == 0:
				line = labelled(line, q.symbol, 0.8)
			case r.port == "frozen" && i == 1: // at the end its exponents are all zero
				line = labelled(line, r.shortName(), 0.85)
			}
			panel.Series = append(panel.Series, asDashed(line, k+1))
		}
	}
	panel.X = figure.Axis{Label: timeLabel, Scale: figure.Log, Min: min(learnt, end/100), Max: end}
	for _, q := range runs[0].quantities() {
		panel.References = append(panel.References, figure.Reference{At: q.expected, Label: q.written})
	}
	return panel
}

// otherRows are the lines of the table of exponents on linear and ReLU units. At D = ∞ the noise that start weights
// leave on the bulk stays, and linear units outgrow it: √Q_kk ~ t^{1/4}, ‖v^k‖ ~ t^{−1/4}, excess ~ t^{−1/2}; of the
// others no exponent is known.
func (r longRun) otherRows() []figure.Exponent {
	rows := r.rows()
	expected := []float64{math.NaN(), math.NaN(), math.NaN()}
	if r.theory.Run.Activation == "linear" && math.IsInf(float64(r.theory.Run.Dim), 0) && biasNames(r.theory.Run) == [2]string{run.NoBias, run.NoBias} {
		expected = []float64{0.25, -0.25, -0.5}
	}
	for i := range rows {
		rows[i].Expected = expected[i]
	}
	return rows
}
