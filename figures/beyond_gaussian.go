package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// BeyondGaussian shows where real images leave the theory of Gaussian inputs, and that odd moments are why: with units
// that aren't odd, SGD on images deviates from the theory, and follows it once the sign of each image is flipped at random,
// which takes all odd moments away: the mean of each pixel and the skewness about it.
type BeyondGaussian struct{}

// Name implements figure.Figure.
func (BeyondGaussian) Name() string { return "beyond-gaussian" }

// Title implements figure.Figure.
func (BeyondGaussian) Title() string {
	return "Images with odd moments leave the theory of Gaussian inputs"
}

// Ports implements figure.Figure.
func (BeyondGaussian) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow from the covariance of the images", Kinds: []string{"ode"}, Required: true},
		{Name: "sgd", Doc: "SGD on the images as they are", Kinds: []string{"sgd"}, Required: true},
		{Name: "flipped", Doc: "SGD on the images with random signs (flip_signs: true)", Kinds: []string{"sgd"}, Required: true},
		{Name: "images", Doc: "the images, whose projections are shown", Kinds: []string{"whiten"}, Required: true},
		{Name: "natural", Doc: "the covariance of the images, for their principal components", Kinds: []string{"covariance"}, Required: true},
	}
}

// beyondGaussian is what the figure compares.
type beyondGaussian struct {
	theory      inputs.Curves
	plain       shown // images as they are
	flipped     shown // images of random sign
	projections inputs.Projections
	embedded    bool // no images were at hand: Gaussian inputs stood in for them, for which signs make no difference
}

// shown is a simulation with its deviation from the theory.
type shown struct {
	name      string // in claims and captions
	legend    string // where there is room for few words
	color     string // "" for that of its role
	curves    inputs.Curves
	deviation inputs.Deviation
}

// Build implements figure.Figure.
func (f BeyondGaussian) Build(in inputs.Set) (*figure.Built, error) {
	g, err := readBeyondGaussian(in)
	if err != nil {
		return nil, err
	}
	errors, err := g.errorPanel()
	if err != nil {
		return nil, err
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn,
		Grid:   figure.Grid{Columns: []float64{1, 1}, Rows: []float64{1.5, 1.2}},
		Panels: []figure.Panel{errors, g.densityPanel(), g.deviationPanel(), g.momentPanel()},
		Claims: g.claims(),
	}
	b.Panels[0].Legend = []figure.Entry{
		{Text: "theory", Role: figure.Theory},
		{Text: g.plain.legend, Role: figure.Images, Color: g.plain.color},
		{Text: g.flipped.legend, Role: figure.Images, Color: g.flipped.color},
	}
	b.Panels[1].Place.Column, b.Panels[3].Place.Column = 1, 1
	b.Panels[2].Place.Row, b.Panels[3].Place.Row = 1, 1
	for _, s := range g.simulations() {
		b.Tables.Deviations = append(b.Tables.Deviations, deviationRow(s.curves, s.name, s.deviation))
	}
	b.Caption, b.Alt = g.describe()
	return b, nil
}

func readBeyondGaussian(in inputs.Set) (g beyondGaussian, err error) {
	if g.theory, err = in.OneCurves("theory"); err != nil {
		return g, err
	}
	if g.plain.curves, err = in.OneCurves("sgd"); err != nil {
		return g, err
	}
	if g.flipped.curves, err = in.OneCurves("flipped"); err != nil {
		return g, err
	}
	g.embedded = in.HasCaveat("images", inputs.EmbeddedDefault) && g.plain.curves.Run.Inputs == run.Normal
	g.name()
	if err := g.checkSigns(); err != nil {
		return g, err
	}
	for port, s := range map[string]*shown{"sgd": &g.plain, "flipped": &g.flipped} {
		if err := agree(g.theory, s.curves); err != nil {
			return g, fmt.Errorf("needs.%s: %w", port, err)
		}
		if s.deviation, err = inputs.RelativeDeviation(s.curves, g.theory, errorColumn); err != nil {
			return g, fmt.Errorf("needs.%s: %w", port, err)
		}
	}
	g.projections, err = in.Projections("images", "natural", componentsShown)
	return g, err
}

// name says what the simulations learn from.
func (g *beyondGaussian) name() {
	g.plain.name, g.plain.legend = "real images", "SGD: real images"
	g.flipped.name, g.flipped.legend, g.flipped.color = "images of random sign", "of random sign", figure.VariantColor(4)
	if g.embedded {
		g.plain.name, g.plain.legend = "surrogates in place of images", "SGD: in place of images"
		g.flipped.name, g.flipped.legend = "surrogates in place of images of random sign", "of flipped ones"
	}
}

// checkSigns refuses simulations whose images don't have the signs that their ports stand for.
func (g beyondGaussian) checkSigns() error {
	if r := g.plain.curves.Run; r.FlipSigns {
		return fmt.Errorf("needs.sgd: stage %s shows images with random signs; wire one without flip_signs", g.plain.curves.Stage)
	}
	if r := g.flipped.curves.Run; r.Inputs == run.Images && !r.FlipSigns {
		return fmt.Errorf("needs.flipped: stage %s shows images as they are; give it flip_signs: true", g.flipped.curves.Stage)
	}
	return nil
}

// simulations are both, in the order in which they are drawn.
func (g beyondGaussian) simulations() []shown { return []shown{g.plain, g.flipped} }
