package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// Bounds of the claims.
const (
	alignedBound = 0.99 // every diagonal entry is above it where units find the components
	rotatedBound = 0.9  // some diagonal entry is below it where they don't
	sameError    = 0.05 // relative difference of errors that count as the same
)

// source is the theory or the simulation of each network, in the order of rules.all.
type source struct {
	name     string
	curves   func(ruled) inputs.Curves
	overlaps func(ruled) inputs.Overlaps
}

func sources() []source {
	return []source{
		{"theory", func(r ruled) inputs.Curves { return r.theory }, func(r ruled) inputs.Overlaps { return r.lines }},
		{"SGD", func(r ruled) inputs.Curves { return r.simulation }, func(r ruled) inputs.Overlaps { return r.marks }},
	}
}

// claims are those of the figure, on theory and simulation each, and that the one follows the other.
func (r rules) claims() ([]figure.Claim, error) {
	var claims []figure.Claim
	for _, one := range r.all {
		claims = append(claims, sameRate(one.name(), one.theory, one.simulation)...)
	}
	for _, from := range sources() {
		for _, one := range r.all {
			claim, err := r.diagonalClaim(one, from)
			if err != nil {
				return nil, err
			}
			claims = append(claims, claim)
			if one.rule() != vanilla {
				continue
			}
			if claim, err = r.errorClaim(one, from); err != nil {
				return nil, err
			}
			claims = append(claims, claim)
		}
	}
	for _, one := range r.all {
		follows, err := followsTheory(one.name(), one.pair)
		if err != nil {
			return nil, err
		}
		claims = append(claims, follows...)
	}
	return claims, nil
}

// diagonalClaim is the claim on the smallest diagonal entry: near 1 for rules that find the components, and not for the vanilla one.
func (r rules) diagonalClaim(one ruled, from source) (figure.Claim, error) {
	verdict, limit, sign := figure.AtLeast, alignedBound, "≥ "
	claim := fmt.Sprintf("%s, %s: %s lies along its component, with a cosine above %s", from.name, one.name(), r.eachUnit(), figure.Number(limit, 3))
	if one.rule() == vanilla {
		verdict, limit, sign = figure.AtMost, rotatedBound, "≤ "
		claim = fmt.Sprintf("%s, %s: units lie along other directions, with some cosine below %s", from.name, one.name(), figure.Number(limit, 3))
	}
	if short, err := r.tooShort(one, from); err != nil || short != "" {
		return figure.NotMeasured(claim, sign+figure.Number(limit, 3), short), err
	}
	cosines, err := r.final(from.overlaps(one))
	if err != nil {
		return figure.Claim{}, err
	}
	unit := 0
	for k := range cosines {
		if cosines[k][k] < cosines[unit][unit] {
			unit = k
		}
	}
	return verdict(claim, cosines[unit][unit], limit,
		fmt.Sprintf("smallest for *k* = %d, at *t* = %s", unit+1, figure.Number(from.curves(one).Run.Horizon, 3))), nil
}

// eachUnit says how many units are compared with components: "each of the 4 units".
func (r rules) eachUnit() string {
	if hidden := r.all[0].theory.Run.Hidden; r.units < hidden {
		return fmt.Sprintf("each of the first %d of %d units", r.units, hidden)
	}
	return fmt.Sprintf("each of the %d units", r.units)
}

// tooShort says why a run can't tell how its units end: it doesn't last until the last component is learnt.
func (r rules) tooShort(one ruled, from source) (string, error) {
	overlap, err := from.overlaps(one).Overlap(r.units)
	if err != nil {
		return "", err
	}
	if overlap.Mean[len(overlap.Mean)-1] > 0.5 {
		return "", nil
	}
	return fmt.Sprintf("the horizon *t* = %s is short of learning component %d", figure.Number(from.curves(one).Run.Horizon, 3), r.units), nil
}

// errorClaim is the claim that vanilla descent ends at the error of the other rules with the same activation.
func (r rules) errorClaim(one ruled, from source) (figure.Claim, error) {
	claim := fmt.Sprintf("%s, %s: the error at the end is within %s of that of the other rules", from.name, one.name(), percent(sameError))
	bound := "≤ " + figure.Number(sameError, 3)
	worst, against, noise := -1.0, "", one.noise(from)
	for _, other := range r.all {
		if other.rule() == vanilla || other.activation() != one.activation() {
			continue
		}
		if short, err := r.tooShort(other, from); err != nil || short != "" {
			return figure.NotMeasured(claim, bound, short), err
		}
		difference, err := errorDifference(one, other, from)
		if err != nil {
			return figure.Claim{}, err
		}
		noise = max(noise, other.noise(from))
		if difference > worst {
			worst, against = difference, other.name()
		}
	}
	switch {
	case against == "":
		return figure.NotMeasured(claim, bound, "no other rule is wired for this activation"), nil
	case noise > sameError:
		return figure.NotMeasured(claim, bound, fmt.Sprintf("the standard error of the mean over replicas is up to %s: more replicas are needed", percent(noise))), nil
	}
	return figure.AtMost(claim, worst, sameError, "largest against "+against+noiseText(noise)), nil
}

// errorDifference is the relative difference of the last errors of two networks.
func errorDifference(one, other ruled, from source) (float64, error) {
	_, own, err := last(from.curves(one), errorColumn)
	if err != nil {
		return 0, err
	}
	_, its, err := last(from.curves(other), errorColumn)
	return math.Abs(own/its - 1), err
}

// noise is the standard error of a simulation's last error, relative to it: what is larger than it isn't chance. It is 0
// for the theory, and for one replica, which tells nothing of it.
func (r ruled) noise(from source) float64 {
	statistic, err := from.curves(r).Statistic(errorColumn)
	if err != nil || statistic.Spread == nil {
		return 0
	}
	last := len(statistic.Mean) - 1
	return statistic.Spread[last] / math.Sqrt(float64(statistic.Replicas)) / math.Abs(statistic.Mean[last])
}

func noiseText(noise float64) string {
	if noise == 0 {
		return ""
	}
	return ", ± " + percent(noise) + " s.e.m. at most"
}
