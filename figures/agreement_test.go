package figures

import (
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// wired builds theory-vs-sgd of runs: stages theory-1, theory-2, … and sgd-1, sgd-2, ….
func wired(t *testing.T, theories, simulations []run.Run) map[string][]stages.Input {
	t.Helper()
	ports := map[string][]stages.Input{}
	for i, r := range theories {
		ports["theory"] = append(ports["theory"], curves(t, r, 0, 0).named("theory-"+string(rune('1'+i))).input("ode"))
	}
	for i, r := range simulations {
		ports["sgd"] = append(ports["sgd"], curves(t, r, 2, 0).named("sgd-"+string(rune('1'+i))).input("sgd"))
	}
	return ports
}

// A theory is drawn against a simulation of its own network only; the error names field, values and stages.
func TestPairsMustAgree(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*run.Run)
		says   string
	}{
		"another K":            {func(r *run.Run) { r.Hidden = 3 }, "hidden is 2 in stage theory-1 and 3 in stage sgd-1"},
		"another D":            {func(r *run.Run) { r.Dim = 101 }, "dim is 100 in stage theory-1 and 101 in stage sgd-1"},
		"another rule":         {func(r *run.Run) { r.Rule = "truncated" }, "rule is vanilla in stage theory-1 and truncated in stage sgd-1"},
		"tied":                 {func(r *run.Run) { r.Tied = true }, "tied is false in stage theory-1 and true in stage sgd-1"},
		"encoder bias":         {func(r *run.Run) { r.EncoderBias = run.TrainedBias }, "encoder_bias is none in stage theory-1 and trained in stage sgd-1"},
		"output bias":          {func(r *run.Run) { r.OutputBias = run.FixedBias }, "output_bias is none in stage theory-1 and fixed in stage sgd-1"},
		"weight decay":         {func(r *run.Run) { r.WeightDecay = 0.01 }, "weight_decay is 0 in stage theory-1 and 0.01 in stage sgd-1"},
		"Adam":                 {func(r *run.Run) { r.Optimizer = &run.Optimizer{Name: "adam"} }, "optimizer is sgd in stage theory-1 and adam in stage sgd-1"},
		"falling rate":         {func(r *run.Run) { r.Schedule = &run.Schedule{Power: 0.5, Onset: 10} }, "schedule is constant in stage theory-1 and η(1 + t/10)^−0.5 in stage sgd-1"},
		"finite training set":  {func(r *run.Run) { r.Sampling, r.Samples = run.Epochs, 100 }, "sampling is online in stage theory-1 and epochs in stage sgd-1"},
		"batches":              {func(r *run.Run) { r.Sampling, r.BatchSize = run.Online, 10 }, ""},
		"two of them":          {func(r *run.Run) { r.Tied, r.WeightDecay = true, 1 }, "and true in stage sgd-1, weight_decay is 0"},
		"another covariance":   {func(r *run.Run) { r.PCAErrors = []float64{1, 0.5, 0.1} }, "stage sgd-1 learns from inputs of another covariance than stage theory-1: the PCA error E_1 is 0.5"},
		"another activation":   {func(r *run.Run) { r.Activation = "linear" }, "no simulation is wired for the theory of stage theory-1 (erf)"},
		"said and left unsaid": {func(r *run.Run) { r.Rule, r.EncoderBias, r.OutputBias = "vanilla", run.NoBias, run.NoBias }, ""},
		"another rate":         {func(r *run.Run) { r.LearningRate = 2 }, ""}, // a claim that fails
	} {
		_, err := TheoryVsSGD{}.Build(inputs.NewSet(wired(t, []run.Run{described("erf")}, []run.Run{describedWith("erf", test.change)})))
		if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: error %v, want one with %q", name, err, test.says)
		}
	}
}
