package figures

import (
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// follows is a stage of two units by a rule, off in pmse by a share. Its units end along their components, but for a
// misalignment, 1 − |cos|; signs differ between replicas.
func follows(t *testing.T, rule, activation string, replicas int, misalignment, off float64) stageFiles {
	t.Helper()
	r := describedWith(activation, func(r *run.Run) { r.Rule, r.Tied = rule, rule == "sanger" })
	cosine := func(replica, k, m int, at float64) float64 {
		aligned := (1 - misalignment) * at / 100 * float64(1-2*(replica%2))
		if k == m {
			return aligned
		}
		return math.Sqrt(1 - aligned*aligned)
	}
	overlap := func(_, m int, at float64) float64 { return at / (at + float64(m)) }
	return curves(t, r, replicas, off).withOverlaps(t, replicas, overlap, cosine).named(rule + "-" + activation)
}

// byRule wires theory and SGD of vanilla descent, misaligned and off by what is given, with truncated and Sanger's.
func byRule(t *testing.T, vanillaMisaligned, vanillaOff, sangerMisaligned float64) map[string][]stages.Input {
	t.Helper()
	ports := map[string][]stages.Input{}
	for port, replicas := range map[string]int{"theory": 0, "sgd": 3} {
		kind := map[string]string{"theory": "ode", "sgd": "sgd"}[port]
		ports[port] = []stages.Input{
			follows(t, "sanger", "linear", replicas, sangerMisaligned, 0).input(kind),
			follows(t, "truncated", "erf", replicas, 0.001, 0.5).input(kind),
			follows(t, "vanilla", "linear", replicas, vanillaMisaligned, vanillaOff).input(kind),
			follows(t, "truncated", "linear", replicas, 0.002, 0).input(kind),
		}
	}
	return ports
}

func TestExactPCs(t *testing.T) {
	b := build(t, ExactPCs{}, byRule(t, 0.3, 0.02, 0.001))
	if claimMarks(b) != strings.Repeat("+", 18) {
		t.Errorf("claims %+v", b.Claims)
	}
	var titles []string
	for _, panel := range b.Panels {
		titles = append(titles, panel.Title)
	}
	want := []string{"theory: vanilla, linear", "theory: truncated, linear", "theory: truncated, erf", "theory: Sanger's rule",
		"SGD: vanilla, linear", "SGD: truncated, linear", "SGD: truncated, erf", "SGD: Sanger's rule", "misalignment", "error"}
	if !slices.Equal(titles, want) {
		t.Errorf("panels %q, want %q", titles, want)
	}
	// Rows from the lowest up: the second unit, then the first. Means of |cos| don't vanish with the signs.
	if heat := b.Panels[4].Heat; math.Abs(heat.Values[0][1]-0.7) > 1e-9 || math.Abs(heat.Values[1][0]-0.7) > 1e-9 || math.Abs(heat.Values[0][0]-math.Sqrt(1-0.49)) > 1e-9 {
		t.Errorf("cosines %v", heat.Values)
	}
	if len(b.Tables.Deviations) != 4 || b.Tables.Deviations[3].Network != "linear, Sanger's rule, K = 2" {
		t.Errorf("deviations %+v", b.Tables.Deviations)
	}
	for _, fact := range []string{"vanilla SGD (linear), truncated SGD (linear), truncated SGD (erf) and Sanger's rule", "(a–d)", "(e–h)", "(i) Largest", "(j) Reconstruction",
		"the error of truncated SGD (erf) is still above *E*_{2}"} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
}

// The claims fail where the data contradict them.
func TestExactPCsClaims(t *testing.T) {
	for name, test := range map[string]struct {
		vanillaMisaligned, vanillaOff, sangerMisaligned float64
		failing                                         []int // in order: vanilla's diagonal and error, truncated, truncated erf, Sanger's; of SGD the same
	}{
		"all well":                    {0.3, 0, 0.001, nil},
		"vanilla finds components":    {0.05, 0, 0.001, []int{0, 5}},
		"vanilla ends elsewhere":      {0.3, 0.06, 0.001, []int{1, 6}},
		"Sanger's rule doesn't align": {0.3, 0, 0.02, []int{4, 9}},
	} {
		b := build(t, ExactPCs{}, byRule(t, test.vanillaMisaligned, test.vanillaOff, test.sangerMisaligned))
		for i, claim := range b.Claims[:10] {
			if claim.Unmeasured || claim.Pass == slices.Contains(test.failing, i) {
				t.Errorf("%s: claim %d: %+v", name, i, claim)
			}
		}
	}
}

// An error of SGD that is larger by more than its noise is a failure, and units aren't compared before the last component is learnt.
func TestExactPCsThatCanNotTell(t *testing.T) {
	noisy := byRule(t, 0.3, 0, 0.001)
	noisy["sgd"][2] = follows(t, "vanilla", "linear", 3, 0.3, 0.08).input("sgd")
	b := build(t, ExactPCs{}, noisy)
	if claim := b.Claims[6]; claim.Unmeasured || claim.Pass || !strings.Contains(claim.Detail, "s.e.m. at most") {
		t.Errorf("%+v", claim)
	}
	if b.Claims[1].Unmeasured {
		t.Errorf("the theory has no noise: %+v", b.Claims[1])
	}
	short := byRule(t, 0.3, 0, 0.001)
	for port, replicas := range map[string]int{"theory": 0, "sgd": 3} {
		files := follows(t, "sanger", "linear", replicas, 0.5, 0).withOverlaps(t, replicas,
			func(_, m int, _ float64) float64 { return max(0, 1.2-0.5*float64(m)) }, func(_, _, _ int, _ float64) float64 { return 0.2 })
		short[port][0] = files.input(map[string]string{"theory": "ode", "sgd": "sgd"}[port])
	}
	b = build(t, ExactPCs{}, short)
	for i, claim := range b.Claims[:10] {
		if claim.Unmeasured != slices.Contains([]int{1, 4, 6, 9}, i) {
			t.Errorf("claim %d: %+v", i, claim)
		}
	}
}

// One rule alone is drawn; of the vanilla one there is nothing to compare the error with.
func TestExactPCsOfOneRule(t *testing.T) {
	b := build(t, ExactPCs{}, map[string][]stages.Input{
		"theory": {follows(t, "vanilla", "relu", 0, 0.3, 0).input("ode")}, "sgd": {follows(t, "vanilla", "relu", 2, 0.3, 0).input("sgd")}})
	if len(b.Panels) != 4 || !b.Claims[1].Unmeasured || !strings.Contains(b.Caption, "(a) Absolute cosines") {
		t.Errorf("%d panels, claims %+v, caption %s", len(b.Panels), b.Claims, b.Caption)
	}
}

func TestExactPCsRefuses(t *testing.T) {
	bare := curves(t, described("linear"), 0, 0)
	wider := follows(t, "truncated", "linear", 0, 0.001, 0)
	wrong := describedWith("linear", func(r *run.Run) {
		r.Rule, r.Method, r.Horizon, r.Replicas, r.EncoderBias = "truncated", run.Theory, 100, 1, run.TrainedBias
	})
	for want, change := range map[string]func(map[string][]stages.Input){
		"no simulation is wired": func(p map[string][]stages.Input) { p["sgd"] = p["sgd"][:3] },
		"overlaps.csv":           func(p map[string][]stages.Input) { p["theory"][2] = bare.named("vanilla-linear").input("ode") },
		"encoder_bias is":        func(p map[string][]stages.Input) { p["theory"][3] = rewritten(t, wider, wrong).input("ode") },
		"should differ in activation, rule and tied alone": func(p map[string][]stages.Input) {
			p["theory"][3] = decaying(t, 0).input("ode")
			p["sgd"][3] = decaying(t, 3).input("sgd")
		},
		"no cosine of a unit":         func(p map[string][]stages.Input) { p["theory"][2] = withoutCosines(t).input("ode") },
		"nothing is wired to \"sgd\"": func(p map[string][]stages.Input) { p["sgd"] = nil },
	} {
		ports := byRule(t, 0.3, 0, 0.001)
		change(ports)
		refuses(t, ExactPCs{}, ports, want)
	}
}

// rewritten gives a stage's files another description of their network.
func rewritten(t *testing.T, s stageFiles, r run.Run) stageFiles {
	t.Helper()
	if err := r.Write(s.dir + "/" + run.FileName); err != nil {
		t.Fatal(err)
	}
	return s
}

// decaying is a network by the truncated rule whose weights decay.
func decaying(t *testing.T, replicas int) stageFiles {
	t.Helper()
	s := follows(t, "truncated", "linear", replicas, 0.001, 0)
	return rewritten(t, s, describedWith("linear", func(r *run.Run) {
		r.Rule, r.Method, r.Horizon, r.Replicas, r.WeightDecay = "truncated", run.SGD, 100, max(replicas, 1), 0.1
	}))
}

// withoutCosines is a theory on inputs of which no component is told from another.
func withoutCosines(t *testing.T) stageFiles {
	t.Helper()
	s := curves(t, describedWith("linear", func(r *run.Run) { r.Rule = vanilla }), 0, 0).named("vanilla-linear")
	return s.withColumns(t, "overlaps.csv", []string{"t", "overlap_1_to_9"}, [][]float64{{0, 100}, {0, 2}})
}
