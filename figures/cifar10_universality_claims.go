package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
)

// claims are those on one network, whose deviations are drawn over an axis.
func (u universality) claims(measured []simulation, axis figure.Axis) []figure.Claim {
	var claims []figure.Claim
	for _, m := range measured {
		claims = append(claims, sameRate(u.name()+": SGD on "+m.name, u.theory, m.curves)...)
		if math.IsInf(m.bound, 1) {
			claims = append(claims, u.shownInFull(m, axis))
			continue
		}
		worst := m.deviation.Worst()
		claims = append(claims, figure.AtMost(u.stays(m.name, m.bound), worst.Size, m.bound, worstText(worst, m.deviation.Replicas)))
	}
	if u.embedded {
		claims = append(claims, u.withoutImages())
	}
	return claims
}

// stays is the claim that a simulation follows the theory.
func (u universality) stays(name string, bound float64) string {
	return fmt.Sprintf("%s: SGD on %s stays within %s of the theory at every *t*", u.name(), name, percent(bound))
}

// shownInFull is the claim on images where units aren't odd: how far they are from the theory is shown, not hidden.
func (u universality) shownInFull(m simulation, axis figure.Axis) figure.Claim {
	worst := m.deviation.Worst()
	limit := axis.Max
	if signedWorst(m.deviation) < 0 {
		limit = -axis.Min
	}
	return figure.AtMost(fmt.Sprintf("%s: the deviation of SGD on %s, which the theory doesn't describe, is shown in full", u.name(), m.name),
		worst.Size, limit/100, worstText(worst, m.deviation.Replicas)+"; the bound is the end of the axis")
}

// withoutImages is the claim that stand-ins for images can't decide.
func (u universality) withoutImages() figure.Claim {
	const why = "no images were at hand, and Gaussian inputs stood in for them"
	if u.odd() {
		return figure.NotMeasured(u.stays("real images", imageBound), fmt.Sprintf("≤ %g", imageBound), why)
	}
	return figure.NotMeasured(u.name()+": the deviation of SGD on real images, which the theory doesn't describe, is shown in full", "the axis holds it", why)
}
