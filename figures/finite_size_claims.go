package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/run"
)

// claims are that the deviation falls like D^{−1/2} at every time compared, and that both simulators agree.
func (s finiteSize) claims(laws []sizeLaw) []figure.Claim {
	const slope, margin = -0.5, 0.05
	var all []figure.Claim
	for _, law := range laws {
		all = append(all, figure.Between(
			fmt.Sprintf("the deviation of SGD from the theory at *t* = %s falls like *D*^{−1/2}", figure.Number(law.time, 3)),
			law.fitted.exponent, slope-margin, slope+margin,
			fmt.Sprintf("fitted at %d dimensions from *D* = %s to %s; the number of replicas leaves ± %s", len(law.inLaw),
				dimensionName(law.fitted.from), dimensionName(law.fitted.to), figure.Number(law.error, 2))))
	}
	if len(laws) == 0 {
		all = append(all, figure.NotMeasured("the deviation of SGD from the theory falls like *D*^{−1/2}", fmt.Sprintf("%g … %g", slope-margin, slope+margin),
			fmt.Sprintf("at none of the times *t* = 0.1, 1 and 10 did simulations of %d dimensions record it", fewestSizes)))
	}
	all = append(all, simulatorsAgree(compared(laws)))
	for _, simulations := range [][]sized{s.inLaw, s.direct} {
		for _, one := range simulations {
			all = append(all, sameRate(networkName(one.simulation.Run)+", *D* = "+dimensionName(one.dim), one.theory, one.simulation)...)
		}
	}
	return all
}

// simulatorsAgree is the claim on the largest of all differences, whose bound grows with their number so that two standard
// errors are what they say.
func simulatorsAgree(a agreement) figure.Claim {
	const claim = "both simulators deviate by the same at every *D* and time compared, within what corresponds to 2 standard errors of one number"
	if a.numbers == 0 {
		return figure.NotMeasured(claim, "≤ 2", "no dimension was simulated by both to a time that is compared")
	}
	return figure.AtMost(claim, a.standard, a.bound(),
		fmt.Sprintf("in standard errors, the largest of %d differences of root mean squares (of logarithms) and of means, which may be as large as the bound: that of the %s at *D* = %s, *t* = %s",
			a.numbers, a.what, dimensionName(a.dim), figure.Number(a.time, 3)))
}

// tables list the exponents and the deviation of every simulation.
func (s finiteSize) tables(laws []sizeLaw) (t figure.Tables) {
	for _, law := range laws {
		row := exponentRow(s.inLaw[0].simulation.Run, "rms deviation of pmse from the theory at t = "+figure.Number(law.time, 3), "D", -0.5, law.fitted)
		row.Error = law.error
		t.Exponents = append(t.Exponents, row)
	}
	for _, simulations := range [][]sized{s.inLaw, s.direct} {
		for _, one := range simulations {
			t.Deviations = append(t.Deviations, deviationRow(one.simulation, simulatorName(one.simulation.Run), one.deviation))
		}
	}
	return t
}

// simulatorName says in a table what a simulation learnt from, and how it was made.
func simulatorName(r run.Run) string {
	if r.Simulator == run.InLaw {
		return learnsFrom(r)
	}
	return learnsFrom(r) + ", all weights simulated"
}
