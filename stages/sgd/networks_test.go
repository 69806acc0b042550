package sgd

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/ode"
	"autoencoder-dynamics/stages/stagetest"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// networks lists every activation, rule and choice of biases, tied and untied, and Sanger's rule.
func networks() map[string]func(*setup.Parameters) {
	all := map[string]func(*setup.Parameters){
		"sanger":     func(p *setup.Parameters) { p.Activation, p.Rule = "linear", "sanger" },
		"fixed bias": func(p *setup.Parameters) { p.EncoderBias.Init, p.WeightDecay = 0.2, 0.01 },
	}
	for _, activation := range gaussian.Names() {
		for _, rule := range []string{"vanilla", "truncated"} {
			for _, tied := range []bool{false, true} {
				for biases := range 4 {
					all[fmt.Sprintf("%s, %s, tied %v, biases %d", activation, rule, tied, biases)] = func(p *setup.Parameters) {
						p.Activation, p.Rule, p.Tied, p.EncoderBias.Train, p.OutputBias.Train = activation, rule, tied, biases&1 != 0, biases&2 != 0
					}
				}
			}
		}
	}
	return all
}

// Every network is a matter of parameters, simulated directly and exact in law; it learns, and its files have what it has.
func TestNetworks(t *testing.T) {
	wired := normal(t, "covariance", "spectrum.npz")
	for name, network := range networks() {
		for _, simulator := range []string{direct, inLaw} {
			call := newCall(t, wired, func(p *Parameters) {
				p.Simulator, p.LearningRate, p.Horizon, p.Points, p.Replicas, p.Init = simulator, 0.2, 40, 10, 1, &setup.Init{Scale: 0.3}
				network(&p.Parameters)
			})
			mustRun(t, call)
			_, pmse := curves(t, call)
			if last := pmse[0][len(pmse[0])-1]; !(last < 0.9*pmse[0][0]) {
				t.Errorf("%s, %s: pmse goes from %v to %v", name, simulator, pmse[0][0], last)
			}
			p := call.Parameters.(*Parameters)
			encoder, output := p.EncoderBias.Train || p.EncoderBias.Init != 0, p.OutputBias.Train
			read, err := table.ReadFile(call.OutputPath("curves.csv"))
			if want := append([]string{"replica", "t", "pmse"}, order.ColumnNames(2, encoder, output)...); err != nil || !slices.Equal(read.Names, want) {
				t.Errorf("%s, %s: columns %v, want %v (%v)", name, simulator, read.Names, want, err)
			}
			d, err := run.Read(call.OutputPath(run.FileName))
			if err != nil || d.Tied != p.IsTied() || d.EncoderBias != run.Bias(encoder, p.EncoderBias.Train) || d.OutputBias != run.Bias(output, output) {
				t.Errorf("%s, %s: %+v, %v", name, simulator, d, err)
			}
			checkWeights(t, name+", "+simulator, call, encoder, output)
		}
	}
}

// checkWeights checks which arrays there are, and that tied weights are one matrix.
func checkWeights(t *testing.T, name string, call *stages.Call, encoderBias, outputBias bool) {
	t.Helper()
	p := call.Parameters.(*Parameters)
	data, shapes := stagetest.Arrays(t, call.OutputPath("weights.npz"))
	decoder, width, output := "V", 6, "c"
	if p.Simulator == inLaw {
		decoder, width, output = "decoder", len(data["rates"]), "output_bias"
		if data["dim"][0] != 6 || math.Abs(data["variance"][0]*6-19.3) > 1e-12 {
			t.Errorf("%s: dim %v, variance %v", name, data["dim"], data["variance"])
		}
	} else if tied := slices.Equal(data["W"], data["V"]); tied != p.IsTied() {
		t.Errorf("%s: W = V is %v", name, tied)
	}
	if !slices.Equal(shapes[decoder], []int{1, 2, width}) || (data["b"] != nil) != encoderBias || (data[output] != nil) != outputBias {
		t.Errorf("%s: arrays of the shapes %v", name, shapes)
	}
	if encoderBias && !slices.Equal(shapes["b"], []int{1, 2}) || outputBias && !slices.Equal(shapes[output], []int{1, width}) {
		t.Errorf("%s: biases of the shapes %v", name, shapes)
	}
}

// theoryRow runs the theory of the same parameters and returns its first row, with its columns.
func theoryRow(t *testing.T, call *stages.Call) (names []string, row []float64) {
	t.Helper()
	p := ode.Kind{}.Defaults("theory").(*ode.Parameters)
	p.Parameters, p.Verify, p.Tolerance = call.Parameters.(*Parameters).Parameters, false, 1e-3
	theory := &stages.Call{
		Stage: "theory", Parameters: p, Seed: call.Seed, Workers: 1, Inputs: call.Inputs, OutputDir: t.TempDir(), Progress: &stagetest.Progress{},
	}
	if err := (ode.Kind{}).Run(t.Context(), theory); err != nil {
		t.Fatal(err)
	}
	read, err := table.ReadFile(theory.OutputPath("curves.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, column := range read.Columns {
		row = append(row, column[0])
	}
	return read.Names, row
}

// givenStart writes start weights, tied, with both biases, and returns the path.
func givenStart(t *testing.T) string {
	t.Helper()
	weights := make([]float64, 12)
	for i := range weights {
		weights[i] = 0.1 * float64(i%5-2)
	}
	path := filepath.Join(t.TempDir(), "start.npz")
	array := func(name string, data []float64, shape ...int) npz.Array {
		return npz.Array{Name: name, Shape: shape, Data: data}
	}
	err := npz.WriteFile(path, array("W", weights, 2, 6), array("V", weights, 2, 6), array("b", []float64{0.1, -0.2}, 2), array("c", weights[3:9], 6))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// Theory and simulation start from the same weights: the same error and order parameters, to rounding.
func TestStartIsTheTheorys(t *testing.T) {
	path := givenStart(t)
	inputs := map[string]map[string]map[string]string{
		"direct": normal(t, "covariance", "spectrum.npz"), "in law": permuted(t, "covariance", "spectrum.npz"), "levels": levels(t, 1e12),
	}
	for name, change := range map[string]func(*setup.Parameters){
		"untied": func(*setup.Parameters) {},
		"tied":   func(p *setup.Parameters) { p.Tied = true },
		"sanger": func(p *setup.Parameters) { p.Activation, p.Rule = "linear", "sanger" },
		"biased": func(p *setup.Parameters) {
			p.EncoderBias, p.OutputBias.Train = setup.EncoderBias{Train: true, Init: 0.3}, true
		},
		"informed": func(p *setup.Parameters) { p.Init = &setup.Init{Informed: true, Scale: 0.3} },
		"given":    func(p *setup.Parameters) { p.Init = &setup.Init{Weights: stages.File(path)} },
		"given, tied, in batches": func(p *setup.Parameters) {
			p.Tied, p.Init = true, &setup.Init{Weights: stages.File(path)}
		},
	} {
		for kind, wired := range inputs {
			if kind == "levels" && slices.Contains([]string{"given", "given, tied, in batches"}, name) {
				continue
			}
			call := newCall(t, wired, func(p *Parameters) {
				p.Precision, p.Horizon, p.Points, p.Replicas = double, 2, 3, 1
				change(&p.Parameters)
				switch kind {
				case "in law":
					p.Simulator = inLaw
				case "levels":
					p.Horizon, p.Points = 2e-12, 2
				}
			})
			mustRun(t, call)
			names, want := theoryRow(t, call)
			for j, column := range names {
				if got := columnOf(t, call, column); math.Abs(got-want[j]) > 1e-9*(1e-6+math.Abs(want[j])) {
					t.Errorf("%s, %s: %s starts at %v, want %v", name, kind, column, got, want[j])
				}
			}
		}
	}
}

// columnOf returns the first number of a column of curves.csv.
func columnOf(t *testing.T, call *stages.Call, name string) float64 {
	t.Helper()
	return column(t, call, name)[0][0]
}

// Informed weights of images are on their principal components, in pixels.
func TestInformedImages(t *testing.T) {
	wired := map[string]map[string]string{}
	images(t, wired, "data", "train.npz", 40, 9)
	components(t, wired)
	call := newCall(t, wired, func(p *Parameters) {
		p.Init, p.Snapshots, p.Replicas = &setup.Init{Informed: true, Scale: 0.5}, []float64{0}, 2
	})
	mustRun(t, call)
	data, shapes := stagetest.Arrays(t, call.OutputPath("snapshots.npz"))
	want := make([]float64, 18) // unit 1 on the first pixel, unit 2 on the fourth
	want[0], want[9+3] = 1.5, 1.5
	if !slices.Equal(shapes["W"], []int{2, 1, 2, 9}) || !slices.Equal(data["W"][:18], want) || !slices.Equal(data["V"][18:], want) {
		t.Errorf("W = %v of the shape %v", data["W"], shapes["W"])
	}
}

// The last snapshot is the weights at the end, in the data's coordinates; each is at the nearest step.
func TestSnapshots(t *testing.T) {
	for _, simulator := range []string{direct, inLaw} {
		call := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) {
			p.Simulator, p.Snapshots, p.OutputBias.Train, p.EncoderBias.Train = simulator, []float64{0, 0.01, 10.1, 200}, true, true
		})
		mustRun(t, call)
		snapshots, shapes := stagetest.Arrays(t, call.OutputPath("snapshots.npz"))
		weights, _ := stagetest.Arrays(t, call.OutputPath("weights.npz"))
		if !slices.Equal(snapshots["t"], []float64{0, 61.0 / 6, 200}) {
			t.Errorf("%s: snapshots at %v", simulator, snapshots["t"])
		}
		for name, last := range weights {
			if slices.Contains([]string{"rates", "variance", "dim"}, name) {
				continue
			}
			size, shape := len(last)/3, shapes[name]
			if len(shape) < 3 || shape[0] != 3 || shape[1] != 3 || len(snapshots[name]) != 3*len(last) {
				t.Fatalf("%s: %s has the shape %v", simulator, name, shape)
			}
			for r := range 3 {
				if got := snapshots[name][(3*r+2)*size : (3*r+3)*size]; !slices.Equal(got, last[r*size:(r+1)*size]) {
					t.Errorf("%s: the last snapshot of %s is %v, the weights at the end %v", simulator, name, got, last[r*size:(r+1)*size])
				}
			}
		}
	}
}
