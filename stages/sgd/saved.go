package sgd

import (
	"errors"
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/stages"
)

// savedReplica is the part of a stage's checkpoint that belongs to one replica: its state under its name, saved again
// and again, and each of its snapshots under a name of its own, saved once.
type savedReplica struct {
	call   *stages.Call
	number int // from 0
}

// name is what its state is saved under.
func (s savedReplica) name() string { return fmt.Sprintf("replica-%d", s.number+1) }

// save saves the state, which has the number of snapshots but none of them.
func (s savedReplica) save(r *autoencoder.Recorder) error {
	state, err := r.MarshalBinary()
	if err != nil {
		return err
	}
	return s.call.Checkpoint.Save(s.name(), state)
}

// snapshotName names a snapshot, numbered from 0.
func (s savedReplica) snapshotName(number int) string {
	return fmt.Sprintf("%s-snapshot-%d", s.name(), number+1)
}

// saveSnapshot saves a snapshot as it is taken.
func (s savedReplica) saveSnapshot(number int, snapshot autoencoder.Snapshot) error {
	state, err := snapshot.MarshalBinary()
	if err != nil {
		return err
	}
	return s.call.Checkpoint.Save(s.snapshotName(number), state)
}

// snapshots returns those that were saved, from the first on.
func (s savedReplica) snapshots(most int) ([]autoencoder.Snapshot, error) {
	var all []autoencoder.Snapshot
	for i := range most {
		state, err := s.call.Checkpoint.Load(s.snapshotName(i))
		if err != nil || state == nil {
			return all, err
		}
		var snapshot autoencoder.Snapshot
		if err := snapshot.UnmarshalBinary(state); err != nil {
			return all, fmt.Errorf("checkpoint: snapshot %d: %w", i+1, err)
		}
		all = append(all, snapshot)
	}
	return all, nil
}

// resume restores a replica from its checkpoint, if there is one.
func (s savedReplica) resume(r *autoencoder.Recorder) error {
	state, err := s.call.Checkpoint.Load(s.name())
	if err != nil || state == nil {
		return err
	}
	if r.Snapshots, err = s.snapshots(len(r.SnapshotSteps)); err != nil {
		return err
	}
	err = r.UnmarshalBinary(state)
	if errors.Is(err, autoencoder.ErrSnapshots) { // damaged: the replica starts from its beginning
		r.Snapshots = nil
		return nil
	}
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	s.call.Progress.Add(r.Simulator.Steps())
	s.call.Progress.Note(fmt.Sprintf("replica %d resumes at t = %.6g", s.number+1, r.Simulator.Time()))
	return nil
}
