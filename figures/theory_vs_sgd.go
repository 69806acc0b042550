package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// TheoryVsSGD shows that the flow describes online SGD: the reconstruction error over time for each
// network that is wired, and the order parameters Q, S and T of the sigmoidal autoencoder.
type TheoryVsSGD struct{}

// Name implements figure.Figure.
func (TheoryVsSGD) Name() string { return "theory-vs-sgd" }

// Title implements figure.Figure.
func (TheoryVsSGD) Title() string { return "The theory describes online SGD" }

// Ports implements figure.Figure. Theories and simulations are matched by their networks: activation, size, rule,
// tying, biases and weight decay.
func (TheoryVsSGD) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow, one stage for each network", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "sgd", Doc: "the simulation, one stage for each network", Kinds: []string{"sgd"}, Required: true, Many: true},
	}
}

// Build implements figure.Figure.
func (f TheoryVsSGD) Build(in inputs.Set) (*figure.Built, error) {
	pairs, err := readPairs(in)
	if err != nil {
		return nil, err
	}
	inOrder(pairs)
	b := &figure.Built{Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn}
	var all []inputs.Curves
	for _, p := range pairs {
		all = append(all, p.theory, p.simulation)
	}
	for _, p := range pairs {
		if err := addErrorPanel(b, p, timeAxis(all...)); err != nil {
			return nil, err
		}
	}
	shown := slices.IndexFunc(pairs, func(p pair) bool { return p.activation() == "erf" }) // its order parameters are
	if shown >= 0 {
		if err := addOrderParameters(b, pairs[shown]); err != nil {
			return nil, err
		}
	}
	b.Legend = sourceLegend("")
	placePairs(b, len(pairs))
	if shown >= 0 {
		addUnitLegend(b, len(pairs), pairs[shown].theory.Run.Hidden)
	}
	b.Caption, b.Alt = describePairs(pairs, shown)
	return b, nil
}

// addErrorPanel adds pmse(t) of one activation over a time axis, and its claims.
func addErrorPanel(b *figure.Built, p pair, time figure.Axis) error {
	line, marks, err := p.lineAndMarks(errorColumn, qualified("theory", p.theory.Run), qualified("SGD", p.simulation.Run))
	if err != nil {
		return err
	}
	deviation, err := inputs.RelativeDeviation(p.simulation, p.theory, errorColumn)
	if err != nil {
		return err
	}
	b.Panels = append(b.Panels, figure.Panel{
		Title:      networkTitle(p.theory.Run),
		X:          time,
		Y:          figure.Axis{Label: errorLabel, Scale: figure.Log},
		Series:     []figure.Series{line, marks},
		References: pcaErrors(p.theory, 1, p.theory.Run.Hidden),
	})
	name := networkName(p.theory.Run)
	worst, learning := deviation.Worst(), deviation.Below(learningShare*initialError(p.theory))
	b.Tables.Deviations = append(b.Tables.Deviations, deviationRow(p.simulation, learnsFrom(p.simulation.Run), deviation))
	b.Claims = append(b.Claims, sameRate(name, p.theory, p.simulation)...)
	b.Claims = append(b.Claims,
		figure.AtMost(name+": the replicas' mean stays within 3 % of the theory at every *t* up to *t* = "+figure.Number(p.simulation.Run.Horizon, 3), worst.Size, 0.03, worstText(worst, deviation.Replicas)),
		figure.AtMost(name+": the median deviation from the theory is at most 0.5 % once learning has begun", learning.Median(), 0.005,
			fmt.Sprintf("over the %d times up to *t* = %s at which the theory is below %s *E*_{0}: the plateau before them isn't counted",
				len(learning.Times), figure.Number(p.simulation.Run.Horizon, 3), figure.Number(learningShare, 2))))
	return nil
}

// learnsFrom says what a simulation learns from, where nothing more is known of it: "normal inputs, D = 1000".
func learnsFrom(r run.Run) string {
	if r.Inputs == run.Images {
		return "real images"
	}
	if r.Simulator == run.InLaw {
		return "normal inputs, " + dimensionText(r) + ", simulated in law"
	}
	return "normal inputs, " + dimensionText(r)
}

// learningShare is the share of E_0 below which learning counts as begun.
const learningShare = 0.95

// initialError is E_0 = tr Ω/D, the error before anything is learnt.
func initialError(theory inputs.Curves) float64 {
	if value, ok := theory.PCAError(0); ok {
		return value
	}
	return math.Inf(1) // every time counts
}

// placePairs puts the error panels in a row and the order parameters in a second one; a single
// error panel stands in two rows of two with them.
func placePairs(b *figure.Built, errors int) {
	rows, height := [][]figure.Panel{b.Panels[:errors], b.Panels[errors:]}, 1.35
	if errors == 1 && len(b.Panels) == 4 {
		rows, height = [][]figure.Panel{b.Panels[:2], b.Panels[2:]}, 1.6
		b.Grid.Columns = []float64{1, 1}
	}
	for i, row := range rows {
		if len(row) > 0 {
			b.Grid.Rows = append(b.Grid.Rows, height)
		}
		for j := range row {
			row[j].Place = figure.Place{Row: i, Column: j}
		}
	}
}
