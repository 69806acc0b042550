package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"

	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/gaussian"
)

// maxHorizon is far beyond what can be simulated; the number of steps, horizon·D, is checked once D is known.
const maxHorizon = 1e12

// maxHidden is far beyond what can be computed: there are K² order parameters, and their averages take longer still.
const maxHidden = 1000

// maxRecorded is how many numbers of one sort a stage may keep until it writes them: 2 GiB.
const maxRecorded = 1 << 28

// refuse adds a problem with the parameter of that dotted name.
type refuse func(bad bool, key, message, expected string)

// Validate returns every problem with the parameters that can be known before
// the inputs are there.
func (p Parameters) Validate() []stages.Problem {
	var problems []stages.Problem
	add := func(bad bool, key, message, expected string) {
		if bad {
			problems = append(problems, stages.Problem{Path: "with." + key, Message: message, Expected: expected})
		}
	}
	_, err := gaussian.ByName(p.Activation)
	add(err != nil, "activation", fmt.Sprint(err), "one of "+strings.Join(gaussian.Names(), ", "))
	add(p.Hidden < 1 || p.Hidden > maxHidden, "hidden", fmt.Sprintf("hidden is %d", p.Hidden), fmt.Sprintf("a whole number from 1 to %d", maxHidden))
	add(!positive(p.LearningRate), "learning_rate", fmt.Sprintf("learning_rate is %v", p.LearningRate), "a finite number above 0")
	p.validateTimes(add)
	p.validateRule(add)
	bias := p.EncoderBias.Init
	add(math.IsNaN(bias) || math.IsInf(bias, 0), "encoder_bias.init", fmt.Sprintf("encoder_bias.init is %v", bias), "a finite number")
	add(p.WeightDecay != 0 && !positive(p.WeightDecay), "weight_decay", fmt.Sprintf("weight_decay is %v", p.WeightDecay), "a finite number from 0 on")
	p.validateInit(add)
	return problems
}

// positive reports whether x is a finite number above 0.
func positive(x float64) bool { return x > 0 && !math.IsInf(x, 1) }

// validateTimes checks horizon and points, or the file in place of them.
func (p Parameters) validateTimes(add refuse) {
	if p.Times == "" {
		add(!positive(p.Horizon) || p.Horizon > maxHorizon, "horizon", fmt.Sprintf("horizon is %v", p.Horizon), fmt.Sprintf("a number above 0, up to %g", maxHorizon))
		add(p.Points < 2 || p.Points > maxPoints, "points", fmt.Sprintf("points is %d", p.Points), fmt.Sprintf("a whole number from 2 to %d", maxPoints))
		p.validateSize("points", add)
		return
	}
	const instead = "no %[1]s beside times (%[1]s: null takes a merged one away), or no times"
	add(p.Horizon != defaultHorizon, "horizon", fmt.Sprintf("horizon is %v, but the file of times has the last time", p.Horizon), fmt.Sprintf(instead, "horizon"))
	add(p.Points != defaultPoints, "points", fmt.Sprintf("points is %d, but the file of times has them", p.Points), fmt.Sprintf(instead, "points"))
	_, err := readTimes(string(p.Times))
	add(err != nil && !errors.Is(err, fs.ErrNotExist), "times", fmt.Sprint(err), "a CSV file with a column t of times, increasing, the first at least 0")
	p.validateSize("times", add)
}

// validateSize checks that the order parameters at all times fit into memory.
func (p Parameters) validateSize(key string, add refuse) {
	add(p.TooMany(p.Hidden+4), key,
		fmt.Sprintf("about K(K + 4) order parameters with hidden = K = %d at %d times are too many numbers to keep", p.Hidden, p.times()),
		fmt.Sprintf("at most %d %s with %d hidden units, or fewer hidden units", maxRecorded/max(p.Hidden*(p.Hidden+4), 1)-1, key, p.Hidden))
}

// TooMany reports whether so many numbers for each hidden unit and time recorded are
// more than a stage should keep. Of numbers of units or times that Validate refuses it says nothing.
func (p Parameters) TooMany(perUnit int) bool {
	times := p.times()
	return p.Hidden >= 1 && p.Hidden <= maxHidden && times >= 1 && times <= maxPoints+1 && perUnit > p.MostPerUnit()
}

// MostPerUnit returns how many numbers a stage should keep for each hidden unit and time recorded at the most.
func (p Parameters) MostPerUnit() int { return maxRecorded / max(p.Hidden, 1) / max(p.times(), 1) }

// times returns how many times are recorded at the most, or 0 where the file of times can't be read.
func (p Parameters) times() int {
	if p.Times == "" {
		return p.Points + 1
	}
	times, _ := readTimes(string(p.Times))
	return len(times)
}

// validateRule checks the learning rule against the network. Sanger's rule is for
// tied networks alone, but that "tied: false" was said can't be told from its default, so it implies them.
func (p Parameters) validateRule(add refuse) {
	switch p.Rule {
	case vanilla, "truncated":
		return
	case sanger:
	default:
		add(true, "rule", fmt.Sprintf("there is no rule %q", p.Rule), "vanilla, truncated or sanger")
		return
	}
	const other = ", or the rule vanilla or truncated"
	add(p.Activation != "linear", "rule", fmt.Sprintf("rule sanger is for linear units, and activation is %s", p.Activation), "activation: linear beside it"+other)
	const biases = "rule sanger is for a network without biases"
	add(p.EncoderBias.Train, "encoder_bias.train", biases, "false"+other)
	add(p.EncoderBias.Init != 0, "encoder_bias.init", biases, "0"+other)
	add(p.OutputBias.Train, "output_bias.train", biases, "false"+other)
}

func (p Parameters) validateInit(add refuse) {
	if p.Init == nil {
		return
	}
	const either = "scale: a number above 0, maybe with informed: true, or weights: an NPZ file"
	switch scale, file := p.Init.Scale, p.Init.Weights; {
	case file != "" && scale != 0:
		add(true, "init", "init has both scale and weights", "one of them: "+either)
	case file != "" && p.Init.Informed:
		add(true, "init", "init has both informed and weights: the weights of the file would be passed over", "one of them: "+either)
	case file == "" && scale == 0 && !p.Init.Informed:
		add(true, "init", "init has neither a scale other than 0 nor weights: an autoencoder of weight 0 doesn't learn", either)
	case file == "":
		add(!positive(p.Scale()), "init.scale", fmt.Sprintf("init.scale is %v", scale), "a finite number above 0")
	default:
		p.validateGiven(add)
	}
}

// validateGiven checks the arrays in a given file by themselves, against each other and the
// number of hidden units, and its biases against the other parameters.
func (p Parameters) validateGiven(add refuse) {
	about, err := p.checkGiven()
	if err != nil {
		weights := "arrays W and V"
		if p.IsTied() {
			weights = "an array W"
		}
		add(true, "init.weights", err.Error(), fmt.Sprintf("%s of shape K×D with K = hidden = %d, and maybe biases b (K) and c (D)", weights, p.Hidden))
		return
	}
	add(about.b != nil && p.EncoderBias.Init != 0, "encoder_bias.init",
		fmt.Sprintf("encoder_bias.init is %v, but the file of init.weights has the biases b", p.EncoderBias.Init), "no init of encoder_bias, or a file without b")
	add(p.Rule == sanger && (about.b != nil || about.c != nil), "init.weights",
		"the file has biases other than 0, but rule sanger is for a network without", "W alone, or the rule vanilla or truncated")
}
