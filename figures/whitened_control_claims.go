package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// fifths is how many equal parts of the fall of pmse are timed.
const fifths = 5

// slowing is the smallest ratio of the times that two successive fifths of a fall take. Above 1, learning is fastest at the
// start and only ever slows down: there is no plateau in it. A plateau between two steps of learning, or before the first one, is
// a part that takes longer than the next. It is NaN where pmse doesn't fall.
//
// The fall is that from the start to the lowest value, whose last fifth is left out of the verdict: learning may have ended
// anywhere in it.
func slowing(times, pmse []float64) float64 {
	lowest := pmse[0]
	for _, y := range pmse {
		lowest = min(lowest, y)
	}
	if !(lowest < pmse[0]) {
		return math.NaN()
	}
	reached := make([]float64, fifths) // times at which none, one, … four fifths of the fall are reached
	reached[0] = times[0]
	for part := 1; part < fifths; part++ {
		reached[part] = firstBelow(times, pmse, pmse[0]+(lowest-pmse[0])*float64(part)/fifths)
	}
	smallest := math.Inf(1)
	for part := 2; part < fifths; part++ {
		smallest = min(smallest, (reached[part]-reached[part-1])/(reached[part-1]-reached[part-2]))
	}
	return smallest
}

// firstBelow is the first time at which a curve reaches a level from above, on straight lines between its points.
func firstBelow(times, values []float64, level float64) float64 {
	for i := 1; i < len(values); i++ {
		if values[i] <= level {
			return times[i-1] + (times[i]-times[i-1])*(values[i-1]-level)/(values[i-1]-values[i])
		}
	}
	return math.NaN()
}

// measuredCurve is a curve of a learner that claims are made of.
type measuredCurve struct {
	source string
	curves inputs.Curves
	pmse   []float64
}

// curvesMeasured are theory and simulation.
func (l learner) curvesMeasured() ([]measuredCurve, error) {
	all := []measuredCurve{{source: "the theory", curves: l.theory}, {source: "SGD", curves: l.sgd}}
	for i, m := range all {
		statistic, err := m.curves.Statistic(errorColumn)
		if err != nil {
			return nil, err
		}
		all[i].pmse = statistic.Mean
	}
	return all, nil
}

// stillFalling is the share of the fall in the last quarter of the time above which a curve hasn't come to rest.
const stillFalling = 0.03

// whole leaves a claim on the whole of a fall open where the curve doesn't get to its end.
func (m measuredCurve) whole(claim figure.Claim) figure.Claim {
	last := len(m.pmse) - 1
	at := m.curves.Times[last]
	late, err := m.curves.At(errorColumn, []float64{0.75 * at})
	if err != nil || !((late[0]-m.pmse[last])/(m.pmse[0]-m.pmse[last]) > stillFalling) {
		return claim
	}
	return figure.NotMeasured(claim.Claim, claim.Bound, fmt.Sprintf("pmse still falls when %s ends, at *t* = %s", m.source, figure.Number(at, 3)))
}

// claims are those of the figure.
func (c whitenedControl) claims() ([]figure.Claim, error) {
	natural, err := c.natural.curvesMeasured()
	if err != nil {
		return nil, err
	}
	whitened, err := c.whitened.curvesMeasured()
	if err != nil {
		return nil, err
	}
	claims := append([]figure.Claim{c.flatClaim()}, sameRate(c.whitened.name, c.whitened.theory, c.whitened.sgd)...)
	for i, m := range whitened {
		claims = append(claims, m.whole(figure.AtLeast(
			fmt.Sprintf("%s, %s: there is no plateau, each fifth of the fall of pmse takes longer than the one before", c.whitened.name, m.source),
			slowing(m.curves.Times, m.pmse), 1, fmt.Sprintf("smallest ratio of the times of two successive ones of the first %d; of %s it is %s",
				fifths-1, c.natural.name, figure.Number(slowing(natural[i].curves.Times, natural[i].pmse), 2)))))
	}
	for _, m := range whitened {
		claims = append(claims, c.whitened.fallClaim(m))
	}
	followed, err := c.whitened.followedClaim()
	return append(claims, followed), err
}

// flatClaim is that whitening made all eigenvalues equal.
func (c whitenedControl) flatClaim() figure.Claim {
	values := c.whitened.spectrum.Eigenvalues
	return figure.Between("all eigenvalues of the "+c.whitened.name+" are equal within 1 %", values[0]/values[len(values)-1], 1, 1.01,
		fmt.Sprintf("the largest to the smallest of %d", len(values)))
}

// fallClaim is that pmse falls by K/D of the variance, which is all that K of D equal components carry.
func (l learner) fallClaim(m measuredCurve) figure.Claim {
	lowest, at := m.pmse[0], 0
	for i, y := range m.pmse {
		if y < lowest {
			lowest, at = y, i
		}
	}
	r := l.theory.Run
	expected := float64(r.Hidden) / float64(r.Dim)
	return m.whole(figure.Between(fmt.Sprintf("%s, %s: pmse falls by *K*/*D* of the variance at most, and to within 5 %% of that", l.name, m.source),
		(l.initial()-lowest)/l.initial()/expected, 0.95, 1.05,
		fmt.Sprintf("in units of *K*/*D* = %d/%s; lowest at *t* = %s", r.Hidden, figure.Number(float64(r.Dim), 4), figure.Number(m.curves.Times[at], 3))))
}

// followedBound is the bound on the difference of what is learnt in simulation and theory, of what can be.
const followedBound = 0.05

// followedClaim is that the simulation learns as the theory says. The difference is taken relative to E_0 − E_K: relative to
// pmse itself, which hardly falls, any simulation would do.
func (l learner) followedClaim() (figure.Claim, error) {
	deviation, err := inputs.RelativeDeviation(l.sgd, l.theory, errorColumn)
	if err != nil {
		return figure.Claim{}, err
	}
	largest, at := 0.0, 0.0
	for i, relative := range deviation.Values {
		if share := math.Abs(relative) * deviation.Expected[i] / l.gain(); share > largest {
			largest, at = share, deviation.Times[i]
		}
	}
	return figure.AtMost(fmt.Sprintf("%s: SGD stays within %s of the theory%s, relative to what can be learnt", l.name, percent(followedBound), upToText(deviation)),
		largest, followedBound, fmt.Sprintf("of *E*_{0} − *E*_{%d}, largest at *t* = %s, %s; relative to pmse, as in the table of deviations, it is %s at the most",
			l.theory.Run.Hidden, figure.Number(at, 3), replicaText(l.sgd), percent(deviation.Worst().Size))), nil
}

// tables has the deviation from the theory, and the errors at the end beside E_K.
func (c whitenedControl) tables() (figure.Tables, error) {
	var tables figure.Tables
	l := c.whitened
	deviation, err := inputs.RelativeDeviation(l.sgd, l.theory, errorColumn)
	if err != nil {
		return tables, err
	}
	tables.Deviations = append(tables.Deviations, deviationRow(l.sgd, l.name, deviation))
	all, err := l.curvesMeasured()
	for _, m := range all {
		last := len(m.pmse) - 1
		row := plateauRow(m.curves, l.theory.Run.Hidden, m.pmse[last], m.curves.Times[last])
		row.Network += ", " + l.name
		row.Expected = l.initial() - l.gain() // of the simulation, too, which may not know it
		tables.Plateaus = append(tables.Plateaus, row)
	}
	return tables, err
}
