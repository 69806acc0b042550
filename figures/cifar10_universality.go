package figures

import (
	"fmt"

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
		return "embedded surrogates"
	}
	return "real images"
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
			{Text: "SGD: " + u.imageName(), Role: figure.Images},
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
	for name, c := range map[string]inputs.Curves{"images": u.images, "surrogates": u.surrogates} {
		if c.Run.Hidden != u.theory.Run.Hidden || c.Run.Activation != u.theory.Run.Activation {
			return u, fmt.Errorf("needs.%s has K = %d and activation %s, needs.theory K = %d and %s: they must agree",
				name, c.Run.Hidden, c.Run.Activation, u.theory.Run.Hidden, u.theory.Run.Activation)
		}
	}
	return u, nil
}

// errorPanel draws pmse(t) of all three.
func (u universality) errorPanel() (figure.Panel, error) {
	line, err := theoryLine("theory", u.theory, u.images, "pmse")
	if err != nil {
		return figure.Panel{}, err
	}
	images, err := simulationMarks("SGD, "+u.imageName(), figure.Images, u.images, "pmse")
	if err != nil {
		return figure.Panel{}, err
	}
	surrogates, err := simulationMarks("SGD, Gaussian surrogates", figure.Surrogates, u.surrogates, "pmse")
	if err != nil {
		return figure.Panel{}, err
	}
	return figure.Panel{
		Title: fmt.Sprintf("%s, *K* = %d", activationName(u.theory.Run.Activation), u.theory.Run.Hidden),
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
		References: []figure.Reference{{At: 0}, {At: 100 * u.imageBound()}, {At: -100 * u.imageBound()}},
		Place:      figure.Place{Row: 1},
	}
	var claims []figure.Claim
	for _, one := range []struct {
		name, port string
		role       figure.Role
		curves     inputs.Curves
		bound      float64
	}{
		{"Gaussian surrogates", "surrogates", figure.Surrogates, u.surrogates, 0.01},
		{u.imageName(), "images", figure.Images, u.images, u.imageBound()},
	} {
		deviation, err := inputs.RelativeDeviation(one.curves, u.theory, "pmse")
		if err != nil {
			return panel, nil, fmt.Errorf("needs.%s: %w", one.port, err)
		}
		panel.Series = append(panel.Series, deviationMarks("SGD, "+one.name, one.role, deviation))
		worst, at := deviation.Worst()
		claims = append(claims, sameRate("SGD on "+one.name, u.theory, one.curves)...)
		claims = append(claims, figure.AtMost(
			fmt.Sprintf("%s: SGD on %s stays within %s of the theory at every t", activationName(u.theory.Run.Activation), one.name, percent(one.bound)),
			worst, one.bound, fmt.Sprintf("largest at t = %.3g, %s", at, replicaText(one.curves))))
	}
	return panel, claims, nil
}

// imageBound is the bound on the deviation: surrogates that stand in for images must do as well as surrogates do.
func (u universality) imageBound() float64 {
	if u.embedded {
		return 0.01
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

// describe writes the caption and the alternative text.
func (u universality) describe() (caption, alt string) {
	r := u.theory.Run
	what := "The theory, given nothing but the covariance of the greyscale images of CIFAR10, describes SGD on the images themselves"
	if u.embedded {
		what = "The theory, given the covariance of the greyscale images of CIFAR10, describes SGD on Gaussian inputs of that covariance; " +
			"the images themselves were not at hand, and surrogates drawn from the embedded moments stand in for them"
	}
	caption = fmt.Sprintf("%s. (a) Reconstruction error pmse against time *t* = steps/*D* for an untied autoencoder with *K* = %d hidden units and "+
		"%s activation (*D* = %s, learning rate *η* = %s). The line is the theory; circles are SGD on %s (%s; error on the %s), diamonds SGD on "+
		"Gaussian surrogates with the images' covariance (%s). Thin lines are the errors *E*_{*m*} that PCA leaves with *m* components. "+
		"(b) Relative deviation of the mean over replicas from the theory; thin lines mark zero and ±%s.",
		what, r.Hidden, activationName(r.Activation), figure.Number(float64(r.Dim), 4), figure.Number(r.LearningRate, 3),
		u.imageName(), replicaText(u.images), errorSource(u.images), replicaText(u.surrogates), percent(u.imageBound()))
	alt = fmt.Sprintf("Reconstruction error over time on logarithmic axes: the markers of SGD on %s and on Gaussian surrogates lie on the line of the "+
		"theory while it falls past the PCA errors. Below, the deviations from the theory in percent scatter about zero.", u.imageName())
	return caption, alt
}

// errorSource says on what the error of a simulation was measured.
func errorSource(c inputs.Curves) string {
	if c.Run.Error == run.ClosedForm {
		return "population, in closed form"
	}
	return c.Run.Error
}
