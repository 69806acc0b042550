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

type universalityTest struct {
	name    string
	images  run.Run
	caveats []stages.Caveat
	off     float64
	pass    []bool
	says    string
}

func TestCIFAR10Universality(t *testing.T) {
	real, normal := described("erf"), described("erf")
	real.Inputs, real.Error = run.Images, run.TestSet
	caveat := []stages.Caveat{{ID: inputs.EmbeddedDefault, Label: "surrogates"}}
	for _, test := range []universalityTest{
		{"real images", real, nil, 0.015, []bool{true, true}, "SGD on real images stays within 2 %"},
		{"real images off", real, nil, 0.03, []bool{true, false}, "SGD on real images stays within 2 %"},
		{"embedded default", normal, caveat, 0.005, []bool{true, true}, "SGD on surrogates in place of images stays within 1 %"},
	} {
		images := curves(t, test.images, 3, test.off)
		images.caveats = test.caveats
		b := build(t, CIFAR10Universality{}, map[string][]stages.Input{
			"theory":     {curves(t, normal, 0, 0).input("ode")},
			"images":     {images.input("sgd")},
			"surrogates": {curves(t, normal, 3, 0).input("sgd")},
		})
		checkUniversality(t, b, test)
	}
}

func checkUniversality(t *testing.T, b *figure.Built, test universalityTest) {
	t.Helper()
	if !slices.Equal(pass(b), test.pass) {
		t.Errorf("%s: claims %v, want %v", test.name, pass(b), test.pass)
	}
	if !strings.Contains(b.Claims[1].Claim, test.says) {
		t.Errorf("%s: the claim is %q", test.name, b.Claims[1].Claim)
	}
	if embedded := strings.Contains(b.Legend[1].Text, "in place of images"); embedded != (test.caveats != nil) {
		t.Errorf("%s: the legend says %q", test.name, b.Legend[1].Text)
	}
	// 100 steps for each of D = 100 dimensions are 10 000 images.
	if epochs := strings.Contains(b.Caption, "with replacement from the training images; it ends after 0.2 epochs"); epochs != (test.images.Inputs == run.Images) {
		t.Errorf("%s: the caption says %q", test.name, b.Caption)
	}
	if got, want := len(b.Panels[1].References), map[bool]int{true: 3, false: 5}[test.caveats != nil]; got != want {
		t.Errorf("%s: %d lines at zero and the bounds, want %d", test.name, got, want)
	}
	if len(b.Panels) != 2 || !b.Panels[0].X.Shared || b.Panels[0].X.Min != b.Panels[1].X.Min {
		t.Errorf("%s: the panels don't share their time axis", test.name)
	}
}

func TestUniversalityRefusesWhatDoesNotMatch(t *testing.T) {
	wide, other, near := described("erf"), described("erf"), described("erf")
	wide.Dim = 101
	other.PCAErrors = []float64{1, 0.4 * (1 + 3e-6), 0.1}
	near.PCAErrors = []float64{1, 0.4 * (1 + 3e-7), 0.1}
	unknown := described("erf")
	unknown.PCAErrors = nil
	for _, test := range []struct {
		name string
		run  run.Run
		says string // "" for no error
	}{
		{"another D", wide, "dim is 100 in stage upstream and 101"}, {"another covariance", other, "E_1"}, {"rounded otherwise", near, ""}, {"errors unknown", unknown, ""},
		{"another activation", described("linear"), "activation is erf in stage upstream and linear"},
		{"another rule", describedWith("erf", func(r *run.Run) { r.Rule = "truncated" }), "rule is vanilla in stage upstream and truncated"},
		{"tied", describedWith("erf", func(r *run.Run) { r.Tied = true }), "tied is false"},
	} {
		for _, port := range []string{"images", "surrogates"} {
			ports := map[string][]stages.Input{
				"theory":     {curves(t, described("erf"), 0, 0).input("ode")},
				"images":     {curves(t, described("erf"), 2, 0).input("sgd")},
				"surrogates": {curves(t, described("erf"), 2, 0).input("sgd")},
			}
			ports[port] = []stages.Input{curves(t, test.run, 2, 0).input("sgd")}
			_, err := CIFAR10Universality{}.Build(inputs.NewSet(ports))
			if (err == nil) != (test.says == "") || (err != nil && (!strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "needs."+port))) {
				t.Errorf("%s at %s: error %v", test.name, port, err)
			}
		}
	}
}

// Of the curve, which has fallen to 0.1089 by t = 100, the caption says where it ends.
func TestWhereTheCurvesEnd(t *testing.T) {
	for want, errors := range map[string][]float64{
		"between *E*_{2} and *E*_{1}":          {1, 0.4, 0.1},
		"between *E*_{1} and *E*_{0}":          {1, 0.1, 0.01},
		"before the first component is learnt": {0.105, 0.1, 0.01},
		"having reached *E*_{2}":               {1, 0.4, 0.2},
	} {
		r := described("erf")
		r.PCAErrors = errors
		b := build(t, CIFAR10Universality{}, map[string][]stages.Input{
			"theory": {curves(t, r, 0, 0).input("ode")}, "images": {curves(t, r, 2, 0).input("sgd")}, "surrogates": {curves(t, r, 2, 0).input("sgd")},
		})
		if !strings.Contains(b.Caption, want) {
			t.Errorf("the caption doesn't say %q: %s", want, b.Caption)
		}
	}
}

// What sets the network apart stands in caption, title, names and claims.
func TestUniversalityOfAnotherNetwork(t *testing.T) {
	r := describedWith("erf", func(r *run.Run) { r.Tied, r.EncoderBias, r.OutputBias = true, run.TrainedBias, run.TrainedBias })
	b := build(t, CIFAR10Universality{}, map[string][]stages.Input{
		"theory": {curves(t, r, 0, 0).input("ode")}, "images": {curves(t, r, 2, 0).input("sgd")}, "surrogates": {curves(t, r, 2, 0).input("sgd")},
	})
	if want := "a tied autoencoder with *K* = 2 hidden units and erf activation (with biases, *D* = 100"; !strings.Contains(b.Caption, want) {
		t.Errorf("the caption doesn't say %q: %s", want, b.Caption)
	}
	if panel := b.Panels[0]; panel.Title != "erf, tied, with biases, *K* = 2" || panel.Series[0].Name != "theory, tied, with biases" {
		t.Errorf("panel %q with %q", panel.Title, panel.Series[0].Name)
	}
	if !strings.HasPrefix(b.Claims[0].Claim, "erf, tied, with biases: SGD on") {
		t.Errorf("claim %q", b.Claims[0].Claim)
	}
}
