package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/gaussian"
)

// maxHorizon is far beyond what can be simulated; the number of steps, horizon·D, is checked once D is known.
const maxHorizon = 1e12

// Validate returns every problem with the parameters that can be known before
// the inputs are there.
func (p Parameters) Validate() []stages.Problem {
	var problems []stages.Problem
	refuse := func(bad bool, key, message, expected string) {
		if bad {
			problems = append(problems, stages.Problem{Path: "with." + key, Message: message, Expected: expected})
		}
	}
	_, err := gaussian.ByName(p.Activation)
	refuse(err != nil, "activation", fmt.Sprint(err), strings.Join(gaussian.Names(), " or "))
	refuse(p.Hidden < 1, "hidden", fmt.Sprintf("hidden is %d", p.Hidden), "a whole number of at least 1")
	refuse(!positive(p.LearningRate), "learning_rate", fmt.Sprintf("learning_rate is %v", p.LearningRate), "a number above 0")
	refuse(!positive(p.Horizon) || p.Horizon > maxHorizon, "horizon", fmt.Sprintf("horizon is %v", p.Horizon), fmt.Sprintf("a number above 0, up to %g", maxHorizon))
	refuse(p.Points < 2, "points", fmt.Sprintf("points is %d", p.Points), "a whole number of at least 2")
	refuse(p.Tied, "tied", "tied weights aren't built in this version", "false")
	refuse(p.Rule != "vanilla", "rule", fmt.Sprintf("rule %s isn't built in this version", p.Rule), "vanilla")
	refuse(p.EncoderBias.Train, "encoder_bias.train", "trained biases aren't built in this version", "false")
	refuse(p.EncoderBias.Init != 0, "encoder_bias.init", "biases aren't built in this version", "0")
	refuse(p.OutputBias.Train, "output_bias.train", "trained biases aren't built in this version", "false")
	return append(problems, p.validateInit()...)
}

// positive reports whether x is a finite number above 0.
func positive(x float64) bool { return x > 0 && !math.IsInf(x, 1) }

func (p Parameters) validateInit() []stages.Problem {
	if p.Init == nil {
		return nil
	}
	problem := func(key, message, expected string) []stages.Problem {
		return []stages.Problem{{Path: "with." + key, Message: message, Expected: expected}}
	}
	const either = "scale: a number above 0, or weights: an NPZ file"
	switch scale, file := p.Init.Scale, p.Init.Weights; {
	case file != "" && scale != 0:
		return problem("init", "init has both scale and weights", "one of them: "+either)
	case file == "" && scale == 0:
		return problem("init", "init has neither a scale other than 0 nor weights: an autoencoder of weight 0 doesn't learn", either)
	case file == "" && !positive(scale):
		return problem("init.scale", fmt.Sprintf("init.scale is %v", scale), "a number above 0")
	case file != "":
		if err := p.checkFile(string(file)); err != nil {
			return problem("init.weights", err.Error(), fmt.Sprintf("arrays W and V of shape K×D with K = hidden = %d", p.Hidden))
		}
	}
	return nil
}

// checkFile checks the shapes of W and V against each other and the number of
// hidden units, from the headers alone.
func (p Parameters) checkFile(path string) error {
	file, err := npz.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // whoever read the pipeline file has reported it, with its place
	}
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = p.shape(file, path)
	return err
}

// shape returns D, or what is wrong with the shapes of W and V.
func (p Parameters) shape(file *npz.File, path string) (dim int, err error) {
	for _, name := range []string{"W", "V"} {
		shape, err := file.Shape(name)
		if err != nil {
			return 0, err
		}
		if len(shape) != 2 || shape[0] != p.Hidden || dim != 0 && shape[1] != dim {
			want := fmt.Sprintf("%d×D", p.Hidden)
			if dim != 0 {
				want = fmt.Sprintf("%d×%d as W has", p.Hidden, dim)
			}
			return 0, fmt.Errorf("%s: array %q has the shape %v, want %s", path, name, shape, want)
		}
		dim = shape[1]
	}
	if dim < p.Hidden {
		return 0, fmt.Errorf("%s: arrays W and V are of K = %d hidden units over D = %d dimensions: there must be at least as many dimensions", path, p.Hidden, dim)
	}
	return dim, nil
}
