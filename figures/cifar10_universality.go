package figures

import (
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

// CIFAR10Universality shows that the theory, fed with the covariance of CIFAR10's images alone, describes
// SGD on the images themselves and on Gaussian surrogates of that covariance; and where, for units that aren't odd,
// the images differ.
type CIFAR10Universality struct{}

// Name implements figure.Figure.
func (CIFAR10Universality) Name() string { return "cifar10-universality" }

// Title implements figure.Figure.
func (CIFAR10Universality) Title() string {
	return "The covariance of CIFAR10 determines the dynamics of odd units on its images"
}

// Ports implements figure.Figure. Theories and simulations are matched by their networks.
func (CIFAR10Universality) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow from the covariance of the images, one stage for each network", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "images", Doc: "SGD on the images, one stage for each network", Kinds: []string{"sgd"}, Required: true, Many: true},
		{Name: "surrogates", Doc: "SGD on Gaussian surrogates of the images, one stage for each network", Kinds: []string{"sgd"}, Required: true, Many: true},
	}
}

// Build implements figure.Figure.
func (f CIFAR10Universality) Build(in inputs.Set) (*figure.Built, error) {
	all, err := readUniversality(in)
	if err != nil {
		return nil, err
	}
	b := &figure.Built{Name: f.Name(), Title: f.Title(), Width: universalityWidth(len(all)), Legend: []figure.Entry{
		{Text: "theory", Role: figure.Theory},
		{Text: "SGD: " + all[0].legendName(), Role: figure.Images},
		{Text: "SGD: Gaussian surrogates", Role: figure.Surrogates},
	}}
	for i, u := range all {
		if err := u.addTo(b, universalityPlace(i, len(all))); err != nil {
			return nil, err
		}
	}
	b.Grid = universalityGrid(len(all))
	b.Caption, b.Alt = describeUniversality(all)
	return b, nil
}

// addTo adds the two panels of a network, one above the other, its claims and its lines of the table of deviations.
func (u universality) addTo(b *figure.Built, place figure.Place) error {
	above, err := u.errorPanel()
	if err != nil {
		return err
	}
	measured, err := u.measure()
	if err != nil {
		return err
	}
	below := u.deviationPanel(measured)
	above.Place, below.Place = place, figure.Place{Row: place.Row + 1, Column: place.Column}
	b.Panels = append(b.Panels, above, below)
	b.Claims = append(b.Claims, u.claims(measured)...)
	for _, m := range measured {
		b.Tables.Deviations = append(b.Tables.Deviations, deviationRow(m.curves, m.name, m.deviation))
	}
	return nil
}

// networksAcross is how many networks stand beside each other at most.
const networksAcross = 4

// universalityPlace is where the upper panel of a network stands.
func universalityPlace(i, n int) figure.Place {
	across := min(n, networksAcross)
	return figure.Place{Row: 2 * (i / across), Column: i % across}
}

// universalityGrid is the grid of all networks: two rows of panels for each row of networks.
func universalityGrid(n int) figure.Grid {
	across := min(n, networksAcross)
	grid := figure.Grid{Columns: make([]float64, across)}
	for i := range grid.Columns {
		grid.Columns[i] = 1
	}
	for i := 0; i < n; i += across {
		grid.Rows = append(grid.Rows, 1.6, 0.95)
	}
	return grid
}

func universalityWidth(n int) figure.Width {
	if n == 1 {
		return figure.SingleColumn
	}
	return figure.DoubleColumn
}
