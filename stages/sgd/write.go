package sgd

import (
	"math"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/order"
)

// write writes all files.
func write(call *stages.Call, e *experiment, results []result) error {
	if err := e.writeCurves(call.OutputPath("curves.csv"), results); err != nil {
		return err
	}
	if err := e.writeOverlaps(call.OutputPath("overlaps.csv"), results); err != nil {
		return err
	}
	if err := e.writeWeights(call.OutputPath("weights.npz"), results); err != nil {
		return err
	}
	if err := e.writeSnapshots(call.OutputPath("snapshots.npz"), results); err != nil {
		return err
	}
	return e.describe(results).Write(call.OutputPath(run.FileName))
}

// time returns t = steps/D.
func (e *experiment) time(step int64) float64 { return float64(step) / e.in.dim() }

// writeCurves writes the errors and order parameters of all replicas over time.
func (e *experiment) writeCurves(path string, results []result) error {
	first := []string{"replica", "t", "pmse"}
	if e.isFinite() {
		first = append(first, "pmse_train")
	}
	if e.test != nil {
		first = append(first, "pmse_test")
	}
	last := results[0].last
	curves := setup.NewCurves(e.Hidden, last.B != nil, last.C != nil, first...)
	for r, replica := range results {
		for _, record := range replica.records {
			values := []float64{float64(r + 1), e.time(record.Step), record.Error}
			if e.takesAll() { // the training set is the population
				values = append(values, record.Error)
			}
			curves.Add(record.Parameters, append(values, record.Errors...)...)
		}
	}
	return curves.WriteFile(path)
}

// writeOverlaps writes the overlaps with the leading components, where these are known.
func (e *experiment) writeOverlaps(path string, results []result) error {
	names := results[0].overlaps
	if names == nil {
		return nil
	}
	columns := make([][]float64, 2+len(names))
	for r, replica := range results {
		for _, record := range replica.records {
			for j, x := range append([]float64{float64(r + 1), e.time(record.Step)}, record.Overlaps...) {
				columns[j] = append(columns[j], x)
			}
		}
	}
	var t table.Table
	for j, name := range append([]string{"replica", "t"}, names...) {
		t.Add(name, columns[j])
	}
	return table.WriteFile(path, t)
}

// writeWeights writes the last weights of all replicas.
func (e *experiment) writeWeights(path string, results []result) error {
	var all []order.Weights
	for _, replica := range results {
		all = append(all, replica.last)
	}
	return npz.WriteFile(path, e.arrays(all, results[0].eigenvalues, len(results))...)
}

// writeSnapshots writes the weights of all replicas at the times asked for.
func (e *experiment) writeSnapshots(path string, results []result) error {
	if len(e.snapshots) == 0 {
		return nil
	}
	var all []order.Weights
	for _, replica := range results {
		for _, snapshot := range replica.snapshots {
			all = append(all, snapshot.Weights)
		}
	}
	times := make([]float64, len(e.snapshots))
	for i, step := range e.snapshots {
		times[i] = e.time(step)
	}
	arrays := []npz.Array{{Name: "t", Shape: []int{len(times)}, Data: times}}
	return npz.WriteFile(path, append(arrays, e.arrays(all, results[0].eigenvalues, len(results), len(times))...)...)
}

// arrays returns weights in the data's coordinates, arranged as the leading sizes of the shape say; or, where the
// simulation is exact in law, over columns of these eigenvalues, as the kind ode has them.
func (e *experiment) arrays(all []order.Weights, eigenvalues []float64, shape ...int) []npz.Array {
	array := func(name string, part func(order.Weights) []float64, sizes ...int) npz.Array {
		data := make([]float64, 0, len(all)*len(part(all[0])))
		for _, w := range all {
			data = append(data, part(w)...)
		}
		return npz.Array{Name: name, Shape: append(append([]int(nil), shape...), sizes...), Data: data}
	}
	names, hidden, width := [...]string{"W", "V", "c"}, e.Hidden, all[0].Dim
	var arrays []npz.Array
	if e.isInLaw() {
		names = [...]string{"encoder", "decoder", "output_bias"}
		arrays = e.columnArrays(all, eigenvalues)
	} else {
		for i, w := range all {
			all[i] = e.fromSampled(w)
		}
	}
	arrays = append(arrays,
		array(names[0], func(w order.Weights) []float64 { return w.W }, hidden, width),
		array(names[1], func(w order.Weights) []float64 { return w.V }, hidden, width))
	if all[0].B != nil {
		arrays = append(arrays, array("b", func(w order.Weights) []float64 { return w.B }, hidden))
	}
	if all[0].C != nil {
		arrays = append(arrays, array(names[2], func(w order.Weights) []float64 { return w.C }, width))
	}
	return arrays
}

// columnArrays brings weights over columns into variables that stay finite whatever D is, √(ρ/D)·w, v/√D and c/√D, and
// returns the arrays that say what the columns are.
func (e *experiment) columnArrays(all []order.Weights, eigenvalues []float64) []npz.Array {
	dim := e.in.dim()
	rates := make([]float64, len(eigenvalues))
	for j, rho := range eigenvalues {
		rates[j] = rho / dim
	}
	root := math.Sqrt(dim)
	for i, w := range all {
		w = w.Clone()
		for j := range w.W {
			w.W[j] *= math.Sqrt(rates[j%len(rates)])
			w.V[j] /= root
		}
		for j := range w.C {
			w.C[j] /= root
		}
		all[i] = w
	}
	number := func(name string, x float64) npz.Array {
		return npz.Array{Name: name, Shape: []int{1}, Data: []float64{x}}
	}
	return []npz.Array{
		{Name: "rates", Shape: []int{len(rates)}, Data: rates}, number("variance", e.in.law.Variance()), number("dim", dim),
	}
}

// fromSampled turns weights from the coordinates of the samples into the data's.
func (e *experiment) fromSampled(w order.Weights) order.Weights {
	if e.in.images != nil {
		return w
	}
	return setup.FromEigenbasis(e.in.law.Spectrum, w)
}
