package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// variants returns both networks in the order of their colours.
func (p tyingPair) variants() []pair { return []pair{p.untied, p.tied} }

// time is the axis of all panels over time.
func (p tyingPair) time() figure.Axis {
	return timeAxis(p.untied.theory, p.tied.theory, p.untied.simulation, p.tied.simulation)
}

// errorPanel draws pmse(t) of both.
func (p tyingPair) errorPanel(tyingMeasured) (figure.Panel, error) {
	panel := figure.Panel{
		Title: "reconstruction error", X: p.time(), Y: figure.Axis{Label: "pmse", Scale: figure.Log},
		References: pcaErrors(p.untied.theory, 1, p.untied.theory.Run.Hidden),
	}
	for k, one := range p.variants() {
		line, marks, err := one.lineAndMarks(errorColumn, variantName("theory", one.theory), variantName("SGD", one.theory))
		if err != nil {
			return panel, err
		}
		panel.Series = append(panel.Series, asVariant(line, k+1), asVariant(marks, k+1))
	}
	return panel, nil
}

// variantName names a series of the tied or of the untied network, whatever else sets them apart from the plain one.
func variantName(name string, c inputs.Curves) string {
	if c.Run.Tied {
		return qualified(name, c.Run)
	}
	return qualified(name+", untied", c.Run)
}

// encoderPanel draws √Q_kk, the size of the pre-activations.
func (p tyingPair) encoderPanel(m tyingMeasured) (figure.Panel, error) {
	return p.normPanel("size of pre-activations", "√*Q*_{*kk*}", "Q", 1, longGuide(m.valley.encoder, -1.0/6, "*t*^{−1/6}", 1.6), figure.Place{Column: 1})
}

// decoderPanel draws the length of the decoder vectors.
func (p tyingPair) decoderPanel(m tyingMeasured) (figure.Panel, error) {
	return p.normPanel("length of decoder vectors", "‖*v*^{*k*}‖ / √*D*", "T", decoderScale(p.untied.theory.Run), longGuide(m.valley.decoder, 1.0/6, "*t*^{1/6}", 1.8), figure.Place{Column: 2})
}

// normPanel draws the mean over units of a norm for both networks, and the power law that the untied one follows.
func (p tyingPair) normPanel(title, label, prefix string, scale float64, law figure.Series, place figure.Place) (figure.Panel, error) {
	panel := figure.Panel{Title: title, X: p.time(), Y: figure.Axis{Label: label, Scale: figure.Log}, Place: place}
	for k, one := range p.variants() {
		line, err := meanNorm(one.theory, prefix, scale)
		if err != nil {
			return panel, err
		}
		marks, err := meanNorm(one.simulation, prefix, scale)
		if err != nil {
			return panel, err
		}
		panel.Series = append(panel.Series,
			asVariant(figure.Series{Name: variantName("theory", one.theory), Role: figure.Theory, X: one.theory.Times, Y: line}, k+1),
			asVariant(figure.Series{Name: variantName("SGD", one.theory), Role: figure.SGD, X: one.simulation.Times, Y: marks, Tolerance: meansTolerance()}, k+1))
	}
	if len(law.X) > 0 {
		panel.Series = append(panel.Series, law)
		panel.Y.Min, panel.Y.Max = roomyRange(panel.Series)
	}
	return panel, nil
}

// longGuide is a guide that begins a decade before what was fitted, so that there is room for its label.
func longGuide(law powerLaw, expected float64, label string, beside float64) figure.Series {
	law.from /= 10
	return guide(law, expected, label, beside)
}

// roomyRange holds series on a logarithmic axis, with room for labels above and below.
func roomyRange(all []figure.Series) (low, high float64) {
	const margin = 1.8
	low, high = math.Inf(1), 0
	for _, s := range all {
		for _, y := range s.Y {
			if y > 0 {
				low, high = min(low, y), max(high, y)
			}
		}
	}
	return low / margin, high * margin
}

// excessPanel draws pmse less E_K of the untied network.
func (p tyingPair) excessPanel(m tyingMeasured) (figure.Panel, error) {
	hidden := p.untied.theory.Run.Hidden
	marks, err := simulationMarks(variantName("SGD", p.untied.theory), figure.SGD, p.untied.simulation, errorColumn)
	if err != nil {
		return figure.Panel{}, err
	}
	marks.Y, marks.Low, marks.High = lowered(marks.Y, m.floor), lowered(marks.Low, m.floor), lowered(marks.High, m.floor)
	panel := figure.Panel{
		Title: "excess over PCA, untied", X: p.time(),
		Y:     figure.Axis{Label: fmt.Sprintf("pmse − *E*_{%d}", hidden), Scale: figure.Log},
		Place: figure.Place{Row: 1, RowSpan: 2},
		Series: []figure.Series{
			asVariant(figure.Series{Name: variantName("theory", p.untied.theory), Role: figure.Theory, X: p.untied.theory.Times, Y: m.valley.above, Tolerance: lateTolerance()}, 1),
			asVariant(marks, 1),
		},
	}
	if law := longGuide(m.valley.excess, -2.0/3, "*t*^{−2/3}", 0.1); len(law.X) > 0 {
		panel.Series = append(panel.Series, law)
		panel.Y.Min, panel.Y.Max = roomyRange(panel.Series)
	}
	return panel, nil
}

// meansTolerance is within what check takes functions of replicas' means for unchanged, which have no spread of their own.
func meansTolerance() figure.Tolerance { return figure.Tolerance{Relative: 0.05, Absolute: 1e-6} }
