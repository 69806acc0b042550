package figures

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat"

	"autoencoder-dynamics/internal/figure"
)

// flippedBound is the bound on the deviation of images of random sign, which images as they are exceed.
const flippedBound = 0.02

// claims are those of the figure. Where no images were at hand they can't be measured, but that Gaussian inputs follow the theory.
func (g beyondGaussian) claims() []figure.Claim {
	name := fmt.Sprintf("%s, *K* = %d", networkName(g.theory.Run), g.theory.Run.Hidden)
	plain, flipped := g.plain.deviation.Worst(), g.flipped.deviation.Worst()
	var claims []figure.Claim
	for _, s := range g.simulations() {
		claims = append(claims, sameRate(name+": SGD on "+s.name, g.theory, s.curves)...)
	}
	if g.embedded {
		return append(claims, g.claimsWithoutImages(name)...)
	}
	return append(claims,
		figure.AtLeast(name+": SGD on real images as they are leaves the theory by more than images of random sign may", plain.Size,
			max(flippedBound, flipped.Size), fmt.Sprintf("up to %s; %s", farthest(g.plain.deviation), worstText(plain, g.plain.deviation.Replicas))),
		figure.AtMost(g.flippedClaim(name), flipped.Size, flippedBound, worstText(flipped, g.flipped.deviation.Replicas)),
		g.skewnessClaim())
}

func (g beyondGaussian) flippedClaim(name string) string {
	return fmt.Sprintf("%s: with the sign of each image flipped at random, SGD stays within %s of the theory at every *t*", name, percent(flippedBound))
}

// skewed are the sizes of the third moment along the first components of CIFAR10's greyscale training images. Its sign goes
// with that of the component, which is a matter of convention.
func skewed() []float64 { return []float64{0.42, 0.80, 0.29} }

// skewnessTolerance is within what they are known.
const skewnessTolerance = 0.02

const skewnessText = "along the first three components the third moment of the images about zero is 0.42, 0.80 and 0.29 cubed standard deviations in size, to 0.02"

// skewnessClaim compares the third moments of the projections with what they are known to be.
func (g beyondGaussian) skewnessClaim() figure.Claim {
	if len(g.projections.Along) < len(skewed()) {
		return figure.NotMeasured(skewnessText, "≤ 0.02", fmt.Sprintf("there are %d components", len(g.projections.Along)))
	}
	off, found, central := 0.0, []string(nil), []string(nil)
	for m, want := range skewed() {
		moment := thirdMoment(g.projections.Along[m])
		off = max(off, math.Abs(math.Abs(moment)-want))
		found = append(found, figure.Number(moment, 3))
		central = append(central, figure.Number(stat.Skew(g.projections.Along[m], nil), 3))
	}
	return figure.AtMost(skewnessText, off, skewnessTolerance,
		fmt.Sprintf("largest difference; measured %s, and about the mean %s", listed(found), listed(central)))
}

func (g beyondGaussian) claimsWithoutImages(name string) []figure.Claim {
	const why = "no images were at hand: Gaussian inputs stood in for them, which aren't skewed and for which signs make no difference"
	claims := []figure.Claim{
		figure.NotMeasured(name+": SGD on real images as they are leaves the theory by more than images of random sign may", "≥ 0.02", why),
		figure.NotMeasured(g.flippedClaim(name), "≤ 0.02", why),
		figure.NotMeasured(skewnessText, "≤ 0.02", why),
	}
	for _, s := range g.simulations() {
		worst := s.deviation.Worst()
		claims = append(claims, figure.AtMost(fmt.Sprintf("%s: SGD on %s stays within %s of the theory at every *t*", name, s.name, percent(flippedBound)),
			worst.Size, flippedBound, worstText(worst, s.deviation.Replicas)))
	}
	return claims
}
