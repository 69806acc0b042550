package autoencoder

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/order"
)

// recordsVersion begins every saved state of a recorder.
const recordsVersion = "autoencoder.Recorder 3\n"

// MarshalBinary returns the records, the number of snapshots and the simulator's state. The
// snapshots themselves, which may be large and don't change, are for Keep to save.
func (r *Recorder) MarshalBinary() ([]byte, error) {
	simulator, err := r.Simulator.MarshalBinary()
	if err != nil {
		return nil, err
	}
	state := []byte(recordsVersion)
	state = appendNumber(state, int64(len(r.Records)))
	for _, record := range r.Records {
		state = appendNumber(state, record.Step)
		for _, list := range record.lists() {
			state = appendList(state, *list)
		}
	}
	state = appendNumber(state, int64(len(r.Snapshots)))
	return append(state, simulator...), nil
}

// lists points to the lists of numbers in a record, for saving and restoring; the first is a
// copy of the numbers that aren't in lists.
func (r *Record) lists() []*[]float64 {
	p := r.Parameters
	return []*[]float64{{r.Error, p.C2}, &p.Q, &p.S, &p.T, &p.B, &p.Z, &r.Errors, &r.Overlaps}
}

func appendNumber(state []byte, n int64) []byte {
	return binary.LittleEndian.AppendUint64(state, uint64(n))
}

// appendList appends the length of a list and its numbers; the length of nil is −1.
func appendList(state []byte, list []float64) []byte {
	if list == nil {
		return appendNumber(state, -1)
	}
	state = appendNumber(state, int64(len(list)))
	for _, x := range list {
		state = binary.LittleEndian.AppendUint64(state, math.Float64bits(x))
	}
	return state
}

// reader reads what appendNumber and appendList have written. After an error it reads
// nothing but zeros.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) number() int64 {
	if r.err != nil || len(r.rest) < 8 {
		r.err = errors.Join(r.err, errors.New("saved state: it ends in the middle of the records"))
		return 0
	}
	n := int64(binary.LittleEndian.Uint64(r.rest))
	r.rest = r.rest[8:]
	return n
}

func (r *reader) list() []float64 {
	n := r.number()
	if r.err != nil || n == -1 {
		return nil
	}
	if n < 0 || n > int64(len(r.rest)/8) {
		r.err = fmt.Errorf("saved state: a list of %d numbers in %d bytes", n, len(r.rest))
		return nil
	}
	list := make([]float64, n)
	for i := range list {
		list[i] = math.Float64frombits(binary.LittleEndian.Uint64(r.rest[8*i:]))
	}
	r.rest = r.rest[8*n:]
	return list
}

// UnmarshalBinary restores a state of MarshalBinary in a recorder of the same
// problem, Steps, Errors, Components and SnapshotSteps. Snapshots must hold those that Keep
// has saved; what was taken after the state is left out of them. Where there are too few of
// them the error wraps [ErrSnapshots].
func (r *Recorder) UnmarshalBinary(state []byte) error {
	rest, ok := bytes.CutPrefix(state, []byte(recordsVersion))
	if !ok {
		return errors.New("saved state: it isn't one of a recorder")
	}
	from := &reader{rest: rest}
	records, err := r.restoreRecords(from)
	if err != nil {
		return err
	}
	taken := restoredCount(from, "snapshots", r.SnapshotSteps)
	if err := errors.Join(from.err, r.checkSnapshots(taken)); err != nil {
		return err
	}
	if err := r.Simulator.UnmarshalBinary(from.rest); err != nil {
		return err
	}
	r.Records, r.Snapshots = records, r.Snapshots[:taken]
	return nil
}

// restoreRecords reads the records and returns an error where they aren't those that this
// recorder makes.
func (r *Recorder) restoreRecords(from *reader) ([]Record, error) {
	hidden := r.Simulator.Network().Weights.Hidden
	overlaps := 0
	if r.Components != nil {
		overlaps = len(r.Components.ColumnNames(hidden))
	}
	var records []Record
	for i := range restoredCount(from, "records", r.Steps) {
		record := Record{Step: from.number(), Parameters: &order.Parameters{K: hidden}}
		lists := record.lists()
		for _, list := range lists {
			*list = from.list()
		}
		p := record.Parameters
		switch {
		case from.err != nil:
		case record.Step != r.Steps[i]:
			from.err = fmt.Errorf("saved state: record %d is of step %d, want %d", i, record.Step, r.Steps[i])
		case len(*lists[0]) != 2 || len(p.Q) != hidden*hidden || len(p.S) != hidden || len(p.T) != hidden*hidden ||
			p.B != nil && len(p.B) != hidden || p.Z != nil && len(p.Z) != hidden:
			from.err = fmt.Errorf("saved state: record %d isn't of %d hidden units", i, hidden)
		case len(record.Errors) != len(r.Errors) || len(record.Overlaps) != overlaps:
			from.err = fmt.Errorf("saved state: record %d has %d further errors and %d overlaps, want %d and %d", i, len(record.Errors), len(record.Overlaps), len(r.Errors), overlaps)
		default:
			record.Error, p.C2 = (*lists[0])[0], (*lists[0])[1]
			records = append(records, record)
			continue
		}
		return nil, from.err
	}
	return records, from.err
}

// restoredCount reads how many of something there are, at most as many as there are steps.
func restoredCount(from *reader, what string, steps []int64) int {
	count := from.number()
	if from.err == nil && (count < 0 || count > int64(len(steps))) {
		from.err = fmt.Errorf("saved state: %d %s where there are %d to make", count, what, len(steps))
	}
	if from.err != nil {
		return 0
	}
	return int(count)
}
