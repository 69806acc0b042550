package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
)

// describe writes the caption and the alternative text. below says that the theory's misalignment leaves its frame.
func (r rules) describe(below bool) (caption, alt string) {
	described := r.all[0].theory.Run
	n := len(r.all)
	var phrases []string
	for _, one := range r.all {
		phrases = append(phrases, one.phrase())
	}
	caption = fmt.Sprintf("Which directions the *K* = %d units of an autoencoder learn by %s (%s, learning rate *η* = %s). %s Absolute cosines between the decoder's "+
		"vector *v*^{*k*} of each unit and the principal components *ψ*_{*l*} at *t* = %s in the theory; %s the same at *t* = %s in SGD from the same start, means over replicas. "+
		"Vanilla SGD finds the principal subspace, in which the units are rotated as their start has it; truncated SGD, in which unit *k* sees the reconstruction by units 1 to *k* only, "+
		"and Sanger's rule find the components one by one. (%s) Largest misalignment of a unit with its component over time; lines are the theory, markers SGD (%s%s), whose approach "+
		"ends where its noise rotates the units%s. (%s) Reconstruction error pmse; thin lines are the errors *E*_{*m*} that PCA leaves with *m* components.%s",
		described.Hidden, listed(phrases), dimensionText(described), figure.Number(described.LearningRate, 3),
		letters(0, n), ofEach(r.pairs(), func(p pair) string { return figure.Number(p.theory.Run.Horizon, 3) }),
		letters(n, n), ofEach(r.pairs(), func(p pair) string { return figure.Number(p.simulation.Run.Horizon, 3) }),
		string(letter(2*n)), replicasOf(r.pairs()), inLawText(r.pairs()...), map[bool]string{true: "; the theory goes on below the frame"}[below], string(letter(2*n+1)), r.unfinishedText())
	alt = "Matrices of cosines between decoder vectors and principal components: vanilla gradient descent fills the matrix, truncated gradient descent and Sanger's rule " +
		"give the identity. Below, over time on logarithmic axes, the misalignment stays near one for the vanilla rule and falls by orders of magnitude for the others. Errors fall to that of PCA" + r.overshootText() + "."
	return caption, alt
}

// overshootText names the networks whose error rises in the theory before it falls further.
func (r rules) overshootText() string {
	const rise = 1.05
	var names []string
	for _, one := range r.all {
		statistic, err := one.theory.Statistic(errorColumn)
		if err != nil {
			return ""
		}
		least := math.Inf(1)
		for _, value := range statistic.Mean {
			if least = min(least, value); value > rise*least {
				names = append(names, one.phrase())
				break
			}
		}
	}
	if len(names) == 0 {
		return ", step by step"
	}
	return "; by " + listed(names) + " they rise in between"
}

// letter is the letter of panel i = 0, 1, ….
func letter(i int) rune { return rune('a' + i) }

// letters name n panels from the i-th on: "(a–d)".
func letters(i, n int) string {
	if n == 1 {
		return fmt.Sprintf("(%c)", letter(i))
	}
	return fmt.Sprintf("(%c–%c)", letter(i), letter(i+n-1))
}

// pairs are theory and simulation of each network.
func (r rules) pairs() []pair {
	var pairs []pair
	for _, one := range r.all {
		pairs = append(pairs, one.pair)
	}
	return pairs
}

// unfinishedText says which errors are still well above E_K when the theory ends.
func (r rules) unfinishedText() string {
	const wellAbove = 1.2
	var names []string
	for _, one := range r.all {
		floor, ok := one.theory.PCAError(one.theory.Run.Hidden)
		if _, error, err := last(one.theory, errorColumn); ok && err == nil && error > wellAbove*floor {
			names = append(names, one.phrase())
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(" At the end the error of %s is still above *E*_{%d}.", listed(names), r.all[0].theory.Run.Hidden)
}
