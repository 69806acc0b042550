package ode

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// inputs are what the network learns from: an eigenvalue for each input, or the levels of a spectrum.
type inputs struct {
	stage    string // that they come from, for messages
	spectrum spectrum.Spectrum
	levels   *spectrum.Levels // in place of the spectrum, or nil
}

// readInputs reads the spectrum wired to the stage.
func readInputs(call *stages.Call) (inputs, error) {
	in, ok := call.Input(covariancePort)
	if !ok {
		return inputs{}, errors.New("no covariance is wired to the stage")
	}
	path, err := in.Path("spectrum.npz")
	if err != nil {
		return inputs{}, err
	}
	holds, err := spectrum.HoldsLevels(path)
	if err != nil {
		return inputs{}, err
	}
	if holds {
		levels, err := spectrum.ReadLevels(path)
		return inputs{stage: in.Stage, levels: &levels}, err
	}
	s, err := spectrum.ReadFile(path)
	return inputs{stage: in.Stage, spectrum: s}, err
}

// dim returns D, which may be infinite.
func (in inputs) dim() float64 {
	if in.levels != nil {
		return in.levels.Dim
	}
	return float64(in.spectrum.Dim())
}

// pcaErrors returns pmse_PCA(m) for m = 0…D, or to the number given where the inputs are levels.
func (in inputs) pcaErrors(most int) []float64 {
	if in.levels != nil {
		return in.levels.PCAErrors(most)
	}
	return order.PCAErrors(in.spectrum.Eigenvalues)
}

// newProblem returns what is to be solved.
func newProblem(p *Parameters, seed uint64, in inputs) (problem theory.Problem, err error) {
	problem = theory.Problem{
		LearningRate: p.LearningRate, Tied: p.IsTied(), WeightDecay: p.WeightDecay,
		TrainEncoderBias: p.EncoderBias.Train, TrainOutputBias: p.OutputBias.Train,
	}
	if problem.Activation, err = gaussian.ByName(p.Activation); err != nil {
		return problem, err
	}
	if problem.Rule, err = theory.RuleByName(p.Rule); err != nil {
		return problem, err
	}
	if in.levels != nil {
		problem.Modes, err = drawModes(p, seed, *in.levels)
		return problem, err
	}
	start, err := p.StartWeights(seed, in.spectrum.Dim())
	problem.Eigenvalues, problem.Initial = in.spectrum.Eigenvalues, setup.ToEigenbasis(in.spectrum, start)
	return problem, err
}

// drawModes draws start weights over inputs of which there may be infinitely many.
func drawModes(p *Parameters, seed uint64, levels spectrum.Levels) (*theory.Modes, error) {
	if p.GivenWeights() != "" {
		return nil, fmt.Errorf("init.weights holds a number for each of D inputs, but the spectrum has D = %v and is known by its levels: take init: {scale: …}, or a covariance of dim up to %d",
			levels.Dim, spectrum.LargestDim)
	}
	if p.IsTied() && math.IsInf(levels.Dim, 1) {
		return nil, errors.New("tied weights have no limit of infinitely many dimensions: take a finite dim, as large as you like, or tied: false")
	}
	ensemble := theory.Ensemble{
		Dim: levels.Dim, Hidden: p.Hidden, Scale: p.Scale(), Tied: p.IsTied(),
		EncoderBias: p.StartEncoderBias(), OutputBias: p.OutputBias.Train,
	}
	for i, rate := range levels.Rates {
		ensemble.Levels = append(ensemble.Levels, theory.Level{Rate: rate, Multiplicity: levels.Multiplicities[i], Share: levels.Shares[i]})
	}
	return ensemble.Draw(setup.StartStream(seed))
}
