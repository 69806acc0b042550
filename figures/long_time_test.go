package figures

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// infinite is a network at D = ∞, where T is per dimension.
func infinite(activation string) run.Run {
	return describedWith(activation, func(r *run.Run) { r.Dim = jsonfile.Number(math.Inf(1)) })
}

// until is a law up to another last time.
func (l law) until(end float64) law {
	l.end = end
	return l
}

func longPorts(t *testing.T) map[string][]stages.Input {
	small := valleyLaw().until(1e10)
	small.q, small.tt = power(1e-4, -1.0/3), power(0.5, 1.0/3)
	frozen := law{pmse: plus(0.13, power(0.9, -1)), q: constant(0.04), tt: constant(2), end: 1e10}
	linear := law{pmse: plus(0.1, power(0.9, -0.5)), q: power(0.01, 0.5), tt: power(1, -0.5), end: 1e8}
	return map[string][]stages.Input{
		"sigmoidal": {small.theory(t, infinite("erf")), valleyLaw().until(1e10).theory(t, described("erf"))},
		"frozen":    {frozen.theory(t, infinite("erf"))},
		"others":    {linear.theory(t, infinite("linear")), linear.theory(t, infinite("relu"))},
	}
}

func TestLongTime(t *testing.T) {
	b := build(t, LongTime{}, longPorts(t))
	if got := claimMarks(b); got != "++++++" {
		t.Errorf("verdicts %s: %+v", got, b.Claims)
	}
	var names []string
	for _, entry := range b.Legend {
		names = append(names, entry.Text)
	}
	if got, want := strings.Join(names, "|"), "erf, *D* = ∞, from √*Q*_{*kk*} = 0.01|erf, *D* = 100|erf, *D* = ∞, from √*Q*_{*kk*} = 0.2 (frozen noise)|linear, *D* = ∞|ReLU, *D* = ∞"; got != want {
		t.Errorf("networks %s, want %s", got, want)
	}
	rows := b.Tables.Exponents
	if len(rows) != 12 || len(b.Tables.Plateaus) != 1 {
		t.Fatalf("%d exponents and %d plateaus", len(rows), len(b.Tables.Plateaus))
	}
	if linear, relu := rows[8], rows[11]; linear.Expected != -0.5 || math.Abs(linear.Measured+0.5) > 1e-3 || !math.IsNaN(relu.Expected) {
		t.Errorf("exponents of the excess %+v and %+v", linear, relu)
	}
	for _, fact := range []string{"(frozen noise) the encoder can't", "rests at an excess of 0.3 *E*_{2}", "*K* = 2 hidden units"} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
	for _, line := range b.Panels[3].Series { // what is local follows what is fitted
		if strings.HasPrefix(line.Name, "the excess") && strings.Contains(line.Name, "100") && math.Abs(line.Y[len(line.Y)-1]+2.0/3) > 1e-3 {
			t.Errorf("%s ends at %g", line.Name, line.Y[len(line.Y)-1])
		}
	}
}

func TestLongTimeClaims(t *testing.T) {
	slow := valleyLaw().until(1e10)
	slow.pmse = plus(0.1, power(0.9, -0.5))
	for name, test := range map[string]struct {
		law  law
		run  run.Run
		want string
	}{
		"the excess falls too slowly":             {slow, described("erf"), "++-"},
		"tanh":                                    {valleyLaw().until(1e10), described("tanh"), "+++"},
		"the fit would begin while bulk decays":   {valleyLaw().until(1e8), described("erf"), "???"},
		"at D = ∞ there is nothing to wait for":   {valleyLaw().until(1e8), infinite("erf"), "+++"},
		"a frozen flow isn't what's claimed":      {law{pmse: constant(0.13), q: constant(0.04), tt: constant(2), end: 1e10}, infinite("erf"), "---"},
		"a small rate takes longer by its factor": {valleyLaw().until(1e9), describedWith("erf", func(r *run.Run) { r.LearningRate = 0.1 }), "???"},
	} {
		b := build(t, LongTime{}, map[string][]stages.Input{"sigmoidal": {test.law.theory(t, test.run)}})
		if got := claimMarks(b); got != test.want {
			t.Errorf("%s: verdicts %s, want %s: %+v", name, got, test.want, b.Claims)
		}
	}
}

func TestLongTimeRefuses(t *testing.T) {
	erf := valleyLaw().theory(t, described("erf"))
	for want, ports := range map[string]map[string][]stages.Input{
		"nothing is wired": {},
		"has linear units": {"sigmoidal": {valleyLaw().theory(t, described("linear"))}},
		"erf (tied) units": {"sigmoidal": {erf, valleyLaw().theory(t, tiedErf())}},
		"hidden is 2":      {"sigmoidal": {erf}, "others": {valleyLaw().theory(t, describedWith("linear", func(r *run.Run) { r.Hidden = 1 }))}},
		"no PCA error E_2": {"sigmoidal": {valleyLaw().theory(t, describedWith("erf", func(r *run.Run) { r.PCAErrors = nil }))}},
	} {
		refuses(t, LongTime{}, ports, want)
	}
}
