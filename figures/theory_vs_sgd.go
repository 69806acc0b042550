package figures

import (
	"fmt"
	"math"
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
		{Text: "SGD, mean ± s.d. over replicas", Role: figure.SGD},
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
			return nil, fmt.Errorf("theory and simulation of activation %s differ: K = %d and %d, D = %v and %v",
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
	worst, learning := deviation.Worst(), deviation.Below(learningShare*initialError(p.theory))
	b.Claims = append(b.Claims, sameRate(name, p.theory, p.simulation)...)
	b.Claims = append(b.Claims,
		figure.AtMost(name+": the replicas' mean stays within 3 % of the theory at every *t*", worst.Size, 0.03, worstText(worst, deviation.Replicas)),
		figure.AtMost(name+": the median deviation from the theory is at most 0.5 % once learning has begun", learning.Median(), 0.005,
			fmt.Sprintf("over the %d times up to *t* = %s at which the theory is below %s *E*_{0}: the plateau before them isn't counted",
				len(learning.Times), figure.Number(p.simulation.Run.Horizon, 3), figure.Number(learningShare, 2))))
	return nil
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

// describePairs writes the caption and the alternative text.
func describePairs(b *figure.Built, pairs []pair) (caption, alt string) {
	var names []string
	for _, p := range pairs {
		names = append(names, activationName(p.activation()))
	}
	t := pairs[0].theory.Run
	caption = fmt.Sprintf("Reconstruction error pmse against time *t* = steps/*D* for autoencoders with "+
		"*K* = %d hidden units and %s activation, trained on one fresh %s-dimensional input a step with learning rate *η* = %s. "+
		"Lines are the flow of the order parameters, integrated from the weights at which the simulations start; markers are SGD, %s, "+
		"which share their initial weights and differ in their samples. %s Thin lines are the errors *E*_{*m*} that PCA leaves with *m* components.",
		t.Hidden, listed(names), figure.Number(float64(t.Dim), 4), figure.Number(t.LearningRate, 3), replicasOf(pairs), markersText)
	if len(b.Panels) > len(pairs) {
		caption += " The last three panels show every entry of the order parameters of the erf autoencoder, again as lines for the theory " +
			"and markers for SGD: *Q*, the covariance of its pre-activations; *S*, the covariance of a decoder's projection with its " +
			"pre-activation; *T* = *V* *V*^{T}, the overlaps of the decoders; *S* and *T* are shown in units of *D*. Colours and shapes tell the hidden units; off-diagonal entries are grey."
	}
	alt = fmt.Sprintf("For %s, markers of simulated online SGD lie on the lines of the theory while the reconstruction error falls in "+
		"steps from one PCA error to the next over time on logarithmic axes.", listed(names))
	return caption, alt
}

// replicasOf says how many replicas each activation has: "mean ± s.d. of 5 (erf) and 20 (linear) replicas".
func replicasOf(pairs []pair) string {
	var each []string
	same := true
	for _, p := range pairs {
		same = same && p.simulation.Run.Replicas == pairs[0].simulation.Run.Replicas
		each = append(each, fmt.Sprintf("%d (%s)", p.simulation.Run.Replicas, activationName(p.activation())))
	}
	if same {
		return replicaText(pairs[0].simulation)
	}
	return fmt.Sprintf("mean ± s.d. of %s replicas", listed(each))
}
