package random

import "math/bits"

const (
	blockWords  = 16 // words of a block of ChaCha
	batchBlocks = 16 // blocks of a batch
	batchSize   = batchBlocks * blockWords
	rounds      = 8
)

// chaCha is the block function of ChaCha (D. J. Bernstein, "ChaCha, a variant of
// Salsa20", 2008): 16 words from a key, a 64-bit block counter and a nonce, after so
// many rounds.
func chaCha(key *[8]uint32, counter uint64, nonce [2]uint32, rounds int) [blockWords]uint32 {
	start := [blockWords]uint32{
		0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, // "expand 32-byte k"
		key[0], key[1], key[2], key[3], key[4], key[5], key[6], key[7],
		uint32(counter), uint32(counter >> 32), nonce[0], nonce[1],
	}
	x0, x1, x2, x3, x4, x5, x6, x7 := start[0], start[1], start[2], start[3], start[4], start[5], start[6], start[7]
	x8, x9, x10, x11, x12, x13, x14, x15 := start[8], start[9], start[10], start[11], start[12], start[13], start[14], start[15]
	for range rounds / 2 {
		x0, x4, x8, x12 = quarterRound(x0, x4, x8, x12) // the columns
		x1, x5, x9, x13 = quarterRound(x1, x5, x9, x13)
		x2, x6, x10, x14 = quarterRound(x2, x6, x10, x14)
		x3, x7, x11, x15 = quarterRound(x3, x7, x11, x15)

		x0, x5, x10, x15 = quarterRound(x0, x5, x10, x15) // the diagonals
		x1, x6, x11, x12 = quarterRound(x1, x6, x11, x12)
		x2, x7, x8, x13 = quarterRound(x2, x7, x8, x13)
		x3, x4, x9, x14 = quarterRound(x3, x4, x9, x14)
	}
	x := [blockWords]uint32{x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15}
	for i := range x {
		x[i] += start[i]
	}
	return x
}

func quarterRound(a, b, c, d uint32) (uint32, uint32, uint32, uint32) {
	a += b
	d = bits.RotateLeft32(d^a, 16)
	c += d
	b = bits.RotateLeft32(b^c, 12)
	a += b
	d = bits.RotateLeft32(d^a, 8)
	c += d
	b = bits.RotateLeft32(b^c, 7)
	return a, b, c, d
}

// batches fills dst, whose length is a multiple of batchSize, with the normals of
// consecutive batches. Batch n is made of the blocks 16n … 16n+15 of ChaCha8 under the
// key; word j of the batch's block b gives number 16j + b, and words j and j + 8 of a
// block make a pair, so that vectors of blocks need never be transposed. Key and
// batch determine all: there is no other state.
type batches func(key *[8]uint32, batch uint64, dst []float32)

func portable(key *[8]uint32, batch uint64, dst []float32) {
	for ; len(dst) > 0; dst = dst[batchSize:] {
		for b := range batchBlocks {
			words := chaCha(key, batch*batchBlocks+uint64(b), [2]uint32{}, rounds)
			for j := range blockWords / 2 {
				dst[batchBlocks*j+b], dst[batchBlocks*(j+8)+b] = boxMuller(words[j], words[j+8])
			}
		}
		batch++
	}
}
