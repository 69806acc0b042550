package figures

import (
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/figure"
)

// describe writes the caption and the alternative text.
func (s finiteSize) describe(laws []sizeLaw) (caption, alt string) {
	r := s.inLaw[0].simulation.Run
	smallest, largest := dimensionName(s.inLaw[0].dim), dimensionName(s.inLaw[len(s.inLaw)-1].dim)
	var text prose
	text.say("How SGD approaches the theory as the input dimension *D* grows, for %s autoencoder with *K* = %d hidden units and %s activation%s "+
		"(learning rate *η* = %s). ", tying(r), r.Hidden, activationName(r.Activation), besidesInParentheses(r), figure.Number(r.LearningRate, 3))
	text.say("SGD is simulated exactly in law, at a cost of a step free of *D*. ")
	text.say("(a) Reconstruction error pmse against time *t* = steps/*D* at %s. Lines are the theory, markers SGD, mean ± s.d. over %s replicas; thin lines "+
		"are the errors *E*_{*m*} that PCA leaves with *m* components. ", sizesText(s.ends()), replicasOfSizes(s.ends()))
	text.say("(b) Deviation pmse/theory − 1 at %s, mean ± s.d. over %s replicas, at other times for each so that all are seen. ", sizesText(s.shown()), replicasOfSizes(s.shown()))
	text.say("(c) Root mean square of this deviation over replicas, times √*D*, for all *D*%s. ", collapseText(laws))
	text.say("(d) Its root mean square against *D*, at %s%s. Bars in (c) and (d) are standard errors; dashed lines have the slope −1/2. ", timesOfLaws(laws), s.directText())
	text.say("%s", s.startText())
	alt = fmt.Sprintf("Four panels. The reconstruction error falls over time, and the bars of the simulation of the smallest dimension alone are wide. Deviations from the theory from *D* = %s to %s, times the root "+
		"of *D*, lie close to each other; at single times they lie along straight lines of slope minus one half on logarithmic axes.", smallest, largest)
	return text.String(), alt
}

// sizesText lists the D of some simulations: "D = 10^2, 10^3 and 10^4".
func sizesText(sizes []sized) string {
	var all []string
	for _, one := range sizes {
		all = append(all, dimensionName(one.dim))
	}
	return "*D* = " + listed(all)
}

// replicasOfSizes says how many replicas they have, in the order of D: "256, 256 and 128".
func replicasOfSizes(sizes []sized) string {
	var all []string
	for _, one := range sizes {
		all = append(all, fmt.Sprint(one.simulation.Run.Replicas))
	}
	if len(slices.Compact(slices.Clone(all))) == 1 {
		return all[0]
	}
	return listed(all)
}

// directText says what the second simulator is, where there is one.
func (s finiteSize) directText() string {
	if len(s.direct) == 0 {
		return ""
	}
	return fmt.Sprintf("; filled markers are the simulation in law, open ones a simulation of all weights (%s)", sizesText(s.direct))
}

// startText says whether all D start alike, which the prefactor of the law depends on.
func (s finiteSize) startText() string {
	if s.sameStart() {
		return "Pre-activations start with the same variances *Q*_{*kk*} at every *D*, on which the prefactor of the law depends. "
	}
	return "Pre-activations start with other variances *Q*_{*kk*} at each *D*, on which the prefactor of the law depends: what scatters about the lines isn't the noise of SGD alone. "
}

// collapseText says how well the curves of all D are one.
func collapseText(laws []sizeLaw) string {
	if len(laws) == 0 {
		return ""
	}
	return fmt.Sprintf(", within a factor %s of each other at the times of (d)", figure.Number(factor(laws), 3))
}

// timesOfLaws says how far D goes at each time: "t = 0.1 (up to D = 10^7) and 1 (10^6)".
func timesOfLaws(laws []sizeLaw) string {
	var all []string
	for i, law := range laws {
		to := [2]string{"", "up to *D* = "}[min(1, max(0, 1-i))]
		all = append(all, fmt.Sprintf("%s (%s%s)", figure.Number(law.time, 3), to, dimensionName(law.fitted.to)))
	}
	if len(all) == 0 {
		return "single times"
	}
	return "*t* = " + listed(all)
}
