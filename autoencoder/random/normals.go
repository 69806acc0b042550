package random

import (
	"encoding/binary"
	"fmt"

	"autoencoder-dynamics/autoencoder/kernel"
)

// normalsDomain keeps the keys of Normals apart from those of Stream.
const normalsDomain = "autoencoder-dynamics random normals 1\x00"

// normalsMagic begins the saved state of Normals.
const normalsMagic = "normals 1:"

// Normals is a sequence of independent draws from N(0, 1) in float32, made to be fast:
// vector instructions are used where the machine has them. The numbers are a function of
// key and position alone and have the same bits on every machine. ChaCha8 makes
// uniform words of 32 bits, the method of Box and Muller makes two normals of a radius
// and an angle. None is larger than 6.76 in modulus (a normal exceeds that with
// probability 1.4e-11); each is within 2.5e-7 times its radius of what exact arithmetic
// makes of the same words.
//
// It isn't safe for use from several goroutines.
type Normals struct {
	key      [8]uint32
	position uint64 // of the next number
	generate batches
	begun    [batchSize]float32 // the batch that the position is in, where filled is true
	filled   bool
}

// NewNormals returns the normals for the index-th use of the purpose under the seed. The
// key is derived as that of [New] is, but apart from it: Stream and Normals of the same
// seed, purpose and index are independent too.
func NewNormals(seed uint64, purpose string, index uint64) *Normals {
	digest := derive(normalsDomain, seed, purpose, index)
	n := &Normals{generate: batchesFor(kernel.Best)}
	for i := range n.key {
		n.key[i] = binary.LittleEndian.Uint32(digest[4*i:])
	}
	return n
}

// Fill fills dst with the next len(dst) numbers. The sequence doesn't depend on how
// it is divided into calls. Lengths that are multiples of 256 are the fastest.
func (n *Normals) Fill(dst []float32) {
	if place := n.position % batchSize; place != 0 {
		n.begin()
		count := copy(dst, n.begun[place:])
		n.position += uint64(count)
		dst = dst[count:]
	}
	if whole := len(dst) / batchSize * batchSize; whole > 0 {
		n.generate(&n.key, n.position/batchSize, dst[:whole])
		n.position += uint64(whole)
		n.filled = false
		dst = dst[whole:]
	}
	if len(dst) > 0 {
		n.filled = false
		n.begin()
		n.position += uint64(copy(dst, n.begun[:]))
	}
}

// begin makes the batch that the position is in, unless it is there.
func (n *Normals) begin() {
	if !n.filled {
		n.generate(&n.key, n.position/batchSize, n.begun[:])
		n.filled = true
	}
}

// Position returns how many numbers come before the next one.
func (n *Normals) Position() uint64 { return n.position }

// Seek makes the number at the position, counted from 0, the next one. A far
// place costs no more than a near one.
func (n *Normals) Seek(position uint64) {
	n.position = position
	n.filled = false
}

// MarshalBinary returns the state: key and position.
func (n *Normals) MarshalBinary() ([]byte, error) {
	state := []byte(normalsMagic)
	for _, word := range n.key {
		state = binary.LittleEndian.AppendUint32(state, word)
	}
	return binary.LittleEndian.AppendUint64(state, n.position), nil
}

// UnmarshalBinary restores a state that MarshalBinary returned: the very numbers
// follow that would have come next.
func (n *Normals) UnmarshalBinary(state []byte) error {
	const size = len(normalsMagic) + 4*8 + 8
	if len(state) != size || string(state[:len(normalsMagic)]) != normalsMagic {
		return fmt.Errorf("state of normals: %d bytes that Normals.MarshalBinary didn't write", len(state))
	}
	state = state[len(normalsMagic):]
	for i := range n.key {
		n.key[i] = binary.LittleEndian.Uint32(state[4*i:])
	}
	n.Seek(binary.LittleEndian.Uint64(state[4*8:]))
	if n.generate == nil {
		n.generate = batchesFor(kernel.Best)
	}
	return nil
}
