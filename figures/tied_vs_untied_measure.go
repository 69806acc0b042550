package figures

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// tyingMeasured is what the figure measures on both networks.
type tyingMeasured struct {
	valley       valley     // of the untied one
	early        [2]float64 // when the pre-activations of the untied and of the tied one are alike, before they part
	end, plateau float64    // the last time and error of the tied one
	share        float64    // the untied one's last excess over E_K, as a share of E_0
	floor        float64    // E_K
}

// measure fits the power laws to the last decade of the untied theory and takes both errors at the end.
func (p tyingPair) measure() (m tyingMeasured, err error) {
	if m.valley, err = newValley(p.untied.theory, 1); err != nil {
		return m, err
	}
	if m.end, m.plateau, err = last(p.tied.theory, errorColumn); err != nil {
		return m, err
	}
	if m.early[0], m.early[1], err = p.early(m.valley.sizes); err != nil {
		return m, err
	}
	m.share = m.valley.above[len(m.valley.above)-1] / initialError(p.untied.theory)
	m.floor, _ = p.untied.theory.PCAError(p.untied.theory.Run.Hidden) // known: readTying asked for it
	return m, nil
}

// early returns, for the untied and the tied network, the times at which their pre-activations are alike: when the
// untied ones are largest, and when the tied ones first are as large.
func (p tyingPair) early(sizes []float64) (untied, tied float64, err error) {
	tiedSizes, err := meanNorm(p.tied.theory, "Q", 1)
	if err != nil {
		return 0, 0, err
	}
	largest := floats.MaxIdx(sizes)
	reached := slices.IndexFunc(tiedSizes, func(size float64) bool { return size >= sizes[largest] })
	if reached < 0 {
		reached = len(tiedSizes) - 1
	}
	return p.untied.theory.Times[largest], p.tied.theory.Times[reached], nil
}

// plateauTime is when learning has come to its plateau on the spiked model, in units of 1/η: a claim on the plateau
// isn't measured on shorter runs.
const plateauTime = 1e4

// claims are those of both networks.
func (p tyingPair) claims(m tyingMeasured) ([]figure.Claim, error) {
	hidden := p.untied.theory.Run.Hidden
	untied, tied := variantName(activationName(p.untied.activation()), p.untied.theory), networkName(p.tied.theory.Run)
	reached := figure.AtMost(fmt.Sprintf("%s: the excess of pmse over *E*_{%d} falls below 1 %% of *E*_{0}", untied, hidden), m.share, 0.01,
		"at *t* = "+figure.Number(m.valley.to, 3))
	stays := figure.AtLeast(fmt.Sprintf("%s: with as many units as components above the bulk, *K* = *R* = %d, pmse stays at 10 *E*_{%d} or above", tied, hidden, hidden), m.plateau/m.floor, 10,
		fmt.Sprintf("pmse/*E*_{%d} at *t* = %s", hidden, figure.Number(m.end, 3)))
	claims := append([]figure.Claim{untilPlateau(reached, p.untied.theory)}, m.valley.claims(untied)...)
	claims = append(claims, untilPlateau(stays, p.tied.theory))
	for _, one := range p.variants() {
		follows, err := followsTheory(variantName(activationName(one.activation()), one.theory), one)
		if err != nil {
			return nil, err
		}
		claims = append(append(claims, sameRate(networkName(one.theory.Run), one.theory, one.simulation)...), follows...)
	}
	return claims, nil
}

// untilPlateau returns the claim, or that it isn't measured where the run ends before its plateau.
func untilPlateau(c figure.Claim, theory inputs.Curves) figure.Claim {
	ends, needed := theory.Times[len(theory.Times)-1], plateauTime/theory.Run.LearningRate
	if ends >= needed {
		return c
	}
	return figure.NotMeasured(c.Claim, c.Bound, fmt.Sprintf("the horizon *t* = %s is short of *t* = %s, by when there is a plateau",
		figure.Number(ends, 3), figure.Number(needed, 3)))
}

// tables lists plateaus, exponents and deviations.
func (p tyingPair) tables(m tyingMeasured) (t figure.Tables, err error) {
	t.Exponents = m.valley.rows()
	for _, one := range p.variants() {
		rows, err := endRows(one, one.theory.Run.Hidden)
		if err != nil {
			return t, err
		}
		t.Plateaus = append(t.Plateaus, rows...)
		deviation, err := inputs.RelativeDeviation(one.simulation, one.theory, errorColumn)
		if err != nil {
			return t, err
		}
		t.Deviations = append(t.Deviations, deviationRow(one.simulation, learnsFrom(one.simulation.Run), deviation))
	}
	return t, nil
}

// endRows are the lines of the table of plateaus on what theory and simulation end with, beside E_m.
func endRows(p pair, m int) ([]figure.Plateau, error) {
	var rows []figure.Plateau
	for _, c := range []inputs.Curves{p.theory, p.simulation} {
		at, value, err := last(c, errorColumn)
		if err != nil {
			return nil, err
		}
		rows = append(rows, plateauRow(c, m, value, at))
	}
	return rows, nil
}
