package autoencoder

import (
	"fmt"
	"math"
	"math/rand/v2"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/random"
)

// Epochs draws the rows of a finite training set in a random order, each exactly once, then
// in another order, and so on: epochs over the set.
type Epochs struct {
	rows
	stream   *random.Stream
	passes   kernel.Inputs
	key      [2]uint64 // what this epoch's order follows from
	order    []int32   // of the rows in this epoch
	position int       // of the next of them
}

// NewEpochs returns a sampler of epochs over the rows of a P×dim array, such as
// [ChooseImages] or [DrawGaussian] returns, which it keeps and doesn't change; the stream
// draws the orders. It returns an error where the numbers aren't rows of that length, or one
// of them isn't finite.
func NewEpochs(inputs []float32, dim int, stream *random.Stream) (*Epochs, error) {
	if stream == nil {
		return nil, errNoStream
	}
	set, err := newDataSet(inputs, dim)
	if err != nil {
		return nil, err
	}
	if set.count() > math.MaxInt32 {
		return nil, fmt.Errorf("a training set of %d inputs: an epoch has at most %d", set.count(), math.MaxInt32)
	}
	s := &Epochs{rows: set, stream: stream, passes: bestInputs(), order: make([]int32, set.count())}
	s.begin()
	return s, nil
}

// begin begins an epoch. Its order follows from a key of 128 bits, so that the order
// needn't be saved with the state.
func (s *Epochs) begin() {
	s.key = [2]uint64{s.stream.Uint64(), s.stream.Uint64()}
	s.shuffle()
	s.position = 0
}

// shuffle puts the rows in the order of the key (R. A. Fisher & F. Yates 1938, from the
// order of the set).
func (s *Epochs) shuffle() {
	source := rand.New(rand.NewPCG(s.key[0], s.key[1]))
	for i := range s.order {
		j := int(source.Uint32N(uint32(i + 1)))
		s.order[i] = s.order[j]
		s.order[j] = int32(i)
	}
}

// Sample draws the next input.
func (s *Epochs) Sample(dst []float32) {
	copy(dst, s.row(int(s.order[s.position])))
	if s.position++; s.position == len(s.order) {
		s.begin()
	}
	for later, i := range s.order[s.position:min(s.position+ahead, len(s.order))] {
		s.fetch(s.passes, int(i), later)
	}
}

// MarshalBinary returns the position in the epoch, its key, and the state of the stream.
func (s *Epochs) MarshalBinary() ([]byte, error) {
	return appendState(s.stream, uint64(s.position), s.key[0], s.key[1])
}

// UnmarshalBinary restores them.
func (s *Epochs) UnmarshalBinary(state []byte) error {
	var saved [3]uint64
	state, err := cutNumbers(state, saved[:])
	if err != nil {
		return err
	}
	if saved[0] >= uint64(len(s.order)) {
		return fmt.Errorf("state of a sampler: it has seen %d inputs of an epoch of %d", saved[0], len(s.order))
	}
	stream, err := restoredStream(state)
	if err != nil {
		return err
	}
	*s.stream = *stream
	s.position, s.key = int(saved[0]), [2]uint64(saved[1:])
	s.shuffle()
	return nil
}
