package autoencoder

import (
	"fmt"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/random"
)

// Images draws rows of a data set, each independently and with replacement:
// online learning on its empirical law.
type Images struct {
	rows
	stream *random.Stream
	passes kernel.Inputs
	next   [ahead]int // the rows that come next: drawn ahead, so that they can be fetched from memory in time
}

// NewImages returns a sampler of the rows of an N×dim array, which it keeps and
// doesn't change, drawn by the stream. It returns an error where the numbers
// aren't rows of that length, or one of them isn't finite.
func NewImages(pixels []float32, dim int, stream *random.Stream) (*Images, error) {
	if stream == nil {
		return nil, errNoStream
	}
	set, err := newDataSet(pixels, dim)
	if err != nil {
		return nil, err
	}
	s := &Images{rows: set, stream: stream, passes: bestInputs()}
	for i := range s.next {
		s.next[i] = stream.IntN(set.count())
	}
	return s, nil
}

// Sample draws the next image.
func (s *Images) Sample(dst []float32) {
	copy(dst, s.row(s.next[0]))
	copy(s.next[:], s.next[1:])
	s.next[ahead-1] = s.stream.IntN(s.count())
	for later, i := range s.next {
		s.fetch(s.passes, i, later)
	}
}

// MarshalBinary returns the numbers of the next images and the state of the stream.
func (s *Images) MarshalBinary() ([]byte, error) {
	var next [ahead]uint64
	for i, row := range s.next {
		next[i] = uint64(row)
	}
	return appendState(s.stream, next[:]...)
}

// UnmarshalBinary restores them.
func (s *Images) UnmarshalBinary(state []byte) error {
	var saved [ahead]uint64
	state, err := cutNumbers(state, saved[:])
	if err != nil {
		return err
	}
	var next [ahead]int
	for i, row := range saved {
		if row >= uint64(s.count()) {
			return fmt.Errorf("state of a sampler: image %d comes next, and there are %d", row+1, s.count())
		}
		next[i] = int(row)
	}
	stream, err := restoredStream(state)
	if err != nil {
		return err
	}
	*s.stream, s.next = *stream, next
	return nil
}

// ChooseImages chooses count = P rows of an N×dim array at random, without replacement and
// in the order of the array: a finite training set, for [NewEpochs] or [NewImages]
// to learn from and [NewPopulation] to take the training error over. Where P = N it is the
// array itself, and nothing is drawn. It returns an error where there aren't as many rows.
func ChooseImages(pixels []float32, dim, count int, stream *random.Stream) ([]float32, error) {
	if stream == nil {
		return nil, errNoStream
	}
	set, err := newDataSet(pixels, dim)
	if err != nil {
		return nil, err
	}
	if count < 1 || count > set.count() {
		return nil, fmt.Errorf("a training set of %d images: it must be of 1 to %d, as many as there are", count, set.count())
	}
	if count == set.count() {
		return pixels, nil
	}
	chosen := make([]float32, 0, count*dim)
	for i, left := 0, count; left > 0; i++ {
		if stream.IntN(set.count()-i) < left { // left of the rows from i on are to be chosen
			chosen = append(chosen, set.row(i)...)
			left--
		}
	}
	return chosen, nil
}
