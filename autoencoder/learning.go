package autoencoder

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// Learning says how a network learns. Activation and LearningRate must be set; the zero
// values of the others are online vanilla gradient descent of untied weights.
type Learning struct {
	Activation   gaussian.Activation
	LearningRate float64 // η > 0
	Rule         Rule    // Vanilla unless said

	// Tied makes decoder and encoder one matrix, v^k = w^k, which learns through both.
	// The start weights V are then equal to W. Sanger's rule implies it.
	Tied bool

	// The biases b of the hidden units and c of the reconstruction learn where these say
	// so; otherwise they stay at their start values. They start at 0 where there are none.
	TrainEncoderBias, TrainOutputBias bool

	// WeightDecay is κ, from 0 on and below D: at every step both weight matrices shrink
	// by κ/D of themselves, whatever the learning rate. Biases don't decay.
	WeightDecay float64

	Schedule Schedule // of the learning rate; the zero value keeps it constant

	// BatchSize is the number of inputs of which a step takes the mean gradient, up to
	// [LargestBatch]; 0 and 1 are one input a step. Time t = steps/D counts steps and not
	// inputs.
	BatchSize int

	Adam         *Adam               // nil: plain gradient descent
	Precision    Precision           // of the weights; Automatic unless said
	Instructions kernel.Instructions // the fastest unless said; the weights are the same bits
}

// LargestBatch is the most inputs that a step takes the mean gradient of. A step isn't
// interrupted, and one of so many takes about a second at D = 1024 and K = 64.
const LargestBatch = 1 << 16

// tied reports whether decoder and encoder are one matrix.
func (l Learning) tied() bool { return l.Tied || l.Rule == Sanger }

// batchSize is the number of inputs a step.
func (l Learning) batchSize() int { return max(1, l.BatchSize) }

// check returns an error for each mistake in the settings, for a network that starts with
// these weights over dim inputs, joined, or nil. The weights' sizes needn't be right.
func (l Learning) check(initial order.Weights, dim float64) error {
	mistakes := []error{l.checkActivation(), l.Schedule.check(), l.Rule.Check()}
	refuse := func(format string, arguments ...any) {
		mistakes = append(mistakes, fmt.Errorf(format, arguments...))
	}
	if !(l.LearningRate > 0) || math.IsInf(l.LearningRate, 1) {
		refuse("learning rate %v: it must be a number above 0", l.LearningRate)
	}
	if !(l.WeightDecay >= 0) || math.IsInf(l.WeightDecay, 1) {
		refuse("weight decay %v: it must be a number from 0 on", l.WeightDecay)
	} else if dim > 0 && l.WeightDecay >= dim {
		refuse("weight decay %v: a step takes the share κ/D of the weights, so that it must be below D = %v", l.WeightDecay, dim)
	}
	if l.BatchSize < 0 || l.BatchSize > LargestBatch {
		refuse("batch size %d: it must be from 1 to %d, or 0 for one input a step", l.BatchSize, LargestBatch)
	}
	if l.Precision < Automatic || l.Precision > Double {
		refuse("%v: there are automatic, single and double", l.Precision)
	}
	if kernel.For[float32](l.Instructions) == nil {
		refuse("this machine doesn't have the instructions %v: leave them 0 for the best that it has", l.Instructions)
	}
	if l.Adam != nil {
		mistakes = append(mistakes, l.Adam.check(l.single(dim)))
	}
	if l.Rule == Sanger {
		mistakes = append(mistakes, l.checkSanger(initial))
	}
	return errors.Join(mistakes...)
}

func (l Learning) checkActivation() error {
	if l.Activation == nil {
		return errors.New("the problem has no activation")
	}
	if checked, ok := l.Activation.(gaussian.Checked); ok {
		return checked.Check()
	}
	return nil
}

// checkSanger returns an error for each thing in the problem that Sanger's rule hasn't got.
func (l Learning) checkSanger(initial order.Weights) error {
	var mistakes []error
	if _, linear := l.Activation.(gaussian.Linear); l.Activation != nil && !linear {
		mistakes = append(mistakes, fmt.Errorf("the rule sanger is for linear units, not %s: take the rule truncated", l.Activation.Name()))
	}
	if l.TrainEncoderBias || l.TrainOutputBias || initial.B != nil || initial.C != nil {
		mistakes = append(mistakes, errors.New("the rule sanger is for networks without biases: take the rule truncated"))
	}
	if l.Adam != nil {
		mistakes = append(mistakes, errors.New("the rule sanger isn't the gradient of an error, so that Adam has nothing to go down: take the rule truncated, or no Adam"))
	}
	return errors.Join(mistakes...)
}

// checkTied returns an error where the start weights of a tied network aren't. Their sizes
// are right.
func (l Learning) checkTied(initial order.Weights) error {
	if !l.tied() {
		return nil
	}
	w, v, dim := initial.W, initial.V, initial.Dim
	for i := range w {
		if w[i] != v[i] {
			return fmt.Errorf("start weights: the weights are tied, but W[%d,%d] is %v and V[%d,%d] is %v: make V a copy of W",
				i/dim, i%dim, w[i], i/dim, i%dim, v[i])
		}
	}
	return nil
}
