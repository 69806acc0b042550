package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

// CIFAR10Training shows autoencoders of many hidden units as they are trained on CIFAR10: their error over epochs
// beside the theory's, what their units have learnt beside the principal components, and what they make of images
// beside what PCA makes of them.
type CIFAR10Training struct{}

// Name implements figure.Figure.
func (CIFAR10Training) Name() string { return "cifar10-training" }

// Title implements figure.Figure.
func (CIFAR10Training) Title() string { return "Training on CIFAR10, epoch by epoch" }

// Ports implements figure.Figure.
func (CIFAR10Training) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow of these networks, from the covariance of the images", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "sgd", Doc: "networks trained on the images, by SGD or by Adam", Kinds: []string{"sgd"}, Required: true, Many: true},
		{Name: "natural", Doc: "covariance of the images, whose principal components are shown", Kinds: []string{"covariance"}, Required: true},
		{Name: "images", Doc: "the images of which reconstructions are shown", Kinds: []string{"whiten"}, Required: true},
	}
}

// trainingTiles is the number of units, components and images that are shown.
const trainingTiles = 10

// Build implements figure.Figure.
func (f CIFAR10Training) Build(in inputs.Set) (*figure.Built, error) {
	t, err := readTraining(in)
	if err != nil {
		return nil, err
	}
	panels, err := t.errorPanels()
	if err != nil {
		return nil, err
	}
	features, err := t.featureTiles()
	if err != nil {
		return nil, err
	}
	reconstructions, err := t.reconstructionTiles()
	if err != nil {
		return nil, err
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn,
		Grid:   figure.Grid{Rows: []float64{1.6, tilesHeight(max(len(features.Groups), len(reconstructions.Groups)))}},
		Legend: t.legend(),
		Panels: append(panels,
			figure.Panel{Title: "what units learn", Tiles: features, Place: figure.Place{Row: 1}},
			figure.Panel{Title: "what they make of images", Tiles: reconstructions, Place: figure.Place{Row: 1, Column: 1}}),
	}
	if b.Claims, err = t.claims(); err != nil {
		return nil, err
	}
	if b.Tables, err = t.tables(); err != nil {
		return nil, err
	}
	b.Caption, b.Alt, err = t.describe()
	return b, err
}

// tilesHeight is the height in inches of a panel with rows of tiles, as wide as half a page.
func tilesHeight(rows int) float64 { return 0.42*float64(rows) + 0.07*float64(rows-1) }

// legend says what lines and markers are; their colours say of which network.
func (t training) legend() []figure.Entry {
	entries := []figure.Entry{
		{Text: "theory", Role: figure.Theory, Color: "other"},
		{Text: "SGD on " + t.imageName(), Role: figure.Images, Color: "other"},
	}
	for _, n := range t.networks {
		if len(n.adam) > 0 {
			return append(entries, figure.Entry{Text: "Adam (open markers)", Role: figure.Adam, Color: "other"})
		}
	}
	return entries
}

// errorPanels are those of the activations, side by side on the same axis of errors.
func (t training) errorPanels() ([]figure.Panel, error) {
	var panels []figure.Panel
	for _, activation := range t.activations() {
		panel, err := t.errorPanel(activation)
		if err != nil {
			return nil, err
		}
		panel.Place = figure.Place{Column: len(panels)}
		panel.Y.Shared = len(panels) > 0
		panels = append(panels, panel)
	}
	setRanges(panels)
	return panels, nil
}

// errorPanel draws the error over epochs of the networks of one activation.
func (t training) errorPanel(activation string) (figure.Panel, error) {
	panel := figure.Panel{
		X: figure.Axis{Label: "epochs", Scale: figure.Log},
		Y: figure.Axis{Label: errorLabel, Scale: figure.Log},
	}
	of := t.of(activation)
	for k, n := range of {
		color := figure.VariantColor(k + 1)
		if n.theory != nil {
			line, err := n.line()
			if err != nil {
				return panel, err
			}
			line.Color = color
			panel.Series = append(panel.Series, line)
		}
		for _, one := range n.runs() {
			marks, err := n.marks(one)
			if err != nil {
				return panel, err
			}
			marks.Color = color
			panel.Series = append(panel.Series, marks)
		}
		panel.Legend = append(panel.Legend, figure.Entry{Text: n.label(of), Color: color, Role: n.legendRole()})
	}
	panel.Title = fmt.Sprintf("%s, *K* = %d", activationName(activation), of[0].network().Hidden)
	panel.References = pcaErrors(t.reference(), 1, of[0].network().Hidden)
	return panel, nil
}

// line is the theory over the epochs in which its SGD gets as far.
func (n trainedNetwork) line() (figure.Series, error) {
	statistic, err := n.theory.Statistic(errorColumn)
	if err != nil {
		return figure.Series{}, err
	}
	x, scale := inFlowTime(*n.theory).Times, n.epochsPerFlowTime()
	for i := range x {
		x[i] *= scale
	}
	return figure.Series{Name: n.name() + ", theory", Role: figure.Theory, X: x, Y: statistic.Mean}, nil
}

// marks are a training over its epochs.
func (n trainedNetwork) marks(one trainedRun) (figure.Series, error) {
	role := figure.Images
	if one.curves.Run.Optimizer != nil {
		role = figure.Adam
	}
	marks, err := simulationMarks(n.runName(one), role, one.curves, errorColumn)
	if err != nil {
		return marks, err
	}
	marks.X = epochs(one.curves)
	return marks, nil
}

// setRanges gives all panels of errors the same axis of errors, and each its own of epochs. That begins where the first
// network has learnt a little: before, nothing happens.
func setRanges(panels []figure.Panel) {
	const littleLearnt, margin = 0.98, 1.25
	low, high := math.Inf(1), 0.0
	for i, panel := range panels {
		first, last := math.Inf(1), 0.0
		for _, s := range panel.Series {
			for i, x := range s.X {
				low, high, last = min(low, s.Y[i]), max(high, s.Y[i]), max(last, x)
				if x > 0 && s.Y[i] < littleLearnt*s.Y[0] {
					first = min(first, x)
				}
			}
		}
		for _, line := range panel.References {
			low = min(low, line.At)
		}
		if !(first < last) {
			first = last / 1e3
		}
		panels[i].X.Min, panels[i].X.Max = first/2, last*margin
	}
	for i := range panels {
		panels[i].Y.Min, panels[i].Y.Max = low/1.06, high*1.06
	}
}
