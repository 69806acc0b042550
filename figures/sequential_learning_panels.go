package figures

import (
	"fmt"
	"math"
	"math/bits"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// time is the axis that three panels share: that of the simulation.
func (s sequence) time() figure.Axis { return timeAxis(s.simulation) }

// curvesShown is the number of components whose overlaps are drawn as curves: there are no colours for more.
func (s sequence) curvesShown() int { return min(len(s.learnt), figure.Units) }

// errorPanel draws pmse(t) with the errors E_m between which it falls.
func (s sequence) errorPanel() (figure.Panel, error) {
	line, marks, err := s.lineAndMarks(errorColumn, qualified("theory", s.theory.Run), qualified("SGD", s.simulation.Run))
	return figure.Panel{
		Title:      "error",
		X:          s.time(),
		Y:          figure.Axis{Label: errorLabel, Scale: figure.Log},
		Series:     []figure.Series{upTo(line, s.simulation.Run.Horizon), marks},
		References: append(pcaErrors(s.theory, 0, s.theory.Run.Hidden), s.moments(true)...),
	}, err
}

// moments are vertical lines at the times at which the theory learns each component.
func (s sequence) moments(named bool) []figure.Reference {
	var lines []figure.Reference
	for _, l := range s.learnt[:s.curvesShown()] {
		if !(l.Time > 0 && l.Time <= s.simulation.Run.Horizon) {
			continue
		}
		line := figure.Reference{At: l.Time, Vertical: true}
		if named {
			line.Label = fmt.Sprintf("*t*_{%d}", l.Component)
		}
		lines = append(lines, line)
	}
	return lines
}

// overlapPanel draws the overlap of each component with the decoder's span.
func (s sequence) overlapPanel() (figure.Panel, error) {
	panel := figure.Panel{
		Title:      "overlap with the decoder",
		X:          s.time(),
		Y:          figure.Axis{Label: overlapLabel, Min: -0.04, Max: 1.04},
		References: append([]figure.Reference{{At: 0.5, Label: "½"}}, s.moments(false)...),
	}
	for m := 1; m <= s.curvesShown(); m++ {
		line, err := s.lines.Overlap(m)
		if err != nil {
			return panel, err
		}
		marks, err := s.marks.Overlap(m)
		if err != nil {
			return panel, err
		}
		theory := figure.Series{Name: fmt.Sprintf("overlap %d, theory", m), Role: figure.Theory, Color: figure.UnitColor(m), X: s.lines.Times, Y: line.Mean}
		panel.Series = append(panel.Series, upTo(theory, s.simulation.Run.Horizon),
			figure.Series{Name: fmt.Sprintf("overlap %d, SGD", m), Role: figure.SGD, Color: figure.UnitColor(m), Replicas: marks.Replicas,
				X: s.marks.Times, Y: marks.Mean, Low: marks.Low(), High: marks.High()})
		panel.Legend = append(panel.Legend, figure.Entry{Text: fmt.Sprintf("*m* = %d", m), Role: figure.SGD, Color: figure.UnitColor(m)})
	}
	return panel, nil
}

// overlapLabel is the overlap in symbols: P projects on the span of the decoder's vectors.
const overlapLabel = "‖*Pψ*_{*m*}‖^{2}"

// unlearntShown is how many components beyond those that are learnt the heat map has: one shows what not being learnt looks like.
const unlearntShown = 1

// heatPanel shows the theory's overlaps as a heat map, a row for each component.
func (s sequence) heatPanel() (figure.Panel, error) {
	rows := min(s.lines.Components(), len(s.learnt)+unlearntShown)
	from, to := cellsWithin(s.lines, s.simulation.Run.Horizon)
	heat := &figure.Heatmap{Name: "overlap, theory", X: cellEdges(s.lines.Times[from:to]), Low: 0, High: 1, BarLabel: overlapLabel}
	for m := range rows {
		overlap, err := s.lines.Overlap(m + 1)
		if err != nil {
			return figure.Panel{}, err
		}
		heat.Y = append(heat.Y, float64(m)+0.5)
		heat.Values = append(heat.Values, overlap.Mean[from:to])
	}
	heat.Y = append(heat.Y, float64(rows)+0.5)
	return figure.Panel{
		Title: "overlap, theory",
		X:     s.time(),
		Y:     figure.Axis{Label: "component *m*", Min: 0.5, Max: float64(rows) + 0.5, Ticks: componentTicks(rows)},
		Heat:  heat,
	}, nil
}

// cellsWithin returns the range of the times above 0 and up to the first one at or after the horizon.
func cellsWithin(o inputs.Overlaps, horizon float64) (from, to int) {
	for from < len(o.Times)-1 && o.Times[from] <= 0 {
		from++
	}
	to = from + 1
	for to < len(o.Times) && o.Times[to-1] < horizon {
		to++
	}
	return from, to
}

// cellEdges puts the edges of cells halfway between times on a logarithmic axis.
func cellEdges(times []float64) []float64 {
	if len(times) == 1 {
		return []float64{times[0] / 2, times[0] * 2}
	}
	n := len(times)
	edges := []float64{times[0] * math.Sqrt(times[0]/times[1])}
	for i := 1; i < n; i++ {
		edges = append(edges, math.Sqrt(times[i-1]*times[i]))
	}
	return append(edges, times[n-1]*math.Sqrt(times[n-1]/times[n-2]))
}

// componentTicks number all components where there are few, or else powers of two.
func componentTicks(n int) []figure.Tick {
	const all = 12
	var ticks []figure.Tick
	for m := 1; m <= n; m++ {
		if n <= all || bits.OnesCount(uint(m)) == 1 {
			ticks = append(ticks, figure.Tick{At: float64(m), Label: fmt.Sprint(m)})
		}
	}
	return ticks
}
