package autoencoder

import (
	"errors"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/random"
)

// Flipped gives the inputs of another sampler random signs, x or −x with equal probability.
// It makes the law of the inputs even: what an activation that isn't odd feels of
// the skewness of images is gone, the second moments stay. [Population.BothSigns] averages
// over that law.
type Flipped struct {
	sampler  Sampler
	stream   *random.Stream
	passes   kernel.Inputs
	negative []float32 // −1 for each input
}

// NewFlipped returns a sampler of the inputs of another, which it uses from then on, with
// signs from the stream, one that nothing else draws from.
func NewFlipped(sampler Sampler, stream *random.Stream) (*Flipped, error) {
	if sampler == nil {
		return nil, errors.New("there is no sampler whose inputs to flip")
	}
	if stream == nil {
		return nil, errNoStream
	}
	s := &Flipped{sampler: sampler, stream: stream, passes: bestInputs(), negative: make([]float32, sampler.Dim())}
	for i := range s.negative {
		s.negative[i] = -1
	}
	return s, nil
}

// Dim returns D, the length of an input.
func (s *Flipped) Dim() int { return s.sampler.Dim() }

// Sample draws the next input.
func (s *Flipped) Sample(dst []float32) {
	dst = dst[:len(s.negative)]
	s.sampler.Sample(dst)
	if s.stream.Uint64()>>63 == 1 {
		multiply(s.passes, dst, s.negative)
	}
}

// MarshalBinary returns the states of the sampler and of the stream.
func (s *Flipped) MarshalBinary() ([]byte, error) {
	sampler, err := s.sampler.MarshalBinary()
	if err != nil {
		return nil, err
	}
	state, err := appendState(s.stream, uint64(len(sampler)))
	if err != nil {
		return nil, err
	}
	return append(state, sampler...), nil
}

// UnmarshalBinary restores them.
func (s *Flipped) UnmarshalBinary(state []byte) error {
	var size [1]uint64
	state, err := cutNumbers(state, size[:])
	if err != nil {
		return err
	}
	if size[0] > uint64(len(state)) {
		return errState
	}
	split := len(state) - int(size[0])
	stream, err := restoredStream(state[:split])
	if err != nil {
		return err
	}
	if err := s.sampler.UnmarshalBinary(state[split:]); err != nil {
		return err
	}
	*s.stream = *stream
	return nil
}
