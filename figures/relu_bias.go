package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// ReLUBias shows what biases are worth to ReLU autoencoders: without, units work in pairs and only half as many
// components are reconstructed; with encoder biases that learn, units move into their linear part; with an output bias
// as well, the error of PCA is reached.
type ReLUBias struct{}

// Name implements figure.Figure.
func (ReLUBias) Name() string { return "relu-bias" }

// Title implements figure.Figure.
func (ReLUBias) Title() string { return "ReLU autoencoders reach the PCA error with biases" }

// Ports implements figure.Figure. Networks are told apart by their biases: none, of the encoder, of both.
func (ReLUBias) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow, without biases, with encoder biases that learn, with an output bias too", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "sgd", Doc: "the simulation of each", Kinds: []string{"sgd"}, Required: true, Many: true},
	}
}

// biased is one of the networks, and the plateau that it comes to.
type biased struct {
	pair
	name       string // within the figure: "no bias"
	components int    // m of the plateau E_m; −1 where there is none, because K is odd
	expected   string // m as theory writes it: "K/2"
	plateau    float64
	at         float64 // the last time, at which the plateau was measured
}

// Build implements figure.Figure.
func (f ReLUBias) Build(in inputs.Set) (*figure.Built, error) {
	networks, err := readBiased(in)
	if err != nil {
		return nil, err
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn, Grid: figure.Grid{Rows: []float64{1.5}},
		Legend: append(biasedLegend(networks), sourceLegend("other")...),
	}
	for column, panel := range []func([]biased) (figure.Panel, error){plateauPanel, biasPanel, linearSidePanel} {
		made, err := panel(networks)
		if err != nil {
			return nil, err
		}
		made.Place = figure.Place{Column: column}
		b.Panels = append(b.Panels, made)
	}
	if b.Claims, err = biasClaims(networks); err != nil {
		return nil, err
	}
	if b.Tables, err = biasTables(networks); err != nil {
		return nil, err
	}
	b.Caption, b.Alt = describeBiased(networks)
	return b, nil
}

// readBiased reads the three networks in the order of their biases.
func readBiased(in inputs.Set) ([]biased, error) {
	pairs, err := readPairs(in)
	if err != nil {
		return nil, err
	}
	const takes = "this figure takes one without biases, one whose encoder biases learn, and one whose output bias learns, too"
	networks := kindsOfBiases(pairs[0].theory.Run.Hidden)
	if len(pairs) != len(networks) {
		return nil, fmt.Errorf("%d networks are wired: %s", len(pairs), takes)
	}
	for i := range networks {
		found := 0
		for _, p := range pairs {
			if biasNames(p.theory.Run) == biasesOf(i) {
				networks[i].pair = p
				found++
			}
		}
		if found != 1 {
			return nil, fmt.Errorf("%d networks with %s are wired: %s", found, networks[i].name, takes)
		}
		if err := networks[i].check(networks[0]); err != nil {
			return nil, err
		}
		if networks[i].at, networks[i].plateau, err = last(networks[i].theory, errorColumn); err != nil {
			return nil, err
		}
	}
	return networks, nil
}

// kindsOfBiases lists the three networks in their order, and their plateaus for K hidden units.
func kindsOfBiases(hidden int) []biased {
	half := hidden / 2
	if hidden%2 != 0 {
		half = -1
	}
	return []biased{
		{name: "no bias", components: half, expected: "*K*/2"},
		{name: "encoder bias", components: hidden - 1, expected: "*K*−1"},
		{name: "encoder and output bias", components: hidden, expected: "*K*"},
	}
}

// biasesOf returns which biases the i-th network has, as biasNames gives them.
func biasesOf(i int) [2]string {
	return [][2]string{{run.NoBias, run.NoBias}, {run.TrainedBias, run.NoBias}, {run.TrainedBias, run.TrainedBias}}[i]
}

// biasNames says what becomes of the biases of encoder and output.
func biasNames(r run.Run) [2]string {
	return [2]string{orElse(r.EncoderBias, run.NoBias), orElse(r.OutputBias, run.NoBias)}
}

// check refuses what the plateaus aren't known for, and what differs from the first network in more than biases.
func (n biased) check(first biased) error {
	r := n.theory.Run
	if r.Activation != "relu" || r.Tied || orElse(r.Rule, vanilla) != vanilla {
		return fmt.Errorf("stage %s has %s units: this figure is about untied ReLU units and the plain learning rule", n.theory.Stage, networkPhrase(r))
	}
	if _, ok := n.theory.PCAError(r.Hidden); !ok {
		return fmt.Errorf("stage %s doesn't know the PCA errors of its inputs: wire it to a covariance", n.theory.Stage)
	}
	return sameExcept(first.theory, n.theory, "encoder_bias", "output_bias")
}

// pairsOf are theory and simulation of each network.
func pairsOf(networks []biased) []pair {
	var pairs []pair
	for _, n := range networks {
		pairs = append(pairs, n.pair)
	}
	return pairs
}

// asBiased gives a series the look of the i-th network. The line of the last one is dashed, under which that of the one
// before is seen.
func asBiased(s figure.Series, i int) figure.Series {
	if s.Role == figure.Theory && i == 2 {
		s.Dash = 1
	}
	return asVariant(s, i+1)
}

func biasedLegend(networks []biased) []figure.Entry {
	legend := variantLegend(namesOf(networks), "")
	legend[len(legend)-1].Dash = 1
	return legend
}

func namesOf(networks []biased) []string {
	var names []string
	for _, n := range networks {
		names = append(names, n.name)
	}
	return names
}
