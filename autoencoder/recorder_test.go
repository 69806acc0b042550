package autoencoder

import (
	"context"
	"errors"
	"fmt"
	"math"
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
		if got := r.Errors[i].Evaluator.Evaluate(network, p); got != want {
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

// Stopped at any pause and resumed from what was saved there, a recorder ends with the same bits.
func TestRecorderResumesFromEveryPause(t *testing.T) {
	for name, create := range map[string]func(testing.TB) *Recorder{"plain": newRecorder, "full": newFullRecorder} {
		undisturbed := create(t)
		var states [][]byte
		undisturbed.Pause = func() error {
			state, err := undisturbed.MarshalBinary()
			states = append(states, state)
			return err
		}
		if err := undisturbed.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(states) < 19 {
			t.Fatalf("%s: %d pauses", name, len(states))
		}
		for i, state := range states {
			resumed := create(t)
			if err := resumed.UnmarshalBinary(state); err != nil {
				t.Fatal(err)
			}
			if err := resumed.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			if !cmp.Equal(resumed.Records, undisturbed.Records) || !cmp.Equal(resumed.Snapshots, undisturbed.Snapshots) {
				t.Fatalf("%s, resumed from pause %d: other records", name, i)
			}
			same(t, resumed.Simulator.(*Simulator), undisturbed.Simulator.(*Simulator))
		}
	}
}

func TestRecorderRefusesOtherStates(t *testing.T) {
	r := newFullRecorder(t)
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	state := must[[]byte](t)(r.MarshalBinary())
	restored := func(change func(*Recorder), state []byte) error {
		other := newFullRecorder(t)
		change(other)
		return other.UnmarshalBinary(state)
	}
	as := func(*Recorder) {}
	for name, err := range map[string]error{
		"empty":           restored(as, nil),
		"another kind":    restored(as, []byte(stateVersion)),
		"fewer steps":     restored(func(r *Recorder) { r.Steps = r.Steps[:3] }, state),
		"other steps":     restored(func(r *Recorder) { r.Steps[4]++ }, state),
		"fewer snapshots": restored(func(r *Recorder) { r.SnapshotSteps = nil }, state),
		"other snapshots": restored(func(r *Recorder) { r.SnapshotSteps[1]++ }, state),
		"fewer errors":    restored(func(r *Recorder) { r.Errors = r.Errors[:1] }, state),
		"no overlaps":     restored(func(r *Recorder) { r.Components = nil }, state),
		"other network":   newRecorder(t).UnmarshalBinary(state),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for size := 0; size < len(state); size += 41 {
		if err := restored(as, state[:size]); err == nil {
			t.Errorf("cut to %d of %d bytes: no error", size, len(state))
		}
	}
	if err := restored(as, state); err != nil {
		t.Error(err)
	}
}

// A damaged state is refused or restored; it never ends the program.
func FuzzRecorderState(f *testing.F) {
	r := newRecorder(f)
	r.Steps, r.SnapshotSteps = []int64{0, 1}, []int64{1}
	if err := r.Run(f.Context()); err != nil {
		f.Fatal(err)
	}
	state := must[[]byte](f)(r.MarshalBinary())
	f.Add(state)
	f.Add(state[:300])
	f.Fuzz(func(t *testing.T, state []byte) {
		if err := r.UnmarshalBinary(state); err == nil {
			must[[]byte](t)(r.MarshalBinary())
		}
	})
}

// Components of other coordinates than the weights' end a run with an error.
func TestRecorderRefusesOtherCoordinates(t *testing.T) {
	r := newRecorder(t)
	r.Components = must[*Components](t)(LeadingComponents(powerLaw(29), nil, 2))
	if err := r.Run(t.Context()); !errors.Is(err, errCoordinates) || r.Simulator.Steps() != 0 {
		t.Errorf("error %v at step %d", err, r.Simulator.Steps())
	}
}

func TestRecorderStopsWhereSavingFails(t *testing.T) {
	r, full := newRecorder(t), errors.New("disk full")
	r.Pause = func() error { return full }
	if err := r.Run(t.Context()); !errors.Is(err, full) || r.Simulator.Steps() != 256 {
		t.Errorf("stopped at %d with %v", r.Simulator.Steps(), err)
	}
}

// Whichever step is the last to be recorded before the numbers run out, the run
// ends in an error and never in a record that isn't finite.
func TestRecorderRefusesWhatIsNotFinite(t *testing.T) {
	rows, _ := newImages(t, 9, 10)
	population, err := NewPopulation(rows, 10)
	if err != nil {
		t.Fatal(err)
	}
	for name, evaluator := range map[string]Evaluator{"closed form": ClosedForm{Eigenvalues: powerLaw(10)}, "population": population} {
		for last := range int64(40) {
			problem := Problem{Learning: Learning{Activation: gaussian.Linear{}, LearningRate: 1e3}, Initial: startWeights(2, 10, 3), Sampler: newGaussian(t, powerLaw(10), 0)}
			simulator, err := NewSimulator(problem)
			if err != nil {
				t.Fatal(err)
			}
			r := &Recorder{Simulator: simulator, Evaluator: evaluator, Steps: []int64{0, last + 1}}
			err = r.Run(t.Context())
			divergence, diverged := errors.AsType[*DivergenceError](err)
			if err != nil && (!diverged || divergence.LearningRate != 1e3) {
				t.Fatal(err)
			}
			for _, record := range r.Records {
				if !finite(record.Parameters.AppendColumns([]float64{record.Error})) {
					t.Errorf("%s, %d steps: recorded %+v, error %v", name, last+1, record, err)
				}
			}
			if diverged == r.Done() || last == 39 && !diverged {
				t.Errorf("%s, %d steps: error %v with %d records", name, last+1, err, len(r.Records))
			}
		}
	}
}

// An evaluator may see nothing of weights that have left the numbers.
func TestRecorderLooksAtTheWeights(t *testing.T) {
	r := newRecorder(t)
	r.Evaluator, r.Steps = blind{}, []int64{0}
	r.Simulator.(*Simulator).network.(*fed[float64]).encoder[0][3] = math.Inf(1)
	if err := r.Run(t.Context()); err == nil || r.Done() {
		t.Errorf("error %v", err)
	}
}

// A further error that isn't a number ends a run like the first.
func TestRecorderLooksAtFurtherErrors(t *testing.T) {
	r := newRecorder(t)
	r.Errors = []FurtherError{{"nothing", ClosedForm{Eigenvalues: powerLaw(30), Trace: math.NaN()}}}
	err := r.Run(t.Context())
	if divergence, ok := errors.AsType[*DivergenceError](err); !ok || divergence.LearningRate != 0.8 || len(r.Records) > 0 {
		t.Errorf("error %v, %d records", err, len(r.Records))
	}
}

type blind struct{}

func (blind) Evaluate(Network, *order.Parameters) float64 { return 1 }

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
