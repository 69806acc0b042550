package figures

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// Activations shows that the flow describes SGD for activations beyond those of the paper, whose averages have no
// closed form: the reconstruction error over time for each of them, with and without biases, and the deviation from
// the theory below.
type Activations struct{}

// Name implements figure.Figure.
func (Activations) Name() string { return "activations" }

// Title implements figure.Figure.
func (Activations) Title() string { return "The theory by quadrature describes other activations, too" }

// Ports implements figure.Figure. Theories and simulations are matched by their networks.
func (Activations) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow, one stage for each activation, and more for its networks with biases", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "sgd", Doc: "the simulation, one stage for each theory", Kinds: []string{"sgd"}, Required: true, Many: true},
	}
}

// activated are the networks of one activation, the one without biases first.
type activated struct {
	activation string
	networks   []activatedNetwork
}

// activatedNetwork is one network with its deviation from the theory.
type activatedNetwork struct {
	pair
	variant   int // its colour, from 1 on: one for each kind of biases
	deviation inputs.Deviation
}

// Build implements figure.Figure.
func (f Activations) Build(in inputs.Set) (*figure.Built, error) {
	all, kinds, err := readActivations(in)
	if err != nil {
		return nil, err
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn,
		Legend: append(variantLegend(kinds, ""), sourceLegend("other")...),
	}
	if b.Panels, err = activationPanels(all); err != nil {
		return nil, err
	}
	b.Grid = activationGrid(len(all))
	for _, a := range all {
		for _, n := range a.networks {
			b.Claims = append(b.Claims, n.claims()...)
			b.Tables.Deviations = append(b.Tables.Deviations, deviationRow(n.simulation, learnsFrom(n.simulation.Run), n.deviation))
		}
	}
	b.Caption, b.Alt = describeActivations(all, kinds)
	return b, nil
}

// claims are those of one network.
func (n activatedNetwork) claims() []figure.Claim {
	const bound = 0.05
	name, worst := networkName(n.theory.Run), n.deviation.Worst()
	return append(sameRate(name, n.theory, n.simulation),
		figure.AtMost(name+": the replicas' mean stays within 5 % of the theory at every *t* up to *t* = "+figure.Number(n.simulation.Run.Horizon, 3), worst.Size, bound, worstText(worst, n.deviation.Replicas)))
}

// readActivations reads the networks by activation, and the kinds of biases that they have, in the order of their
// colours. It refuses networks that differ in more than that.
func readActivations(in inputs.Set) (all []activated, kinds []string, err error) {
	pairs, err := readPairs(in)
	if err != nil {
		return nil, nil, err
	}
	if err := alikeButActivation(pairs); err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(activationRank(a)-activationRank(b), strings.Compare(a.activation(), b.activation()), len(biases(a.theory.Run))-len(biases(b.theory.Run)))
	})
	kinds = biasKinds(pairs)
	for _, p := range pairs {
		deviation, err := inputs.RelativeDeviation(p.simulation, p.theory, errorColumn)
		if err != nil {
			return nil, nil, err
		}
		if n := len(all); n == 0 || all[n-1].activation != p.activation() {
			all = append(all, activated{activation: p.activation()})
		}
		last := &all[len(all)-1]
		last.networks = append(last.networks, activatedNetwork{p, 1 + slices.Index(kinds, biasKind(p.theory.Run)), deviation})
	}
	return all, kinds, nil
}

// alikeButActivation returns an error where networks differ in more than activation and biases, or don't differ at all.
func alikeButActivation(pairs []pair) error {
	for i, p := range pairs {
		if err := sameExcept(pairs[0].theory, p.theory, "activation", "encoder_bias", "output_bias"); err != nil {
			return err
		}
		for _, other := range pairs[:i] {
			if other.activation() == p.activation() && biasKind(other.theory.Run) == biasKind(p.theory.Run) {
				return fmt.Errorf("stages %s and %s are theories of the same network, %s: take one of them out of needs.theory, and its simulation out of needs.sgd",
					other.theory.Stage, p.theory.Stage, networkName(p.theory.Run))
			}
		}
	}
	return nil
}

// activationRank is the place of an activation among the panels: sigmoidal ones before those that grow without bound.
func activationRank(p pair) int {
	order := []string{"erf", "tanh", "logistic", "linear", "relu", "leaky_relu", "softplus", "gelu", "silu"}
	if i := slices.Index(order, p.activation()); i >= 0 {
		return i
	}
	return len(order)
}

// biasKind says which biases a network has: "with encoder biases".
func biasKind(r run.Run) string {
	if all := biases(r); len(all) > 0 {
		return strings.Join(all, ", ")
	}
	return "without biases"
}

// biasKinds lists the kinds that there are, without biases first.
func biasKinds(pairs []pair) []string {
	var kinds []string
	for _, p := range pairs {
		if kind := biasKind(p.theory.Run); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	slices.SortFunc(kinds, func(a, b string) int {
		return cmp.Or(strings.Compare(plainFirst(a), plainFirst(b)), strings.Compare(a, b))
	})
	return kinds
}

// plainFirst is a word by which the kind without biases is sorted before the others.
func plainFirst(kind string) string {
	if kind == biasKind(run.Run{}) {
		return ""
	}
	return "with"
}
