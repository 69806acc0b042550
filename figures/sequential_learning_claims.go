package figures

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
)

// slopeBound is how far the exponent of the learning times may be from −1.
const slopeBound = 0.25

// claims are those of the figure: the order in theory and simulation, and the exponents.
func (s sequence) claims() []figure.Claim {
	name := networkName(s.theory.Run)
	claims := sameRate(name, s.theory, s.simulation)
	claims = append(claims, s.theoryInOrder(), s.replicasInOrder())
	groups := s.groups
	if !slices.ContainsFunc(groups, func(g starts) bool { return g.holds(s.theory, len(s.learnt)) }) {
		groups = append([]starts{s.asStarts()}, groups...) // no network of the other panels goes unclaimed
	}
	for _, g := range groups {
		claims = append(claims, s.slopeClaim(g))
	}
	return claims
}

// theoryInOrder is the claim on the order in which the theory learns components.
func (s sequence) theoryInOrder() figure.Claim {
	times, n := s.asStarts().times[0], len(s.learnt)
	claim := fmt.Sprintf("theory: the overlaps of the %d components pass one half in the order of the eigenvalues", n)
	if times.unfinished() {
		return figure.NotMeasured(claim, fmt.Sprintf("= %d", n), fmt.Sprintf("component %d isn't learnt by *t* = %s",
			times.inSequence()+1, figure.Number(s.theory.Run.Horizon, 3)))
	}
	return figure.Equal(claim, times.inSequence(), n, "at *t* = "+timesText(times))
}

// replicasInOrder is the claim on the order in each replica of the simulation.
func (s sequence) replicasInOrder() figure.Claim {
	n, all := 0, len(s.replicas)
	for _, times := range s.replicas {
		if times.inSequence() == len(times) {
			n++
		}
	}
	claim := fmt.Sprintf("SGD: in each of %d replicas the overlaps of the %d components pass one half in the order of the eigenvalues", all, len(s.learnt))
	unfinished := slices.ContainsFunc(s.replicas, start.unfinished)
	wrong := slices.ContainsFunc(s.replicas, func(t start) bool { return t.inSequence() < len(t) && !t.unfinished() })
	if unfinished && !wrong {
		return figure.NotMeasured(claim, fmt.Sprintf("= %d", all),
			fmt.Sprintf("not every replica has learnt them all by *t* = %s", figure.Number(s.simulation.Run.Horizon, 3)))
	}
	return figure.Equal(claim, n, all, "on the average at *t* = "+timesText(s.meanReplica()))
}

// meanReplica is the geometric mean of the learning times over replicas.
func (s sequence) meanReplica() start {
	var times start
	for m := range s.learnt {
		mean, _, _ := geometric(s.replicas, m)
		times = append(times, mean)
	}
	return times
}

// slopeClaim is the claim on the exponent of the learning times of a group.
func (s sequence) slopeClaim(g starts) figure.Claim {
	claim := fmt.Sprintf("%s: learning times are inversely proportional to eigenvalues, a log–log slope of −1 ± %s",
		s.label(g), figure.Number(slopeBound, 2))
	if bound := fmt.Sprintf("%s … %s", figure.Number(-1-slopeBound, 3), figure.Number(-1+slopeBound, 3)); g.unfinished() || len(g.eigenvalues) < 2 {
		return figure.NotMeasured(claim, bound, g.withoutSlope())
	}
	mean, _, _ := g.meanSlope()
	return figure.Between(claim, mean, -1-slopeBound, -1+slopeBound, g.slopeText())
}

// withoutSlope says why a group has no exponent.
func (g starts) withoutSlope() string {
	if n := len(g.eigenvalues); n < 2 {
		return "one component has a learning time of its own, and two make a slope"
	}
	return fmt.Sprintf("from some starts not all of the %d components are learnt by *t* = %s", len(g.eigenvalues), figure.Number(g.curves.Run.Horizon, 3))
}

// slopeText says over what an exponent is averaged and how it scatters: "mean of 6 starts, ± 0.04 s.e.m., s.d. 0.1".
func (g starts) slopeText() string {
	_, standardError, spread := g.meanSlope()
	slopes := g.slopes()
	text := "of one start"
	if len(slopes) > 1 {
		text = fmt.Sprintf("mean over %d random starts, ± %s s.e.m.; single ones have a standard deviation of %s, from %s to %s, and %s of them are outside the bound", len(slopes),
			figure.Number(standardError, 2), figure.Number(spread, 2), figure.Number(slices.Min(slopes), 3), figure.Number(slices.Max(slopes), 3), percent(outside(slopes)))
	}
	if left := len(g.times) - len(slopes); left > 0 {
		text += fmt.Sprintf("; %d starts, with an overlap above one half at *t* = 0, left out", left)
	}
	return text
}

// outside is the share of exponents that the bound of the claim on their mean leaves out.
func outside(slopes []float64) float64 {
	n := 0
	for _, slope := range slopes {
		if math.Abs(slope+1) > slopeBound {
			n++
		}
	}
	return float64(n) / float64(len(slopes))
}

// timesText lists learning times.
func timesText(times start) string {
	var words []string
	for _, t := range times {
		if math.IsNaN(t) {
			words = append(words, "never")
			continue
		}
		words = append(words, figure.Number(t, 3))
	}
	return listed(words)
}

// tables are the learning times and exponents that the figure measured. Times of several starts or replicas are
// geometric means.
func (s sequence) tables() (figure.Tables, error) {
	one := s.asStarts()
	simulated := starts{curves: s.simulation, eigenvalues: one.eigenvalues, times: s.replicas}
	for m := range s.learnt {
		overlap, err := s.marks.Overlap(m + 1)
		if err != nil {
			return figure.Tables{}, err
		}
		simulated.final = append(simulated.final, overlap.Mean[len(overlap.Mean)-1])
	}
	var tables figure.Tables
	for _, g := range append([]starts{one, simulated}, s.groups...) {
		tables.LearningTimes = append(tables.LearningTimes, g.timeRows()...)
		tables.Exponents = append(tables.Exponents, g.exponentRow())
	}
	return tables, nil
}

// tableName names a group in tables: "erf, K = 8, mean of 6 starts".
func (g starts) tableName() string {
	name := tableNetwork(g.curves.Run)
	switch {
	case len(g.times) == 1:
		return name
	case g.curves.Run.Replicas > 1:
		return fmt.Sprintf("%s, mean of %d replicas", name, len(g.times))
	}
	return fmt.Sprintf("%s, mean of %d starts", name, len(g.times))
}

func (g starts) timeRows() []figure.LearningTime {
	var rows []figure.LearningTime
	for m, eigenvalue := range g.eigenvalues {
		mean, _, _ := geometric(g.times, m)
		rows = append(rows, figure.LearningTime{Network: g.tableName(), Source: tableSource(g.curves.Run), Component: m + 1,
			Eigenvalue: eigenvalue, Time: mean, FinalOverlap: g.final[m]})
	}
	return rows
}

func (g starts) exponentRow() figure.Exponent {
	mean, standardError, _ := g.meanSlope()
	return figure.Exponent{Network: g.tableName(), Quantity: "learning time, " + tableSource(g.curves.Run), Variable: "eigenvalue",
		From: g.eigenvalues[len(g.eigenvalues)-1], To: g.eigenvalues[0], Expected: -1, Measured: mean, Error: standardError}
}
