package ode

import (
	"context"
	"errors"
	"fmt"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// Run solves the flow and writes the files.
func (Kind) Run(ctx context.Context, call *stages.Call) error {
	p := call.Parameters.(*Parameters)
	in, ok := call.Input(covariancePort)
	if !ok {
		return errors.New("no covariance is wired to the stage")
	}
	inputs, err := readSpectrum(in)
	if err != nil {
		return err
	}
	problem, times, err := newProblem(p, call.Seed, inputs)
	if err != nil {
		return fmt.Errorf("inputs of stage %s: %w", in.Stage, err)
	}
	call.Progress.Total(int64(len(times)), "times")
	result, err := theory.Solve(ctx, problem, theory.Settings{
		Times: times, Tolerance: p.Tolerance, Progress: func(float64) { call.Progress.Add(1) },
	})
	if err != nil {
		return err
	}
	return write(call, p, inputs, result)
}

func readSpectrum(in stages.Input) (spectrum.Spectrum, error) {
	path, err := in.Path("spectrum.npz")
	if err != nil {
		return spectrum.Spectrum{}, err
	}
	return spectrum.ReadFile(path)
}

// newProblem returns what is to be solved, and the times at which it is recorded.
func newProblem(p *Parameters, seed uint64, inputs spectrum.Spectrum) (problem theory.Problem, times []float64, err error) {
	activation, err := gaussian.ByName(p.Activation)
	if err != nil {
		return problem, nil, err
	}
	steps, err := p.Steps(inputs.Dim())
	if err != nil {
		return problem, nil, err
	}
	start, err := p.StartWeights(seed, inputs.Dim())
	if err != nil {
		return problem, nil, err
	}
	problem = theory.Problem{
		Activation: activation, Eigenvalues: inputs.Eigenvalues, LearningRate: p.LearningRate,
		Initial: setup.ToEigenbasis(inputs, start),
	}
	return problem, setup.Times(steps, inputs.Dim()), nil
}

func write(call *stages.Call, p *Parameters, inputs spectrum.Spectrum, result theory.Result) error {
	curves := setup.NewCurves(p.Hidden)
	for i, t := range result.Times {
		curves.Add(t, result.Error[i], result.Parameters[i])
	}
	if err := curves.WriteFile(call.OutputPath("curves.csv")); err != nil {
		return err
	}
	dim, horizon := inputs.Dim(), result.Times[len(result.Times)-1]
	err := npz.WriteFile(call.OutputPath("state.npz"),
		npz.Array{Name: "W", Shape: []int{p.Hidden, dim}, Data: result.Final.W},
		npz.Array{Name: "V", Shape: []int{p.Hidden, dim}, Data: result.Final.V},
		npz.Array{Name: "eigenvalues", Shape: []int{dim}, Data: inputs.Eigenvalues},
		npz.Array{Name: "t", Shape: []int{1}, Data: []float64{horizon}},
	)
	if err != nil {
		return err
	}
	description := run.Run{
		Method: run.Theory, Activation: p.Activation, Hidden: p.Hidden, Dim: dim,
		LearningRate: p.LearningRate, Horizon: horizon, Replicas: 1,
		Inputs: run.Normal, Error: run.ClosedForm, PCAErrors: order.PCAErrors(inputs.Eigenvalues),
	}
	return description.Write(call.OutputPath(run.FileName))
}
