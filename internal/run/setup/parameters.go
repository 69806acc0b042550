package setup

import "autoencoder-dynamics/stages"

// Parameters are the keys of "with:" that ode and sgd have in common.
type Parameters struct {
	Activation   string      `yaml:"activation" enum:"erf linear relu leaky_relu tanh logistic softplus gelu silu" doc:"Activation function of the hidden units; erf is erf(x/√2). Default erf."`
	Hidden       int         `yaml:"hidden" doc:"Number K of hidden units, at most the input dimension D and 1000. Default 4."`
	LearningRate float64     `yaml:"learning_rate" doc:"Learning rate η of the decoder; the encoder's is smaller by a factor D. For optimizer adam of sgd it is the step of every weight, below 1 and often 1e-3. Default 1."`
	Horizon      float64     `yaml:"horizon" doc:"Time t = steps/D to which learning is followed. Default 1000."`
	Points       int         `yaml:"points" doc:"Number of times recorded, besides t = 0: equally spaced in log t from 0.1 (or horizon/1000 where that is earlier) to the horizon, rounded to whole steps (ode doesn't round where the horizon is less than half a step). At most 100,000. Default 80."`
	Times        stages.File `yaml:"times" doc:"CSV file whose column t gives the times recorded, increasing from 0 or later on, in place of horizon and points; sgd takes the nearest whole steps, and times that fall on one step are recorded once."`
	Tied         bool        `yaml:"tied" doc:"Whether decoder and encoder share their weights, v = w; with the rule sanger they always do. Default false."`
	Rule         string      `yaml:"rule" enum:"vanilla truncated sanger" doc:"Learning rule: vanilla gradient descent; truncated, in which unit k sees the reconstruction by units 1 to k only; sanger, for linear units without biases. Default vanilla."`
	EncoderBias  EncoderBias `yaml:"encoder_bias" doc:"Biases b of the hidden units."`
	OutputBias   OutputBias  `yaml:"output_bias" doc:"Bias c of the reconstruction."`
	WeightDecay  float64     `yaml:"weight_decay" doc:"Rate κ at which encoder and decoder weights shrink, per unit of t: W −= (κ/D) W in each step, and likewise V; biases don't. Default 0."`
	Init         *Init       `yaml:"init" doc:"Start weights: {scale: …}, {scale: …, informed: true} or {weights: …}. Default {scale: 0.1}."`
}

// EncoderBias says what happens to the biases of the hidden units.
type EncoderBias struct {
	Train bool    `yaml:"train" doc:"Whether the biases learn. Default false."`
	Init  float64 `yaml:"init" doc:"Start value of each bias, which it keeps where it doesn't learn. Default 0, which without train is no bias."`
}

// OutputBias says what happens to the bias of the reconstruction.
type OutputBias struct {
	Train bool `yaml:"train" doc:"Whether the bias learns; it starts at 0 unless the file of init.weights has another start. Default false."`
}

// Init says where the weights start: at random or on principal components, at a scale, or from a file.
type Init struct {
	Scale    float64     `yaml:"scale" doc:"Standard deviation of normal start weights, or of the weights on principal components with informed. Default 0.1 where no weights are given."`
	Informed bool        `yaml:"informed" doc:"Whether hidden unit k starts on the k-th leading principal component, w = v = scale·√D·ψ_k, as long as random weights of that scale are. Default false."`
	Weights  stages.File `yaml:"weights" doc:"NPZ file with the start weights in the data's coordinates: arrays W and V (K×D; tied needs W alone), and maybe biases b (K) and c (D)."`
}

// Hints says what is wanted in place of words that people write for activations and biases.
func (Parameters) Hints() map[string]string {
	const sigmoids, biases = "erf (odd, from −1 to 1) or logistic (from 0 to 1)", "encoder_bias: {train: true} or output_bias: {train: true}"
	return map[string]string{
		"activation: sigmoid": sigmoids, "activation: Sigmoid": sigmoids, "activation: sigmoidal": sigmoids,
		"activation: identity": "linear", "activation: none": "linear", "activation: swish": "silu",
		"bias": biases, "biases": biases, "sigma": "init: {scale: …}", "informed": "init: {informed: true}", "eta": "learning_rate", "lr": "learning_rate", "K": "hidden",
	}
}

// Hints says where an output bias starts.
func (OutputBias) Hints() map[string]string {
	return map[string]string{"init": "no init, or an array c in the file of init.weights: a start of the output bias is a number for each input"}
}

// defaultScale is the standard deviation of start weights where "init:" is left out.
const defaultScale = 0.1

// The learning rules.
const (
	vanilla = "vanilla"
	sanger  = "sanger"
)

// Defaults returns the defaults of the shared parameters.
func Defaults() Parameters {
	return Parameters{Activation: "erf", Hidden: 4, LearningRate: 1, Horizon: defaultHorizon, Points: defaultPoints, Rule: vanilla}
}

// IsTied reports whether decoder and encoder share their weights. Sanger's rule
// knows no other network, so it needs no "tied: true" beside it.
func (p Parameters) IsTied() bool { return p.Tied || p.Rule == sanger }

// Scale returns the standard deviation of start weights that are in no file.
func (p Parameters) Scale() float64 {
	if p.Init == nil || p.Init.Informed && p.Init.Scale == 0 {
		return defaultScale
	}
	return p.Init.Scale
}

// IsInformed reports whether each unit starts on a principal component.
func (p Parameters) IsInformed() bool { return p.Init != nil && p.Init.Informed }

// givenWeights returns the path of the file with start weights, or "" where they are drawn.
func (p Parameters) givenWeights() string {
	if p.Init == nil {
		return ""
	}
	return string(p.Init.Weights)
}
