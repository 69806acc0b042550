package sgd

import (
	"maps"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
)

// Parameters are what "with:" may say.
type Parameters struct {
	setup.Parameters `yaml:",inline"`
	Replicas         int       `yaml:"replicas" doc:"Number of independent runs from the same start weights, at most 10,000. Default 5."`
	BatchSize        int       `yaml:"batch_size" doc:"Number of inputs whose mean gradient a step follows, from 1 to 10,000; t = steps/D counts steps whatever it is. Default 1."`
	Optimizer        Optimizer `yaml:"optimizer" doc:"How a step follows the gradient. Default plain stochastic gradient descent, {name: sgd}."`
	Schedule         Schedule  `yaml:"schedule" doc:"How the learning rate falls, as in {power: 0.5, onset: 10}: η(t) = η (1 + t/onset)^−power. Weight decay stays. Default constant, {power: 0}."`
	Sampling         string    `yaml:"sampling" enum:"online epochs" doc:"Whether each input is a fresh draw, of images with replacement (online), or a finite training set is gone through again and again, each time in another order (epochs). Default online."`
	Samples          int       `yaml:"samples" doc:"Number P of inputs in the training set of sampling: epochs, P·D up to 2^28; each replica has its own. Default 0, which is all images; normal inputs need a number, and of CIFAR10 there are 50,000."`
	FlipSigns        bool      `yaml:"flip_signs" doc:"Whether each image is shown with a random sign, which makes their law symmetric. Default false."`
	Snapshots        []float64 `yaml:"snapshots" doc:"Times, increasing and up to the horizon, at which all weights are written to snapshots.npz, each at the nearest step; times that fall on one step are recorded once. Default none."`
	Simulator        string    `yaml:"simulator" enum:"automatic direct in_law" doc:"Simulate every weight (direct), or what the weights in each level of equal eigenvalues amount to, exact in law at a cost of a step free of D (in_law). It is for normal inputs of any D, and usually the faster one where many eigenvalues are equal. Default automatic: in_law where the spectrum is known by its levels, direct elsewhere."`
	Precision        string    `yaml:"precision" enum:"automatic single double" doc:"Precision of the weights; sums over inputs are double always. Default automatic: single where no update is lost in rounding (untied, at learning_rate 1 and a constant rate: D up to 1024), double elsewhere and for in_law."`
	Modes            int       `yaml:"modes" doc:"Number of leading eigenmodes whose overlaps are recorded over time, at most 10,000; all where the spectrum has fewer. For images, components are needed. Default 0, which is hidden + 4."`
}

// Optimizer says how a step follows the gradient.
type Optimizer struct {
	Name    string  `yaml:"name" enum:"sgd adam" doc:"Plain stochastic gradient descent (sgd), or adam, which takes steps of about the learning rate in every weight and bias, without the factors of D that sgd has and needs a learning_rate below 1, often 1e-3. Default sgd."`
	Beta1   float64 `yaml:"beta1" doc:"Adam's memory of the gradient, above 0 and below 1. Default 0.9."`
	Beta2   float64 `yaml:"beta2" doc:"Adam's memory of the squared gradient, above 0 and below 1. Default 0.999."`
	Epsilon float64 `yaml:"epsilon" doc:"What Adam adds to the root of the squared gradient, above 0. Default 1e-8."`
}

// Schedule says how the learning rate falls with time.
type Schedule struct {
	Power float64 `yaml:"power" doc:"Exponent of the fall η(t) = η (1 + t/onset)^−power of the learning rate, with adam as well, from 0 on. Default 0, a constant rate."`
	Onset float64 `yaml:"onset" doc:"Time t at which the rate has fallen to 2^−power of itself, by η(t) = η (1 + t/onset)^−power; above 0. Default 1."`
}

// The words that parameters take.
const (
	plain   = "sgd"
	adam    = "adam"
	online  = run.Online
	epochs  = run.Epochs
	chosen  = "automatic" // by the stage
	direct  = run.Direct
	inLaw   = run.InLaw
	single  = run.Single
	double  = run.Double
	perStep = 1 // inputs of a step in online learning
)

// defaultOptimizer is Adam's own defaults, as far as they have a meaning.
var defaultOptimizer = Optimizer{Name: plain, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}

// defaultSchedule is a constant rate.
var defaultSchedule = Schedule{Onset: 1}

// Defaults returns the default [Parameters].
func (Kind) Defaults(string) any {
	return &Parameters{
		Parameters: setup.Defaults(), Replicas: 5, BatchSize: perStep, Optimizer: defaultOptimizer, Schedule: defaultSchedule,
		Sampling: online, Simulator: chosen, Precision: chosen,
	}
}

// Hints says what is wanted in place of words that people write for these parameters.
func (p Parameters) Hints() map[string]string {
	hints := p.Parameters.Hints()
	maps.Copy(hints, map[string]string{
		"epochs": "sampling: epochs, and a horizon of epochs·P/(batch_size·D)", "batch": "batch_size", "minibatch": "batch_size",
		"adam": "optimizer: {name: adam}", "decay": "schedule: {power: …} for the learning rate, weight_decay for the weights",
		"dataset_size": "sampling: epochs, samples: …", "P": "sampling: epochs, samples: …",
	})
	return hints
}

// Hints says where momentum is to be had.
func (Optimizer) Hints() map[string]string {
	return map[string]string{"momentum": "name: adam, which has one, or name: sgd without", "learning_rate": "learning_rate beside optimizer", "lr": "learning_rate beside optimizer"}
}

// usesAdam reports whether Adam takes the steps.
func (p *Parameters) usesAdam() bool { return p.Optimizer.Name == adam }

// isFinite reports whether the training set is finite and gone through in epochs.
func (p *Parameters) isFinite() bool { return p.Sampling == epochs }

// wantedModes returns of how many leading modes overlaps are recorded where there are so many.
func (p *Parameters) wantedModes() int {
	if p.Modes > 0 {
		return p.Modes
	}
	return p.Hidden + 4
}
