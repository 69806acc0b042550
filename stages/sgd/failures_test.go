package sgd

import (
	"errors"
	"math"
	"os"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
)

func TestDivergenceNamesTheReplica(t *testing.T) {
	call := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) {
		p.Activation, p.LearningRate, p.Horizon = "linear", 500, 1e4
	})
	err := (Kind{}).Run(t.Context(), call)
	if err == nil || !strings.Contains(err.Error(), "replica ") || !strings.Contains(err.Error(), "learning rate 500") {
		t.Errorf("error %v", err)
	}
}

// Weights that run away in the last step of all end in an error, and not in a curve with NaN.
func TestDivergenceInTheLastSteps(t *testing.T) {
	for steps := 1; steps <= 30; steps++ {
		call := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) {
			p.Activation, p.LearningRate, p.Horizon, p.Points = "linear", 1e6, float64(steps)/6, 2
		})
		err := (Kind{}).Run(t.Context(), call)
		if err == nil {
			curves(t, call) // reads numbers alone
		} else if _, diverged := errors.AsType[*autoencoder.DivergenceError](err); !diverged {
			t.Errorf("%d steps: %v", steps, err)
		}
		if steps == 30 && err == nil {
			t.Error("no divergence")
		}
	}
}

// However inputs are drawn, gradients followed and weights kept, what runs away ends in an error that says which replica, when,
// at which learning rate and what to do, and no output is written.
func TestDivergenceOfEveryKind(t *testing.T) {
	for name, change := range map[string]func(*Parameters){
		"ReLU":             func(p *Parameters) { p.Activation = "relu" },
		"leaky, double":    func(p *Parameters) { p.Activation, p.Precision = "leaky_relu", "double" },
		"softplus, biases": func(p *Parameters) { p.Activation, p.EncoderBias.Train, p.OutputBias.Train = "softplus", true, true },
		"in law":           func(p *Parameters) { p.Activation, p.Simulator = "relu", "in_law" },
		"epochs":           func(p *Parameters) { p.Sampling, p.Samples, p.BatchSize = "epochs", 8, 4 },
		"tied":             func(p *Parameters) { p.Tied = true },
		"truncated":        func(p *Parameters) { p.Rule = "truncated" },
		"sanger":           func(p *Parameters) { p.Rule = "sanger" },
	} {
		call := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) {
			p.Activation, p.LearningRate, p.Horizon, p.Replicas = "linear", 1e3, 1e3, 2
			change(p)
		})
		err := (Kind{}).Run(t.Context(), call)
		divergence, ok := errors.AsType[*autoencoder.DivergenceError](err)
		if !ok || divergence.LearningRate != 1e3 || !strings.Contains(err.Error(), "replica ") || !strings.Contains(err.Error(), "smaller learning rate") {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(call.OutputDir); len(left) > 0 {
			t.Errorf("%s: %d outputs of a simulation that diverged", name, len(left))
		}
	}
}

// Networks that get worse are worth a note.
func TestNoteOfGrowth(t *testing.T) {
	for decay, want := range map[float64]string{0: "", 2: "pmse ends at more than 1.5 times its first value in 2 of 2 replicas"} {
		call := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) {
			p.Activation, p.LearningRate, p.WeightDecay, p.Replicas, p.Init = "linear", 0.01, decay, 2, &setup.Init{Informed: true, Scale: 0.6}
		})
		mustRun(t, call)
		if notes := strings.Join(call.Progress.(*stagetest.Progress).Notes(), " "); notes != want {
			t.Errorf("weight decay %v: notes %q, want %q", decay, notes, want)
		}
	}
}

func TestRunErrors(t *testing.T) {
	small := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) { p.Hidden = 7 })
	long := newCall(t, normal(t, "covariance", "spectrum.npz"), nil)
	long.Parameters.(*Parameters).Horizon = 1e17
	other := map[string]map[string]string{}
	images(t, other, "data", "train.npz", 10, 4)
	images(t, other, "test", "test.npz", 10, 5)
	flat := map[string]map[string]string{"data": {"train.npz": t.TempDir() + "/train.npz"}}
	if err := npz.WriteFile(flat["data"]["train.npz"], npz.Array{Name: "images", Shape: []int{4}, Data: make([]float32, 4)}); err != nil {
		t.Fatal(err)
	}
	wrong := map[string]map[string]string{}
	images(t, wrong, "data", "train.npz", 10, 4)
	components(t, wrong)
	pixels := normal(t, "covariance", "spectrum.npz")
	images(t, pixels, "test", "test.npz", 10, 6)
	unknown := permuted(t, "covariance", "spectrum.npz")
	unknown["test"] = pixels["test"]
	few := map[string]map[string]string{}
	images(t, few, "data", "train.npz", 10, 4)
	for want, call := range map[string]*stages.Call{
		"inputs of stage upstream: hidden is K = 7, but there are D = 6 dimensions": small,
		"inputs of stage upstream: horizon 1e+17 with D = 6 ":                       long,
		"images of 5 pixels to test on":                                             newCall(t, other, nil),
		"of the shape [4]":                                                          newCall(t, flat, nil),
		"no eigenvectors":                                                           newCall(t, unknown, nil),
		"components of D = 9 dimensions":                                            newCall(t, wrong, nil),
		"batch_size is 11, but the training set has 10 inputs":                      newCall(t, few, func(p *Parameters) { p.Sampling, p.BatchSize = epochs, 11 }),
		"a training set of 11 images":                                               newCall(t, few, func(p *Parameters) { p.Sampling, p.Samples = epochs, 11 }),
		"take a finite dim":                                                         newCall(t, levels(t, math.Inf(1)), nil),
		"leading 2 alone":                                                           newCall(t, levels(t, 1e6), func(p *Parameters) { p.Hidden, p.Init = 3, &setup.Init{Informed: true} }),
		"take simulator: in_law":                                                    newCall(t, levels(t, 1e6), func(p *Parameters) { p.Simulator = direct }),
		"no output spectrum":                                                        newCall(t, map[string]map[string]string{"covariance": {}}, nil),
	} {
		if err := (Kind{}).Run(t.Context(), call); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}
