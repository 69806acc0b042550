package autoencoder

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// Errors end a run with their place in time: interruptions, and evaluators' own.
func TestRecorderStopsWhereAnEvaluatorFails(t *testing.T) {
	broken := errors.New("broken")
	for name, change := range map[string]func(*Recorder){
		"first":   func(r *Recorder) { r.Evaluator = failing{broken} },
		"further": func(r *Recorder) { r.Errors = []FurtherError{{"the images", failing{broken}}} },
	} {
		r := newRecorder(t)
		change(r)
		r.Steps = []int64{60}
		if err := r.Run(t.Context()); !errors.Is(err, broken) || !strings.Contains(err.Error(), "evaluation at t = 2: ") || len(r.Records) > 0 {
			t.Errorf("%s: error %v, %d records", name, err, len(r.Records))
		}
	}
}

type failing struct{ err error }

func (f failing) Evaluate(context.Context, Network, *order.Parameters) (float64, error) {
	return 0, f.err
}

// A recorder that is interrupted where there are no steps to take says when, too.
func TestRecorderIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newRecorder(t).Run(ctx); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "interrupted at t = 0") {
		t.Errorf("error %v", err)
	}
}

// Progress comes as often whatever the size of batches.
func TestProgressOfBatches(t *testing.T) {
	const size = 512
	r := newRecorder(t)
	problem := Problem{
		Learning: Learning{Activation: gaussian.Erf{}, LearningRate: 0.8, BatchSize: size},
		Initial:  startWeights(2, 30, 0.3), Sampler: newGaussian(t, powerLaw(30), 0),
	}
	r.Simulator, r.Steps, r.PauseEvery = must[*Simulator](t)(NewSimulator(problem)), []int64{100}, 0
	var most int64
	r.Progress = func(n int64) { most = max(most, n) }
	if err := r.Run(t.Context()); err != nil || most != inputsPerReport/size {
		t.Errorf("%d steps at once (%v)", most, err)
	}
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
	kept, broken := newFullRecorder(t), errors.New("disk full")
	kept.Keep = func(number int, _ Snapshot) error {
		if number == 1 {
			return broken
		}
		return nil
	}
	if err := kept.Run(t.Context()); !errors.Is(err, broken) || !strings.Contains(err.Error(), "snapshot at t = 11.1") || len(kept.Snapshots) != 1 {
		t.Errorf("stopped with %d snapshots and %v", len(kept.Snapshots), err)
	}
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

func (blind) Evaluate(context.Context, Network, *order.Parameters) (float64, error) { return 1, nil }
