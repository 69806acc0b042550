package sgd

import (
	"fmt"

	"autoencoder-dynamics/stages"
)

// unbuilt returns a problem for each parameter that the theory has and the
// simulator of this version hasn't: it simulates untied networks of erf or linear
// units without biases, by vanilla gradient descent without weight decay.
func unbuilt(p *Parameters) []stages.Problem {
	var problems []stages.Problem
	refuse := func(bad bool, key, has, expected string) {
		if bad {
			problems = append(problems, stages.Problem{
				Path: "with." + key, Message: fmt.Sprintf("the simulator of this version has %s; ode has more", has), Expected: expected,
			})
		}
	}
	refuse(p.Activation != "erf" && p.Activation != "linear", "activation", "erf and linear units only", "erf or linear")
	refuse(p.Tied, "tied", "untied weights only", "false")
	refuse(p.Rule == "truncated" || p.Rule == "sanger", "rule", "vanilla gradient descent only", "vanilla")
	refuse(p.WeightDecay != 0, "weight_decay", "no weight decay", "0")
	refuse(p.EncoderBias.Train, "encoder_bias.train", "no biases", "false")
	refuse(p.EncoderBias.Init != 0, "encoder_bias.init", "no biases", "0")
	refuse(p.OutputBias.Train, "output_bias.train", "no biases", "false")
	encoder, output := p.HasBiases()
	if p.GivenWeights() != "" && (encoder && p.StartEncoderBias() == nil || output && !p.OutputBias.Train) {
		refuse(true, "init.weights", "no biases, and the file has some other than 0", "W and V alone")
	}
	return problems
}
