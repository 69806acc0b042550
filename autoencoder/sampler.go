package autoencoder

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/random"
)

// Sampler draws the inputs that a simulator learns from: [Gaussian] draws normal inputs,
// [Images] the rows of a data set with replacement, [Epochs] each of them once an epoch,
// and [Flipped] gives those of another sampler random signs. Its binary form is the state
// of its source of chance: restored in a sampler of the same inputs, it goes on with the
// inputs that would have come next. A state that is refused changes nothing.
type Sampler interface {
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler

	// Dim returns D, the length of an input.
	Dim() int

	// Sample sets dst, of length D, to the next input.
	Sample(dst []float32)
}

// errNoStream says that a sampler can't draw.
var errNoStream = errors.New("a sampler needs a stream of random numbers")

// errState says that a saved state is none of this sampler.
var errState = errors.New("state of a sampler: it isn't one of this kind of sampler")

// rows are the inputs of a finite data set: an N×D array, which nobody changes.
type rows struct {
	numbers []float32
	dim     int
}

// newDataSet returns the rows of a data set, or an error where the numbers aren't rows of that
// length, or one of them isn't finite.
func newDataSet(numbers []float32, dim int) (rows, error) {
	if dim < 1 || len(numbers) == 0 || len(numbers)%dim != 0 {
		return rows{}, fmt.Errorf("%d numbers can't be split into inputs of %d numbers each", len(numbers), dim)
	}
	for i, x := range numbers {
		if x-x != 0 { // for NaN and the infinities alone
			return rows{}, fmt.Errorf("number %d of input %d is %v: inputs must be finite", i%dim+1, i/dim+1, x)
		}
	}
	return rows{numbers: numbers, dim: dim}, nil
}

// count returns N.
func (r rows) count() int { return len(r.numbers) / r.dim }

// row returns row i.
func (r rows) row(i int) []float32 { return r.numbers[i*r.dim : (i+1)*r.dim : (i+1)*r.dim] }

// Dim returns D, the length of a row.
func (r rows) Dim() int { return r.dim }

// ahead is the number of rows that are on their way from memory while another is learnt from.
const ahead = 4

// fetch asks for a part of row i, which is drawn after later others, fewer than ahead. A
// row is asked for in as many parts, one at each draw before it, since the processor waits
// where too much is asked of the memory at once.
func (r rows) fetch(passes kernel.Inputs, i, later int) {
	row, size := r.row(i), (r.dim+ahead-1)/ahead
	from := min((ahead-1-later)*size, r.dim)
	if to := min(from+size, r.dim); from < to {
		passes.Prefetch(row[from:to])
	}
}

// appendState returns numbers and the state of the stream.
func appendState(stream *random.Stream, numbers ...uint64) ([]byte, error) {
	var state []byte
	for _, n := range numbers {
		state = binary.LittleEndian.AppendUint64(state, n)
	}
	source, err := stream.MarshalBinary()
	if err != nil {
		return nil, err
	}
	return append(state, source...), nil
}

// restoredStream returns a stream with a saved state, so that the one in use can be left as it
// is where the state is none.
func restoredStream(state []byte) (*random.Stream, error) {
	stream := random.New(0, "restored", 0)
	if err := stream.UnmarshalBinary(state); err != nil {
		return nil, err
	}
	return stream, nil
}

// cutNumbers sets numbers to those at the front of a state of appendState.
func cutNumbers(state []byte, numbers []uint64) (rest []byte, err error) {
	if len(state) < 8*len(numbers) {
		return nil, errState
	}
	for i := range numbers {
		numbers[i] = binary.LittleEndian.Uint64(state[8*i:])
	}
	return state[8*len(numbers):], nil
}

// bestInputs returns the fastest passes over inputs; the results are the same bits with any.
func bestInputs() kernel.Inputs { return kernel.For[float32](kernel.Best).Inputs }

// multiply multiplies numbers with factors, of any length.
func multiply(passes kernel.Inputs, numbers, factors []float32) {
	whole := len(numbers) / kernel.Block * kernel.Block
	passes.Multiply(numbers[:whole], factors[:whole])
	for i := whole; i < len(numbers); i++ {
		numbers[i] *= factors[i]
	}
}
