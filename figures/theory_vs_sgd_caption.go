package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
)

// describePairs writes the caption and the alternative text. The order parameters are those of the pair at the
// index shown, or of none where that is negative.
func describePairs(pairs []pair, shown int) (caption, alt string) {
	var names []string
	for _, p := range pairs {
		names = append(names, networkPhrase(p.theory.Run))
	}
	caption = fmt.Sprintf("Reconstruction error pmse against time *t* = steps/*D* for autoencoders with "+
		"*K* = %s hidden units and %s activation, trained on one fresh input of *D* = %s dimensions a step with learning rate *η* = %s. "+
		"Lines are the flow of the order parameters, integrated from the weights at which the simulations start; markers are SGD, %s, "+
		"which share their initial weights and differ in their samples. Thin lines are the errors *E*_{*m*} that PCA leaves with *m* components.",
		ofEach(pairs, func(p pair) string { return fmt.Sprint(p.theory.Run.Hidden) }), listed(names),
		ofEach(pairs, func(p pair) string { return figure.Number(float64(p.theory.Run.Dim), 4) }),
		ofEach(pairs, func(p pair) string { return figure.Number(p.theory.Run.LearningRate, 3) }),
		replicasOf(pairs)+inLawText(pairs...))
	if shown >= 0 {
		caption += fmt.Sprintf(" The last three panels show every entry of the order parameters of the %s autoencoder, again as lines for the theory "+
			"and markers for SGD: *Q*, the covariance of its pre-activations; *S*, the covariance of a decoder's projection with its "+
			"pre-activation; *T* = *V* *V*^{T}, the overlaps of the decoders; *S* and *T* are shown in units of *D*. "+
			"Colours and shapes tell the hidden units; off-diagonal entries are grey.", networkPhrase(pairs[shown].theory.Run))
	}
	alt = fmt.Sprintf("For %s, markers of simulated online SGD lie on the lines of the theory while the reconstruction error falls in "+
		"steps from one PCA error to the next over time on logarithmic axes.", listed(names))
	return caption, alt
}

// ofEach says what each pair has: once where it is the same for all, or else "4 (erf) and 2 (linear)".
func ofEach(pairs []pair, value func(pair) string) string {
	first, same := value(pairs[0]), true
	var each []string
	for _, p := range pairs {
		same = same && value(p) == first
		each = append(each, fmt.Sprintf("%s (%s)", value(p), networkName(p.theory.Run)))
	}
	if same {
		return first
	}
	return listed(each)
}

// replicasOf says how many replicas each simulation has: "mean ± s.d. of 5 (erf) and 20 (linear) replicas".
func replicasOf(pairs []pair) string {
	for _, p := range pairs {
		if p.simulation.Run.Replicas != pairs[0].simulation.Run.Replicas {
			return fmt.Sprintf("mean ± s.d. of %s replicas", ofEach(pairs, func(p pair) string { return fmt.Sprint(p.simulation.Run.Replicas) }))
		}
	}
	return replicaText(pairs[0].simulation)
}
