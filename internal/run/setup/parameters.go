package setup

import "autoencoder-dynamics/stages"

// Parameters are the keys of "with:" that ode and sgd have in common.
type Parameters struct {
	Activation   string      `yaml:"activation" enum:"erf linear" doc:"Activation function of the hidden units: erf (that is erf(x/√2)) or linear. Default erf."`
	Hidden       int         `yaml:"hidden" doc:"Number K of hidden units. Default 4."`
	LearningRate float64     `yaml:"learning_rate" doc:"Learning rate η of the decoder; the encoder's is smaller by a factor D. Default 1."`
	Horizon      float64     `yaml:"horizon" doc:"Time t = steps/D to which learning is followed. Default 1000."`
	Points       int         `yaml:"points" doc:"Number of times recorded, besides t = 0: equally spaced in log t from 0.1 (or horizon/1000 where that is earlier) to the horizon, rounded to whole steps. Default 80."`
	Tied         bool        `yaml:"tied" doc:"Whether decoder and encoder share their weights; this version has false only. Default false."`
	Rule         string      `yaml:"rule" enum:"vanilla" doc:"Learning rule; this version has vanilla only. Default vanilla."`
	EncoderBias  EncoderBias `yaml:"encoder_bias" doc:"Biases b of the hidden units."`
	OutputBias   OutputBias  `yaml:"output_bias" doc:"Bias c of the reconstruction."`
	Init         *Init       `yaml:"init" doc:"Start weights: {scale: …} or {weights: …}. Default {scale: 0.1}."`
}

// EncoderBias says what happens to the biases of the hidden units.
type EncoderBias struct {
	Train bool    `yaml:"train" doc:"Whether the biases learn; this version has false only. Default false."`
	Init  float64 `yaml:"init" doc:"Their start value. Default 0."`
}

// OutputBias says what happens to the bias of the reconstruction.
type OutputBias struct {
	Train bool `yaml:"train" doc:"Whether the bias learns; this version has false only. Default false."`
}

// Init says where the weights start: one of the two is given.
type Init struct {
	Scale   float64     `yaml:"scale" doc:"Standard deviation of normal start weights. Default 0.1 where no weights are given."`
	Weights stages.File `yaml:"weights" doc:"NPZ file with the start weights, arrays W and V (K×D), in the data's coordinates."`
}

// defaultScale is the standard deviation of start weights where "init:" is left out.
const defaultScale = 0.1

// Defaults returns the defaults of the shared parameters.
func Defaults() Parameters {
	return Parameters{Activation: "erf", Hidden: 4, LearningRate: 1, Horizon: 1000, Points: 80, Rule: "vanilla"}
}
