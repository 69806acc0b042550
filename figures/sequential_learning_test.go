package figures

import (
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// never is the learning time of a component that isn't learnt.
var never = math.NaN()

// learns is a stage whose two units learn components of eigenvalues 50 and 5 at some times; that of a third, of the bulk, is never
// learnt. The overlap of a component is t/(t + its time).
func learns(t *testing.T, r run.Run, replicas int, first, second float64) stageFiles {
	t.Helper()
	times := []float64{first, second}
	overlap := func(_, m int, at float64) float64 {
		if m > 2 || math.IsNaN(times[m-1]) {
			return 0
		}
		if times[m-1] == 0 {
			return 1
		}
		return at / (at + times[m-1])
	}
	flat := func(_, _, _ int, _ float64) float64 { return 0.5 }
	return curves(t, r, replicas, 0).withOverlaps(t, replicas, overlap, flat).
		withLearning(t, []float64{50, 5, 0.1, 0.1}, []float64{first, second, never, never})
}

// sequenceOf wires a theory and a simulation of the same learning times, and other starts.
func sequenceOf(t *testing.T, first, second float64, others ...stageFiles) map[string][]stages.Input {
	t.Helper()
	ports := map[string][]stages.Input{
		"theory": {learns(t, described("erf"), 0, first, second).input("ode")},
		"sgd":    {learns(t, described("erf"), 3, first, second).input("sgd")},
	}
	for _, other := range others {
		ports["starts"] = append(ports["starts"], other.input("ode"))
	}
	return ports
}

func wide(r *run.Run) { r.Hidden = 4 }

func TestSequentialLearning(t *testing.T) {
	b := build(t, SequentialLearning{}, sequenceOf(t, 1, 10,
		learns(t, described("erf"), 0, 1, 12), learns(t, describedWith("erf", wide), 0, 1, 8), learns(t, described("erf"), 0, 2, 16.6666)))
	if claimMarks(b) != "++++" {
		t.Errorf("claims %+v", b.Claims)
	}
	if slope, want := b.Claims[2].Measured, -(math.Log10(12)+math.Log10(8.3333))/2; math.Abs(slope-want) > 1e-4 {
		t.Errorf("slope %g, want the mean of two starts %g", slope, want)
	}
	if heat := b.Panels[2].Heat; heat == nil || len(heat.Values) != 3 || len(heat.X) != len(heat.Values[0])+1 {
		t.Errorf("heat map %+v", heat)
	}
	if got := len(b.Panels[3].Series); got != 1+2+(2+1)+(1+1) {
		t.Errorf("%d series of learning times", got)
	}
	for _, fact := range []string{"mean ± s.d. of 3 replicas", "thicker ones their geometric means", "those above *m* = 2 aren't learnt", "theory from their start, of slope −1."} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
}

func TestSequentialLearningTables(t *testing.T) {
	b := build(t, SequentialLearning{}, sequenceOf(t, 1, 10, learns(t, describedWith("erf", wide), 0, 1, 4), learns(t, describedWith("erf", wide), 0, 4, 16)))
	times, exponents := b.Tables.LearningTimes, b.Tables.Exponents
	if len(times) != 6 || len(exponents) != 3 {
		t.Fatalf("%+v, %+v", times, exponents)
	}
	want := figure.LearningTime{Network: "erf, K = 4, mean of 2 starts", Source: "theory", Component: 2, Eigenvalue: 5, Time: 8, FinalOverlap: 1}
	if got := times[5]; math.Abs(got.Time-8) > 1e-12 || got.Network != want.Network || got.Source != want.Source || got.Component != 2 || got.Eigenvalue != 5 || got.FinalOverlap != 1 {
		t.Errorf("%+v, want %+v", got, want)
	}
	if simulated := times[3]; simulated.Source != "SGD" || simulated.Network != "erf, K = 2, mean of 3 replicas" || math.Abs(simulated.Time-10) > 0.1 {
		t.Errorf("%+v", simulated)
	}
	if e := exponents[0]; e.Expected != -1 || math.Abs(e.Measured+1) > 1e-12 || !math.IsNaN(e.Error) || e.From != 5 || e.To != 50 {
		t.Errorf("%+v", e)
	}
}

// The claims fail where the data contradict them, and aren't made where a run is too short.
func TestSequentialLearningClaims(t *testing.T) {
	for name, test := range map[string]struct {
		first, second float64
		want          [3]string // order of theory and of SGD, slope
	}{
		"as it should be":    {1, 10, [3]string{"pass", "pass", "pass"}},
		"the wrong order":    {10, 1, [3]string{"fail", "fail", "fail"}},
		"too steep":          {1, 20, [3]string{"pass", "pass", "fail"}},
		"too short":          {1, never, [3]string{"not measured", "not measured", "not measured"}},
		"the second without": {never, 1, [3]string{"fail", "fail", "not measured"}},
	} {
		b := build(t, SequentialLearning{}, sequenceOf(t, test.first, test.second))
		for i, claim := range b.Claims {
			got := map[bool]string{true: "pass", false: "fail"}[claim.Pass]
			if claim.Unmeasured {
				got = "not measured"
			}
			if got != test.want[i] {
				t.Errorf("%s: claim %d %s, want %s: %+v", name, i, got, test.want[i], claim)
			}
		}
	}
}

// A start at which the overlap is above one half by chance has no logarithm, and is left out of the mean, which says so.
func TestStartsAboveOneHalfAreLeftOut(t *testing.T) {
	b := build(t, SequentialLearning{}, sequenceOf(t, 1, 10, learns(t, described("erf"), 0, 1, 10), learns(t, described("erf"), 0, 0, 10)))
	if claim := b.Claims[2]; !claim.Pass || !strings.Contains(claim.Detail, "1 starts, with an overlap above one half at *t* = 0, left out") {
		t.Errorf("%+v", claim)
	}
}

// Groups of networks that look alike are told apart by a stage.
func TestGroupsAreNamed(t *testing.T) {
	noisy := learns(t, describedWith("erf", func(r *run.Run) { r.PCAErrors = []float64{1, 0.5, 0.2} }), 0, 1, 10).named("noisy")
	tied := learns(t, describedWith("erf", func(r *run.Run) { r.Tied, r.LearningRate, r.Dim = true, 2, 50 }), 0, 1, 10)
	b := build(t, SequentialLearning{}, sequenceOf(t, 1, 10, learns(t, described("erf"), 0, 1, 10).named("plain"), noisy, tied))
	var labels []string
	for _, entry := range b.Panels[3].Legend {
		labels = append(labels, entry.Text)
	}
	want := []string{"*K* = 2, 2 PCs, as in (a)", "*K* = 2, 2 PCs, stage plain", "*K* = 2, 2 PCs, stage noisy", "erf, tied, *K* = 2, 2 PCs, *D* = 50, *η* = 2"}
	if !slices.Equal(labels, want) {
		t.Errorf("%q, want %q", labels, want)
	}
}

func TestLearnableComponents(t *testing.T) {
	of := func(eigenvalues ...float64) (all []inputs.Learnt) {
		for i, eigenvalue := range eigenvalues {
			all = append(all, inputs.Learnt{Component: i + 1, Eigenvalue: eigenvalue})
		}
		return all
	}
	later := of(3, 2)
	later[1].Component = 5 // components 2 to 4 are of a level that wasn't recorded
	for _, test := range []struct {
		components   []inputs.Learnt
		hidden, want int
	}{
		{of(9, 4, 1, 1, 1), 4, 2}, {of(9, 4, 1), 2, 2}, {of(9, 4, 1), 8, 3}, {of(1, 1), 2, 0}, {later, 2, 1}, {nil, 2, 0},
	} {
		if got := len(learnable(test.components, test.hidden)); got != test.want {
			t.Errorf("%d of %+v, want %d", got, test.components, test.want)
		}
	}
}

func TestSequentialLearningRefuses(t *testing.T) {
	flat := func(_, _ int, _ float64) float64 { return 0 }
	angles := func(_, _, _ int, _ float64) float64 { return 0 }
	bulk := curves(t, described("erf"), 0, 0).withOverlaps(t, 0, flat, angles).withLearning(t, []float64{1, 1}, []float64{1, 2})
	simulation := learns(t, described("erf"), 2, 1, 10)
	for want, ports := range map[string]map[string][]stages.Input{
		"the leading eigenvalues must be single ones": {"theory": {bulk.input("ode")}, "sgd": {simulation.input("sgd")}},
		"hidden is 4": {"theory": {learns(t, describedWith("erf", wide), 0, 1, 10).input("ode")}, "sgd": {simulation.input("sgd")}},
		"has no components with eigenvalues of their": sequenceOf(t, 1, 10, bulk),
		"overlaps.csv":           {"theory": {learns(t, described("erf"), 0, 1, 10).input("ode")}, "sgd": {curves(t, described("erf"), 2, 0).input("sgd")}},
		"no output learning.csv": {"theory": {simulation.withoutLearning(t).input("ode")}, "sgd": {simulation.input("sgd")}},
	} {
		refuses(t, SequentialLearning{}, ports, want)
	}
}

// withoutLearning is a theory that has overlaps and no learning times.
func (s stageFiles) withoutLearning(t *testing.T) stageFiles {
	t.Helper()
	return curves(t, described("erf"), 0, 0).withOverlaps(t, 0,
		func(_, m int, at float64) float64 { return at / (at + float64(m)) }, func(_, _, _ int, _ float64) float64 { return 0 })
}

// Starts of other networks don't stand in for the one of the other panels, whose slope is claimed all the same.
func TestTheNetworkOfTheOtherPanelsIsClaimed(t *testing.T) {
	b := build(t, SequentialLearning{}, sequenceOf(t, 1, 20, learns(t, describedWith("erf", wide), 0, 1, 10)))
	if got := claimMarks(b); got != "++-+" || !strings.Contains(b.Claims[2].Detail, "of one start") {
		t.Errorf("verdicts %s: %+v", got, b.Claims)
	}
	if b := build(t, SequentialLearning{}, sequenceOf(t, 1, never)); !strings.Contains(b.Claims[0].Detail, "component 2 isn't learnt by *t* = ") {
		t.Errorf("%+v", b.Claims[0])
	}
}
