package autoencoder

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

func newRecorder(t testing.TB) *Recorder {
	eigenvalues := powerLaw(30)
	return &Recorder{
		Simulator:  newSimulator(t, gaussian.Erf{}, startWeights(2, 30, 0.3), newGaussian(t, eigenvalues, 0)),
		Evaluator:  ClosedForm{eigenvalues},
		Steps:      []int64{0, 1, 5, 40, 333, 3000, 3001, 3002, 3003, 5000},
		PauseEvery: 256,
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
	undisturbed := newRecorder(t)
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
		t.Fatalf("%d pauses", len(states))
	}
	for i, state := range states {
		resumed := newRecorder(t)
		if err := resumed.UnmarshalBinary(state); err != nil {
			t.Fatal(err)
		}
		if err := resumed.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(resumed.Records, undisturbed.Records) {
			t.Fatalf("resumed from pause %d: other records", i)
		}
		same(t, resumed.Simulator, undisturbed.Simulator)
	}
}

func TestRecorderRefusesOtherStates(t *testing.T) {
	r := newRecorder(t)
	if err := r.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	state, err := r.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	fewer, others := newRecorder(t), newRecorder(t)
	fewer.Steps = fewer.Steps[:3]
	others.Steps[4]++
	for name, err := range map[string]error{
		"empty":       newRecorder(t).UnmarshalBinary(nil),
		"cut":         newRecorder(t).UnmarshalBinary(state[:60]),
		"fewer steps": fewer.UnmarshalBinary(state),
		"other steps": others.UnmarshalBinary(state),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
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
	for name, evaluator := range map[string]Evaluator{"closed form": ClosedForm{powerLaw(10)}, "population": population} {
		for last := range int64(40) {
			problem := Problem{Activation: gaussian.Linear{}, LearningRate: 1e3, Initial: startWeights(2, 10, 3), Sampler: newGaussian(t, powerLaw(10), 0)}
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
	r.Simulator.network.Weights.W[3] = math.Inf(1)
	if err := r.Run(t.Context()); err == nil || r.Done() {
		t.Errorf("error %v", err)
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
	sampler, err := NewGaussian(eigenvalues, random.New(1, "samples", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	simulator, err := NewSimulator(Problem{Activation: gaussian.Erf{}, LearningRate: 0.1, Initial: initial, Sampler: sampler})
	if err != nil {
		fmt.Println(err)
		return
	}
	recorder := Recorder{Simulator: simulator, Evaluator: ClosedForm{eigenvalues}, Steps: []int64{0, 1000, 20000}}
	if err := recorder.Run(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	for _, record := range recorder.Records {
		fmt.Printf("t = %4g  pmse = %.2f\n", float64(record.Step)/10, record.Error)
	}
	// Output:
	// t =    0  pmse = 9.25
	// t =  100  pmse = 1.32
	// t = 2000  pmse = 0.92
}
