package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

// TiedVsUntied shows why sigmoidal autoencoders need untied weights: to reconstruct, tied ones drive their units into
// saturation, while untied ones shrink the encoder into the linear part of the units and grow the decoder.
type TiedVsUntied struct{}

// Name implements figure.Figure.
func (TiedVsUntied) Name() string { return "tied-vs-untied" }

// Title implements figure.Figure.
func (TiedVsUntied) Title() string {
	return "Untied sigmoidal autoencoders become linear, tied ones saturate"
}

// Ports implements figure.Figure. Each has the tied and the untied network, in any order.
func (TiedVsUntied) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow, of tied and of untied weights", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "sgd", Doc: "the simulation, of tied and of untied weights", Kinds: []string{"sgd"}, Required: true, Many: true},
	}
}

// tyingPair is a sigmoidal network with untied and with tied weights.
type tyingPair struct{ untied, tied pair }

// Build implements figure.Figure.
func (f TiedVsUntied) Build(in inputs.Set) (*figure.Built, error) {
	p, err := readTying(in)
	if err != nil {
		return nil, err
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn,
		Grid:   figure.Grid{Columns: []float64{1, 1, 1}, Rows: []float64{1.35, 1.1, 0.5}},
		Legend: append(variantLegend([]string{"untied", "tied"}, ""), sourceLegend("other")...),
	}
	measured, err := p.measure()
	if err != nil {
		return nil, err
	}
	for _, panel := range []func(tyingMeasured) (figure.Panel, error){p.errorPanel, p.encoderPanel, p.decoderPanel, p.excessPanel} {
		made, err := panel(measured)
		if err != nil {
			return nil, err
		}
		b.Panels = append(b.Panels, made)
	}
	for column, one := range []pair{p.untied, p.tied} {
		panels, err := unitPanels(one.theory, measured.early[column], column+1)
		if err != nil {
			return nil, err
		}
		b.Panels = append(b.Panels, panels...)
	}
	if b.Claims, err = p.claims(measured); err != nil {
		return nil, err
	}
	if b.Tables, err = p.tables(measured); err != nil {
		return nil, err
	}
	b.Caption, b.Alt = p.describe(measured)
	return b, nil
}

// readTying reads both networks and refuses what doesn't belong together.
func readTying(in inputs.Set) (p tyingPair, err error) {
	pairs, err := readPairs(in)
	if err != nil {
		return p, err
	}
	var untied, tied int
	for _, one := range pairs {
		if one.theory.Run.Tied {
			tied, p.tied = tied+1, one
		} else {
			untied, p.untied = untied+1, one
		}
	}
	if untied != 1 || tied != 1 {
		return p, fmt.Errorf("%d networks with untied and %d with tied weights are wired: this figure takes one of each", untied, tied)
	}
	if err := sameExcept(p.untied.theory, p.tied.theory, "tied"); err != nil {
		return p, err
	}
	if sigmoid(p.untied.activation()) == nil {
		return p, fmt.Errorf("stage %s is wired to needs.theory and its units are %s: this figure is about sigmoidal ones, erf or tanh",
			p.untied.theory.Stage, activationName(p.untied.activation()))
	}
	if _, ok := p.untied.theory.PCAError(p.untied.theory.Run.Hidden); !ok {
		return p, fmt.Errorf("stages %s and %s don't know the PCA errors of their inputs: wire them to a covariance", p.untied.theory.Stage, p.tied.theory.Stage)
	}
	return p, nil
}
