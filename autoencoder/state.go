package autoencoder

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// stateVersion begins every saved state of a simulator.
const stateVersion = "autoencoder.Simulator 1\n"

// MarshalBinary returns the state of the simulation: steps, weights, and the
// sampler's state.
func (s *Simulator) MarshalBinary() ([]byte, error) {
	sampler, err := s.sampler.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("state of the sampler: %w", err)
	}
	w := s.network.Weights
	state := []byte(stateVersion)
	for _, n := range []int64{int64(w.Hidden), int64(w.Dim), s.steps} {
		state = binary.LittleEndian.AppendUint64(state, uint64(n))
	}
	for _, weights := range [][]float64{w.W, w.V} {
		if state, err = binary.Append(state, binary.LittleEndian, weights); err != nil {
			return nil, fmt.Errorf("state of the simulation: %w", err)
		}
	}
	return append(state, sampler...), nil
}

// UnmarshalBinary restores a state that MarshalBinary returned, in a simulator
// of the same problem: it goes on to the same bits. A state of another network's
// size is refused; that activation, learning rate and inputs are the same is the caller's affair.
func (s *Simulator) UnmarshalBinary(state []byte) error {
	w := s.network.Weights
	rest, ok := bytes.CutPrefix(state, []byte(stateVersion))
	size := 8 * (3 + len(w.W) + len(w.V))
	if !ok || len(rest) < size {
		return errors.New("saved state: it isn't one of this simulator")
	}
	number := func(i int) int64 { return int64(binary.LittleEndian.Uint64(rest[8*i:])) }
	if number(0) != int64(w.Hidden) || number(1) != int64(w.Dim) {
		return fmt.Errorf("saved state: it is of %d×%d weights, not %d×%d", number(0), number(1), w.Hidden, w.Dim)
	}
	steps := number(2)
	if err := s.sampler.UnmarshalBinary(rest[size:]); err != nil {
		return fmt.Errorf("saved state: %w", err)
	}
	rest = rest[24:]
	for _, weights := range [][]float64{w.W, w.V} {
		n, err := binary.Decode(rest, binary.LittleEndian, weights)
		if err != nil {
			return fmt.Errorf("saved state: %w", err)
		}
		rest = rest[n:]
	}
	s.steps = steps
	return nil
}
