package pipelinefile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"autoencoder-dynamics/internal/pipelinefile"
)

func TestProfile(t *testing.T) {
	p := mustParse(t, paper(t), "quick")
	if p.Profile != "quick" || p.Seed != 1 {
		t.Errorf("profile %q, seed %d", p.Profile, p.Seed)
	}
	if got, want := stageNames(p), "cifar10 images natural spiked erf-theory erf-sgd theory-vs-sgd relu-sgd"; got != want {
		t.Errorf("stages %s, want %s", got, want)
	}
	theory := stage(t, p, "erf-theory").Parameters.(*odeParameters)
	if theory.Horizon != 10 || theory.Init.Scale != 0 || theory.Init.Weights == "" || theory.Hidden != 4 {
		t.Errorf("erf-theory: %+v", theory)
	}
	sgd := stage(t, p, "erf-sgd")
	if parameters := sgd.Parameters.(*sgdParameters); parameters.Replicas != 2 || sgd.Seed != 3 {
		t.Errorf("erf-sgd: %+v, seed %d", parameters, sgd.Seed)
	}
	want := []pipelinefile.Need{{Port: "theory", Stages: []string{"erf-theory"}}, {Port: "sgd", Stages: []string{"erf-sgd", "relu-sgd"}}}
	if diff := cmp.Diff(want, stage(t, p, "theory-vs-sgd").Needs); diff != "" {
		t.Errorf("needs (-want +got):\n%s", diff)
	}
}

// A profile that overrides the stage which carries an anchor leaves those alone that merged from it.
func TestProfileDoesNotLeakThroughAnchors(t *testing.T) {
	p := mustParse(t, paper(t), "quick")
	for _, name := range []string{"erf-sgd", "relu-sgd"} {
		parameters := stage(t, p, name).Parameters.(*sgdParameters)
		if parameters.Init.Scale != 0.1 || parameters.Init.Weights != "" || parameters.Horizon == 10 {
			t.Errorf("the override of erf-theory leaked into %s: %+v", name, parameters)
		}
	}
}

func TestDefaultProfileIsTheBase(t *testing.T) {
	p := mustParse(t, paper(t), pipelinefile.DefaultProfile)
	if p.Profile != "" || p.Seed != 20220106 {
		t.Errorf("profile %q, seed %d", p.Profile, p.Seed)
	}
}

func TestSet(t *testing.T) {
	p := mustParse(t, paper(t), "quick",
		"seed=7", "erf-sgd.seed=0x10", "erf-sgd.init.scale=0.2", "erf-sgd.with.learning_rate=5e-1",
		"erf-theory.init={scale: 0.3}", "erf-theory.cuts=[1, 2]", "relu-sgd.needs.covariance=natural",
		"theory-vs-sgd.needs.sgd=[erf-sgd]", "erf-theory.points=90", "erf-theory.points=null", "cifar10.dataset=cifar10")
	if p.Seed != 7 || stage(t, p, "erf-sgd").Seed != 16 || stage(t, p, "relu-sgd").Seed != 7 {
		t.Errorf("seeds %d, %d, %d", p.Seed, stage(t, p, "erf-sgd").Seed, stage(t, p, "relu-sgd").Seed)
	}
	sgd := stage(t, p, "erf-sgd").Parameters.(*sgdParameters)
	if sgd.Init.Scale != 0.2 || sgd.LearningRate != 0.5 || sgd.Replicas != 2 {
		t.Errorf("erf-sgd: %+v", sgd)
	}
	theory := stage(t, p, "erf-theory").Parameters.(*odeParameters)
	if theory.Init.Weights != "" || theory.Init.Scale != 0.3 || !cmp.Equal(theory.Cuts, []float64{1, 2}) || theory.Points != 80 {
		t.Errorf("erf-theory: %+v", theory)
	}
	if got := stage(t, p, "relu-sgd").Needs[0].Stages[0]; got != "natural" {
		t.Errorf("relu-sgd needs %s", got)
	}
	if got := stage(t, p, "theory-vs-sgd").Needs[1].Stages; !cmp.Equal(got, []string{"erf-sgd"}) {
		t.Errorf("theory-vs-sgd needs %s", got)
	}
}

// YAML would take such a value for a comment.
func TestSetTakesAHash(t *testing.T) {
	_, err := parse("stages: {s: {uses: covariance, with: {model: spiked}}}", "", "s.model= #spiked")
	if err == nil || !strings.Contains(err.Error(), `model is "#spiked"`) {
		t.Errorf("error %v", err)
	}
}

func TestSetDropsAStage(t *testing.T) {
	p := mustParse(t, paper(t), "", "theory-vs-sgd=null", "given=~")
	if got, want := stageNames(p), "cifar10 images natural spiked erf-theory erf-sgd"; got != want {
		t.Errorf("stages %s, want %s", got, want)
	}
}

func TestMergeKeys(t *testing.T) {
	source := `
x-first: &first {hidden: 5, points: 50, init: {scale: 1}}
x-second: &second {hidden: 6, learning_rate: 2}
x-nothing: ~
stages:
  s: {uses: covariance, with: {model: spiked}}
  list: {uses: ode, needs: &spiked {covariance: s}, with: {<<: [*first, *second], points: 7}}
  late: {uses: ode, needs: *spiked, with: {points: null, <<: *first}}
  nested: {uses: ode, needs: {<<: *spiked}, with: {<<: {<<: *second, hidden: 9}, init: {scale: 3}}}
`
	p := mustParse(t, source, "")
	want := map[string]func(*odeParameters){
		"list":   func(o *odeParameters) { o.Hidden, o.Points, o.LearningRate, o.Init.Scale = 5, 7, 2, 1 },
		"late":   func(o *odeParameters) { o.Hidden, o.Points, o.Init.Scale = 5, 80, 1 },
		"nested": func(o *odeParameters) { o.Hidden, o.LearningRate, o.Init.Scale = 9, 2, 3 },
	}
	for name, change := range want {
		wanted := &odeParameters{network: defaultNetwork(), Cuts: []float64{0, 1e-7, 0.1}}
		change(wanted)
		if diff := cmp.Diff(wanted, stage(t, p, name).Parameters, cmp.AllowUnexported(odeParameters{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestProfileReplacesTheKind(t *testing.T) {
	source := `
stages:
  s: {uses: covariance, with: {spectrum: spectrum.npz}}
  d: {uses: download}
  x: {uses: ode, seed: 3, needs: {covariance: s}, with: {init: {scale: 1}, cuts: [1]}}
profiles:
  other:
    stages:
      x: {uses: whiten, needs: {data: d}}
`
	x := stage(t, mustParse(t, source, "other"), "x")
	if x.Kind.Name() != "whiten" || x.Seed != 0 || len(x.Needs) != 1 {
		t.Errorf("x: %+v", x)
	}
}

func TestOrder(t *testing.T) {
	source := `
stages:
  figure: {uses: plot, needs: {theory: [b, a], panels: other}}
  b: {uses: ode, needs: {covariance: s}, with: {init: {scale: 1}}}
  other: {uses: plot}
  a: {uses: ode, needs: {covariance: s}, with: {init: {scale: 1}}}
  s: {uses: covariance, with: {model: spiked}}
`
	var names []string
	for _, s := range mustParse(t, source, "").Order() {
		names = append(names, s.Name)
	}
	if got, want := strings.Join(names, " "), "other s b a figure"; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
}
