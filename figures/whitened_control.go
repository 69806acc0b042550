package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

// WhitenedControl shows what becomes of learning where the images are whitened: with all eigenvalues equal there are no
// components to learn one after another, no plateau, and next to nothing to gain.
type WhitenedControl struct{}

// Name implements figure.Figure.
func (WhitenedControl) Name() string { return "whitened-control" }

// Title implements figure.Figure.
func (WhitenedControl) Title() string { return "On whitened images nothing is learnt in order" }

// Ports implements figure.Figure.
func (WhitenedControl) Ports() []stages.Port {
	return []stages.Port{
		{Name: "spectrum", Doc: "the covariance of the whitened images", Kinds: []string{"covariance"}, Required: true},
		{Name: "theory", Doc: "the flow from that covariance", Kinds: []string{"ode"}, Required: true},
		{Name: "sgd", Doc: "SGD on the whitened images", Kinds: []string{"sgd"}, Required: true},
		{Name: "natural-spectrum", Doc: "the covariance of the images as they are, to compare with", Kinds: []string{"covariance"}, Required: true},
		{Name: "natural-theory", Doc: "the flow from that covariance", Kinds: []string{"ode"}, Required: true},
		{Name: "natural-sgd", Doc: "SGD on the images as they are", Kinds: []string{"sgd"}, Required: true},
	}
}

// whitenedControl is what the figure compares.
type whitenedControl struct {
	whitened, natural learner
	embedded          bool // no images were at hand: Gaussian inputs stood in for them
}

// learner is a network with the covariance of what it learns from.
type learner struct {
	name     string // of the inputs
	color    string
	spectrum inputs.Spectrum
	theory   inputs.Curves
	sgd      inputs.Curves
	trained  inputs.Trained // the first replica
}

// Build implements figure.Figure.
func (f WhitenedControl) Build(in inputs.Set) (*figure.Built, error) {
	c, err := readWhitenedControl(in)
	if err != nil {
		return nil, err
	}
	errors, err := c.errorPanel()
	if err != nil {
		return nil, err
	}
	shares, err := c.sharePanel()
	if err != nil {
		return nil, err
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn,
		Grid:   figure.Grid{Columns: []float64{1.1, 1.1, 0.8}, Rows: []float64{1.25, 1.5}},
		Panels: []figure.Panel{c.spectrumPanel(), errors, shares, c.featurePanel()},
		Legend: []figure.Entry{
			{Text: "theory, " + c.whitened.name, Role: figure.Theory, Color: c.whitened.color},
			{Text: "SGD, " + c.whitened.name, Role: figure.Images, Color: c.whitened.color},
			{Text: "theory, " + c.natural.name, Role: figure.Theory, Color: c.natural.color},
			{Text: "SGD, " + c.natural.name, Role: figure.Images, Color: c.natural.color},
		},
	}
	if b.Claims, err = c.claims(); err != nil {
		return nil, err
	}
	if b.Tables, err = c.tables(); err != nil {
		return nil, err
	}
	b.Caption, b.Alt, err = c.describe()
	return b, err
}

func readWhitenedControl(in inputs.Set) (c whitenedControl, err error) {
	c.embedded = in.HasCaveat("sgd", inputs.EmbeddedDefault)
	if c.whitened, err = readLearner(in, ""); err != nil {
		return c, err
	}
	if c.natural, err = readLearner(in, "natural-"); err != nil {
		return c, err
	}
	if theirs, ours := c.natural.theory.Run.Hidden, c.whitened.theory.Run.Hidden; theirs != ours {
		return c, fmt.Errorf("needs.natural-theory: it has %d hidden units and the network on whitened images %d; give both the same", theirs, ours)
	}
	c.whitened.name, c.whitened.color = "whitened images", figure.VariantColor(1)
	c.natural.name, c.natural.color = "images as they are", figure.VariantColor(2)
	if c.embedded {
		c.whitened.name, c.natural.name = "whitened surrogates", "surrogates as they are"
	}
	return c, nil
}

// readLearner reads the ports of a prefix.
func readLearner(in inputs.Set, prefix string) (l learner, err error) {
	if l.spectrum, err = in.Spectrum(prefix + "spectrum"); err != nil {
		return l, err
	}
	if l.theory, err = in.OneCurves(prefix + "theory"); err != nil {
		return l, err
	}
	if l.sgd, err = in.OneCurves(prefix + "sgd"); err != nil {
		return l, err
	}
	if err := agree(l.theory, l.sgd); err != nil {
		return l, fmt.Errorf("needs.%ssgd: %w", prefix, err)
	}
	if err := l.checkErrors(); err != nil {
		return l, fmt.Errorf("needs.%stheory: %w", prefix, err)
	}
	trained, err := in.Trained(prefix+"sgd", 1)
	if err != nil {
		return l, err
	}
	l.trained = trained[0]
	return l, nil
}

// checkErrors refuses a theory whose PCA errors aren't known, or which is of another covariance than the spectrum shown.
func (l learner) checkErrors() error {
	hidden := l.theory.Run.Hidden
	if _, ok := l.theory.PCAError(hidden); !ok {
		return fmt.Errorf("stage %s doesn't know the PCA error with %d components: wire it to a covariance", l.theory.Stage, hidden)
	}
	const relative = 1e-6
	shown, known := l.spectrum.Trace()/float64(len(l.spectrum.Eigenvalues)), l.initial()
	if difference := shown - known; !(difference*difference <= relative*relative*known*known) {
		return fmt.Errorf("stage %s is of another covariance than that which is shown: its E_0 is %g, and tr Ω/D there is %g; wire both to the same covariance",
			l.theory.Stage, known, shown)
	}
	return nil
}

// initial is E_0, the variance of the inputs per dimension.
func (l learner) initial() float64 { return l.theory.Run.PCAErrors[0] }

// gain is E_0 − E_K, what K components can take from the error at most.
func (l learner) gain() float64 { return l.initial() - l.theory.Run.PCAErrors[l.theory.Run.Hidden] }
