package random

import (
	"errors"
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
)

// wantTwins fails unless the vector instructions give the very bits of Go for two
// batches from here on.
func wantTwins(t *testing.T, key [8]uint32, batch uint64) {
	t.Helper()
	var want [2 * batchSize]float32
	portable(&key, batch, want[:])
	for _, instructions := range []kernel.Instructions{kernel.AVX2, kernel.AVX512} {
		generate := batchesFor(instructions)
		if generate == nil {
			t.Logf("%v: %v", instructions, ErrInstructions)
			continue
		}
		var got [2*batchSize + 1]float32
		got[2*batchSize] = 42
		generate(&key, batch, got[:2*batchSize])
		for i, x := range want {
			if math.Float32bits(got[i]) != math.Float32bits(x) {
				t.Fatalf("%v: key %#x, batch %d, number %d: %v, want %v", instructions, key, batch, i, got[i], x)
			}
		}
		if got[2*batchSize] != 42 {
			t.Fatalf("%v: wrote beyond the end", instructions)
		}
	}
}

func TestTwins(t *testing.T) {
	far := []uint64{0, 1, 2, 1<<28 - 2, 1<<28 - 1, 1 << 28, 1<<56 - 2, 0x123456789abcd}
	for seed := range uint64(50) {
		key := NewNormals(seed, "twins", 0).key
		for _, batch := range far {
			wantTwins(t, key, batch)
		}
		for batch := range uint64(20) {
			wantTwins(t, key, 100*seed+2*batch)
		}
	}
	wantTwins(t, [8]uint32{}, 0)
}

func FuzzNormals(f *testing.F) {
	f.Add(uint64(1), "samples", uint64(0), uint64(0))
	f.Add(uint64(2), "", uint64(3), uint64(1<<28-1))
	f.Fuzz(func(t *testing.T, seed uint64, purpose string, index, batch uint64) {
		wantTwins(t, NewNormals(seed, purpose, index).key, batch%(1<<56-1))
	})
}

func TestUseRefusesUnknownInstructions(t *testing.T) {
	if err := NewNormals(1, "samples", 0).Use(99); !errors.Is(err, ErrInstructions) {
		t.Errorf("error %v, want %v", err, ErrInstructions)
	}
}
