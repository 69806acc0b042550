package figures

import (
	"fmt"
	"image"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
)

// spectrumPanel draws the eigenvalues of both as shares of their sums.
func (c whitenedControl) spectrumPanel() figure.Panel {
	panel := figure.Panel{
		Title: "eigenvalues",
		X:     figure.Axis{Label: "index *τ*", Scale: figure.Log},
		Y:     figure.Axis{Label: "*ρ*_{*τ*} / tr *Ω*", Scale: figure.Log},
	}
	for _, l := range c.learners() {
		series := figure.Series{Name: "eigenvalues of " + l.name, Role: figure.Spectrum, Color: l.color}
		for i, eigenvalue := range l.spectrum.Eigenvalues {
			if eigenvalue > 0 {
				series.X, series.Y = append(series.X, float64(i+1)), append(series.Y, eigenvalue/l.spectrum.Trace())
			}
		}
		panel.Series = append(panel.Series, series)
	}
	return panel
}

func (c whitenedControl) learners() []learner { return []learner{c.natural, c.whitened} }

// errorPanel draws pmse(t) of the whitened images, between E_0 and E_K.
func (c whitenedControl) errorPanel() (figure.Panel, error) {
	l := c.whitened
	series, err := l.series(func(pmse float64) float64 { return pmse })
	return figure.Panel{
		Title: fmt.Sprintf("%s, %s, *K* = %d", l.name, networkTitle(l.theory.Run), l.theory.Run.Hidden),
		X:     timeAxis(l.sgd), Y: figure.Axis{Label: errorLabel},
		Series: series,
		References: []figure.Reference{{At: l.initial(), Label: "*E*_{0}"},
			{At: l.initial() - l.gain(), Label: fmt.Sprintf("*E*_{%d}", l.theory.Run.Hidden)}},
		Place: figure.Place{Column: 1},
	}, err
}

// sharePanel draws what has been learnt of both, as a share of what K components can take from the error. Time is linear
// here: on a logarithmic axis any start is flat, and looks like a plateau.
func (c whitenedControl) sharePanel() (figure.Panel, error) {
	hidden := c.whitened.theory.Run.Hidden
	panel := figure.Panel{
		Title: "what is learnt",
		X:     figure.Axis{Label: timeLabel},
		Y:     figure.Axis{Label: fmt.Sprintf("(*E*_{0} − pmse) / (*E*_{0} − *E*_{%d})", hidden)},
		Place: figure.Place{Row: 1, ColumnSpan: 2},
	}
	for _, l := range c.learners() {
		series, err := l.series(l.share)
		if err != nil {
			return panel, err
		}
		panel.Series = append(panel.Series, series...)
		panel.X.Min, panel.X.Max = min(panel.X.Min, -0.02*l.sgd.Run.Horizon), max(panel.X.Max, 1.02*l.sgd.Run.Horizon)
	}
	for m := range hidden + 1 {
		if value, ok := c.natural.theory.PCAError(m); ok && (hidden <= 4 || m == 0 || m == hidden) {
			line := figure.Reference{At: c.natural.share(value), Label: fmt.Sprintf("*E*_{%d}", m)}
			if m != hidden && 1-line.At < labelGap {
				line.Label = ""
			}
			panel.References = append(panel.References, line)
		}
	}
	return panel, nil
}

// labelGap is the distance from *E*_K, in the units of the panel, below which the label of a line would touch that one's.
const labelGap = 0.1

// share is what has been learnt at an error, of what K components can take from it.
func (l learner) share(pmse float64) float64 { return (l.initial() - pmse) / l.gain() }

// series draws theory and simulation, pmse turned into what is shown.
func (l learner) series(show func(pmse float64) float64) ([]figure.Series, error) {
	line, err := theoryLine("theory, "+l.name, l.theory, l.sgd, errorColumn)
	if err != nil {
		return nil, err
	}
	marks, err := simulationMarks("SGD, "+l.name, figure.Images, l.sgd, errorColumn)
	if err != nil {
		return nil, err
	}
	line = upTo(line, l.sgd.Run.Horizon)
	line.Color, marks.Color = l.color, l.color
	for _, values := range []*[]float64{&line.Y, &marks.Y, &marks.Low, &marks.High} {
		shown := slices.Clone(*values)
		for i, pmse := range shown {
			shown[i] = show(pmse)
		}
		*values = shown
	}
	if marks.Low != nil && marks.Low[0] > marks.High[0] { // what is shown falls where pmse rises
		marks.Low, marks.High = marks.High, marks.Low
	}
	return []figure.Series{line, marks}, nil
}

// featuresShown is how many decoder vectors are shown of each network.
const featuresShown = 4

// featurePanel shows decoder vectors of both as images.
func (c whitenedControl) featurePanel() figure.Panel {
	tiles := figure.Tiles{Columns: 2}
	for _, l := range []learner{c.whitened, c.natural} {
		tiles.Groups = append(tiles.Groups, figure.TileGroup{Heading: l.name, Images: l.features()})
	}
	return figure.Panel{Title: "decoder features *v*^{*k*}", Tiles: &tiles, Place: figure.Place{Column: 2, RowSpan: 2}}
}

// features are the first decoder vectors, each on its own scale: its largest entry is of full colour.
func (l learner) features() []image.Image {
	var tiles []image.Image
	for _, v := range l.trained.V[:min(featuresShown, len(l.trained.V))] {
		limit := 0.0
		for _, value := range v {
			limit = max(limit, math.Abs(value))
		}
		tiles = append(tiles, figure.SignedImage(v, int(math.Sqrt(float64(len(v)))), limit))
	}
	return tiles
}
