package autoencoder

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/order"
)

// Record is what is kept of a simulation at one time.
type Record struct {
	Step       int64   // t = Step/D
	Error      float64 // pmse of the evaluator's population
	Parameters *order.Parameters
}

// Recorder runs a simulation and evaluates it at chosen steps. It can be saved at
// any pause and resumed to the same bits.
type Recorder struct {
	Simulator *Simulator
	Evaluator Evaluator
	Steps     []int64  // when to evaluate: increasing, from 0 on
	Records   []Record // what has been recorded: one for each of the first Steps

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

// Done reports whether every one of Steps has been recorded.
func (r *Recorder) Done() bool { return len(r.Records) >= len(r.Steps) }

// Run goes on until the last of Steps is recorded. Errors are those of
// [Simulator.Run] and of Pause, and a [*DivergenceError] where the weights, the
// error or an order parameter to be recorded isn't finite: such a record isn't kept.
func (r *Recorder) Run(ctx context.Context) error {
	for !r.Done() {
		target := r.Steps[len(r.Records)]
		stop := target
		if r.PauseEvery > 0 {
			stop = min(stop, (r.Simulator.Steps()/r.PauseEvery+1)*r.PauseEvery)
		}
		if err := r.advance(ctx, stop); err != nil {
			return err
		}
		pause := r.PauseEvery > 0 && stop%r.PauseEvery == 0 && stop > 0
		if stop == target {
			if err := r.record(); err != nil {
				return err
			}
			pause = pause || len(r.Records)%recordsPerPause == 0
		}
		if pause && r.Pause != nil {
			if err := r.Pause(); err != nil {
				return fmt.Errorf("saving the state at t = %.6g: %w", r.Simulator.Time(), err)
			}
		}
	}
	return nil
}

func (r *Recorder) advance(ctx context.Context, stop int64) error {
	const report = 16 * interruptible
	for r.Simulator.Steps() < stop {
		before := r.Simulator.Steps()
		if err := r.Simulator.Run(ctx, min(stop, before+report)); err != nil {
			return err
		}
		if r.Progress != nil {
			r.Progress(r.Simulator.Steps() - before)
		}
	}
	return ctx.Err()
}

// record evaluates the network and keeps the record, if all of it is finite. The
// simulator looks at what a step computes, and not at what its last step leaves.
func (r *Recorder) record() error {
	network := r.Simulator.Network()
	p := order.NewParameters(network.Weights.Hidden)
	pmse := r.Evaluator.Evaluate(network, p)
	for _, numbers := range [][]float64{{pmse}, p.Q, p.S, p.T, network.Weights.W, network.Weights.V} {
		if !finite(numbers) {
			return r.Simulator.divergence()
		}
	}
	r.Records = append(r.Records, Record{Step: r.Simulator.Steps(), Error: pmse, Parameters: p})
	return nil
}

// finite reports whether none of the numbers is infinite or NaN.
func finite(numbers []float64) bool {
	for _, x := range numbers {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

// recordsVersion begins every saved state of a recorder.
const recordsVersion = "autoencoder.Recorder 1\n"

// MarshalBinary returns the records and the simulator's state.
func (r *Recorder) MarshalBinary() ([]byte, error) {
	simulator, err := r.Simulator.MarshalBinary()
	if err != nil {
		return nil, err
	}
	state := binary.LittleEndian.AppendUint64([]byte(recordsVersion), uint64(len(r.Records)))
	for _, record := range r.Records {
		for _, values := range record.columns() {
			if state, err = binary.Append(state, binary.LittleEndian, values); err != nil {
				return nil, fmt.Errorf("state of the records: %w", err)
			}
		}
	}
	return append(state, simulator...), nil
}

// columns lists pointers to everything in a record, for saving and restoring.
func (r *Record) columns() []any {
	return []any{&r.Step, &r.Error, r.Parameters.Q, r.Parameters.S, r.Parameters.T}
}

// UnmarshalBinary restores a state of MarshalBinary in a recorder of the same
// problem and Steps.
func (r *Recorder) UnmarshalBinary(state []byte) error {
	rest, ok := bytes.CutPrefix(state, []byte(recordsVersion))
	if !ok || len(rest) < 8 {
		return errors.New("saved state: it isn't one of a recorder")
	}
	count := binary.LittleEndian.Uint64(rest)
	rest = rest[8:]
	if count > uint64(len(r.Steps)) {
		return fmt.Errorf("saved state: %d records where there are %d to make", count, len(r.Steps))
	}
	var records []Record
	for i := range count {
		record := Record{Parameters: order.NewParameters(r.Simulator.network.Weights.Hidden)}
		for _, values := range record.columns() {
			n, err := binary.Decode(rest, binary.LittleEndian, values)
			if err != nil {
				return fmt.Errorf("saved state: record %d: %w", i, err)
			}
			rest = rest[n:]
		}
		if record.Step != r.Steps[i] {
			return fmt.Errorf("saved state: record %d is of step %d, want %d", i, record.Step, r.Steps[i])
		}
		records = append(records, record)
	}
	if err := r.Simulator.UnmarshalBinary(rest); err != nil {
		return err
	}
	r.Records = records
	return nil
}
