package figures

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/run"
)

// timesPanel draws learning times against eigenvalues: theory and SGD from the start of the other panels, other starts
// with their mean, and a guide of slope −1.
func (s sequence) timesPanel() (figure.Panel, error) {
	one := s.asStarts()
	simulated := starts{curves: s.simulation, eigenvalues: one.eigenvalues, times: s.replicas}
	panel := figure.Panel{
		Title:  "learning times",
		X:      figure.Axis{Label: "eigenvalue *ρ*_{*m*} / *D*", Scale: figure.Log},
		Y:      figure.Axis{Label: "learning time *t*_{*m*}", Scale: figure.Log},
		Series: []figure.Series{s.guide(), asVariant(one.meanLine("theory, one start"), 1), asVariant(simulated.meanMarks("SGD, the same start"), 1)},
		Legend: []figure.Entry{{Text: s.mainLabel(one), Color: figure.VariantColor(1)}},
	}
	for i, g := range s.groups {
		for _, line := range append(g.singleLines(s.label(g)), g.meanLine(fmt.Sprintf("theory, mean of %d starts, %s", len(g.times), s.label(g)))) {
			panel.Series = append(panel.Series, asVariant(line, i+2))
		}
		panel.Legend = append(panel.Legend, figure.Entry{Text: s.label(g), Role: figure.Theory, Color: figure.VariantColor(i + 2)})
	}
	panel.Series = slices.DeleteFunc(panel.Series, func(one figure.Series) bool { return len(one.X) == 0 })
	return panel, nil
}

// asStarts is the theory of the other panels as a group of one start.
func (s sequence) asStarts() starts {
	g := starts{curves: s.theory, eigenvalues: eigenvaluesOf(s.learnt), final: make([]float64, len(s.learnt))}
	g.add(s.learnt)
	return g
}

// mainLabel names the network of the other panels in the last one, where its other starts may stand beside it.
func (s sequence) mainLabel(one starts) string {
	label := s.plainLabel(one)
	if slices.ContainsFunc(s.groups, func(g starts) bool { return s.plainLabel(g) == label }) {
		return label + ", as in (a)"
	}
	return label
}

// label says which network a group is of: "K = 8, 4 PCs" for 8 units that can learn 4 components, with what sets it
// apart from the network of the other panels. Groups of one label are told apart by their first stage.
func (s sequence) label(g starts) string {
	label := s.plainLabel(g)
	same := 0
	for _, other := range s.groups {
		if s.plainLabel(other) == label {
			same++
		}
	}
	if same > 1 {
		label += ", stage " + g.curves.Stage
	}
	return label
}

func (s sequence) plainLabel(g starts) string {
	r, main := g.curves.Run, s.theory.Run
	parts := []string{fmt.Sprintf("*K* = %d, %d PCs", r.Hidden, len(g.eigenvalues))}
	if networkName(r) != networkName(main) && r.Method == run.Theory {
		parts = slices.Insert(parts, 0, networkName(r))
	}
	if r.Dim != main.Dim {
		parts = append(parts, dimensionText(r))
	}
	if r.LearningRate != main.LearningRate {
		parts = append(parts, "*η* = "+figure.Number(r.LearningRate, 3))
	}
	return strings.Join(parts, ", ")
}

// perDimension turns an eigenvalue into ρ/D, which it is already at D = ∞.
func perDimension(eigenvalue float64, r run.Run) float64 {
	if dim := float64(r.Dim); !math.IsInf(dim, 0) {
		return eigenvalue / dim
	}
	return eigenvalue
}

// meanLine is the geometric mean of the learning times as a line; components that no start learnt are left out.
func (g starts) meanLine(name string) figure.Series {
	line := figure.Series{Name: name, Role: figure.Theory}
	for m, eigenvalue := range g.eigenvalues {
		if mean, _, n := geometric(g.times, m); n > 0 {
			line.X, line.Y = append(line.X, perDimension(eigenvalue, g.curves.Run)), append(line.Y, mean)
		}
	}
	return line
}

// meanMarks is the geometric mean over replicas as markers, with bars of one standard deviation of the logarithm.
func (g starts) meanMarks(name string) figure.Series {
	marks := figure.Series{Name: name, Role: figure.SGD, Replicas: len(g.times)}
	for m, eigenvalue := range g.eigenvalues {
		mean, spread, n := geometric(g.times, m)
		if n == 0 {
			continue
		}
		marks.X, marks.Y = append(marks.X, perDimension(eigenvalue, g.curves.Run)), append(marks.Y, mean)
		if len(g.times) > 1 {
			if math.IsNaN(spread) {
				spread = 0
			}
			marks.Low, marks.High = append(marks.Low, mean*math.Exp(-spread)), append(marks.High, mean*math.Exp(spread))
		}
	}
	return marks
}

// singleLines are the learning times from each start as thin lines.
func (g starts) singleLines(label string) []figure.Series {
	var lines []figure.Series
	for i, times := range g.times {
		one := starts{curves: g.curves, eigenvalues: g.eigenvalues, times: []start{times}}
		line := one.meanLine(fmt.Sprintf("theory, start %d, %s", i+1, label))
		line.Faint = true
		lines = append(lines, line)
	}
	return lines
}

// guideShift is the factor by which the guide is drawn below the times, so that it covers none of them.
const guideShift = 0.4

// guide is t ∝ 1/ρ over the eigenvalues of all groups, below the theory of the other panels.
func (s sequence) guide() figure.Series {
	guide := figure.Series{Name: "slope −1", Role: figure.Guide}
	level, n := 0.0, 0
	for _, l := range s.learnt {
		if l.Time > 0 {
			level += math.Log(l.Time * perDimension(l.Eigenvalue, s.theory.Run))
			n++
		}
	}
	if n == 0 {
		return guide
	}
	level = guideShift * math.Exp(level/float64(n))
	low, high := math.Inf(1), math.Inf(-1)
	for _, g := range append([]starts{s.asStarts()}, s.groups...) {
		for _, eigenvalue := range g.eigenvalues {
			rate := perDimension(eigenvalue, g.curves.Run)
			low, high = min(low, rate), max(high, rate)
		}
	}
	middle := math.Sqrt(low * high)
	guide.X, guide.Y = []float64{low, middle, high}, []float64{level / low, level / middle, level / high}
	guide.Labels = []string{"", "slope −1", ""}
	return guide
}
