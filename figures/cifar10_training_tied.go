package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
)

// tiedEndsAbove is the claim that tied erf units can't do what untied ones do. Where it fails, it is joined by what is found
// instead, that many tied units come near PCA; if that holds, it is why the claim is contradicted.
func (t training) tiedEndsAbove() ([]figure.Claim, error) {
	claim, err := t.tiedAboveUntied()
	if err != nil || claim.Pass || claim.Unmeasured {
		return []figure.Claim{claim}, err
	}
	found, err := t.tiedNearsPCA()
	if err != nil || !found.Pass {
		return []figure.Claim{claim, found}, err
	}
	evidence, err := tiedEvidence(*t.find("erf", plain), *t.find("erf", tiedWeights))
	return []figure.Claim{claim.OrContradicted(evidence), found}, err
}

func (t training) tiedAboveUntied() (figure.Claim, error) {
	name := fmt.Sprintf("erf: tied weights end at least %g times above untied ones", tiedAbove)
	bound := fmt.Sprintf("≥ %g", tiedAbove)
	untied, tied := t.find("erf", plain), t.find("erf", tiedWeights)
	if untied == nil || tied == nil || untied.theory == nil || tied.theory == nil {
		return figure.NotMeasured(name, bound, "tied and untied erf autoencoders aren't both wired to needs.theory"), nil
	}
	last := min(untied.lastFlowTime(), tied.lastFlowTime())
	if last < longTraining*(1-1e-9) {
		return figure.NotMeasured(name, bound, "the theories end at *t* = "+figure.Number(last, 3)), nil
	}
	above, err := tied.theoryAt(last)
	if err != nil {
		return figure.Claim{}, err
	}
	below, err := untied.theoryAt(last)
	if err != nil {
		return figure.Claim{}, err
	}
	return figure.AtLeast(name, above/below, tiedAbove, fmt.Sprintf("theory at *t* = %s: pmse = %s tied, %s untied",
		figure.Number(last, 3), figure.Number(above, 4), figure.Number(below, 4))), nil
}

// tiedEvidence says when the theory has tied weights above untied ones, and by how much.
func tiedEvidence(untied, tied trainedNetwork) (string, error) {
	spans, largest, err := spansAbove(tied, untied)
	if err != nil {
		return "", err
	}
	end := figure.Number(min(untied.lastFlowTime(), tied.lastFlowTime()), 2)
	text := fmt.Sprintf("the theory has tied weights nowhere above untied ones up to *t* = %s", end)
	if len(spans) > 0 {
		var when []string
		for _, s := range spans {
			when = append(when, fmt.Sprintf("%s < *t* < %s", figure.Number(s[0], 2), figure.Number(s[1], 2)))
		}
		text = fmt.Sprintf("up to *t* = %s the theory has tied weights above untied ones for %s alone, by a factor of %s at the most",
			end, listed(when), figure.Number(largest, 3))
	}
	text += "; it says nothing of later times"
	if len(tied.sgd) > 0 {
		_, epoch := tied.sgd[0].ended()
		text += fmt.Sprintf(", and SGD of tied weights ends after %s epochs", figure.Number(epoch, 2))
	}
	return text, nil
}

// tiedNearsPCA is the claim of what is found in place of tiedEndsAbove: many tied units share what few of them can't carry.
func (t training) tiedNearsPCA() (figure.Claim, error) {
	k := t.reference().Run.Hidden
	name := fmt.Sprintf("erf, tied: found instead is that the theory comes within %s of *E*_{%d} by *t* = %s", percent(tiedNear), k, figure.Number(longTraining, 3))
	return t.comesWithin(name, t.find("erf", tiedWeights), tiedNear)
}

// spansAbove returns the spans of flow time in which the theory of one network is above another's, between the crossings on
// straight lines in ln t, and the largest ratio of their errors.
func spansAbove(one, other trainedNetwork) (spans [][2]float64, largest float64, err error) {
	end, before, earlier := min(one.lastFlowTime(), other.lastFlowTime()), 0.0, 0.0
	above := false
	for _, t := range inFlowTime(*other.theory).Times {
		if t <= 0 || t > end {
			continue
		}
		a, err := one.theoryAt(t)
		if err != nil {
			return nil, 0, err
		}
		b, err := other.theoryAt(t)
		if err != nil {
			return nil, 0, err
		}
		excess := a/b - 1
		if now := excess > 0; now != above {
			crossing := t
			if earlier > 0 {
				crossing = earlier * math.Pow(t/earlier, before/(before-excess))
			}
			if now {
				spans = append(spans, [2]float64{crossing, end})
			} else {
				spans[len(spans)-1][1] = crossing
			}
			above = now
		}
		earlier, before, largest = t, excess, max(largest, a/b)
	}
	return spans, largest, nil
}
