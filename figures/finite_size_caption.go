package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
)

// describe writes the caption and the alternative text.
func (s finiteSize) describe(laws []sizeLaw) (caption, alt string) {
	r := s.inLaw[0].simulation.Run
	smallest, largest := dimensionName(s.inLaw[0].dim), dimensionName(s.inLaw[len(s.inLaw)-1].dim)
	caption = fmt.Sprintf("How SGD approaches the theory as the input dimension *D* grows, for %s autoencoder with *K* = %d hidden units and %s activation%s "+
		"(learning rate *η* = %s). The simulator draws what the weights of all dimensions with equal variance amount to, exactly in law, at a cost of a step free of *D*. "+
		"(a) Reconstruction error pmse against time *t* = steps/*D* at %s. Lines are the theory, markers SGD, mean ± s.d. over %s replicas; thin lines are the "+
		"errors *E*_{*m*} that PCA leaves with *m* components. (b) Deviation from the theory, pmse/theory − 1, at %s, mean ± s.d. over %s replicas. "+
		"(c) Root mean square of this deviation over replicas, times √*D*, for all *D*: the curves are one. (d) The same against *D*, at single times%s. Bars "+
		"are standard errors; dashed lines have the slope −1/2. ",
		tying(r), r.Hidden, activationName(r.Activation), andBesides(besidesTying(r)), figure.Number(r.LearningRate, 3), sizesText(s.ends()), replicasOfSizes(s.ends()), sizesText(s.shown()), replicasOfSizes(s.shown()), s.directText())
	caption += s.startText() + fitsText(laws) + markersText
	alt = fmt.Sprintf("Four panels. The reconstruction error falls over time, and the bars of the simulation of the smallest dimension alone are wide. Deviations from the theory from *D* = %s to %s, times the root "+
		"of *D*, fall onto one curve; at single times they lie along straight lines of slope minus one half on logarithmic axes.", smallest, largest)
	return caption, alt
}

// andBesides writes what else sets a network apart: ", with biases".
func andBesides(more string) string {
	if more == "" {
		return ""
	}
	return ", " + more
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
		return "Pre-activations start with the same variances *Q*_{*kk*} at every *D*: random weights would start with other ones at each *D*, and with other overlaps with the " +
			"components, on which the prefactor of the law depends. "
	}
	return "Pre-activations start with other variances *Q*_{*kk*} at each *D*, on which the prefactor of the law depends: what scatters about the lines isn't the noise of SGD alone. "
}

// fitsText says what was fitted.
func fitsText(laws []sizeLaw) string {
	if len(laws) == 0 {
		return ""
	}
	var slopes []string
	for _, law := range laws {
		slopes = append(slopes, fmt.Sprintf("%s ± %s (*t* = %s)", figure.Number(law.fitted.exponent, 3), figure.Number(law.error, 1), figure.Number(law.time, 3)))
	}
	text := "Fitted slopes are " + listed(slopes)
	if a := compared(laws); a.sizes > 0 {
		text += fmt.Sprintf("; at *t* = %s the deviations by both simulators have the ratio %s, %s standard errors from one", figure.Number(a.time, 3), figure.Number(a.ratio, 3), figure.Number(math.Abs(a.standard), 2))
	}
	return text + ". "
}
