package sgd

import (
	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/theory/pca"
)

// pcaErrors returns the errors that principal components leave, where these are known; of levels the first ones alone.
func (e *experiment) pcaErrors() []float64 {
	switch {
	case e.in.images == nil:
		return e.in.law.PCAErrors(e.wantedModes())
	case e.in.components != nil:
		return pca.Errors(e.in.components.Eigenvalues)
	}
	return nil
}

// describe says what the run is.
func (e *experiment) describe(results []result) run.Run {
	last := results[0].last
	description := run.Run{
		Method: run.SGD, Activation: e.Activation, Hidden: e.Hidden, Dim: jsonfile.Number(e.in.dim()),
		LearningRate: e.LearningRate, Rule: e.Rule, Tied: e.IsTied(), WeightDecay: e.WeightDecay,
		EncoderBias: run.Bias(last.B != nil, e.EncoderBias.Train), OutputBias: run.Bias(last.C != nil, e.OutputBias.Train),
		Horizon: e.time(e.steps[len(e.steps)-1]), Replicas: e.Replicas, Inputs: e.in.kind(), Error: run.ClosedForm,
		BatchSize: e.BatchSize, Sampling: e.Sampling, Samples: e.samples(), FlipSigns: e.flips(), Simulator: direct, PCAErrors: e.pcaErrors(),
	}
	if e.in.images != nil {
		description.Error = run.TrainingSet
	}
	description.Precision = e.learning.PrecisionAt(e.in.dim()).String()
	if e.isInLaw() {
		description.Simulator, description.Precision = inLaw, double
	}
	if o := e.Optimizer; e.usesAdam() {
		description.Optimizer = &run.Optimizer{Name: o.Name, Beta1: o.Beta1, Beta2: o.Beta2, Epsilon: o.Epsilon}
	}
	if e.Schedule.Power != 0 {
		description.Schedule = &run.Schedule{Power: e.Schedule.Power, Onset: e.Schedule.Onset}
	}
	return description
}
