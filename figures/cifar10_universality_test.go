package figures

import (
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// onImages returns a run as one that learns from images.
func onImages(r run.Run) run.Run {
	r.Inputs, r.Error = run.Images, run.TrainingSet
	return r
}

// embeddedDefault is the caveat of what was made without images.
func embeddedDefault() []stages.Caveat {
	return []stages.Caveat{{ID: inputs.EmbeddedDefault, Label: "surrogates"}}
}

// universalityOf wires one network: a theory, and simulations of which that on images is off by a share.
func universalityOf(t *testing.T, theory, images run.Run, off float64, caveats []stages.Caveat) map[string][]stages.Input {
	t.Helper()
	simulated := curves(t, images, 3, off)
	simulated.caveats = caveats
	return map[string][]stages.Input{
		"theory":     {curves(t, theory, 0, 0).input("ode")},
		"images":     {simulated.input("sgd")},
		"surrogates": {curves(t, theory, 3, 0).input("sgd")},
	}
}

// joined wires several networks to one figure.
func joined(all ...map[string][]stages.Input) map[string][]stages.Input {
	together := map[string][]stages.Input{}
	for _, ports := range all {
		for port, in := range ports {
			together[port] = append(together[port], in...)
		}
	}
	return together
}

func TestCIFAR10Universality(t *testing.T) {
	erf, relu := described("erf"), described("relu")
	for name, test := range map[string]struct {
		theory, images run.Run
		off            float64
		caveats        []stages.Caveat
		verdicts       string // of the claims, in order: passed, failed, not measured
		says           string // the second claim
		caption        string
		lines          int // at zero and the bounds
	}{
		"erf, images":     {erf, onImages(erf), 0.015, nil, "++", "SGD on real images stays within 2 %", "circles are SGD on real images", 5},
		"erf, images off": {erf, onImages(erf), 0.03, nil, "+-", "SGD on real images stays within 2 %", "it ends after 0.2 epochs", 5},
		"ReLU, images":    {relu, onImages(relu), -0.06, nil, "+", "", "SGD on them is up to 6 % below the theory", 3},
		"erf, embedded":   {erf, erf, 0.005, embeddedDefault(), "++?", "SGD on surrogates in place of images stays within 1 %", "were not at hand", 3},
		"ReLU, embedded":  {relu, relu, 0.015, embeddedDefault(), "++", "SGD on surrogates in place of images stays within 2 %", "were not at hand", 3},
		"embedded, off":   {erf, erf, 0.015, embeddedDefault(), "+-?", "SGD on surrogates in place of images stays within 1 %", "±1 %", 3},
	} {
		b := build(t, CIFAR10Universality{}, universalityOf(t, test.theory, test.images, test.off, test.caveats))
		if got := claimMarks(b); got != test.verdicts {
			t.Errorf("%s: claims %s, want %s", name, got, test.verdicts)
		}
		if !strings.Contains(claimTexts(b), test.says) || !strings.Contains(b.Caption, test.caption) {
			t.Errorf("%s: the claims are %q, the caption %q", name, claimTexts(b), b.Caption)
		}
		if embedded := strings.Contains(b.Legend[1].Text, "in place of images"); embedded != (test.caveats != nil) {
			t.Errorf("%s: the legend says %q", name, b.Legend[1].Text)
		}
		if got := len(b.Panels[1].References); got != test.lines {
			t.Errorf("%s: %d lines at zero and the bounds, want %d", name, got, test.lines)
		}
		if len(b.Panels) != 2 || !b.Panels[0].X.Shared || b.Panels[0].X.Min != b.Panels[1].X.Min || b.Width != figure.SingleColumn {
			t.Errorf("%s: the panels don't share their time axis", name)
		}
		if rows := b.Tables.Deviations; len(rows) != 2 || (len(b.Claims) > 1 && rows[1].Largest != b.Claims[1].Measured) || rows[1].Replicas != 3 {
			t.Errorf("%s: deviations %+v", name, rows)
		}
	}
}

// No deviation is cut off, bars included, however far the images are from the theory.
func TestUniversalityShowsAllDeviations(t *testing.T) {
	for _, off := range []float64{-0.5, -0.06, 0.001, 0.3} {
		relu := described("relu")
		panel := build(t, CIFAR10Universality{}, universalityOf(t, relu, onImages(relu), off, nil)).Panels[1]
		for _, s := range panel.Series {
			for i, y := range s.Y {
				low, high := y, y
				if s.Low != nil {
					low, high = s.Low[i], s.High[i]
				}
				if !(panel.Y.Min < low && high < panel.Y.Max) {
					t.Errorf("off by %v: %s has %v … %v at %d, beyond the axis from %v to %v", off, s.Name, low, high, i, panel.Y.Min, panel.Y.Max)
				}
			}
		}
	}
}

// claimTexts are what the claims of a figure say.
func claimTexts(b *figure.Built) string {
	var texts []string
	for _, claim := range b.Claims {
		texts = append(texts, claim.Claim)
	}
	return strings.Join(texts, "\n")
}

// Each theory finds its two simulations, wherever they are wired, and networks stand in the paper's order.
func TestUniversalityOfManyNetworks(t *testing.T) {
	wide := func(r run.Run) run.Run { r.Hidden = 3; return r }
	var each []map[string][]stages.Input
	for _, r := range []run.Run{wide(described("relu")), described("erf"), described("relu"), wide(described("erf")), described("linear")} {
		each = append(each, universalityOf(t, r, onImages(r), 0, nil))
	}
	ports := joined(each...)
	slices.Reverse(ports["images"])
	b := build(t, CIFAR10Universality{}, ports)
	var titles []string
	for i := 0; i < len(b.Panels); i += 2 {
		titles = append(titles, b.Panels[i].Title)
	}
	want := []string{"erf, *K* = 2", "erf, *K* = 3", "linear, *K* = 2", "ReLU, *K* = 2", "ReLU, *K* = 3"}
	if !slices.Equal(titles, want) {
		t.Errorf("networks %q, want %q", titles, want)
	}
	if last := b.Panels[8].Place; last.Row != 2 || last.Column != 0 || len(b.Grid.Rows) != 4 {
		t.Errorf("the fifth stands at %+v of %d rows", last, len(b.Grid.Rows))
	}
	if !strings.Contains(b.Caption, "(d) ReLU, *K* = 2; (e) ReLU, *K* = 3") {
		t.Errorf("caption %q", b.Caption)
	}
	// A network without one of its simulations is refused.
	ports["surrogates"] = ports["surrogates"][1:]
	if _, err := (CIFAR10Universality{}).Build(inputs.NewSet(ports)); err == nil || !strings.Contains(err.Error(), "needs.surrogates") {
		t.Errorf("error %v", err)
	}
}

func TestUniversalityRefusesWhatDoesNotMatch(t *testing.T) {
	near := describedWith("erf", func(r *run.Run) { r.PCAErrors = []float64{1, 0.4 * (1 + 3e-7), 0.1} })
	for _, test := range []struct {
		name string
		run  run.Run
		says string // "" for no error
	}{
		{"another D", describedWith("erf", func(r *run.Run) { r.Dim = 101 }), "dim is 100 in stage upstream and 101"},
		{"another covariance", describedWith("erf", func(r *run.Run) { r.PCAErrors = []float64{1, 0.4 * (1 + 3e-6), 0.1} }), "E_1"},
		{"rounded otherwise", near, ""}, {"errors unknown", describedWith("erf", func(r *run.Run) { r.PCAErrors = nil }), ""},
		{"another activation", described("linear"), "no simulation is wired for the theory"},
		{"another rule", describedWith("erf", func(r *run.Run) { r.Rule = "truncated" }), "rule is vanilla in stage upstream and truncated"},
		{"tied", describedWith("erf", func(r *run.Run) { r.Tied = true }), "tied is false"},
	} {
		for _, port := range []string{"images", "surrogates"} {
			ports := universalityOf(t, described("erf"), described("erf"), 0, nil)
			ports[port] = []stages.Input{curves(t, test.run, 2, 0).input("sgd")}
			_, err := CIFAR10Universality{}.Build(inputs.NewSet(ports))
			if (err == nil) != (test.says == "") || (err != nil && (!strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "needs."+port))) {
				t.Errorf("%s at %s: error %v", test.name, port, err)
			}
		}
	}
}

// Of the curve, which has fallen to 0.1089 by t = 100, the caption says where it ends, and the picture has the PCA errors
// down to the first below it.
func TestWhereTheCurvesEnd(t *testing.T) {
	for _, test := range []struct {
		errors []float64
		want   string
		lines  int
	}{
		{[]float64{1, 0.4, 0.1}, "between *E*_{2} and *E*_{1}", 3},
		{[]float64{1, 0.1, 0.01}, "between *E*_{1} and *E*_{0}", 2},
		{[]float64{0.105, 0.1, 0.01}, "before the first component is learnt", 1},
		{[]float64{1, 0.4, 0.2}, "having reached *E*_{2}", 3},
	} {
		r := describedWith("erf", func(r *run.Run) { r.PCAErrors = test.errors })
		b := build(t, CIFAR10Universality{}, universalityOf(t, r, r, 0, nil))
		if !strings.Contains(b.Caption, "the curves end "+test.want) {
			t.Errorf("the caption doesn't say %q: %s", test.want, b.Caption)
		}
		if got := len(b.Panels[0].References); got != test.lines {
			t.Errorf("of %v there are %d lines, want %d", test.errors, got, test.lines)
		}
	}
}

// What sets the network apart stands in caption, title, names and claims. With biases no unit is odd.
func TestUniversalityOfAnotherNetwork(t *testing.T) {
	r := describedWith("erf", func(r *run.Run) { r.Tied, r.EncoderBias, r.OutputBias = true, run.TrainedBias, run.TrainedBias })
	b := build(t, CIFAR10Universality{}, universalityOf(t, r, onImages(r), 0, nil))
	if want := "a tied erf autoencoder with *K* = 2 hidden units (with biases) (*D* = 100"; !strings.Contains(b.Caption, want) {
		t.Errorf("the caption doesn't say %q: %s", want, b.Caption)
	}
	if panel := b.Panels[0]; panel.Title != "erf, tied, with biases, *K* = 2" || panel.Series[0].Name != "theory, tied, with biases" {
		t.Errorf("panel %q with %q", panel.Title, panel.Series[0].Name)
	}
	if !strings.HasPrefix(b.Claims[0].Claim, "erf, tied, with biases, *K* = 2: SGD on Gaussian surrogates stays within 2 % of the theory up to *t* = 100") ||
		len(b.Claims) != 1 {
		t.Errorf("claims %+v", b.Claims)
	}
}

// A simulation at another rate than the theory's is drawn, and fails a claim.
func TestUniversalityAtAnotherRate(t *testing.T) {
	r := described("erf")
	b := build(t, CIFAR10Universality{}, universalityOf(t, r, onImages(describedWith("erf", func(r *run.Run) { r.LearningRate = 2 })), 0, nil))
	if got := claimMarks(b); got != "+-+" {
		t.Errorf("claims %s: %+v", got, b.Claims)
	}
}
