package figures

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// biasedNetwork is a ReLU network of two units, E_1 = 0.4, E_2 = 0.1.
func biasedNetwork(encoder, output string) run.Run {
	return describedWith("relu", func(r *run.Run) { r.EncoderBias, r.OutputBias = encoder, output })
}

// fallsTo is the law of a network that comes to an error, its biases growing.
func fallsTo(plateau float64, biased bool) law {
	l := law{pmse: plus(plateau, power(1-plateau, -2)), q: constant(4), tt: constant(30)}
	if biased {
		l.bias = func(t float64) float64 { return 6 * t / (10 + t) }
	}
	return l
}

func withBiases(t *testing.T, none, encoder, both law) map[string][]stages.Input {
	ports := map[string][]stages.Input{}
	both.pairOf(t, biasedNetwork(run.TrainedBias, run.TrainedBias), ports)
	none.pairOf(t, biasedNetwork(run.NoBias, run.NoBias), ports)
	encoder.pairOf(t, biasedNetwork(run.TrainedBias, run.NoBias), ports)
	return ports
}

// Of two units, K/2 and K−1 are one: the first two plateaus are both E_1.
func TestReLUBias(t *testing.T) {
	b := build(t, ReLUBias{}, withBiases(t, fallsTo(0.41, false), fallsTo(0.38, true), fallsTo(0.1, true)))
	if got := claimMarks(b); got != "++++++++++" {
		t.Errorf("verdicts %s: %+v", got, b.Claims)
	}
	if names := [3]string{b.Legend[0].Text, b.Legend[1].Text, b.Legend[2].Text}; names != [3]string{"no bias", "encoder bias", "encoder and output bias"} {
		t.Errorf("legend %q", names)
	}
	if got, want := len(b.Panels[1].Series), 2*2*2; got != want {
		t.Errorf("%d series of biases, want theory and SGD of each unit of two networks: %d", got, want)
	}
	share := b.Panels[2].Series[2] // the encoder-biased theory: from Φ(0) to Φ(6/2)
	if first, last := share.Y[0], share.Y[len(share.Y)-1]; first != 0.5 || math.Abs(last-0.99865) > 1e-4 {
		t.Errorf("the share of inputs on the linear side goes from %g to %g", first, last)
	}
	if len(b.Tables.Plateaus) != 6 || len(b.Tables.Deviations) != 3 {
		t.Errorf("tables %+v", b.Tables)
	}
	for _, fact := range []string{"*K* = 2 hidden units", "*D* = 100 in place of the 1000 of other figures", "5 % below *E*_{1}", "biases of all units"} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
}

func TestReLUBiasClaimsFail(t *testing.T) {
	short := fallsTo(0.1, true)
	short.end = 1e3
	for name, test := range map[string]struct {
		none, encoder, both law
		want                string
	}{
		"no bias ends elsewhere":     {fallsTo(0.6, false), fallsTo(0.4, true), fallsTo(0.1, true), "-+++"},
		"encoder bias is worse":      {fallsTo(0.38, false), fallsTo(0.43, true), fallsTo(0.1, true), "+++-"},
		"encoder bias is as good":    {fallsTo(0.4, false), fallsTo(0.1, true), fallsTo(0.1, true), "+-++"},
		"biases don't reach E_K":     {fallsTo(0.4, false), fallsTo(0.38, true), fallsTo(0.12, true), "++-+"},
		"one that ends before it is": {fallsTo(0.4, false), fallsTo(0.38, true), short, "++??"},
	} {
		b := build(t, ReLUBias{}, withBiases(t, test.none, test.encoder, test.both))
		if got := claimMarks(b)[:4]; got != test.want {
			t.Errorf("%s: verdicts %s, want %s: %+v", name, got, test.want, b.Claims)
		}
	}
}

func TestReLUBiasRefuses(t *testing.T) {
	missing := map[string][]stages.Input{}
	fallsTo(0.4, false).pairOf(t, biasedNetwork(run.NoBias, run.NoBias), missing)
	fixed := map[string][]stages.Input{}
	for _, encoder := range []string{run.NoBias, run.FixedBias, run.TrainedBias} {
		fallsTo(0.4, true).pairOf(t, biasedNetwork(encoder, run.NoBias), fixed)
	}
	erf := map[string][]stages.Input{}
	for _, biases := range [][2]string{{run.NoBias, run.NoBias}, {run.TrainedBias, run.NoBias}, {run.TrainedBias, run.TrainedBias}} {
		fallsTo(0.4, true).pairOf(t, describedWith("erf", func(r *run.Run) { r.EncoderBias, r.OutputBias = biases[0], biases[1] }), erf)
	}
	for want, ports := range map[string]map[string][]stages.Input{
		"1 networks are wired":                    missing,
		"0 networks with encoder and output bias": fixed,
		"is about untied ReLU units":              erf,
	} {
		refuses(t, ReLUBias{}, ports, want)
	}
}

// Units in odd number can't be in pairs: there is no plateau to claim.
func TestOddNumberOfReLUUnits(t *testing.T) {
	networks := kindsOfBiases(3)
	if networks[0].components >= 0 || networks[1].components != 2 || networks[2].components != 3 {
		t.Errorf("components %d, %d, %d", networks[0].components, networks[1].components, networks[2].components)
	}
	for i := range networks {
		networks[i].pair = pair{columns(t, biasedNetwork(biasesOf(i)[0], biasesOf(i)[1]), nil), columns(t, described("relu"), nil)}
		networks[i].theory.Run.PCAErrors = []float64{1, 0.4, 0.1, 0.05}
		networks[i].plateau, networks[i].at = 0.1, 1e5
	}
	claims, err := biasClaims(networks)
	if err != nil {
		t.Fatal(err)
	}
	if claim := claims[0]; !claim.Unmeasured || !strings.Contains(claim.Detail, "odd") {
		t.Errorf("%+v", claim)
	}
	if rows, err := biasTables(networks); err != nil || len(rows.Plateaus) != 4 {
		t.Errorf("%d plateaus, %v", len(rows.Plateaus), err)
	}
	if caption, _ := describeBiased(networks); !strings.Contains(caption, "near that of *K*/2 components") {
		t.Errorf("caption %s", caption)
	}
}
