package autoencoder

import (
	"context"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/order"
)

// Record is what is kept of a simulation at one time.
type Record struct {
	Step       int64   // t = Step/D
	Error      float64 // pmse of the evaluator's population
	Parameters *order.Parameters
	Errors     []float64 // of the recorder's further populations, in their order
	Overlaps   []float64 // with the recorder's components, in the order of [Components.ColumnNames]; nil without
}

// Snapshot is a copy of the weights at one time. Its binary form is for [Recorder.Keep].
type Snapshot struct {
	Step    int64 // t = Step/D
	Weights order.Weights
}

// FurtherError is an error that is recorded besides that of the recorder's evaluator.
type FurtherError struct {
	Name      string // what the population is, such as "training set"
	Evaluator Evaluator
}

// Recorder runs a simulation and evaluates it at chosen steps. It can be saved at
// any pause and resumed to the same bits.
type Recorder struct {
	Simulator Simulation
	Evaluator Evaluator
	Steps     []int64  // when to evaluate: increasing, from 0 on
	Records   []Record // what has been recorded: one for each of the first Steps

	// Errors are taken over further populations, such as a finite training set or a test
	// set. They don't change the order parameters.
	Errors []FurtherError

	// Components, unless nil, are those whose overlaps are recorded.
	Components *Components

	SnapshotSteps []int64    // when to copy the weights: increasing, from 0 on
	Snapshots     []Snapshot // the copies: one for each of the first SnapshotSteps

	// Keep, unless nil, is called once with each snapshot as it is taken, numbered from 0, to
	// save it: the state of a recorder has none of them. A run that goes on from an earlier
	// state takes the same ones again.
	Keep func(number int, s Snapshot) error

	// Pause, unless nil, is called at every multiple of PauseEvery steps (0 is
	// never) and after every eighth record: the time to save the state.
	Pause      func() error
	PauseEvery int64

	// Progress, unless nil, is told of every so many steps taken.
	Progress func(steps int64)
}

// recordsPerPause is the number of records after which Pause is called: an
// evaluation on many images takes as long as very many steps.
const recordsPerPause = 8

// Done reports whether every one of Steps has been recorded and every snapshot taken.
func (r *Recorder) Done() bool { return r.next() == math.MaxInt64 }

// next returns the next step at which there is something to record, and the largest
// number where there is nothing left.
func (r *Recorder) next() int64 {
	return min(following(r.Steps, len(r.Records)), following(r.SnapshotSteps, len(r.Snapshots)))
}

// following returns the first of the steps that comes after those done.
func following(steps []int64, done int) int64 {
	if done < len(steps) {
		return steps[done]
	}
	return math.MaxInt64
}

// Run goes on until the last of Steps is recorded and the last snapshot taken. Errors are
// those of [Simulation.Run], of evaluators, of Keep and of Pause, and a [*DivergenceError] where the weights or
// anything else to be recorded isn't finite: such a record isn't kept.
func (r *Recorder) Run(ctx context.Context) error {
	for !r.Done() {
		target := r.next()
		stop := target
		if r.PauseEvery > 0 {
			stop = min(stop, (r.Simulator.Steps()/r.PauseEvery+1)*r.PauseEvery)
		}
		if err := r.advance(ctx, stop); err != nil {
			return err
		}
		pause := r.PauseEvery > 0 && stop%r.PauseEvery == 0 && stop > 0
		if stop == target {
			before := len(r.Records)
			if err := r.record(ctx, stop); err != nil {
				return err
			}
			pause = pause || len(r.Records) > before && len(r.Records)%recordsPerPause == 0
		}
		if pause && r.Pause != nil {
			if err := r.Pause(); err != nil {
				return fmt.Errorf("saving the state at t = %.6g: %w", r.Simulator.Time(), err)
			}
		}
	}
	return nil
}

// inputsPerReport is the number of inputs after which Progress is told.
const inputsPerReport = 16 * interruptible

// advance takes steps until there are as many as stop in all.
func (r *Recorder) advance(ctx context.Context, stop int64) error {
	report := int64(inputsPerReport)
	if s, ok := r.Simulator.(running); ok {
		report = max(1, report/int64(s.inputsPerStep()))
	}
	for r.Simulator.Steps() < stop {
		before := r.Simulator.Steps()
		if err := r.Simulator.Run(ctx, min(stop, before+report)); err != nil {
			return err
		}
		if r.Progress != nil {
			r.Progress(r.Simulator.Steps() - before)
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("simulation interrupted at t = %.6g: %w", r.Simulator.Time(), err)
	}
	return nil
}

// record keeps what is due at this step, if all of it is finite. The simulator looks at
// what a step computes, and not at what its last step leaves.
func (r *Recorder) record(ctx context.Context, step int64) error {
	network := r.Simulator.Network()
	w := network.Weights
	if !finite(w.W, w.V, w.B, w.C) {
		return divergence(r.Simulator)
	}
	if following(r.Steps, len(r.Records)) == step {
		record, err := r.measure(ctx, network)
		if err != nil {
			return err
		}
		r.Records = append(r.Records, record)
	}
	if following(r.SnapshotSteps, len(r.Snapshots)) == step {
		return r.keep(Snapshot{Step: step, Weights: w})
	}
	return nil
}

// keep adds a snapshot, and has it saved.
func (r *Recorder) keep(s Snapshot) error {
	if r.Keep != nil {
		if err := r.Keep(len(r.Snapshots), s); err != nil {
			return fmt.Errorf("saving the snapshot at t = %.6g: %w", r.Simulator.Time(), err)
		}
	}
	r.Snapshots = append(r.Snapshots, s)
	return nil
}

// measure returns the record of a network.
func (r *Recorder) measure(ctx context.Context, n Network) (Record, error) {
	record := Record{Step: r.Simulator.Steps(), Parameters: order.NewParameters(n.Weights.Hidden)}
	if err := r.evaluate(ctx, n, &record); err != nil {
		return Record{}, fmt.Errorf("evaluation at t = %.6g: %w", r.Simulator.Time(), err)
	}
	if !finiteParameters(record.Parameters) || !finite([]float64{record.Error}, record.Errors) {
		return Record{}, divergence(r.Simulator)
	}
	if r.Components == nil {
		return record, nil
	}
	var err error
	if record.Overlaps, err = r.Components.Overlaps(n.Weights, record.Parameters.T); err != nil {
		return Record{}, fmt.Errorf("overlaps at t = %.6g: %w", r.Simulator.Time(), err)
	}
	if !finite(record.Overlaps) {
		return Record{}, divergence(r.Simulator)
	}
	return record, nil
}

// evaluate sets the errors of a record and its order parameters.
func (r *Recorder) evaluate(ctx context.Context, n Network, record *Record) (err error) {
	if record.Error, err = r.Evaluator.Evaluate(ctx, n, record.Parameters); err != nil {
		return err
	}
	scratch := order.NewParameters(n.Weights.Hidden)
	for _, further := range r.Errors {
		pmse, err := further.Evaluator.Evaluate(ctx, n, scratch)
		if err != nil {
			return fmt.Errorf("%s: %w", further.Name, err)
		}
		record.Errors = append(record.Errors, pmse)
	}
	return nil
}
