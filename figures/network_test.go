package figures

import (
	"testing"

	"autoencoder-dynamics/internal/run"
)

func TestNetworkNames(t *testing.T) {
	for want, change := range map[string]func(*run.Run){
		"erf":                       func(*run.Run) {},
		"erf, tied":                 func(r *run.Run) { r.Tied = true },
		"erf, tied, truncated":      func(r *run.Run) { r.Tied, r.Rule = true, "truncated" },
		"linear, Sanger's rule":     func(r *run.Run) { r.Activation, r.Tied, r.Rule = "linear", true, "sanger" },
		"ReLU, with biases":         func(r *run.Run) { r.Activation, r.EncoderBias, r.OutputBias = "relu", run.TrainedBias, run.TrainedBias },
		"ReLU, with encoder biases": func(r *run.Run) { r.Activation, r.EncoderBias, r.OutputBias = "relu", run.TrainedBias, run.NoBias },
		"erf, with fixed encoder biases, with an output bias": func(r *run.Run) { r.EncoderBias, r.OutputBias = run.FixedBias, run.TrainedBias },
		"erf, with a fixed output bias":                       func(r *run.Run) { r.OutputBias = run.FixedBias },
		"erf, weight decay κ = 0.01":                          func(r *run.Run) { r.WeightDecay = 0.01 },
		"erf, batches of 10, random signs":                    func(r *run.Run) { r.BatchSize, r.Sampling, r.FlipSigns = 10, run.Online, true },
		"erf, Adam, epochs over 500 samples":                  func(r *run.Run) { r.Optimizer, r.Sampling, r.Samples = &run.Optimizer{Name: "adam"}, run.Epochs, 500 },
		"erf, falling learning rate":                          func(r *run.Run) { r.BatchSize, r.Schedule = 1, &run.Schedule{Power: 0.5, Onset: 1} },
	} {
		if got := networkName(describedWith("erf", change)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// In a caption what sets a network apart follows a noun, and the sentence goes on behind it.
func TestNetworksInCaptions(t *testing.T) {
	batches := func(r *run.Run) { r.Tied, r.BatchSize = true, 10 }
	for want, r := range map[string]run.Run{"": described("erf"), " (batches of 10)": describedWith("erf", batches)} {
		if got := besidesInParentheses(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What doesn't fit above a panel is left to the caption.
func TestNetworkTitles(t *testing.T) {
	many := func(r *run.Run) {
		r.Tied, r.Rule, r.EncoderBias, r.OutputBias, r.WeightDecay = true, "truncated", run.FixedBias, run.TrainedBias, 0.01
	}
	for want, change := range map[string]func(*run.Run){
		"erf":                     func(*run.Run) {},
		"erf, tied, truncated, …": many,
		"erf, tied, with biases, …": func(r *run.Run) {
			r.Tied, r.EncoderBias, r.OutputBias, r.WeightDecay = true, run.TrainedBias, run.TrainedBias, 1
		},
		"erf, with biases, weight decay κ = 1": func(r *run.Run) {
			r.EncoderBias, r.OutputBias, r.WeightDecay = run.TrainedBias, run.TrainedBias, 1
		},
	} {
		got := networkTitle(describedWith("erf", change))
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
