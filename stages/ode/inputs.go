package ode

import (
	"errors"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/gaussian"
)

// inputs are what the network learns from.
type inputs struct {
	stage string // that they come from, for messages
	spectrum.Any
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
	s, err := spectrum.ReadAny(path)
	return inputs{stage: in.Stage, Any: s}, err
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
	if in.Levels != nil {
		columns, err := p.StartColumns(seed, *in.Levels)
		if err != nil {
			return problem, err
		}
		problem.Modes = theory.ModesOf(columns)
		return problem, nil
	}
	problem.Eigenvalues = in.Spectrum.Eigenvalues
	problem.Initial, err = p.StartInEigenbasis(seed, in.Spectrum)
	return problem, err
}
