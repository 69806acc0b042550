package random

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
)

// domain keeps the streams apart from any other use of SHA-256 on the same seed.
const domain = "autoencoder-dynamics random stream 1\x00"

// Stream is a source of random numbers whose state can be saved. The methods of
// [rand.Rand] keep nothing between calls, so that the state of the generator
// below is the whole state. It isn't safe for use from several goroutines.
type Stream struct {
	*rand.Rand
	generator *rand.ChaCha8
}

// New returns the stream for the index-th use of the purpose under the seed. Its
// ChaCha8 key is the SHA-256 digest of seed, index and purpose: two streams that
// differ in any of them are independent for all that a simulation can notice.
func New(seed uint64, purpose string, index uint64) *Stream {
	generator := rand.NewChaCha8(derive(domain, seed, purpose, index))
	return &Stream{Rand: rand.New(generator), generator: generator}
}

// derive returns the key of a use of chance.
func derive(domain string, seed uint64, purpose string, index uint64) [sha256.Size]byte {
	preimage := []byte(domain)
	preimage = binary.LittleEndian.AppendUint64(preimage, seed)
	preimage = binary.LittleEndian.AppendUint64(preimage, index)
	preimage = append(preimage, purpose...)
	return sha256.Sum256(preimage)
}

// Normals fills dst with independent draws from N(0, scale²), in order.
func (s *Stream) Normals(dst []float64, scale float64) {
	for i := range dst {
		dst[i] = scale * s.NormFloat64()
	}
}

// MarshalBinary returns the state of the stream.
func (s *Stream) MarshalBinary() ([]byte, error) { return s.generator.MarshalBinary() }

// UnmarshalBinary restores a state that MarshalBinary returned: the stream goes
// on with the very numbers that would have come next.
func (s *Stream) UnmarshalBinary(state []byte) error {
	if err := s.generator.UnmarshalBinary(state); err != nil {
		return fmt.Errorf("state of a random stream: %w", err)
	}
	return nil
}
