package figures

import (
	"fmt"

	"gonum.org/v1/gonum/stat"

	"autoencoder-dynamics/internal/figure"
)

// describe writes the caption and the alternative text.
func (g beyondGaussian) describe() (caption, alt string) {
	r := g.theory.Run
	if g.embedded {
		caption = "The images themselves were not at hand: Gaussian inputs drawn from the embedded moments of CIFAR10 stand in their place, " +
			"which aren't skewed and whose signs make no difference; so that this picture can't show what it is about. "
	}
	caption += fmt.Sprintf("(a) Reconstruction error pmse of %s autoencoder with *K* = %d hidden units and %s activation%s (*D* = %s, "+
		"learning rate *η* = %s). The line is the theory, which is exact for Gaussian inputs of mean zero with the second moments of the images; circles "+
		"are SGD on %s (%s), diamonds SGD on %s (%s). Thin lines are the errors *E*_{*m*} that PCA leaves with *m* components. (b) Density of the "+
		"%s along the leading components *ψ*_{*m*}, in units of their root mean square, beside the normal density. (c) Relative deviation of the mean "+
		"over replicas from the theory; thin lines mark zero and ±%s. %s (d) Third moments along the leading components, in units of the cubed "+
		"standard deviation *σ*_{*m*} and with two standard errors (of normal numbers) to either side. %s%s",
		tying(r), r.Hidden, activationName(r.Activation), parenthesised(besidesTying(r)), figure.Number(float64(r.Dim), 4),
		figure.Number(r.LearningRate, 3), g.plain.name, replicaText(g.plain.curves), g.flipped.name, replicaText(g.flipped.curves),
		g.projectedText(), percent(flippedBound), g.deviationsText(), g.momentsText(), markersText)
	alt = fmt.Sprintf("Reconstruction error over time for %s: markers of SGD on %s and on %s beside the line of the theory, and below it their deviations "+
		"in percent. %s Beside them densities of projections, and their third moments.", networkName(r), g.plain.name, g.flipped.name, g.deviationsText())
	return caption, alt
}

// parenthesised puts a text that isn't empty in parentheses after a space.
func parenthesised(text string) string {
	if text == "" {
		return ""
	}
	return " (" + text + ")"
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
	text := fmt.Sprintf("Along the first %d they are %s about zero, and %s about the mean. A component's sign is a convention, and theirs with it. ",
		len(about0), listed(about0), listed(central))
	flipped := g.flipped.deviation.Worst().Size
	if g.embedded || !(flipped < flippedBound && g.plain.deviation.Worst().Size > flipped) {
		return text
	}
	return text + "A random sign takes from the images nothing but their odd moments, which vanish, and leaves the covariance as it is: it is odd " +
		"moments that move SGD away from the theory, that of the mean, which stays in each pixel, among them. "
}
