package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// valley is the law by which an untied network of odd sigmoidal units becomes linear, along a valley of the error that
// goes to infinity: √Q ~ t^{−1/6}, ‖v‖/√D ~ t^{1/6}, pmse − E_K ~ t^{−2/3}; as fitted to a theory over a window of times.
type valley struct {
	theory                   inputs.Curves
	above                    []float64 // pmse − E_K over time
	sizes, lengths           []float64 // √Q_kk and ‖v^k‖/√D over time, means over units
	excess, encoder, decoder powerLaw
	from, to                 float64 // the window
}

// quantity is one of the three that follow power laws.
type quantity struct {
	name     string // within a claim
	symbol   string // of its axis
	law      powerLaw
	expected float64 // exponent
	written  string  // of the exponent
	margin   float64 // within which a claim has it
}

// quantities lists the three with what figures.md allows them.
func (v valley) quantities() []quantity {
	return []quantity{
		{"the size of pre-activations", "√*Q*_{*kk*}", v.encoder, -1.0 / 6, "−1/6", 0.02},
		{"the length of decoder vectors", "‖*v*^{*k*}‖ / √*D*", v.decoder, 1.0 / 6, "1/6", 0.02},
		{fmt.Sprintf("the excess over *E*_{%d}", v.theory.Run.Hidden), fmt.Sprintf("pmse − *E*_{%d}", v.theory.Run.Hidden), v.excess, -2.0 / 3, "−2/3", 0.05},
	}
}

// newValley fits the laws to the last times of a theory: as many decades as are given.
func newValley(theory inputs.Curves, decades float64) (v valley, err error) {
	v.theory = theory
	if v.above, err = excess(theory, theory.Run.Hidden); err != nil {
		return v, err
	}
	if v.sizes, err = meanNorm(theory, "Q", 1); err != nil {
		return v, err
	}
	if v.lengths, err = meanNorm(theory, "T", decoderScale(theory.Run)); err != nil {
		return v, err
	}
	v.to = theory.Times[len(theory.Times)-1]
	v.from = v.to / math.Pow(10, decades)
	v.excess = fitPowerLaw(theory.Times, v.above, v.from, v.to)
	v.encoder = fitPowerLaw(theory.Times, v.sizes, v.from, v.to)
	v.decoder = fitPowerLaw(theory.Times, v.lengths, v.from, v.to)
	return v, nil
}

// valleyBegins returns the time from which the laws hold within what claims allow. Before it the components are
// learnt, and what the start weights load on the bulk decays, at a rate of about 1/(1000 D) for the spiked model's:
// until then it adds to the error. At D = ∞ it doesn't decay at all, and only small start weights keep it small.
func valleyBegins(r run.Run) float64 {
	begins := 1e4
	if dim := float64(r.Dim); !math.IsInf(dim, 0) {
		begins = max(begins, 1000*dim)
	}
	return begins / r.LearningRate
}

// claims are those on the three exponents, under a name that tells the network.
func (v valley) claims(name string) []figure.Claim {
	const rounding = 1e-9
	var all []figure.Claim
	for _, q := range v.quantities() {
		claim := fmt.Sprintf("%s: %s, %s, goes as *t*^{%s}", name, q.name, q.symbol, q.written)
		made := figure.Between(claim, q.law.exponent, q.expected-q.margin, q.expected+q.margin, q.law.exponentText())
		if begins := valleyBegins(v.theory.Run); v.from < begins*(1-rounding) {
			made = figure.NotMeasured(claim, made.Bound, fmt.Sprintf("the fit would begin at *t* = %s; with %s the law begins at *t* = %s: a longer horizon is needed",
				figure.Number(v.from, 3), dimensionText(v.theory.Run), figure.Number(begins, 3)))
		}
		all = append(all, made)
	}
	return all
}

// rows are the lines of the table of exponents.
func (v valley) rows() []figure.Exponent {
	var rows []figure.Exponent
	for _, q := range v.quantities() {
		rows = append(rows, exponentRow(v.theory.Run, q.symbol, "t", q.expected, q.law))
	}
	return rows
}

// lateTolerance is within what check takes a theory at long times for unchanged: pmse is known to a tenth of a millionth,
// and so is what is left of it over E_K, which is much smaller.
func lateTolerance() figure.Tolerance { return figure.Tolerance{Relative: 1e-5, Absolute: 1e-9} }
