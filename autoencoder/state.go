package autoencoder

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// stateVersion begins every saved state of a simulator.
const stateVersion = "autoencoder.Simulator 2\n"

// MarshalBinary returns the state of the simulation: steps, weights, biases, Adam's
// moments, and the sampler's state. A simulation that has diverged has none, and that is an
// error.
func (s *Simulator) MarshalBinary() ([]byte, error) {
	state, err := s.network.appendState([]byte(stateVersion))
	if err != nil {
		return nil, fmt.Errorf("state of the simulation: %w", err)
	}
	sampler, err := s.sampler.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("state of the sampler: %w", err)
	}
	return append(state, sampler...), nil
}

// UnmarshalBinary restores a state that MarshalBinary returned, in a simulator of the same
// problem: it goes on to the same bits, with any Instructions. A state of another size, of
// other parts (tied, biases, Adam) or of another precision is refused; that activation,
// rates and inputs are the same is the caller's affair.
func (s *Simulator) UnmarshalBinary(state []byte) error {
	rest, ok := bytes.CutPrefix(state, []byte(stateVersion))
	if !ok {
		return errors.New("saved state: it isn't one of a simulator of this version")
	}
	rest, commit, err := s.network.restore(rest)
	if err != nil {
		return fmt.Errorf("saved state: %w", err)
	}
	if err := s.sampler.UnmarshalBinary(rest); err != nil {
		return fmt.Errorf("saved state: %w", err)
	}
	commit()
	return nil
}

// stateHeader begins a network's part of a state. All but Steps and Factor must be those of
// the network that it is restored in.
type stateHeader struct {
	Hidden, Width                 int64
	Dim                           float64
	Bytes                         int64 // of a weight: 4 or 8
	Tied, EncoderBias, OutputBias bool
	Adam, AdamEncoder, AdamOutput bool // whether there are moments, and of which biases
	Steps                         int64
	Factor                        float64
}

func (c *core[T]) header() stateHeader {
	h := stateHeader{
		Hidden: int64(len(c.encoder)), Width: int64(c.width), Dim: c.dim, Bytes: int64(binary.Size(T(0))),
		Tied: c.learning.tied(), EncoderBias: c.bias != nil, OutputBias: c.output != nil,
		Adam: c.adam != nil, Steps: c.taken, Factor: c.factor,
	}
	if c.adam != nil {
		h.AdamEncoder, h.AdamOutput = c.learning.TrainEncoderBias, c.learning.TrainOutputBias
	}
	return h
}

// arrays lists what a network keeps from step to step, for saving and restoring.
func (c *core[T]) arrays() []any {
	var arrays []any
	for _, row := range c.encoder {
		arrays = append(arrays, row[:c.width])
	}
	if !c.learning.tied() {
		for _, row := range c.decoder {
			arrays = append(arrays, row[:c.width])
		}
	}
	arrays = append(arrays, c.bias)
	if c.output != nil {
		arrays = append(arrays, c.output[:c.width])
	}
	if c.adam != nil {
		arrays = append(arrays, c.adam.arrays()...)
	}
	return arrays
}

// errDiverged says that there is nothing to go on from.
var errDiverged = errors.New("the weights have diverged, so that there is nothing to go on from: take an earlier state")

// appendState appends the state of the network between two steps.
func (c *core[T]) appendState(state []byte) (_ []byte, err error) {
	if c.diverged {
		return nil, errDiverged
	}
	c.flush()
	if state, err = binary.Append(state, binary.LittleEndian, c.header()); err != nil {
		return nil, err
	}
	for _, array := range c.arrays() {
		if state, err = binary.Append(state, binary.LittleEndian, array); err != nil {
			return nil, err
		}
	}
	return state, nil
}

// restore reads a state of appendState. The network changes when commit is called.
func (c *core[T]) restore(state []byte) (rest []byte, commit func(), err error) {
	var h stateHeader
	n, err := binary.Decode(state, binary.LittleEndian, &h)
	if err != nil {
		return nil, nil, errors.New("it is cut off")
	}
	state = state[n:]
	want := c.header()
	want.Steps, want.Factor = h.Steps, h.Factor
	switch {
	case h.Hidden != want.Hidden || h.Width != want.Width || h.Dim != want.Dim:
		return nil, nil, fmt.Errorf("it is of %d×%d weights at D = %v, not %d×%d at D = %v", h.Hidden, h.Width, h.Dim, want.Hidden, want.Width, want.Dim)
	case h.Bytes != want.Bytes:
		return nil, nil, fmt.Errorf("it is of weights of %d bits, not %d", 8*h.Bytes, 8*want.Bytes)
	case h != want:
		return nil, nil, errors.New("it is of a network with other biases, tied otherwise, or with or without Adam")
	case h.Steps < 0 || !(h.Factor > 0.5 && h.Factor <= 1) || math.IsNaN(h.Factor):
		return nil, nil, fmt.Errorf("%d steps and a factor %v aren't possible", h.Steps, h.Factor)
	}
	size := 0
	for _, array := range c.arrays() {
		size += binary.Size(array)
	}
	if len(state) < size {
		return nil, nil, errors.New("it is cut off")
	}
	return state[size:], func() { c.commit(h, state) }, nil
}

// commit sets the network to a state that has been looked at.
func (c *core[T]) commit(h stateHeader, state []byte) {
	c.flush()
	c.taken, c.factor, c.diverged = h.Steps, h.Factor, false
	for _, rows := range [][][]T{c.encoder, c.decoder, {c.output}} {
		for _, row := range rows {
			clear(row) // where it is padded, which the weights of a simulation that diverges fill
		}
	}
	for _, array := range c.arrays() {
		n, err := binary.Decode(state, binary.LittleEndian, array)
		if err != nil {
			panic("autoencoder: a state of the right size that can't be read: " + err.Error())
		}
		state = state[n:]
	}
	clear(c.idle)
	if c.batch != nil {
		c.batch.clear()
	}
}
