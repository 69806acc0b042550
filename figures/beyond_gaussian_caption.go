package figures

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"

	"autoencoder-dynamics/internal/figure"
)

// describe writes the caption and the alternative text.
func (g beyondGaussian) describe() (caption, alt string) {
	r := g.theory.Run
	var text prose
	if g.embedded {
		text.say("%s, which have no odd moments and whose signs make no difference; so that this picture can't show what it is about. ", embeddedText)
	}
	text.say("(a) Reconstruction error pmse of %s autoencoder with *K* = %d hidden units and %s activation%s (*D* = %s, learning rate *η* = %s). ",
		tying(r), r.Hidden, activationName(r.Activation), besidesInParentheses(r), figure.Number(float64(r.Dim), 4), figure.Number(r.LearningRate, 3))
	replicas := " (" + replicaText(g.plain.curves) + ")"
	if replicaText(g.plain.curves) == replicaText(g.flipped.curves) {
		replicas = ""
	}
	text.say("The line is the theory, exact for Gaussian inputs of mean zero with the images' second moments; circles are SGD on %s%s, "+
		"diamonds on %s (%s), thin lines the errors *E*_{*m*} that PCA leaves. ", g.plain.name, replicas, g.flipped.name, replicaText(g.flipped.curves))
	text.say("(b) Density of the %s along leading components *ψ*_{*m*}, in units of their root mean square. ", g.projectedText())
	text.say("(c) Relative deviation of the mean over replicas from the theory; thin lines mark zero and ±%s. %s ", percent(flippedBound), g.deviationsText())
	text.say("(d) Third moments along the components, in units of the cubed standard deviation *σ*_{*m*}, those "+
		"about zero with two standard errors. %s", g.momentsText())
	alt = fmt.Sprintf("Reconstruction error over time for %s: markers of SGD on %s and on %s beside the line of the theory, and below it their deviations "+
		"in percent. %s Beside them densities of projections, and their third moments.", networkName(r), g.plain.name, g.flipped.name, g.deviationsText())
	return text.String(), alt
}

// deviationsText says how far both simulations are from the theory.
func (g beyondGaussian) deviationsText() string {
	return fmt.Sprintf("SGD on %s is up to %s, on %s up to %s.", g.plain.name, farthest(g.plain.deviation), g.flipped.name, farthest(g.flipped.deviation))
}

func (g beyondGaussian) projectedText() string {
	if g.projections.Surrogates {
		return fmt.Sprintf("inputs (%d normal numbers each, in place of images)", g.projected())
	}
	return fmt.Sprintf("%d training images", g.projected())
}

// projected is the number of projections on each component.
func (g beyondGaussian) projected() int {
	if len(g.projections.Along) == 0 {
		return 0
	}
	return len(g.projections.Along[0])
}

// momentsText says what was measured of the third moments, and what follows where it was seen.
func (g beyondGaussian) momentsText() string {
	var about0, central []string
	for _, along := range g.projections.Along[:min(densitiesShown, len(g.projections.Along))] {
		about0 = append(about0, figure.Number(thirdMoment(along), 3))
		central = append(central, figure.Number(stat.Skew(along, nil), 3))
	}
	text := fmt.Sprintf("Along the first %d they are %s about zero, and %s about the mean, the skewness%s. ",
		len(about0), listed(about0), listed(central), g.meanText())
	flipped := g.flipped.deviation.Worst().Size
	if g.embedded || !(flipped < flippedBound && g.plain.deviation.Worst().Size > flipped) {
		return text
	}
	return text + "A random sign takes nothing from the images but their odd moments: it is odd moments that move SGD away from the theory, " +
		"be it through the mean or the skewness. "
}

// meanText says that the mean of the pixels makes most of the third moments about zero, where it does.
func (g beyondGaussian) meanText() string {
	for _, along := range g.projections.Along[:min(densitiesShown, len(g.projections.Along))] {
		if third := thirdMoment(along); g.projections.Surrogates || math.Abs(third-stat.Skew(along, nil)) <= math.Abs(third)/2 {
			return ""
		}
	}
	return ": most of the former is the mean of the pixels"
}
