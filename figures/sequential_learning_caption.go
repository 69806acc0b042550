package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
)

// describe writes the caption and the alternative text.
func (s sequence) describe() (caption, alt string) {
	r := s.theory.Run
	caption = fmt.Sprintf("(a) Reconstruction error pmse against time *t* = steps/*D* for %s autoencoder with *K* = %d hidden units and %s activation "+
		"(%s%s, learning rate *η* = %s). Lines are the theory, markers SGD from the same start, %s. The error falls in steps between the errors *E*_{*m*} "+
		"that PCA leaves with *m* components (horizontal lines). (b) The share ‖*Pψ*_{*m*}‖^{2} of each principal component *ψ*_{*m*} that lies in the "+
		"span of the decoder's vectors, onto which *P* projects. Vertical lines in (a) and (b) are the times *t*_{*m*} at which it passes one half in the theory%s%s. "+
		"(c) The same overlaps of the theory, a row for each component, the largest eigenvalue at the bottom%s. (d) Learning times *t*_{*m*} against eigenvalues. %s%s %s",
		tying(r), r.Hidden, activationName(r.Activation), besidesTying(r), dimensionText(r), figure.Number(r.LearningRate, 3), replicaText(s.simulation),
		s.curvesText(), s.earlyText(), s.unlearntText(), s.oneStartText(), s.groupsText(), markersText)
	alt = fmt.Sprintf("Four panels. The reconstruction error falls in steps, one for each of %d principal components; at each step the overlap of one more component "+
		"with the decoder rises from nothing to one, in theory and simulation, and a heat map of the overlaps is a staircase. Learning times against eigenvalues "+
		"lie along a line of slope minus one on logarithmic axes.", len(s.learnt))
	return caption, alt
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
		if at, err := s.theory.At("pmse", []float64{l.Time}); err != nil || at[0] < (above+below)/2 {
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
		return " The dashed line has the slope −1 of times inversely proportional to eigenvalues."
	}
	text := " How much of each component the random weights at the start hold makes learning times scatter: thin lines are the theory from other starts, " +
		"thicker ones their geometric means"
	var scarce, ample bool
	for i, g := range s.groups {
		text += fmt.Sprintf("%s %s for %d units that learn %d components", [2]string{", of slope", " and"}[min(i, 1)], g.meanSlopeText(), g.curves.Run.Hidden, len(g.eigenvalues))
		scarce = scarce || g.curves.Run.Hidden == len(g.eigenvalues)
		ample = ample || g.curves.Run.Hidden > len(g.eigenvalues)
	}
	if scarce && ample {
		text += " (where there are no more units than components, the last one has a single free direction of the decoder to grow in, and is late)"
	}
	return text + ". The dashed line has the slope −1 of times inversely proportional to eigenvalues."
}

// meanSlopeText writes an exponent with its standard error: "−1.08 ± 0.03 (s.e.m. of 6 starts)".
func (g starts) meanSlopeText() string {
	mean, standardError, _ := g.meanSlope()
	if math.IsNaN(mean) {
		return "not measured"
	}
	text := figure.Number(mean, 3)
	if !math.IsNaN(standardError) {
		text += fmt.Sprintf(" ± %s (s.e.m. of %d starts)", figure.Number(standardError, 1), len(g.slopes()))
	}
	return text
}
