package figures

import (
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// cosineLabel is the absolute cosine in symbols. The sign of a component means nothing.
const cosineLabel = "|cos(*v*^{*k*}, *ψ*_{*l*})|"

// matrixPanel shows |cos(v^k, ψ_l)| at the end of the theory or of SGD as a matrix, the first unit on top.
func (r rules) matrixPanel(i int, source string) (figure.Panel, error) {
	overlaps, tolerance := r.all[i].lines, figure.Tolerance{Absolute: 1e-5}
	if source == "SGD" {
		overlaps, tolerance = r.all[i].marks, figure.Tolerance{Absolute: 0.02}
	}
	cosines, err := r.final(overlaps)
	if err != nil {
		return figure.Panel{}, err
	}
	heat := &figure.Heatmap{Name: source + ", " + r.all[i].name(), Low: 0, High: 1, Numbers: true, Tolerance: tolerance}
	across := figure.Axis{Label: "component *l*", Min: 0.5, Max: float64(r.units) + 0.5, Shared: source == "theory", Ticks: componentTicks(r.units)}
	down := figure.Axis{Label: "unit *k*", Min: 0.5, Max: float64(r.units) + 0.5, Shared: i > 0}
	for l := range r.units + 1 {
		heat.X, heat.Y = append(heat.X, float64(l)+0.5), append(heat.Y, float64(l)+0.5)
	}
	for k := r.units - 1; k >= 0; k-- {
		heat.Values = append(heat.Values, cosines[k])
	}
	for _, tick := range across.Ticks {
		down.Ticks = append(down.Ticks, figure.Tick{At: float64(r.units) + 1 - tick.At, Label: tick.Label})
	}
	if i == len(r.all)-1 {
		heat.BarLabel = cosineLabel
	}
	return figure.Panel{Title: source + ": " + r.all[i].name(), X: across, Y: down, Heat: heat}, nil
}

// final returns |cos(v^k, ψ_l)| at the last time, a row for each unit, means over replicas.
func (r rules) final(o inputs.Overlaps) ([][]float64, error) {
	rows := make([][]float64, r.units)
	for k := range rows {
		for l := range r.units {
			cosine, err := o.Cosine(k+1, l+1)
			if err != nil {
				return nil, err
			}
			rows[k] = append(rows[k], cosine.Mean[len(cosine.Mean)-1])
		}
	}
	return rows, nil
}

// time is the axis of both panels of curves.
func (r rules) time() figure.Axis {
	var all []inputs.Curves
	for _, one := range r.all {
		all = append(all, one.simulation)
	}
	return timeAxis(all...)
}

// misalignmentPanel draws max_k (1 − |cos(v^k, ψ_k)|) over time.
func (r rules) misalignmentPanel() (figure.Panel, error) {
	panel := figure.Panel{
		Title: "misalignment",
		X:     r.time(),
		Y:     figure.Axis{Label: "max_{*k*} (1 − |cos(*v*^{*k*}, *ψ*_{*k*})|)", Scale: figure.Log, Max: 2},
	}
	least := math.Inf(1)
	for i, one := range r.all {
		line, err := one.lines.Misalignment(r.units)
		if err != nil {
			return panel, err
		}
		marks, err := one.marks.Misalignment(r.units)
		if err != nil {
			return panel, err
		}
		theory := figure.Series{Name: "theory, " + one.name(), Role: figure.Theory, X: one.lines.Times, Y: line.Mean}
		panel.Series = append(panel.Series, asVariant(upTo(theory, one.simulation.Run.Horizon), i+1), asVariant(figure.Series{
			Name: "SGD, " + one.name(), Role: figure.SGD, Replicas: marks.Replicas, X: one.marks.Times, Y: marks.Mean, Low: marks.Low(), High: marks.High()}, i+1))
		least = min(least, leastPositive(marks.Mean))
	}
	panel.Y.Min = misalignmentFloor(least)
	return panel, nil
}

// leastPositive returns the smallest of the values above 0, infinity where there is none.
func leastPositive(values []float64) float64 {
	least := math.Inf(1)
	for _, value := range values {
		if value > 0 {
			least = min(least, value)
		}
	}
	return least
}

// misalignmentFloor is where the axis begins: a decade or so below the least of SGD, where noise ends its approach. The
// theory may go on below it.
func misalignmentFloor(least float64) float64 {
	const highest = 1e-2
	if math.IsInf(least, 1) {
		return highest
	}
	return min(math.Pow(10, math.Floor(math.Log10(least)-0.5)), highest)
}

// leavesFrame reports whether a line of the panel goes on below its axis.
func leavesFrame(panel figure.Panel) bool {
	return slices.ContainsFunc(panel.Series, func(s figure.Series) bool {
		return s.Role == figure.Theory && slices.Min(s.Y) < panel.Y.Min
	})
}

// errorPanel draws pmse(t) of all.
func (r rules) errorPanel() (figure.Panel, error) {
	panel := figure.Panel{
		Title:      "error",
		X:          r.time(),
		Y:          figure.Axis{Label: errorLabel, Scale: figure.Log},
		References: pcaErrors(r.all[0].theory, 1, r.all[0].theory.Run.Hidden),
	}
	for i, one := range r.all {
		line, marks, err := one.lineAndMarks(errorColumn, "theory, "+one.name(), "SGD, "+one.name())
		if err != nil {
			return panel, err
		}
		panel.Series = append(panel.Series, asVariant(upTo(line, one.simulation.Run.Horizon), i+1), asVariant(marks, i+1))
	}
	return panel, nil
}

// deviations are how far the errors of SGD are from the theory.
func (r rules) deviations() ([]figure.Deviation, error) {
	var rows []figure.Deviation
	for _, one := range r.all {
		deviation, err := inputs.RelativeDeviation(one.simulation, one.theory, errorColumn)
		if err != nil {
			return nil, err
		}
		rows = append(rows, deviationRow(one.simulation, learnsFrom(one.simulation.Run), deviation))
	}
	return rows, nil
}
