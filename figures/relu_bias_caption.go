package figures

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/figure"
)

// describeBiased writes the caption and the alternative text.
func describeBiased(networks []biased) (caption, alt string) {
	first := networks[0].theory.Run
	var ends []string
	for _, n := range networks {
		ends = append(ends, fmt.Sprintf("%s (%s)", figure.Number(n.plateau, 3), n.name))
	}
	var text prose
	text.say("ReLU autoencoders with *K* = %d hidden units: without biases, with trained encoder biases *b*, and with a trained output bias *c* "+
		"as well (%s, learning rate *η* = %s). ", first.Hidden, dimensionBeside(first), figure.Number(first.LearningRate, 3))
	text.say("Lines are the theory; markers are online SGD up to *t* = %s%s, %s. ",
		figure.Number(networks[0].simulation.Run.Horizon, 3), inLawText(pairsOf(networks)...), replicaText(networks[0].simulation))
	text.say("(a) Reconstruction error pmse against time *t* = steps/*D*; thin lines are the errors *E*_{*m*} that PCA leaves with *m* components. ")
	text.say("Without biases the units work in pairs of opposite weights, each worth one linear unit, and the plateau is %s. ", networks[0].plateauText())
	text.say("Biases move the units into their linear part; the offsets Σ_{*k*} *v*^{*k*} *b*^{*k*} that they add to the reconstruction must cancel, "+
		"which costs one dimension (%s), unless an output bias does it (%s). ", networks[1].plateauText(), networks[2].plateauText())
	text.say("%s", below(networks[1]))
	text.say("(b) The encoder biases%s, each network's in one colour; the theory with both kinds of bias is dashed. ", shownUnits(first.Hidden))
	text.say("(c) The share of inputs on the linear side of a unit, *P*(*λ*^{*k*} + *b*^{*k*} > 0) = *Φ*(*b*^{*k*}/√*Q*_{*kk*}), mean over units (of SGD "+
		"from means over replicas)%s.", coveredText(networks))
	alt = fmt.Sprintf("Reconstruction error over time on logarithmic axes: without biases it halts highest, with encoder biases lower, with an output bias as "+
		"well lowest, at %s. The biases grow from 0, and the share of inputs on the linear side of the units grows from one half to nearly one.", listed(ends))
	return text.String(), alt
}

// coveredText says where a line can't be seen: the share of inputs of one network hidden under that of a later one.
func coveredText(networks []biased) string {
	const seen = 0.05
	for i, n := range networks {
		line, err := linearSide(n.theory)
		if err != nil {
			return ""
		}
		for _, later := range networks[i+1:] {
			other, err := linearSide(later.theory)
			if err != nil || len(other) != len(line) || floats.Distance(line, other, math.Inf(1)) > seen {
				continue
			}
			return fmt.Sprintf("; that with %s lies nearly under that with %s", n.name, later.name)
		}
	}
	return ""
}

// plateauText names the plateau: "*E*_{2}".
func (n biased) plateauText() string {
	if n.components < 0 {
		return "near that of *K*/2 components"
	}
	return fmt.Sprintf("*E*_{%d}", n.components)
}

// below says by how much a network's plateau lies below its PCA error, where that can be seen.
func below(n biased) string {
	const visible = 0.02
	floor, ok := n.theory.PCAError(n.components)
	if !ok || n.plateau > (1-visible)*floor {
		return ""
	}
	return fmt.Sprintf("With encoder biases alone the theory ends %s below *E*_{%d} at *t* = %s, since units take up a part of the next component at a finite encoder. ",
		percent(1-n.plateau/floor), n.components, figure.Number(n.at, 3))
}

// shownUnits says how many units' biases are drawn, where it isn't all.
func shownUnits(hidden int) string {
	if hidden <= unitsShown {
		return " of all units"
	}
	return fmt.Sprintf(" of the first %d units", unitsShown)
}
