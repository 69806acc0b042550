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
		g.momentsClaim())
}

func (g beyondGaussian) flippedClaim(name string) string {
	return fmt.Sprintf("%s: with the sign of each image flipped at random, SGD stays within %s of the theory%s", name, percent(flippedBound), upToText(g.flipped.deviation))
}

// thirdMoments are the sizes of the third moment along the first components of CIFAR10's greyscale training images. Its sign goes
// with that of the component, which is a matter of convention.
func thirdMoments() []float64 { return []float64{0.42, 0.80, 0.29} }

// momentsTolerance is within what they are known.
const momentsTolerance = 0.02

// thirdMomentText says third moment, not skewness: that is taken about the mean, and most of the moment about zero is the mean's.
const thirdMomentText = "along the first three components the third moment of the images about zero, which their mean enters, is 0.42, 0.80 and 0.29 cubed standard deviations in size, to 0.02"

// momentsClaim compares the third moments of the projections with what they are known to be.
func (g beyondGaussian) momentsClaim() figure.Claim {
	if len(g.projections.Along) < len(thirdMoments()) {
		return figure.NotMeasured(thirdMomentText, "≤ 0.02", fmt.Sprintf("there are %d components", len(g.projections.Along)))
	}
	off, found, central := 0.0, []string(nil), []string(nil)
	for m, want := range thirdMoments() {
		moment := thirdMoment(g.projections.Along[m])
		off = max(off, math.Abs(math.Abs(moment)-want))
		found = append(found, figure.Number(moment, 3))
		central = append(central, figure.Number(stat.Skew(g.projections.Along[m], nil), 3))
	}
	return figure.AtMost(thirdMomentText, off, momentsTolerance,
		fmt.Sprintf("largest difference; measured %s, and the skewness, about the mean, %s", listed(found), listed(central)))
}

func (g beyondGaussian) claimsWithoutImages(name string) []figure.Claim {
	const why = "no images were at hand: Gaussian inputs stood in for them, which have no odd moments and for which signs make no difference"
	claims := []figure.Claim{
		figure.NotMeasured(name+": SGD on real images as they are leaves the theory by more than images of random sign may", "≥ 0.02", why),
		figure.NotMeasured(g.flippedClaim(name), "≤ 0.02", why),
		figure.NotMeasured(thirdMomentText, "≤ 0.02", why),
	}
	for _, s := range g.simulations() {
		worst := s.deviation.Worst()
		claims = append(claims, figure.AtMost(fmt.Sprintf("%s: SGD on %s stays within %s of the theory%s", name, s.name, percent(flippedBound), upToText(s.deviation)),
			worst.Size, flippedBound, worstText(worst, s.deviation.Replicas)))
	}
	return claims
}
