package figures

import (
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// activationColumns is how many activations stand side by side.
const activationColumns = 4

// activationGrid holds, for every few activations, a row of errors and a lower one of deviations.
func activationGrid(activations int) figure.Grid {
	var g figure.Grid
	for range (activations + activationColumns - 1) / activationColumns {
		g.Rows = append(g.Rows, 1.25, 0.75)
	}
	for range min(activations, activationColumns) {
		g.Columns = append(g.Columns, 1)
	}
	return g
}

// activationPanels draws pmse(t) of each activation and the deviation below it, all on the same axes, so that
// activations can be compared.
func activationPanels(all []activated) ([]figure.Panel, error) {
	var errors, deviations []figure.Panel
	for i, a := range all {
		above, err := a.errorPanel()
		if err != nil {
			return nil, err
		}
		below := a.deviationPanel()
		row, column := 2*(i/activationColumns), i%activationColumns
		above.Place, below.Place = figure.Place{Row: row, Column: column}, figure.Place{Row: row + 1, Column: column}
		above.X, below.X = activationTime(all), activationTime(all)
		above.X.Shared = true
		above.Y.Shared, below.Y.Shared = column > 0, column > 0
		errors, deviations = append(errors, above), append(deviations, below)
	}
	shareLogRange(errors)
	shareRange(deviations)
	var panels []figure.Panel // each deviation after its error, which it has the letter of
	for i := range errors {
		panels = append(panels, errors[i], deviations[i])
	}
	return panels, nil
}

// activationTime is the axis of all panels: the times of the simulations.
func activationTime(all []activated) figure.Axis {
	var runs []inputs.Curves
	for _, a := range all {
		for _, n := range a.networks {
			runs = append(runs, n.simulation)
		}
	}
	return timeAxis(runs...)
}

// errorPanel draws pmse(t).
func (a activated) errorPanel() (figure.Panel, error) {
	panel := figure.Panel{
		Title: activationName(a.activation), Y: figure.Axis{Label: "pmse", Scale: figure.Log},
		References: pcaErrors(a.networks[0].theory, 1, a.networks[0].theory.Run.Hidden),
	}
	for _, n := range a.networks {
		line, marks, err := n.lineAndMarks(errorColumn, n.seriesName("theory"), n.seriesName("SGD"))
		if err != nil {
			return panel, err
		}
		line = upTo(line, n.simulation.Times[len(n.simulation.Times)-1])
		panel.Series = append(panel.Series, asVariant(line, n.variant), asVariant(marks, n.variant))
	}
	return panel, nil
}

// seriesName tells the networks of a panel apart: "theory, without biases".
func (n activatedNetwork) seriesName(source string) string {
	return source + ", " + biasKind(n.theory.Run)
}

// deviationPanel draws how far the means are from the theory, between lines at the bounds.
func (a activated) deviationPanel() figure.Panel {
	panel := figure.Panel{
		Y: figure.Axis{Label: "deviation [%]"}, Bare: true,
		References: []figure.Reference{{At: 0}, {At: 5, Label: "+5 %"}, {At: -5, Label: "−5 %"}},
	}
	for _, n := range a.networks {
		panel.Series = append(panel.Series, asVariant(deviationMarks(n.seriesName("SGD"), figure.SGD, n.deviation), n.variant))
	}
	return panel
}

// shareRange gives panels one range of y that holds all there is in them.
func shareRange(panels []figure.Panel) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range panels {
		least, most := fullRange(p)
		low, high = min(low, least), max(high, most)
	}
	for i := range panels {
		panels[i].Y.Min, panels[i].Y.Max = low, high
	}
}

// shareLogRange does so on a logarithmic axis, where only what is positive has a place.
func shareLogRange(panels []figure.Panel) {
	const margin = 1.25
	low, high := math.Inf(1), 0.0
	take := func(values ...float64) {
		for _, v := range values {
			if v > 0 {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	for _, p := range panels {
		for _, s := range p.Series {
			take(s.Y...)
		}
		for _, line := range p.References {
			take(line.At)
		}
	}
	if !(low <= high) {
		return
	}
	for i := range panels {
		panels[i].Y.Min, panels[i].Y.Max = low/margin, high*margin
	}
}
