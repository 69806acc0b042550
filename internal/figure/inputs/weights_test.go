package inputs_test

import (
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/npz/npztest"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/spectrum"
)

// stageOf puts a stage with run.json and one NPZ file at the port "stages".
func stageOf(t *testing.T, name string, arrays ...npz.Array) inputs.Set {
	t.Helper()
	dir := t.TempDir()
	if err := (run.Run{Method: run.SGD, Activation: "erf", Hidden: 2, Dim: 3, LearningRate: 1, Replicas: 1}).Write(filepath.Join(dir, run.FileName)); err != nil {
		t.Fatal(err)
	}
	npztest.WriteFile(t, filepath.Join(dir, name), arrays...)
	return set(t, "stages", dir)
}

// counted is an array of a shape, filled from a number upwards.
func counted(name string, from float64, shape ...int) npz.Array {
	size := 1
	for _, n := range shape {
		size *= n
	}
	data := make([]float64, size)
	for i := range data {
		data[i] = from + float64(i)
	}
	return npz.Array{Name: name, Shape: shape, Data: data}
}

// Of three replicas of two units and three inputs the second is read, with its biases.
func TestTrained(t *testing.T) {
	trained, err := stageOf(t, "weights.npz", counted("W", 0, 3, 2, 3), counted("V", 100, 3, 2, 3), counted("b", 200, 3, 2), counted("c", 300, 3, 3)).
		Trained("stages", 2)
	if err != nil {
		t.Fatal(err)
	}
	want := inputs.Weights{
		W: [][]float64{{6, 7, 8}, {9, 10, 11}}, V: [][]float64{{106, 107, 108}, {109, 110, 111}}, B: []float64{202, 203}, C: []float64{303, 304, 305},
	}
	if len(trained) != 1 || !reflect.DeepEqual(trained[0].Weights, want) || trained[0].Stage != "upstream" || trained[0].Run.Hidden != 2 {
		t.Errorf("%+v, want %+v", trained, want)
	}
	plain, err := stageOf(t, "weights.npz", counted("W", 0, 1, 2, 3), counted("V", 0, 1, 2, 3)).Trained("stages", 1)
	if err != nil || plain[0].B != nil || plain[0].C != nil {
		t.Errorf("without biases: %+v, %v", plain, err)
	}
}

func TestSnapshots(t *testing.T) {
	times := npz.Array{Name: "t", Shape: []int{2}, Data: []float64{1, 5}}
	snapshots, err := stageOf(t, "snapshots.npz", times, counted("W", 0, 2, 2, 1, 3), counted("V", 100, 2, 2, 1, 3), counted("b", 200, 2, 2, 1)).
		Snapshots("stages", 2)
	if err != nil {
		t.Fatal(err)
	}
	late := inputs.Weights{W: [][]float64{{9, 10, 11}}, V: [][]float64{{109, 110, 111}}, B: []float64{203}}
	if s := snapshots[0]; !slices.Equal(s.Times, []float64{1, 5}) || len(s.Weights) != 2 || !reflect.DeepEqual(s.Weights[1], late) {
		t.Errorf("%+v, want %+v at the end", snapshots, late)
	}
}

func TestWeightsRefuse(t *testing.T) {
	w, v := counted("W", 0, 2, 2, 3), counted("V", 0, 2, 2, 3)
	broken := counted("V", 0, 2, 2, 3)
	broken.Data.([]float64)[7] = math.NaN()
	for want, test := range map[string]struct {
		replica int
		arrays  []npz.Array
	}{
		"replica 3 of 2 was asked for": {3, []npz.Array{w, v}},
		"replica 0 of 2 was asked for": {0, []npz.Array{w, v}},
		`array "W"`:                    {1, []npz.Array{v}},
		"V isn't finite throughout: element 8 of the shape [2 2 3]": {1, []npz.Array{w, broken}},
		"of the shapes [2 3] and [3 2]":                             {1, []npz.Array{w, counted("V", 0, 2, 3, 2)}},
		"W has the shape [2 3]":                                     {1, []npz.Array{counted("W", 0, 2, 3), v}},
		"W has the shape [2 0 3]":                                   {1, []npz.Array{counted("W", 0, 2, 0, 3), v}},
		"biases of the shapes [3]":                                  {1, []npz.Array{w, v, counted("b", 0, 2, 3)}},
		"biases of the shapes [] and [2]":                           {1, []npz.Array{w, v, counted("c", 0, 2, 2)}},
		"weights over levels":                                       {1, []npz.Array{counted("encoder", 0, 2, 2, 3)}},
		"weights.npz of stage upstream: this":                       {1, nil},
	} {
		_, err := stageOf(t, "weights.npz", test.arrays...).Trained("stages", test.replica)
		if want, _, _ := strings.Cut(want, ": this"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if _, err := stageOf(t, "weights.npz", w, v).Trained("others", 1); err == nil || !strings.Contains(err.Error(), `"others"`) {
		t.Errorf("a port without wire: %v", err)
	}
	if _, err := stageOf(t, "weights.npz", w, v).Snapshots("stages", 1); err == nil || !strings.Contains(err.Error(), "snapshots.npz") {
		t.Errorf("a stage without snapshots: %v", err)
	}
	none := npz.Array{Name: "t", Shape: []int{0}, Data: []float64{}}
	if _, err := stageOf(t, "snapshots.npz", none, w, v).Snapshots("stages", 1); err == nil || !strings.Contains(err.Error(), "no snapshot") {
		t.Errorf("no snapshot: %v", err)
	}
}

func TestStates(t *testing.T) {
	time := npz.Array{Name: "t", Data: []float64{42}}
	arrays := []npz.Array{time, counted("eigenvalues", 1, 3), counted("W", 0, 2, 3), counted("V", 10, 2, 3), counted("b", 20, 2), counted("c", 30, 3)}
	states, err := stageOf(t, "state.npz", arrays...).States("stages")
	if err != nil {
		t.Fatal(err)
	}
	want := inputs.Weights{W: [][]float64{{0, 1, 2}, {3, 4, 5}}, V: [][]float64{{10, 11, 12}, {13, 14, 15}}, B: []float64{20, 21}, C: []float64{30, 31, 32}}
	if s := states[0]; s.Time != 42 || !slices.Equal(s.Eigenvalues, []float64{1, 2, 3}) || !reflect.DeepEqual(s.Weights, want) {
		t.Errorf("%+v, want %+v", states, want)
	}
	for want, other := range map[string][]npz.Array{
		"W has the shape [2 4]": {time, counted("eigenvalues", 1, 3), counted("W", 0, 2, 4), counted("V", 0, 2, 4)},
		"of 2 and 1 units":      {time, counted("eigenvalues", 1, 3), counted("W", 0, 2, 3), counted("V", 0, 1, 3)},
		"b has the shape [3]":   {time, counted("eigenvalues", 1, 3), counted("W", 0, 2, 3), counted("V", 0, 2, 3), counted("b", 0, 3)},
		"weights over levels":   {time, counted("rates", 1, 3), counted("encoder", 0, 2, 3)},
	} {
		if _, err := stageOf(t, "state.npz", other...).States("stages"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestModes(t *testing.T) {
	numbers := npz.Array{Name: "m", Shape: []int{2}, Data: []int64{1, 3}}
	arrays := []npz.Array{counted("t", 0, 3), numbers, counted("eigenvalues", 5, 2), counted("W", 0, 3, 1, 2), counted("V", 10, 3, 1, 2)}
	modes, err := stageOf(t, "modes.npz", arrays...).Modes("stages")
	if err != nil {
		t.Fatal(err)
	}
	if m := modes[0]; !slices.Equal(m.Components, []int{1, 3}) || !slices.Equal(m.Times, []float64{0, 1, 2}) ||
		!reflect.DeepEqual(m.W, [][][]float64{{{0, 1}}, {{2, 3}}, {{4, 5}}}) || !reflect.DeepEqual(m.V[2], [][]float64{{14, 15}}) {
		t.Errorf("%+v", modes)
	}
	arrays[3] = counted("W", 0, 2, 1, 2)
	if _, err := stageOf(t, "modes.npz", arrays...).Modes("stages"); err == nil || !strings.Contains(err.Error(), "W has the shape [2 1 2]") {
		t.Errorf("error %v", err)
	}
}

func TestEigenbasis(t *testing.T) {
	dir := t.TempDir()
	want := spectrum.Spectrum{Eigenvalues: []float64{4, 1}, Eigenvectors: []float64{0.6, -0.8, 0.8, 0.6}}
	if err := want.WriteFile(filepath.Join(dir, "spectrum.npz")); err != nil {
		t.Fatal(err)
	}
	got, err := set(t, "natural", dir).Eigenbasis("natural")
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := set(t, "natural", t.TempDir()).Eigenbasis("natural"); err == nil {
		t.Error("a stage without spectrum was read")
	}
}
