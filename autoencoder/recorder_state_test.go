package autoencoder

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Stopped at any pause and resumed from what was saved there, a recorder ends with the same bits.
func TestRecorderResumesFromEveryPause(t *testing.T) {
	for name, create := range map[string]func(testing.TB) *Recorder{"plain": newRecorder, "full": newFullRecorder} {
		undisturbed := create(t)
		var states, snapshots [][]byte
		undisturbed.Keep = func(number int, s Snapshot) error {
			if number != len(snapshots) {
				t.Errorf("%s: snapshot %d after %d", name, number, len(snapshots))
			}
			snapshots = append(snapshots, must[[]byte](t)(s.MarshalBinary()))
			return nil
		}
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
			resumed.Snapshots = restoredSnapshots(t, snapshots) // also those taken after the state was saved
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

func restoredSnapshots(t *testing.T, saved [][]byte) []Snapshot {
	t.Helper()
	var snapshots []Snapshot
	for _, state := range saved {
		var s Snapshot
		if err := s.UnmarshalBinary(state); err != nil {
			t.Fatal(err)
		}
		snapshots = append(snapshots, s)
	}
	return snapshots
}

// The state doesn't grow with the snapshots, which are saved once.
func TestStateHasNoSnapshots(t *testing.T) {
	few, many := newRecorder(t), newRecorder(t)
	few.SnapshotSteps, many.SnapshotSteps = []int64{0}, []int64{0, 1, 2, 40, 600, 5000}
	for _, r := range []*Recorder{few, many} {
		if err := r.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := len(must[[]byte](t)(few.MarshalBinary())), len(must[[]byte](t)(many.MarshalBinary())); a != b {
		t.Errorf("%d bytes with one snapshot, %d with six", a, b)
	}
}

func TestSnapshotRefusesOtherStates(t *testing.T) {
	w := startWeights(2, 3, 0.5)
	state := must[[]byte](t)(Snapshot{Step: 7, Weights: w}.MarshalBinary())
	w.V = w.V[:5]
	for name, bad := range map[string][]byte{
		"empty": nil, "a recorder's": []byte(recordsVersion), "cut": state[:len(state)-9], "of other sizes": must[[]byte](t)(Snapshot{Weights: w}.MarshalBinary()),
	} {
		s := Snapshot{Step: 3}
		if err := s.UnmarshalBinary(bad); err == nil || s.Step != 3 {
			t.Errorf("%s: error %v, %+v", name, err, s)
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
		other.Snapshots = slices.Clone(r.Snapshots)
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
		"other weights":   restored(func(r *Recorder) { r.Snapshots[1].Weights.B = nil }, state),
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
	if err := restored(func(r *Recorder) { r.Snapshots = r.Snapshots[:3] }, state); !errors.Is(err, ErrSnapshots) {
		t.Errorf("a snapshot is missing: %v", err)
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
