package autoencoder

import (
	"bytes"
	"errors"
	"fmt"

	"autoencoder-dynamics/theory/order"
)

// snapshotVersion begins every saved snapshot.
const snapshotVersion = "autoencoder.Snapshot 1\n"

// ErrSnapshots says that a recorder's state can't be restored for want of snapshots taken before.
var ErrSnapshots = errors.New("snapshots taken before the saved state are missing")

// MarshalBinary returns the step and the weights.
func (s Snapshot) MarshalBinary() ([]byte, error) {
	w := s.Weights
	state := []byte(snapshotVersion)
	for _, n := range []int64{s.Step, int64(w.Hidden), int64(w.Dim)} {
		state = appendNumber(state, n)
	}
	for _, list := range [][]float64{w.W, w.V, w.B, w.C} {
		state = appendList(state, list)
	}
	return state, nil
}

// UnmarshalBinary restores what MarshalBinary has saved, or returns an error where it isn't that.
func (s *Snapshot) UnmarshalBinary(state []byte) error {
	rest, ok := bytes.CutPrefix(state, []byte(snapshotVersion))
	if !ok {
		return errors.New("saved state: it isn't one of a snapshot")
	}
	from := &reader{rest: rest}
	restored := Snapshot{Step: from.number(), Weights: order.Weights{Hidden: int(from.number()), Dim: int(from.number())}}
	w := &restored.Weights
	for _, list := range []*[]float64{&w.W, &w.V, &w.B, &w.C} {
		*list = from.list()
	}
	if from.err != nil {
		return from.err
	}
	if err := w.Check(); err != nil {
		return fmt.Errorf("saved state: snapshot: %w", err)
	}
	*s = restored
	return nil
}

// checkSnapshots returns an error unless the recorder has the first snapshots, as many as
// were taken, and they are those that it takes.
func (r *Recorder) checkSnapshots(taken int) error {
	if len(r.Snapshots) < taken {
		return fmt.Errorf("%w: there are %d of %d", ErrSnapshots, len(r.Snapshots), taken)
	}
	like := r.Simulator.Network().Weights
	for i, s := range r.Snapshots[:taken] {
		w := s.Weights
		if s.Step != r.SnapshotSteps[i] {
			return fmt.Errorf("saved state: snapshot %d is of step %d, want %d", i, s.Step, r.SnapshotSteps[i])
		}
		if len(w.W) != len(like.W) || len(w.V) != len(like.V) || len(w.B) != len(like.B) || len(w.C) != len(like.C) {
			return fmt.Errorf("saved state: snapshot %d isn't of %d×%d weights with such biases", i, like.Hidden, like.Dim)
		}
	}
	return nil
}
