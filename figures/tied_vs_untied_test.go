package figures

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

func tiedErf() run.Run { return describedWith("erf", func(r *run.Run) { r.Tied = true }) }

// tiedLaw saturates: its error stays at a value above E_2 = 0.1.
func tiedLaw(plateau float64) law {
	return law{pmse: plus(plateau, power(0.5, -2)), q: func(t float64) float64 { return 25 * t / (10 + t) }, tt: constant(30)}
}

func tiedAndUntied(t *testing.T, untied, tied law) map[string][]stages.Input {
	ports := map[string][]stages.Input{}
	tied.pairOf(t, tiedErf(), ports)
	untied.pairOf(t, described("erf"), ports)
	return ports
}

func TestTiedVsUntied(t *testing.T) {
	b := build(t, TiedVsUntied{}, tiedAndUntied(t, valleyLaw(), tiedLaw(1.2)))
	if got := claimMarks(b); got != "+++++++??" { // the tied one's error is never below E_0
		t.Errorf("verdicts %s: %+v", got, b.Claims)
	}
	if len(b.Panels) != 8 || len(b.Panels[0].References) != 2 {
		t.Errorf("%d panels, %d PCA errors", len(b.Panels), len(b.Panels[0].References))
	}
	for i, want := range []float64{-1.0 / 6, 1.0 / 6, -2.0 / 3} {
		if row := b.Tables.Exponents[i]; math.Abs(row.Measured-want) > 1e-3 || math.Abs(row.From-1e6) > 1 {
			t.Errorf("%+v, want the exponent %g from t = 10^6", row, want)
		}
	}
	if len(b.Tables.Plateaus) != 4 || len(b.Tables.Deviations) != 2 {
		t.Errorf("tables %+v", b.Tables)
	}
	for _, fact := range []string{"*K* = 2 erf units", "*D* = 100", "driven into saturation", "2 replicas", "*t* = 1000"} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
}

func TestTiedVsUntiedClaimsFail(t *testing.T) {
	slow, wrong, low, short := valleyLaw(), valleyLaw(), tiedLaw(0.15), valleyLaw()
	slow.pmse = plus(0.1, power(0.9, -0.2))
	wrong.q, wrong.tt = power(0.25, -0.4), power(50, 0.4)
	short.end = 1e5
	for name, test := range map[string]struct {
		untied, tied law
		want         string
	}{
		"the excess falls too slowly":    {slow, tiedLaw(1.2), "-++-+"},
		"encoder and decoder are faster": {wrong, tiedLaw(1.2), "+--++"},
		"tied comes near E_2":            {valleyLaw(), low, "++++-"},
		"untied ends early":              {short, tiedLaw(1.2), "+???+"},
		"error below E_2":                {law{pmse: constant(0.05), q: valleyLaw().q, tt: valleyLaw().tt}, tiedLaw(1.2), "+++-+"},
	} {
		b := build(t, TiedVsUntied{}, tiedAndUntied(t, test.untied, test.tied))
		if got := claimMarks(b)[:5]; got != test.want {
			t.Errorf("%s: verdicts %s, want %s: %+v", name, got, test.want, b.Claims)
		}
	}
}

// Runs that end before their plateau can't tell, and are drawn all the same.
func TestTiedVsUntiedOverShortTimes(t *testing.T) {
	untied, tied := valleyLaw(), tiedLaw(1.2)
	untied.end, tied.end = 1e3, 1e3
	b := build(t, TiedVsUntied{}, tiedAndUntied(t, untied, tied))
	if got := claimMarks(b)[:5]; got != "?????" {
		t.Errorf("verdicts %s: %+v", got, b.Claims)
	}
}

func TestTiedVsUntiedRefuses(t *testing.T) {
	two := map[string][]stages.Input{}
	valleyLaw().pairOf(t, described("erf"), two)
	relu := map[string][]stages.Input{}
	valleyLaw().pairOf(t, described("relu"), relu)
	tiedLaw(1.2).pairOf(t, describedWith("relu", func(r *run.Run) { r.Tied = true }), relu)
	other := map[string][]stages.Input{}
	valleyLaw().pairOf(t, describedWith("erf", func(r *run.Run) { r.Dim = 200 }), other)
	tiedLaw(1.2).pairOf(t, tiedErf(), other)
	unknown := map[string][]stages.Input{}
	valleyLaw().pairOf(t, describedWith("erf", func(r *run.Run) { r.PCAErrors = nil }), unknown)
	tiedLaw(1.2).pairOf(t, describedWith("erf", func(r *run.Run) { r.PCAErrors, r.Tied = nil, true }), unknown)
	for want, ports := range map[string]map[string][]stages.Input{
		"1 networks with untied and 0 with tied weights": two,
		"units are ReLU":            relu,
		"dim is 200 in stage":       other,
		"don't know the PCA errors": unknown,
	} {
		refuses(t, TiedVsUntied{}, ports, want)
	}
}

// Densities integrate to one where the panel holds them, and points lie on the sigmoid, the same ones every time.
func TestUnits(t *testing.T) {
	state := unitState{name: "late", widths: []float64{0.5, 2}}
	const edge = 12
	d := density(state, edge, "other")
	var sum float64
	for i := 1; i < len(d.X); i++ {
		sum += (d.Y[i] + d.Y[i-1]) / 2 * (d.X[i] - d.X[i-1])
	}
	if math.Abs(sum-1) > 1e-6 {
		t.Errorf("the density integrates to %g", sum)
	}
	g := sigmoid("erf")
	first, second := scatter(state, g, edge, "other"), scatter(state, g, edge, "other")
	for i, x := range first.X {
		if first.Y[i] != g(x) || second.X[i] != x {
			t.Fatalf("point %d is (%g, %g), then %g", i, x, first.Y[i], second.X[i])
		}
	}
	if dead := density(unitState{widths: []float64{0}}, 1, "other"); math.IsNaN(dead.Y[200]) || math.IsInf(dead.Y[200], 0) {
		t.Errorf("a dead unit has the density %g at 0", dead.Y[200])
	}
}
