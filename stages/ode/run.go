package ode

import (
	"context"
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
	inputs, err := readSpectrum(call)
	if err != nil {
		return err
	}
	steps, err := p.Steps(inputs.Dim())
	if err != nil {
		return err
	}
	result, err := solve(ctx, call, p, inputs, setup.Times(steps, inputs.Dim()))
	if err != nil {
		return err
	}
	return write(call, p, inputs, result)
}

func readSpectrum(call *stages.Call) (spectrum.Spectrum, error) {
	in, ok := call.Input(covariancePort)
	if !ok {
		return spectrum.Spectrum{}, fmt.Errorf("no covariance is wired to the stage")
	}
	path, err := in.Path("spectrum.npz")
	if err != nil {
		return spectrum.Spectrum{}, err
	}
	return spectrum.ReadFile(path)
}

func solve(ctx context.Context, call *stages.Call, p *Parameters, inputs spectrum.Spectrum, times []float64) (theory.Result, error) {
	activation, err := gaussian.ByName(p.Activation)
	if err != nil {
		return theory.Result{}, err
	}
	start, err := p.StartWeights(call.Seed, inputs.Dim())
	if err != nil {
		return theory.Result{}, err
	}
	call.Progress.Total(int64(len(times)), "times")
	return theory.Solve(ctx, theory.Problem{
		Activation:   activation,
		Eigenvalues:  inputs.Eigenvalues,
		LearningRate: p.LearningRate,
		Initial:      setup.ToEigenbasis(inputs, start),
	}, theory.Settings{
		Times:     times,
		Tolerance: p.Tolerance,
		Progress:  func(float64) { call.Progress.Add(1) },
	})
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
