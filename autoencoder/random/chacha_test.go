package random

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"testing"
)

// hexBytes reads hexadecimal digits.
func hexBytes(t *testing.T, digits string) []byte {
	t.Helper()
	bytes, err := hex.DecodeString(digits)
	if err != nil {
		t.Fatal(err)
	}
	return bytes
}

func TestChaChaVectors(t *testing.T) {
	ascending := [8]uint32{0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c, 0x13121110, 0x17161514, 0x1b1a1918, 0x1f1e1d1c}
	for _, vector := range []struct {
		name    string
		key     [8]uint32
		counter uint64
		nonce   [2]uint32
		rounds  int
		want    string
	}{
		// The block counter of RFC 7539 has 32 bits: its nonce's first word is the high half of ours.
		{"RFC 7539, section 2.3.2", ascending, 1 | 0x09000000<<32, [2]uint32{0x4a000000, 0}, 20,
			"10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4ed2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e"},
		{"RFC 7539, appendix A.1, vector 1", [8]uint32{}, 0, [2]uint32{}, 20,
			"76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"},
		{"ChaCha8, ECRYPT set 1, key 0, draft-strombergson-chacha-test-vectors TC1", [8]uint32{}, 0, [2]uint32{}, 8,
			"3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e984ce172b9216f419f445367456d5619314a42a3da86b001387bfdb80e0cfe42"},
	} {
		block := chaCha(&vector.key, vector.counter, vector.nonce, vector.rounds)
		want := hexBytes(t, vector.want)
		for i, word := range block {
			if w := binary.LittleEndian.Uint32(want[4*i:]); word != w {
				t.Errorf("%s: word %d is %#x, want %#x", vector.name, i, word, w)
			}
		}
	}
}

// The standard library's ChaCha8 leaves the first row and the counter of the start out of the
// sum at the end and interlaces four blocks; otherwise its first 992 bytes are blocks 0 … 15.
func TestChaChaAgainstStandardLibrary(t *testing.T) {
	for seed := range uint64(20) {
		digest := derive("test", seed, "ChaCha8", 0)
		var key [8]uint32
		for i := range key {
			key[i] = binary.LittleEndian.Uint32(digest[4*i:])
		}
		standard := rand.NewChaCha8(digest)
		start := [blockWords]uint32{0: 0x61707865, 1: 0x3320646e, 2: 0x79622d32, 3: 0x6b206574}
		var words [4][blockWords]uint32
		for group := range 4 {
			for b := range words {
				counter := uint64(4*group + b)
				words[b] = chaCha(&key, counter, [2]uint32{}, rounds)
				start[12] = uint32(counter)
				for j := range start {
					words[b][j] -= start[j]
				}
			}
			for i := range 2 * blockWords {
				if group == 3 && i >= 28 {
					break // the next key
				}
				j, b := i/2, i%2*2
				want := uint64(words[b][j]) | uint64(words[b+1][j])<<32
				if got := standard.Uint64(); got != want {
					t.Fatalf("seed %d, blocks from %d, number %d: %#x, want %#x", seed, 4*group, i, want, got)
				}
			}
		}
	}
}
