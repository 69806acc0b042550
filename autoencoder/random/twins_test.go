package random

import (
	"math"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
)

// wantTwins fails unless the vector instructions give the very bits of Go for two
// batches from here on.
func wantTwins(t *testing.T, key [8]uint32, batch uint64) {
	t.Helper()
	var want [2 * batchSize]float32
	portable(&key, batch, want[:])
	for _, instructions := range kernel.Available()[1:] { // but for Go itself
		generate := batchesFor(instructions)
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

// There is a generator made of the instructions that the machine has, and of no others.
func TestBatchesFor(t *testing.T) {
	available := append(kernel.Available(), kernel.Best)
	for _, instructions := range []kernel.Instructions{kernel.Best, kernel.Go, kernel.AVX2, kernel.AVX512, 99} {
		if got, want := batchesFor(instructions) != nil, slices.Contains(available, instructions); got != want {
			t.Errorf("%v: a generator: %t, want %t", instructions, got, want)
		}
	}
}
