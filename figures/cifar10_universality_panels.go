package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// errorPanel draws pmse(t) of all three.
func (u universality) errorPanel() (figure.Panel, error) {
	line, err := theoryLine(qualified("theory", u.theory.Run), u.theory, u.earlier(), errorColumn)
	if err != nil {
		return figure.Panel{}, err
	}
	images, err := simulationMarks(qualified("SGD, "+u.imageName(), u.images.Run), figure.Images, u.images, errorColumn)
	if err != nil {
		return figure.Panel{}, err
	}
	surrogates, err := simulationMarks(qualified("SGD, Gaussian surrogates", u.surrogates.Run), figure.Surrogates, u.surrogates, errorColumn)
	if err != nil {
		return figure.Panel{}, err
	}
	line = upTo(line, u.lastTime())
	return figure.Panel{
		Title: fmt.Sprintf("%s, *K* = %d", networkTitle(u.theory.Run), u.theory.Run.Hidden),
		X:     u.timeAxis(true), Y: figure.Axis{Label: errorLabel, Scale: figure.Log},
		Series:     []figure.Series{line, surrogates, images},
		References: pcaErrorsDownTo(u.theory, lowestOf(line, surrogates, images)),
	}, nil
}

// earlier is the simulation that begins first, at which the line of the theory begins, too.
func (u universality) earlier() inputs.Curves {
	if firstPositive(u.surrogates) < firstPositive(u.images) {
		return u.surrogates
	}
	return u.images
}

// timeAxis is shared by both panels of a network.
func (u universality) timeAxis(shared bool) figure.Axis {
	axis := timeAxis(u.images, u.surrogates)
	axis.Shared = shared
	return axis
}

// deviationPanel draws how far the simulations are from the theory, in percent.
func (u universality) deviationPanel(measured []simulation) figure.Panel {
	panel := figure.Panel{
		X: u.timeAxis(false), Y: figure.Axis{Label: "deviation [%]"},
		References: u.bounds(measured), Bare: true,
	}
	for _, m := range measured {
		panel.Series = append(panel.Series, deviationMarks(qualified("SGD, "+m.name, m.curves.Run), m.role, m.deviation))
		if math.IsInf(m.bound, 1) {
			panel.Series = append(panel.Series, largestMark(m))
		}
	}
	panel.Y.Min, panel.Y.Max = fullRange(panel)
	return panel
}

// bounds are reference lines at zero and at the bounds of both simulations.
func (u universality) bounds(measured []simulation) []figure.Reference {
	lines, drawn := []figure.Reference{{At: 0}}, []float64(nil)
	for _, m := range measured {
		if slices.Contains(drawn, m.bound) || math.IsInf(m.bound, 1) {
			continue
		}
		drawn = append(drawn, m.bound)
		lines = append(lines,
			figure.Reference{At: 100 * m.bound, Label: "+" + percent(m.bound)},
			figure.Reference{At: -100 * m.bound, Label: "−" + percent(m.bound)})
	}
	return lines
}

// largestMark is the largest deviation: where markers crowd, it is drawn all the same. Beyond the bound on surrogates its
// size stands beside it.
func largestMark(m simulation) figure.Series {
	signed := 100 * signedWorst(m.deviation)
	mark := figure.Series{
		Name: qualified("SGD, "+m.name, m.curves.Run) + ", largest", Role: m.role, Dense: true, Replicas: m.deviation.Replicas,
		X: []float64{m.deviation.Worst().Time}, Y: []float64{signed},
	}
	if math.Abs(signed) > 100*surrogateBoundAny {
		mark.Labels = []string{figure.Number(signed, 2) + " %"}
	}
	return mark
}
