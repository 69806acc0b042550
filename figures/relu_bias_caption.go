package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
)

// describeBiased writes the caption and the alternative text.
func describeBiased(networks []biased) (caption, alt string) {
	first := networks[0].theory.Run
	var ends []string
	for _, n := range networks {
		ends = append(ends, fmt.Sprintf("%s (%s)", figure.Number(n.plateau, 3), n.name))
	}
	caption = fmt.Sprintf("ReLU autoencoders with *K* = %d hidden units: without biases, with encoder biases *b* that learn, and with an output bias *c* that "+
		"learns as well (%s, learning rate *η* = %s). Lines are the theory; markers are online SGD up to *t* = %s, %s. "+
		"(a) Reconstruction error pmse against time *t* = steps/*D*; thin lines are the errors *E*_{*m*} that PCA leaves with *m* components. "+
		"Without biases the units work in pairs of opposite weights, each worth one linear unit, and the plateau is %s. Biases move the units into "+
		"their linear part; the offsets Σ_{*k*} *v*^{*k*} *b*^{*k*} that they add to the reconstruction must cancel, which costs one dimension (%s), "+
		"unless an output bias does it (%s). The theory ends with %s at *t* = %s%s. ",
		first.Hidden, dimensionText(first), figure.Number(first.LearningRate, 3), figure.Number(networks[0].simulation.Run.Horizon, 3),
		replicaText(networks[0].simulation), networks[0].plateauText(), networks[1].plateauText(), networks[2].plateauText(), listed(ends), figure.Number(networks[0].at, 3), below(networks[1]))
	caption += fmt.Sprintf("(b) The encoder biases%s. (c) The share of inputs on the linear side of a unit, *P*(*λ*^{*k*} + *b*^{*k*} > 0) = "+
		"*Φ*(*b*^{*k*}/√*Q*_{*kk*}), mean over units (of SGD from the means over replicas). %s", shownUnits(first.Hidden), markersText)
	alt = fmt.Sprintf("Reconstruction error over time on logarithmic axes: without biases it halts highest, with encoder biases lower, with an output bias as "+
		"well lowest, at %s. The biases grow from 0, and the share of inputs on the linear side of the units grows from one half to nearly one.", listed(ends))
	return caption, alt
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
	return fmt.Sprintf("; with encoder biases alone it is %s below *E*_{%d}, since units take up a part of the next component at a finite encoder",
		percent(1-n.plateau/floor), n.components)
}

// shownUnits says how many units' biases are drawn, where it isn't all.
func shownUnits(hidden int) string {
	if hidden <= unitsShown {
		return " of all units"
	}
	return fmt.Sprintf(" of the first %d units", unitsShown)
}
