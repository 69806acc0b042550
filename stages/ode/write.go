package ode

import (
	"autoencoder-dynamics/internal/jsonfile"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory"
)

// write writes all files.
func write(call *stages.Call, p *Parameters, in inputs, result theory.Result, h *history) error {
	if err := writeCurves(call.OutputPath("curves.csv"), p.Hidden, result); err != nil {
		return err
	}
	if err := npz.WriteFile(call.OutputPath("state.npz"), stateArrays(in, result.Final)...); err != nil {
		return err
	}
	if err := h.writeModes(call.OutputPath("modes.npz")); err != nil {
		return err
	}
	if err := h.writeOverlaps(call.OutputPath("overlaps.csv")); err != nil {
		return err
	}
	if err := h.writeLearning(call.OutputPath("learning.csv"), result.Learning); err != nil {
		return err
	}
	last := result.Final.Parameters
	description := run.Run{
		Method: run.Theory, Activation: p.Activation, Hidden: p.Hidden, Dim: jsonfile.Number(in.Dim()),
		LearningRate: p.LearningRate, Rule: p.Rule, Tied: p.IsTied(), WeightDecay: p.WeightDecay,
		EncoderBias: run.Bias(last.B != nil, p.EncoderBias.Train), OutputBias: run.Bias(last.Z != nil, p.OutputBias.Train),
		Horizon: result.Final.Time, Replicas: 1,
		Inputs: run.Normal, Error: run.ClosedForm, PCAErrors: in.PCAErrors(p.wantedModes()),
		Deviation: result.Deviation,
	}
	return description.Write(call.OutputPath(run.FileName))
}

func writeCurves(path string, hidden int, result theory.Result) error {
	last := result.Final.Parameters
	curves := setup.NewCurves(hidden, last.B != nil, last.Z != nil, "t", "pmse")
	for i, t := range result.Times {
		curves.Add(result.Parameters[i], t, result.Error[i])
	}
	return curves.WriteFile(path)
}

// stateArrays returns the weights at the last time: over all inputs, or, where
// the inputs are levels, as the columns that the flow needs.
func stateArrays(in inputs, last theory.Snapshot) []npz.Array {
	array := func(name string, data []float64, shape ...int) npz.Array {
		return npz.Array{Name: name, Shape: shape, Data: data}
	}
	var arrays []npz.Array
	var outputBias npz.Array
	if in.Levels == nil {
		w := last.Weights()
		arrays = append(arrays, array("W", w.W, w.Hidden, w.Dim), array("V", w.V, w.Hidden, w.Dim),
			array("eigenvalues", in.Spectrum.Eigenvalues, w.Dim))
		outputBias = array("c", w.C, w.Dim)
	} else {
		m := last.Modes()
		n := m.Columns()
		dim := npz.Array{Name: "dim", Shape: []int{1}, Data: npz.Sizes{m.Dim}}
		arrays = append(arrays, array("encoder", m.Encoder, m.Hidden, n), array("decoder", m.Decoder, m.Hidden, n),
			array("rates", m.Rates, n), array("variance", []float64{m.Variance}, 1), dim)
		outputBias = array("output_bias", m.OutputBias, n)
	}
	arrays = append(arrays, array("t", []float64{last.Time}, 1))
	if b := last.Parameters.B; b != nil {
		arrays = append(arrays, array("b", b, len(b)))
	}
	if last.Parameters.Z != nil {
		arrays = append(arrays, outputBias)
	}
	return arrays
}
