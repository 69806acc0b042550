package figures

import (
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

// TheoryVsSGD shows that the flow describes online SGD: the reconstruction error over time for each
// activation that is wired, and the order parameters Q, S and T of the sigmoidal autoencoder.
type TheoryVsSGD struct{}

// Name implements figure.Figure.
func (TheoryVsSGD) Name() string { return "theory-vs-sgd" }

// Title implements figure.Figure.
func (TheoryVsSGD) Title() string { return "The theory describes online SGD" }

// Ports implements figure.Figure. Theories and simulations are matched by their activation.
func (TheoryVsSGD) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow, one stage for each activation", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "sgd", Doc: "the simulation, one stage for each activation", Kinds: []string{"sgd"}, Required: true, Many: true},
	}
}

// pair is a theory with the simulation that it describes.
type pair struct{ theory, simulation inputs.Curves }

func (p pair) activation() string { return p.theory.Run.Activation }

// Build implements figure.Figure.
func (f TheoryVsSGD) Build(in inputs.Set) (*figure.Built, error) {
	theories, err := in.Curves("theory")
	if err != nil {
		return nil, err
	}
	simulations, err := in.Curves("sgd")
	if err != nil {
		return nil, err
	}
	pairs, err := matchPairs(theories, simulations)
	if err != nil {
		return nil, err
	}
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
	if i := slices.IndexFunc(pairs, func(p pair) bool { return p.activation() == "erf" }); i >= 0 {
		if err := addOrderParameters(b, pairs[i]); err != nil {
			return nil, err
		}
	}
	b.Legend = []figure.Entry{
		{Text: "theory", Role: figure.Theory},
		{Text: "SGD, " + replicaText(simulations...), Role: figure.SGD},
	}
	placePairs(b, len(pairs))
	if len(b.Panels) > len(pairs) {
		addUnitLegend(b, len(pairs), pairs[0].theory.Run.Hidden)
	}
	b.Caption, b.Alt = describePairs(b, pairs)
	return b, nil
}

// matchPairs finds the theory of each simulation, and orders them erf, linear, ReLU, others.
func matchPairs(theories, simulations []inputs.Curves) ([]pair, error) {
	var pairs []pair
	for _, theory := range theories {
		i := slices.IndexFunc(simulations, func(c inputs.Curves) bool { return c.Run.Activation == theory.Run.Activation })
		if i < 0 {
			return nil, fmt.Errorf("no simulation is wired for the theory of activation %s: add one to needs.sgd", theory.Run.Activation)
		}
		if t, s := theory.Run, simulations[i].Run; t.Hidden != s.Hidden || t.Dim != s.Dim {
			return nil, fmt.Errorf("theory and simulation of activation %s differ: K = %d and %d, D = %d and %d",
				t.Activation, t.Hidden, s.Hidden, t.Dim, s.Dim)
		}
		pairs = append(pairs, pair{theory, simulations[i]})
	}
	if len(simulations) != len(pairs) {
		return nil, fmt.Errorf("%d simulations are wired for %d theories: each activation needs one of both", len(simulations), len(pairs))
	}
	order := []string{"erf", "linear", "relu"}
	rank := func(p pair) int {
		if i := slices.Index(order, p.activation()); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return rank(a) - rank(b) })
	return pairs, nil
}

// addErrorPanel adds pmse(t) of one activation over a time axis, and its claims.
func addErrorPanel(b *figure.Built, p pair, time figure.Axis) error {
	line, err := theoryLine("theory", p.theory, p.simulation, "pmse")
	if err != nil {
		return err
	}
	marks, err := simulationMarks("SGD", figure.SGD, p.simulation, "pmse")
	if err != nil {
		return err
	}
	deviation, err := inputs.RelativeDeviation(p.simulation, p.theory, "pmse")
	if err != nil {
		return err
	}
	b.Panels = append(b.Panels, figure.Panel{
		Title:      activationName(p.activation()),
		X:          time,
		Y:          figure.Axis{Label: errorLabel, Scale: figure.Log},
		Series:     []figure.Series{line, marks},
		References: pcaErrors(p.theory, 1, p.theory.Run.Hidden),
	})
	name := activationName(p.activation())
	worst, at := deviation.Worst()
	b.Claims = append(b.Claims, sameRate(name, p.theory, p.simulation)...)
	b.Claims = append(b.Claims,
		figure.AtMost(name+": the replicas' mean stays within 3 % of the theory at every t", worst, 0.03,
			fmt.Sprintf("largest at t = %.3g, %s", at, replicaText(p.simulation))),
		figure.AtMost(name+": the median deviation from the theory is at most 0.5 %", deviation.Median(), 0.005,
			fmt.Sprintf("over %d times up to t = %.3g", len(deviation.Times), p.simulation.Run.Horizon)))
	return nil
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

// describePairs writes the caption and the alternative text.
func describePairs(b *figure.Built, pairs []pair) (caption, alt string) {
	var names []string
	for _, p := range pairs {
		names = append(names, activationName(p.activation()))
	}
	var simulations []inputs.Curves
	for _, p := range pairs {
		simulations = append(simulations, p.simulation)
	}
	t := pairs[0].theory.Run
	caption = fmt.Sprintf("The theory describes online SGD. Reconstruction error pmse against time *t* = steps/*D* for autoencoders with "+
		"*K* = %d hidden units and %s activation, trained on one fresh %s-dimensional input a step with learning rate *η* = %s. "+
		"Lines are the flow of the order parameters, integrated from the weights at which the simulations start; markers are SGD, %s, "+
		"which share their initial weights and differ in their samples. Thin lines are the errors *E*_{*m*} that PCA leaves with *m* components.",
		t.Hidden, listed(names), figure.Number(float64(t.Dim), 4), figure.Number(t.LearningRate, 3), replicaText(simulations...))
	if len(b.Panels) > len(pairs) {
		caption += " The last three panels show every entry of the order parameters of the erf autoencoder: *Q*, the covariance of its " +
			"pre-activations; *S*, the covariance of a decoder's projection with its pre-activation; *T* = *V* *V*^{T}, the overlaps of the " +
			"decoders (diagonal entries in colour, off-diagonal ones in grey)."
	}
	alt = fmt.Sprintf("For %s, markers of simulated online SGD lie on the lines of the theory while the reconstruction error falls in "+
		"steps from one PCA error to the next over time on logarithmic axes.", listed(names))
	return caption, alt
}
