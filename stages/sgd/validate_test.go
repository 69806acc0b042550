package sgd

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
)

// paths lists where the problems are.
func paths(problems []stages.Problem) string {
	var all []string
	for _, p := range problems {
		all = append(all, p.Path)
	}
	return strings.Join(all, " ")
}

// wiredTo is a map of ports in use.
func wiredTo(ports ...string) map[string][]string {
	wired := map[string][]string{}
	for _, port := range ports {
		wired[port] = []string{"any"}
	}
	return wired
}

// validateCase is a mistake in the parameters, or none.
type validateCase struct {
	wired  map[string][]string
	change func(*Parameters)
	paths  string // of the problems
	says   string // the first of them
}

// What is wired to a stage in most cases.
var (
	normalInputs = wiredTo(covariancePort)
	imageInputs  = wiredTo(dataPort)
)

// checkValidate compares the problems of every case.
func checkValidate(t *testing.T, cases map[string]validateCase) {
	t.Helper()
	for name, c := range cases {
		p := Kind{}.Defaults("").(*Parameters)
		c.change(p)
		problems := Kind{}.Validate(p, c.wired)
		if got := paths(problems); got != c.paths {
			t.Errorf("%s: problems at %q, want %q: %+v", name, got, c.paths, problems)
			continue
		}
		for _, problem := range problems {
			if problem.Expected == "" {
				t.Errorf("%s: no remedy: %+v", name, problem)
			}
		}
		if len(problems) > 0 && !strings.Contains(problems[0].Message, c.says) {
			t.Errorf("%s: %q, want it to say %q", name, problems[0].Message, c.says)
		}
	}
}

// What is wired, and the parameters that all networks have.
func TestValidate(t *testing.T) {
	checkValidate(t, map[string]validateCase{
		"defaults":           {normalInputs, func(*Parameters) {}, "", ""},
		"images":             {imageInputs, func(*Parameters) {}, "", ""},
		"everything":         {wiredTo(dataPort, componentsPort, testPort), func(p *Parameters) { p.Modes, p.FlipSigns, p.Init = 9, true, &setup.Init{Informed: true} }, "", ""},
		"test of surrogates": {wiredTo(covariancePort, testPort), func(*Parameters) {}, "", ""},

		"neither":           {nil, func(*Parameters) {}, "needs", "neither covariance nor data"},
		"both":              {wiredTo(covariancePort, dataPort), func(*Parameters) {}, "needs", "both covariance and data"},
		"components":        {wiredTo(covariancePort, componentsPort), func(*Parameters) {}, "needs.components", "which has its own"},
		"replicas":          {normalInputs, func(p *Parameters) { p.Replicas = 0 }, "with.replicas", "replicas is 0"},
		"shared parameters": {normalInputs, func(p *Parameters) { p.Hidden, p.Init = 0, &setup.Init{} }, "with.hidden with.init", ""},
		"no batch":          {normalInputs, func(p *Parameters) { p.BatchSize = 0 }, "with.batch_size", "batch_size is 0"},
		"huge batch":        {normalInputs, func(p *Parameters) { p.BatchSize = 1e6 }, "with.batch_size", "batch_size is 1000000"},
		"power":             {normalInputs, func(p *Parameters) { p.Schedule.Power = -1 }, "with.schedule.power", "schedule.power is -1"},
		"onset":             {normalInputs, func(p *Parameters) { p.Schedule = Schedule{1, 0} }, "with.schedule.onset", "schedule.onset is 0"},
		"onset alone":       {normalInputs, func(p *Parameters) { p.Schedule.Onset = 5 }, "with.schedule.power", "without a power"},
	})
}

// Adam has settings of its own, and goes with less.
func TestValidateOptimizer(t *testing.T) {
	checkValidate(t, map[string]validateCase{
		"optimizer":        {normalInputs, func(p *Parameters) { p.Optimizer.Name = "rmsprop" }, "with.optimizer.name", `"rmsprop"`},
		"sgd with beta":    {normalInputs, func(p *Parameters) { p.Optimizer.Beta2 = 0.9 }, "with.optimizer.beta2", "for adam only"},
		"adam's rate":      {normalInputs, func(p *Parameters) { p.Optimizer.Name = adam }, "with.optimizer.name", "learning_rate is 1, the default, but adam moves every weight"},
		"adam's high rate": {normalInputs, func(p *Parameters) { p.Optimizer.Name, p.LearningRate = adam, 2 }, "with.learning_rate", "learning_rate is 2, but adam"},
		"adam's numbers": {normalInputs, func(p *Parameters) { p.Optimizer = Optimizer{adam, 1, math.NaN(), 0} },
			"with.optimizer.beta1 with.optimizer.beta2 with.optimizer.epsilon", "optimizer.beta1 is 1"},
		"adam with sanger": {normalInputs, func(p *Parameters) {
			p.Activation, p.Rule, p.Optimizer.Name = "linear", "sanger", adam
		}, "with.optimizer.name", "Sanger's rule follows none"},
		"adam in law":          {normalInputs, func(p *Parameters) { p.Optimizer.Name, p.Simulator = adam, inLaw }, "with.optimizer.name", "in_law"},
		"large batches in law": {normalInputs, func(p *Parameters) { p.BatchSize, p.Simulator = 2000, inLaw }, "with.batch_size", "takes a column"},
	})
}

// Where inputs come from, how they are simulated, and what is kept.
func TestValidateSimulation(t *testing.T) {
	given := filepath.Join(t.TempDir(), "start.npz")
	if err := npz.WriteFile(given, npz.Array{Name: "W", Shape: []int{4, 6}, Data: make([]float64, 24)}); err != nil {
		t.Fatal(err)
	}
	checkValidate(t, map[string]validateCase{
		"sampling":           {normalInputs, func(p *Parameters) { p.Sampling = "batch" }, "with.sampling", `"batch"`},
		"samples online":     {normalInputs, func(p *Parameters) { p.Samples = 10 }, "with.samples", "samples is 10, but with sampling: online"},
		"epochs of nothing":  {normalInputs, func(p *Parameters) { p.Sampling = epochs }, "with.samples", "how many normal inputs"},
		"negative samples":   {imageInputs, func(p *Parameters) { p.Sampling, p.Samples = epochs, -1 }, "with.samples", "samples is -1"},
		"batch of more":      {imageInputs, func(p *Parameters) { p.Sampling, p.Samples, p.BatchSize = epochs, 5, 6 }, "with.batch_size", "has 5 samples"},
		"epochs in law":      {normalInputs, func(p *Parameters) { p.Sampling, p.Samples, p.Simulator = epochs, 5, inLaw }, "with.sampling", "draws each input anew"},
		"flipped normal":     {normalInputs, func(p *Parameters) { p.FlipSigns = true }, "with.flip_signs", "symmetric as they are"},
		"simulator":          {normalInputs, func(p *Parameters) { p.Simulator = "exact" }, "with.simulator", `"exact"`},
		"images in law":      {imageInputs, func(p *Parameters) { p.Simulator = inLaw }, "with.simulator", "isn't known"},
		"test in law":        {wiredTo(covariancePort, testPort), func(p *Parameters) { p.Simulator = inLaw }, "needs.test", "for each pixel"},
		"precision":          {normalInputs, func(p *Parameters) { p.Precision = "half" }, "with.precision", `"half"`},
		"single in law":      {normalInputs, func(p *Parameters) { p.Precision, p.Simulator = single, inLaw }, "with.precision", "double throughout"},
		"modes of images":    {imageInputs, func(p *Parameters) { p.Modes = 3 }, "with.modes", "without components"},
		"informed images":    {imageInputs, func(p *Parameters) { p.Init = &setup.Init{Informed: true} }, "with.init.informed", "which aren't known"},
		"negative modes":     {normalInputs, func(p *Parameters) { p.Modes = -1 }, "with.modes", "modes is -1"},
		"too many modes":     {normalInputs, func(p *Parameters) { p.Modes, p.Replicas = 10_000, 1000 }, "with.modes", "too many numbers to keep"},
		"late snapshot":      {normalInputs, func(p *Parameters) { p.Snapshots = []float64{1, 2000} }, "with.snapshots.1", "snapshot 2 is at t = 2000"},
		"negative snapshot":  {normalInputs, func(p *Parameters) { p.Snapshots = []float64{-1} }, "with.snapshots.0", "snapshot 1 is at t = -1"},
		"unsorted snapshots": {normalInputs, func(p *Parameters) { p.Snapshots = []float64{2, 1} }, "with.snapshots.1", "don't increase"},
		"one snapshot twice": {normalInputs, func(p *Parameters) { p.Snapshots = []float64{0, 0} }, "with.snapshots.1", "don't increase"},
		"many snapshots": {normalInputs, func(p *Parameters) {
			for i := range 10_001 {
				p.Snapshots = append(p.Snapshots, float64(i)/100)
			}
		}, "with.snapshots", "there are 10001 snapshots"},
		"given weights of 0": {normalInputs, func(p *Parameters) { p.Tied, p.Init = true, &setup.Init{Weights: stages.File(given)} }, "with.init.weights", "0 throughout"},
	})
}

// Words that people write in place of what there is lead there.
func TestHints(t *testing.T) {
	hints := Kind{}.Defaults("").(*Parameters).Hints()
	for _, word := range []string{"lr", "epochs", "batch", "adam", "activation: sigmoid"} {
		if hints[word] == "" {
			t.Errorf("no hint for %q", word)
		}
	}
	if hints := (Optimizer{}).Hints(); hints["momentum"] == "" {
		t.Error("no hint for momentum")
	}
}
