package figures

import (
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

func TestPairsWithoutPartner(t *testing.T) {
	erf, tied := described("erf"), describedWith("erf", func(r *run.Run) { r.Tied = true })
	for want, test := range map[string][2][]run.Run{
		"no simulation is wired for the theory of stage theory-2 (erf, tied): add one to needs.sgd": {{erf, tied}, {erf}},
		"no theory is wired for the simulation of stage sgd-2 (erf, tied): add one to needs.theory": {{erf}, {erf, tied}},
		"tied is false in stage theory-2 and true in stage sgd-2":                                   {{erf, erf}, {erf, tied}},
	} {
		_, err := TheoryVsSGD{}.Build(inputs.NewSet(wired(t, test[0], test[1])))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// Two networks of one activation find their own simulations, in whatever order they are wired, and say what they are.
func TestPairsOfOneActivation(t *testing.T) {
	erf, tied := described("erf"), describedWith("erf", func(r *run.Run) { r.Tied, r.LearningRate = true, 0.5 })
	b := build(t, TheoryVsSGD{}, wired(t, []run.Run{tied, erf}, []run.Run{erf, tied}))
	if b.Panels[0].Title != "erf" || b.Panels[1].Title != "erf, tied" || len(b.Panels) != 5 {
		t.Errorf("panels %q and %q of %d", b.Panels[0].Title, b.Panels[1].Title, len(b.Panels))
	}
	if plain, other := b.Panels[0].Series, b.Panels[1].Series; plain[0].Name != "theory" || other[0].Name != "theory, tied" || other[1].Name != "SGD, tied" {
		t.Errorf("series %q, %q, %q", plain[0].Name, other[0].Name, other[1].Name)
	}
	for _, fact := range []string{"erf and erf (tied) activation", "1 (erf) and 0.5 (erf, tied)", "of the erf autoencoder"} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
	if !strings.HasPrefix(b.Claims[2].Claim, "erf, tied: ") {
		t.Errorf("claim %q", b.Claims[2].Claim)
	}
}

// Simulations of the theory's learning rate are its own, before others.
func TestPairsPreferTheSameRate(t *testing.T) {
	fast := describedWith("erf", func(r *run.Run) { r.LearningRate = 2 })
	b := build(t, TheoryVsSGD{}, wired(t, []run.Run{fast, described("erf")}, []run.Run{described("erf"), fast}))
	for _, claim := range b.Claims {
		if strings.Contains(claim.Claim, "rate of the theory") {
			t.Errorf("claim %q: %+v", claim.Claim, claim)
		}
	}
}
