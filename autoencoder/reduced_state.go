package autoencoder

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// levelStateVersion begins every saved state of a level simulator.
const levelStateVersion = "autoencoder.LevelSimulator 1\n"

// levelStateHeader is what a level simulator adds to its network's state. All but Fresh must
// be those of the simulator that it is restored in.
type levelStateHeader struct {
	Cycle, Fresh  int64
	Normals, Rest int64 // lengths of the sources' states
}

// MarshalBinary returns the state of the simulation: steps, where it is between compressions,
// weights in their columns, biases, and the sources of chance. A simulation that has diverged
// has none, and that is an error.
func (s *LevelSimulator) MarshalBinary() ([]byte, error) {
	normals, err := s.normals.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("state of the inputs: %w", err)
	}
	radii, err := s.radii.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("state of the inputs: %w", err)
	}
	header := levelStateHeader{Cycle: int64(s.cycle), Fresh: int64(s.fresh), Normals: int64(len(normals)), Rest: int64(len(radii))}
	state, err := binary.Append([]byte(levelStateVersion), binary.LittleEndian, header)
	if err != nil {
		return nil, fmt.Errorf("state of the simulation: %w", err)
	}
	if state, err = s.core.appendState(state); err != nil {
		return nil, fmt.Errorf("state of the simulation: %w", err)
	}
	return append(append(state, normals...), radii...), nil
}

// UnmarshalBinary restores a state that MarshalBinary returned, in a simulator of the same
// problem: it goes on to the same bits. A state of another size or of other parts (tied,
// biases, columns) is refused; that activation, rates and levels are the same is the
// caller's affair.
func (s *LevelSimulator) UnmarshalBinary(state []byte) error {
	rest, ok := bytes.CutPrefix(state, []byte(levelStateVersion))
	if !ok {
		return errors.New("saved state: it isn't one of a simulator by levels of this version")
	}
	var h levelStateHeader
	n, err := binary.Decode(rest, binary.LittleEndian, &h)
	if err != nil {
		return errors.New("saved state: it is cut off")
	}
	if h.Cycle != int64(s.cycle) || h.Fresh < 0 || h.Fresh >= h.Cycle {
		return fmt.Errorf("saved state: it is %d samples after a compression, of which there is one in %d, and not in %d", h.Fresh, h.Cycle, s.cycle)
	}
	rest, commit, err := s.core.restore(rest[n:])
	if err != nil {
		return fmt.Errorf("saved state: %w", err)
	}
	if h.Normals < 0 || h.Rest < 0 || int64(len(rest))-h.Normals != h.Rest {
		return errors.New("saved state: it is cut off, or more than one")
	}
	normals := *s.normals
	if err := normals.UnmarshalBinary(rest[:h.Normals]); err != nil {
		return fmt.Errorf("saved state: %w", err)
	}
	radii, err := restoredStream(rest[h.Normals:])
	if err != nil {
		return fmt.Errorf("saved state: %w", err)
	}
	*s.normals, *s.radii = normals, *radii
	s.fresh = int(h.Fresh)
	commit()
	return nil
}
