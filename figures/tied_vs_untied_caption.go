package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
)

// describe writes the caption and the alternative text.
func (p tyingPair) describe(m tyingMeasured) (caption, alt string) {
	r, simulation := p.untied.theory.Run, p.untied.simulation.Run
	caption = fmt.Sprintf("Autoencoders with *K* = %d %s units%s, once with untied and once with tied weights (%s, learning rate *η* = %s). "+
		"Lines are the theory; markers are online SGD up to *t* = %s%s, %s. "+
		"(a) Reconstruction error pmse against time *t* = steps/*D*; thin lines are the errors *E*_{*m*} that PCA leaves with *m* components. "+
		"(b) Root of the variance *Q*_{*kk*} of pre-activations and (c) length of the decoder vectors, means over units (of SGD "+
		"from those over replicas). (d) What the untied network's error is above *E*_{%d}. ",
		r.Hidden, activationName(r.Activation), besidesInParentheses(r), dimensionBeside(r), figure.Number(r.LearningRate, 3),
		figure.Number(simulation.Horizon, 3), inLawText(p.variants()...), replicaText(p.untied.simulation), r.Hidden)
	caption += "Dashed lines have the slopes −1/6, 1/6 and −2/3. "
	caption += fmt.Sprintf("(e), (f) What the units make of their pre-activations *λ*: *λ* and activation *g*(*λ*) for inputs of the theory's normal law, and below the density "+
		"of *λ* over all units. Grey: when pre-activations of both networks are alike, at *t* = %s for the "+
		"untied one, whose are never larger, and *t* = %s for the tied one. Coloured: at the end. Untied units shrink into the linear part of *g* while their decoder "+
		"grows; tied ones, which must reconstruct with what they see with, are driven into saturation.",
		figure.Number(m.early[0], 2), figure.Number(m.early[1], 2))
	alt = fmt.Sprintf("Over time on logarithmic axes, the reconstruction error of the untied network falls past all PCA errors while that of the tied one "+
		"stays at %s times the last of them; its pre-activations shrink and its decoder grows as power laws. Points of the untied units end in the "+
		"linear middle of the sigmoid, those of the tied ones on its flat ends.", figure.Number(m.plateau/m.floor, 2))
	return caption, alt
}
