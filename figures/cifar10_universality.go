package figures

import (
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// CIFAR10Universality shows that the theory, fed with the covariance of CIFAR10's images alone, describes
// SGD on the images themselves and on Gaussian surrogates of that covariance.
type CIFAR10Universality struct{}

// Name implements figure.Figure.
func (CIFAR10Universality) Name() string { return "cifar10-universality" }

// Title implements figure.Figure.
func (CIFAR10Universality) Title() string {
	return "The covariance of CIFAR10 determines the dynamics on its images"
}

// Ports implements figure.Figure.
func (CIFAR10Universality) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow from the covariance of the images", Kinds: []string{"ode"}, Required: true},
		{Name: "images", Doc: "SGD on the images", Kinds: []string{"sgd"}, Required: true},
		{Name: "surrogates", Doc: "SGD on Gaussian surrogates of the images", Kinds: []string{"sgd"}, Required: true},
	}
}

// universality is what the figure compares.
type universality struct {
	theory, images, surrogates inputs.Curves
	embedded                   bool // no images were at hand: surrogates stood in for them as well
}

// imageName says what the simulation at the port "images" ran on.
func (u universality) imageName() string {
	if u.embedded {
		return "surrogates in place of images"
	}
	return "real images"
}

// legendName is imageName where there is room for few words.
func (u universality) legendName() string {
	if u.embedded {
		return "in place of images"
	}
	return u.imageName()
}

// Build implements figure.Figure.
func (f CIFAR10Universality) Build(in inputs.Set) (*figure.Built, error) {
	u, err := readUniversality(in)
	if err != nil {
		return nil, err
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.SingleColumn,
		Grid: figure.Grid{Columns: []float64{1}, Rows: []float64{1.75, 0.85}},
		Legend: []figure.Entry{
			{Text: "theory", Role: figure.Theory},
			{Text: "SGD: " + u.legendName(), Role: figure.Images},
			{Text: "SGD: surrogates", Role: figure.Surrogates},
		},
	}
	errors, err := u.errorPanel()
	if err != nil {
		return nil, err
	}
	deviations, claims, err := u.deviationPanel()
	if err != nil {
		return nil, err
	}
	b.Panels, b.Claims = []figure.Panel{errors, deviations}, claims
	b.Caption, b.Alt = u.describe()
	return b, nil
}

func readUniversality(in inputs.Set) (u universality, err error) {
	if u.theory, err = in.OneCurves("theory"); err != nil {
		return u, err
	}
	if u.images, err = in.OneCurves("images"); err != nil {
		return u, err
	}
	if u.surrogates, err = in.OneCurves("surrogates"); err != nil {
		return u, err
	}
	u.embedded = in.HasCaveat("images", inputs.EmbeddedDefault) && u.images.Run.Inputs == run.Normal
	if err := agree(u.theory, u.images); err != nil {
		return u, fmt.Errorf("needs.images: %w", err)
	}
	if err := agree(u.theory, u.surrogates); err != nil {
		return u, fmt.Errorf("needs.surrogates: %w", err)
	}
	return u, nil
}

// errorPanel draws pmse(t) of all three.
func (u universality) errorPanel() (figure.Panel, error) {
	line, err := theoryLine(qualified("theory", u.theory.Run), u.theory, u.images, "pmse")
	if err != nil {
		return figure.Panel{}, err
	}
	images, err := simulationMarks(qualified("SGD, "+u.imageName(), u.images.Run), figure.Images, u.images, "pmse")
	if err != nil {
		return figure.Panel{}, err
	}
	surrogates, err := simulationMarks(qualified("SGD, Gaussian surrogates", u.surrogates.Run), figure.Surrogates, u.surrogates, "pmse")
	if err != nil {
		return figure.Panel{}, err
	}
	return figure.Panel{
		Title: fmt.Sprintf("%s, *K* = %d", networkTitle(u.theory.Run), u.theory.Run.Hidden),
		X:     u.timeAxis(true), Y: figure.Axis{Label: errorLabel, Scale: figure.Log},
		Series:     []figure.Series{upTo(line, u.lastTime()), surrogates, images},
		References: pcaErrors(u.theory, 0, u.theory.Run.Hidden),
		Place:      figure.Place{Row: 0},
	}, nil
}

// timeAxis is shared by both panels.
func (u universality) timeAxis(shared bool) figure.Axis {
	axis := timeAxis(u.images, u.surrogates)
	axis.Shared = shared
	return axis
}

func (u universality) lastTime() float64 { return max(u.images.Run.Horizon, u.surrogates.Run.Horizon) }

// deviationPanel draws how far the simulations are from the theory, in percent, and measures it.
func (u universality) deviationPanel() (figure.Panel, []figure.Claim, error) {
	panel := figure.Panel{
		X: u.timeAxis(false), Y: figure.Axis{Label: "deviation [%]"},
		References: u.bounds(),
		Place:      figure.Place{Row: 1},
	}
	var claims []figure.Claim
	for _, one := range u.simulations() {
		deviation, err := inputs.RelativeDeviation(one.curves, u.theory, "pmse")
		if err != nil {
			return panel, nil, fmt.Errorf("needs.%s: %w", one.port, err)
		}
		panel.Series = append(panel.Series, deviationMarks(qualified("SGD, "+one.name, one.curves.Run), one.role, deviation))
		worst := deviation.Worst()
		claims = append(claims, sameRate("SGD on "+one.name, u.theory, one.curves)...)
		claims = append(claims, figure.AtMost(
			fmt.Sprintf("%s: SGD on %s stays within %s of the theory at every *t*", networkName(u.theory.Run), one.name, percent(one.bound)),
			worst.Size, one.bound, worstText(worst, deviation.Replicas)))
	}
	return panel, claims, nil
}

// simulation is one of the two that the theory is compared with.
type simulation struct {
	name, port string
	role       figure.Role
	curves     inputs.Curves
	bound      float64 // on the deviation
}

func (u universality) simulations() []simulation {
	return []simulation{
		{"Gaussian surrogates", "surrogates", figure.Surrogates, u.surrogates, surrogateBound},
		{u.imageName(), "images", figure.Images, u.images, u.imageBound()},
	}
}

// bounds are reference lines at zero and at the bounds of both simulations.
func (u universality) bounds() []figure.Reference {
	lines := []figure.Reference{{At: 0}}
	for _, bound := range slices.Compact([]float64{surrogateBound, u.imageBound()}) {
		lines = append(lines,
			figure.Reference{At: 100 * bound, Label: "+" + percent(bound)},
			figure.Reference{At: -100 * bound, Label: "−" + percent(bound)})
	}
	return lines
}

// surrogateBound is the bound on the deviation of Gaussian inputs, imageBound that of the images.
const surrogateBound = 0.01

// imageBound is the bound on the deviation: surrogates that stand in for images must do as well as surrogates do.
func (u universality) imageBound() float64 {
	if u.embedded {
		return surrogateBound
	}
	return 0.02
}

// deviationMarks draws a deviation in percent.
func deviationMarks(name string, role figure.Role, d inputs.Deviation) figure.Series {
	series := figure.Series{Name: name, Role: role, X: d.Times, Dense: true}
	for i, value := range d.Values {
		series.Y = append(series.Y, 100*value)
		if d.Spread != nil {
			series.Low = append(series.Low, 100*(value-d.Spread[i]))
			series.High = append(series.High, 100*(value+d.Spread[i]))
		}
	}
	return series
}
