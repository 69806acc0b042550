package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
)

// describe writes the caption and the alternative text.
func (s sequence) describe() (caption, alt string) {
	r := s.theory.Run
	var text prose
	text.say("(a) Reconstruction error pmse against time *t* = steps/*D* for %s autoencoder with *K* = %d hidden units and %s activation%s (%s, learning "+
		"rate *η* = %s). ", tying(r), r.Hidden, activationName(r.Activation), besidesInParentheses(r), dimensionText(r), figure.Number(r.LearningRate, 3))
	text.say("Lines are the theory, markers SGD from the same start, %s. The error falls in steps between the errors *E*_{*m*} of PCA with *m* "+
		"components (horizontal lines). ", replicaText(s.simulation))
	text.say("(b) The share ‖*Pψ*_{*m*}‖^{2} of each principal component *ψ*_{*m*} in the span of the decoder's vectors. "+
		"Vertical lines in (a) and (b) are the times *t*_{*m*} at which it passes one half in the theory%s%s. ", s.curvesText(), s.earlyText())
	text.say("(c) The same in the theory, the largest eigenvalue at the bottom%s. ", s.unlearntText())
	text.say("(d) Learning times *t*_{*m*} against eigenvalues. %s%s", s.oneStartText(), s.groupsText())
	alt = fmt.Sprintf("Four panels. The reconstruction error falls in steps, one for each of %d principal components; at each step the overlap of one more component "+
		"with the decoder rises from nothing to one, in theory and simulation, and a heat map of the overlaps is a staircase. Learning times against eigenvalues "+
		"lie roughly along a line of slope minus one on logarithmic axes.", len(s.learnt))
	return text.String(), alt
}

// curvesText says where not all components have curves.
func (s sequence) curvesText() string {
	if shown := s.curvesShown(); shown < len(s.learnt) {
		return fmt.Sprintf("; the first %d components are drawn", shown)
	}
	return ""
}

// earlyText says that directions are found before the error falls, where it is so for every component.
func (s sequence) earlyText() string {
	for _, l := range s.learnt {
		above, okAbove := s.theory.PCAError(l.Component - 1)
		below, okBelow := s.theory.PCAError(l.Component)
		if !okAbove || !okBelow || !(l.Time <= s.theory.Times[len(s.theory.Times)-1]) {
			return ""
		}
		if at, err := s.theory.At(errorColumn, []float64{l.Time}); err != nil || at[0] < (above+below)/2 {
			return ""
		}
	}
	return "; a direction is found before its part of the error is gone"
}

// unlearntText says of which components of the heat map nothing is to be learnt.
func (s sequence) unlearntText() string {
	rows := min(s.lines.Components(), len(s.learnt)+unlearntShown)
	if rows == len(s.learnt) {
		return ""
	}
	return fmt.Sprintf("; those above *m* = %d aren't learnt", len(s.learnt))
}

// oneStartText says what the start of the other panels gives in the last one.
func (s sequence) oneStartText() string {
	text := fmt.Sprintf("Markers are geometric means over the %d replicas, with bars of one standard deviation of the logarithm; the line through them is the theory from their start",
		len(s.replicas))
	if mean, _, _ := s.asStarts().meanSlope(); !math.IsNaN(mean) {
		text += ", of slope " + figure.Number(mean, 3)
	}
	return text + "."
}

// groupsText says what the other starts give.
func (s sequence) groupsText() string {
	if len(s.groups) == 0 {
		return " The dashed line has the slope −1."
	}
	text := " Thin lines are the theory from other random starts, thicker ones their geometric means"
	var scarce, ample bool
	for _, g := range s.groups {
		scarce = scarce || g.curves.Run.Hidden == len(g.eigenvalues)
		ample = ample || g.curves.Run.Hidden > len(g.eigenvalues)
	}
	if scarce && ample {
		text += " (where there are no more units than components, the last one is late: it has a single free direction of the decoder to grow in)"
	}
	return text + ". " + s.steeperText() + "The dashed line has the slope −1."
}

// steeperText says by how much the mean exponents of all groups are steeper than −1, where all are by more than two standard errors.
func (s sequence) steeperText() string {
	least, most := math.Inf(1), math.Inf(-1)
	for _, g := range s.groups {
		mean, standardError, _ := g.meanSlope()
		if !(mean+2*standardError < -1) {
			return ""
		}
		least, most = min(least, -1-mean), max(most, -1-mean)
	}
	by := figure.Number(least, 1)
	if upper := figure.Number(most, 2); len(s.groups) > 1 && upper != by {
		by += " to " + upper
	}
	return "Times are roughly inversely proportional to eigenvalues: the exponents are steeper than −1 by " + by + ". "
}
