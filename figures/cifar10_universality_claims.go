package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// claims are those on one network. There is none on real images where units aren't odd, which the theory doesn't describe.
func (u universality) claims(measured []simulation) []figure.Claim {
	var claims []figure.Claim
	for _, m := range measured {
		claims = append(claims, sameRate(u.name()+": SGD on "+m.name, u.theory, m.curves)...)
		if math.IsInf(m.bound, 1) {
			continue
		}
		worst := m.deviation.Worst()
		claims = append(claims, figure.AtMost(u.stays(m.name, m.bound, m.deviation), worst.Size, m.bound, worstText(worst, m.deviation.Replicas)))
	}
	if u.embedded && u.odd() {
		claims = append(claims, u.withoutImages(measured[len(measured)-1].deviation))
	}
	return claims
}

// stays is the claim that a simulation follows the theory.
func (u universality) stays(name string, bound float64, d inputs.Deviation) string {
	return fmt.Sprintf("%s: SGD on %s stays within %s of the theory%s", u.name(), name, percent(bound), upToText(d))
}

// withoutImages is the claim that stand-ins for images can't decide.
func (u universality) withoutImages(d inputs.Deviation) figure.Claim {
	const why = "no images were at hand, and Gaussian inputs stood in for them"
	return figure.NotMeasured(u.stays("real images", imageBound, d), fmt.Sprintf("≤ %g", imageBound), why)
}
