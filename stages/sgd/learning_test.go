package sgd

import (
	"path/filepath"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/gaussian"
)

// learningCase is how a network learns, in the words of a pipeline file and as the simulator is told.
type learningCase struct {
	change   func(*Parameters)
	learning autoencoder.Learning
}

// learningCases have each parameter in several company, none of them at its default.
func learningCases() map[string]learningCase {
	return map[string]learningCase{
		"truncated in batches": {func(p *Parameters) {
			p.Activation, p.Rule, p.BatchSize, p.WeightDecay, p.EncoderBias.Train, p.LearningRate = "relu", "truncated", 3, 0.05, true, 0.3
			p.Schedule = Schedule{Power: 0.7, Onset: 3}
		}, autoencoder.Learning{
			Activation: gaussian.ReLU{}, LearningRate: 0.3, Rule: autoencoder.Truncated, BatchSize: 3, WeightDecay: 0.05, TrainEncoderBias: true,
			Schedule: autoencoder.Schedule{Power: 0.7, Onset: 3},
		}},
		"tied, both biases": {func(p *Parameters) {
			p.Tied, p.BatchSize, p.WeightDecay, p.EncoderBias.Train, p.OutputBias.Train, p.Precision = true, 2, 0.02, true, true, double
		}, autoencoder.Learning{
			Activation: gaussian.Erf{}, LearningRate: 1, Tied: true, BatchSize: 2, WeightDecay: 0.02, TrainEncoderBias: true, TrainOutputBias: true,
			Precision: autoencoder.Double,
		}},
		"adam": {func(p *Parameters) {
			p.LearningRate, p.BatchSize, p.WeightDecay, p.OutputBias.Train = 0.01, 4, 0.03, true
			p.Optimizer, p.Schedule = Optimizer{adam, 0.8, 0.95, 1e-3}, Schedule{Power: 0.4, Onset: 5}
		}, autoencoder.Learning{
			Activation: gaussian.Erf{}, LearningRate: 0.01, BatchSize: 4, WeightDecay: 0.03, TrainOutputBias: true,
			Adam: &autoencoder.Adam{Beta1: 0.8, Beta2: 0.95, Epsilon: 1e-3}, Schedule: autoencoder.Schedule{Power: 0.4, Onset: 5},
		}},
		"adam, tied, truncated": {func(p *Parameters) {
			p.Activation, p.Rule, p.Tied, p.LearningRate, p.EncoderBias.Train, p.Precision = "linear", "truncated", true, 0.02, true, single
			p.Optimizer = Optimizer{adam, 0.7, 0.99, 1e-2}
		}, autoencoder.Learning{
			Activation: gaussian.Linear{}, LearningRate: 0.02, Rule: autoencoder.Truncated, Tied: true, TrainEncoderBias: true,
			Adam: &autoencoder.Adam{Beta1: 0.7, Beta2: 0.99, Epsilon: 1e-2}, Precision: autoencoder.Single,
		}},
		"sanger": {func(p *Parameters) {
			p.Activation, p.Rule, p.LearningRate, p.WeightDecay, p.Schedule = "linear", "sanger", 0.4, 0.04, Schedule{Power: 1, Onset: 20}
		}, autoencoder.Learning{
			Activation: gaussian.Linear{}, LearningRate: 0.4, Rule: autoencoder.Sanger, WeightDecay: 0.04,
			Schedule: autoencoder.Schedule{Power: 1, Onset: 20},
		}},
	}
}

// coordinates wires a spectrum whose coordinates are the data's, and returns its eigenvalues.
func coordinates(t *testing.T) (wired map[string]map[string]string, eigenvalues []float64) {
	t.Helper()
	s, path := spectrum.Spectrum{Eigenvalues: []float64{12, 5, 1, 0.5, 0.5, 0.3}}, filepath.Join(t.TempDir(), "spectrum.npz")
	if err := s.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	return map[string]map[string]string{"covariance": {"spectrum.npz": path}}, s.Eigenvalues
}

// Every parameter reaches the simulator: the stage ends with the bits of one that was told by hand.
func TestParametersReachTheSimulator(t *testing.T) {
	wired, eigenvalues := coordinates(t)
	for name, c := range learningCases() {
		call := newCall(t, wired, func(p *Parameters) {
			p.Horizon, p.Points, p.Replicas, p.Init = 20, 5, 2, &setup.Init{Scale: 0.3}
			c.change(p)
		})
		mustRun(t, call)
		for r := range 2 {
			start, err := call.Parameters.(*Parameters).StartWeights(1, 6)
			if err != nil {
				t.Fatal(err)
			}
			sampler, err := autoencoder.NewGaussian(eigenvalues, random.NewNormals(1, "samples of covariance", uint64(r)))
			if err != nil {
				t.Fatal(err)
			}
			simulator, err := autoencoder.NewSimulator(autoencoder.Problem{Learning: c.learning, Initial: start, Sampler: sampler})
			if err != nil {
				t.Fatal(err)
			}
			if err := simulator.Run(t.Context(), 20*6); err != nil {
				t.Fatal(err)
			}
			got, want := finalNetwork(t, call, r, 6).Weights, simulator.Network().Weights
			if !slices.Equal(got.W, want.W) || !slices.Equal(got.V, want.V) || !slices.Equal(got.B, want.B) || !slices.Equal(got.C, want.C) {
				t.Errorf("%s: replica %d ends at %v, want %v", name, r+1, got, want)
			}
		}
	}
}
