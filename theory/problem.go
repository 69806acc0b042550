package theory

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// Problem is a learning problem: a network, the rule by which it learns, its
// inputs, and where it starts. Inputs and start come either as Eigenvalues and
// Initial, or as Modes where D is too large for a number per input, or infinite.
type Problem struct {
	Activation   gaussian.Activation
	LearningRate float64 // η > 0

	Rule Rule // Vanilla unless said

	// Tied makes decoder and encoder one matrix, v^k = w^k, which learns through
	// both. Initial.V is then equal to Initial.W.
	Tied bool

	// The biases b of the hidden units and c of the reconstruction learn where
	// these say so; otherwise they stay at their start values. They start at 0
	// where Initial or Modes has none.
	TrainEncoderBias, TrainOutputBias bool

	// WeightDecay is κ ≥ 0, the rate per unit of t at which both weight matrices
	// shrink: dW/dt = … − κ W, and likewise V. Biases don't decay.
	WeightDecay float64

	Eigenvalues []float64     // ρ_τ of the inputs' covariance, length D, none negative, in any order
	Initial     order.Weights // start weights and biases in the eigenbasis of the covariance; not changed

	Modes *Modes // in place of Eigenvalues and Initial; not changed
}

// Check returns an error for each mistake in the problem, joined, or nil.
func (p Problem) Check() error {
	mistakes := []error{p.checkNetwork()}
	if p.Modes != nil {
		if w := p.Initial; p.Eigenvalues != nil || w.W != nil || w.V != nil || w.B != nil || w.C != nil {
			mistakes = append(mistakes, errors.New("the problem has both Modes and Eigenvalues or Initial: give one of them"))
		}
		mistakes = append(mistakes, p.Modes.check(p.tied()))
	} else {
		mistakes = append(mistakes, p.checkInputs())
	}
	return errors.Join(mistakes...)
}

func (p Problem) checkNetwork() error {
	var mistakes []error
	if p.Activation == nil {
		mistakes = append(mistakes, errors.New("the problem has no activation"))
	} else if checked, ok := p.Activation.(gaussian.Checked); ok {
		mistakes = append(mistakes, checked.Check())
	}
	if !(p.LearningRate > 0) || math.IsInf(p.LearningRate, 1) {
		mistakes = append(mistakes, fmt.Errorf("learning rate %v: it must be a number above 0", p.LearningRate))
	}
	if !(p.WeightDecay >= 0) || math.IsInf(p.WeightDecay, 1) {
		mistakes = append(mistakes, fmt.Errorf("weight decay %v: it must be a number from 0 on", p.WeightDecay))
	}
	mistakes = append(mistakes, p.Rule.Check())
	if p.Rule == Sanger {
		mistakes = append(mistakes, p.checkSanger())
	}
	return errors.Join(mistakes...)
}

// checkSanger returns an error where the problem has what Sanger's rule doesn't.
func (p Problem) checkSanger() error {
	_, linear := p.Activation.(gaussian.Linear)
	biases := p.TrainEncoderBias || p.TrainOutputBias || p.Initial.B != nil || p.Initial.C != nil ||
		p.Modes != nil && (p.Modes.EncoderBias != nil || p.Modes.OutputBias != nil)
	if p.Activation != nil && !linear || biases {
		return errors.New("the rule sanger is for linear units without biases")
	}
	return nil
}

func (p Problem) checkInputs() error {
	var mistakes []error
	if err := p.Initial.Check(); err != nil {
		mistakes = append(mistakes, fmt.Errorf("start weights: %w", err))
	}
	if len(p.Eigenvalues) != p.Initial.Dim {
		mistakes = append(mistakes, fmt.Errorf("%d eigenvalues for start weights over D = %d inputs", len(p.Eigenvalues), p.Initial.Dim))
	}
	for i, rho := range p.Eigenvalues {
		if !(rho >= 0) || math.IsInf(rho, 1) {
			mistakes = append(mistakes, fmt.Errorf("eigenvalue %d is %v: a covariance has eigenvalues that are finite and not negative", i+1, rho))
			break
		}
	}
	return errors.Join(append(mistakes, p.checkTied())...)
}

// checkTied returns an error where the start weights of a tied network aren't.
func (p Problem) checkTied() error {
	w, v, dim := p.Initial.W, p.Initial.V, p.Initial.Dim
	if !p.tied() || len(w) != len(v) {
		return nil
	}
	for i := range w {
		if w[i] != v[i] {
			return fmt.Errorf("start weights: the weights are tied, but W[%d,%d] is %v and V[%d,%d] is %v: make V a copy of W",
				i/dim, i%dim, w[i], i/dim, i%dim, v[i])
		}
	}
	return nil
}

// tied reports whether decoder and encoder are one matrix; Sanger's rule knows no other
// network.
func (p Problem) tied() bool { return p.Tied || p.Rule == Sanger }
