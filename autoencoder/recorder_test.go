package autoencoder

import (
	"context"
	"fmt"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"github.com/google/go-cmp/cmp"
)

func newRecorder(t testing.TB) *Recorder {
	eigenvalues := powerLaw(30)
	return &Recorder{
		Simulator:  newSimulator(t, gaussian.Erf{}, startWeights(2, 30, 0.3), newGaussian(t, eigenvalues, 0)),
		Evaluator:  ClosedForm{Eigenvalues: eigenvalues},
		Steps:      []int64{0, 1, 5, 40, 333, 3000, 3001, 3002, 3003, 5000},
		PauseEvery: 256,
	}
}

// newFullRecorder records all that a recorder can, of a network with biases that learns
// in epochs over a finite training set with random signs.
func newFullRecorder(t testing.TB) *Recorder {
	const dim = 30
	eigenvalues := powerLaw(dim)
	set := must[[]float32](t)(DrawGaussian(eigenvalues, 70, random.NewNormals(1, "training set", 0)))
	epochs := must[*Epochs](t)(NewEpochs(set, dim, random.New(1, "samples", 0)))
	training := must[*Population](t)(NewPopulation(set, dim))
	return &Recorder{
		Simulator: must[*Simulator](t)(NewSimulator(Problem{
			Learning: Learning{Activation: gaussian.ReLU{}, LearningRate: 0.3, TrainEncoderBias: true, TrainOutputBias: true, WeightDecay: 0.01},
			Initial:  startWeights(3, dim, 0.3), Sampler: must[*Flipped](t)(NewFlipped(epochs, random.New(1, "signs", 0))),
		})),
		Evaluator:     ClosedForm{Eigenvalues: eigenvalues},
		Errors:        []FurtherError{{"training set", training}, {"both signs", training.BothSigns()}},
		Components:    must[*Components](t)(LeadingComponents(eigenvalues, nil, 4)),
		Steps:         []int64{0, 1, 5, 40, 333, 1024, 3000, 3001, 3002, 3003, 5000},
		SnapshotSteps: []int64{0, 333, 700, 5001},
		PauseEvery:    256,
	}
}

func TestRecorderRecordsAllOfIt(t *testing.T) {
	r := newFullRecorder(t)
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(r.Records) != len(r.Steps) || len(r.Snapshots) != len(r.SnapshotSteps) || r.Simulator.Steps() != 5001 {
		t.Fatalf("%d records and %d snapshots at step %d", len(r.Records), len(r.Snapshots), r.Simulator.Steps())
	}
	for i, record := range r.Records {
		p := record.Parameters
		if record.Step != r.Steps[i] || len(record.Errors) != 2 || len(record.Overlaps) != 4+3*4 || len(p.B) != 3 || len(p.Z) != 3 {
			t.Errorf("record %d: %+v", i, record)
		}
		if i > 2 && (record.Errors[0] == record.Error || p.C2 == 0 || p.B[0] == 0) {
			t.Errorf("record %d: %+v, parameters %+v", i, record, p)
		}
	}
	for i, snapshot := range r.Snapshots {
		if snapshot.Step != r.SnapshotSteps[i] || snapshot.Weights.Check() != nil || snapshot.Weights.B == nil || snapshot.Weights.C == nil {
			t.Errorf("snapshot %d: %+v", i, snapshot)
		}
	}
	// A record is a function of the weights at its time: that of step 333 has a snapshot.
	p := order.NewParameters(3)
	network := Network{Activation: gaussian.ReLU{}, Weights: r.Snapshots[1].Weights}
	for i, want := range r.Records[4].Errors {
		if got := evaluate(t, r.Errors[i].Evaluator, network, p); got != want {
			t.Errorf("%s at step 333: %v recorded, %v of the snapshot", r.Errors[i].Name, want, got)
		}
	}
	if got := must[[]float64](t)(r.Components.Overlaps(network.Weights, p.T)); !cmp.Equal(got, r.Records[4].Overlaps) {
		t.Errorf("overlaps %v recorded, %v of the snapshot", r.Records[4].Overlaps, got)
	}
	if first, last := r.Records[0].Error, r.Records[10].Error; last > 0.8*first {
		t.Errorf("error from %v to %v: nothing was learnt", first, last)
	}
}

func TestRecorderRecordsWhatWasAsked(t *testing.T) {
	r := newRecorder(t)
	var progress int64
	r.Progress = func(n int64) { progress += n }
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, record := range r.Records {
		if record.Step != r.Steps[i] || !(record.Error > 0) {
			t.Errorf("record %d: %+v", i, record)
		}
	}
	if len(r.Records) != len(r.Steps) || progress != 5000 {
		t.Errorf("%d records, progress %d", len(r.Records), progress)
	}
	if last := r.Records[len(r.Records)-1].Error; last > 0.9*r.Records[0].Error {
		t.Errorf("error from %v to %v: nothing was learnt", r.Records[0].Error, last)
	}
}

func ExampleRecorder() {
	eigenvalues := []float64{60, 25, 1, 1, 1, 1, 1, 1, 1, 1}
	initial := order.NewWeights(2, len(eigenvalues))
	start := random.New(1, "initial weights", 0)
	start.Normals(initial.W, 0.1)
	start.Normals(initial.V, 0.1)
	sampler, err := NewGaussian(eigenvalues, random.NewNormals(1, "samples", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	simulator, err := NewSimulator(Problem{Learning: Learning{Activation: gaussian.Erf{}, LearningRate: 0.1}, Initial: initial, Sampler: sampler})
	if err != nil {
		fmt.Println(err)
		return
	}
	recorder := Recorder{Simulator: simulator, Evaluator: ClosedForm{Eigenvalues: eigenvalues}, Steps: []int64{0, 1000, 20000}}
	if err := recorder.Run(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	for _, record := range recorder.Records {
		fmt.Printf("t = %4g  pmse = %.2f\n", float64(record.Step)/10, record.Error)
	}
	// Output:
	// t =    0  pmse = 9.25
	// t =  100  pmse = 1.30
	// t = 2000  pmse = 0.92
}
