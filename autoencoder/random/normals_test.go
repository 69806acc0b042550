package random

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
)

// The bits are fixed: a change of them changes every simulation's result.
func TestNormalsGolden(t *testing.T) {
	want := []uint32{0xbf884018, 0x3f1dc510, 0x3e1e6857, 0x3ed7f934}
	got := make([]float32, 1000)
	NewNormals(20220106, "samples", 0).Fill(got)
	for i, place := range []int{0, 1, 128, 999} {
		if bits := math.Float32bits(got[place]); bits != want[i] {
			t.Errorf("number %d: %v = %#x, want %#x", place, got[place], bits, want[i])
		}
	}
}

func TestFillIsTheSameHoweverDivided(t *testing.T) {
	const count = 10_000
	want := make([]float32, count)
	NewNormals(1, "samples", 0).Fill(want)
	source := rand.New(rand.NewPCG(1, 2))
	for _, limit := range []int{1, 2, 16, 255, 256, 257, 300, 1000, 5000} {
		normals, got := NewNormals(1, "samples", 0), make([]float32, count)
		for at := 0; at < count; {
			next := min(at+source.IntN(limit+1), count)
			normals.Fill(got[at:next])
			at = next
			if normals.Position() != uint64(at) {
				t.Fatalf("position %d, want %d", normals.Position(), at)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("parts of up to %d numbers: other numbers", limit)
		}
	}
}

func TestNormalsResumeExactly(t *testing.T) {
	want := make([]float32, 3*batchSize)
	NewNormals(7, "samples", 3).Fill(want)
	for skip := range 2*batchSize + 1 {
		normals := NewNormals(7, "samples", 3)
		normals.Fill(make([]float32, skip))
		state, err := normals.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var fresh Normals // the zero value will do
		used := NewNormals(0, "", 0)
		used.Fill(make([]float32, 100)) // a batch begun, of the wrong key
		for _, resumed := range []*Normals{&fresh, used} {
			if err := resumed.UnmarshalBinary(state); err != nil {
				t.Fatal(err)
			}
			got := make([]float32, batchSize)
			resumed.Fill(got[:10])
			resumed.Fill(got[10:])
			if !slices.Equal(got, want[skip:skip+batchSize]) {
				t.Fatalf("after %d numbers: other numbers", skip)
			}
		}
	}
}

func TestNormalsRefuseDamagedState(t *testing.T) {
	state, err := NewNormals(1, "samples", 0).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for _, damaged := range [][]byte{nil, state[1:], state[:len(state)-1], append([]byte("N"), state[1:]...), append(state, 0)} {
		normals := NewNormals(2, "samples", 0)
		if err := normals.UnmarshalBinary(damaged); err == nil {
			t.Errorf("%q: no error", damaged)
		}
	}
}

// Positions beyond 2³⁶ numbers have block counters beyond 2³².
func TestSeek(t *testing.T) {
	for _, start := range []uint64{0, 1, 255, 256, 1000, 1<<36 - 600, 1 << 36, 1<<36 + 5, 1<<63 - 300, 1<<64 - 4*batchSize} {
		for _, instructions := range kernel.Available() {
			normals := normalsWith(instructions)
			normals.Seek(start)
			got := make([]float32, 3*batchSize)
			normals.Fill(got)
			for i, x := range got {
				if want := numberAt(normals.key, start+uint64(i)); x != want {
					t.Fatalf("%v, number %d: %v, want %v", instructions, start+uint64(i), x, want)
				}
			}
		}
	}
}

// numberAt computes one number, from the definition.
func numberAt(key [8]uint32, position uint64) float32 {
	place := position % 256
	block := chaCha(&key, position/256*16+place%16, [2]uint32{}, 8)
	word := place / 16
	x, y := boxMuller(block[word%8], block[word%8+8])
	if word < 8 {
		return x
	}
	return y
}

// normalsWith returns normals made with these instructions.
func normalsWith(instructions kernel.Instructions) *Normals {
	normals := NewNormals(1, "samples", 0)
	normals.generate = batchesFor(instructions)
	return normals
}

func TestInstructionsChangeNoNumber(t *testing.T) {
	want := make([]float32, 2000)
	NewNormals(1, "samples", 0).Fill(want)
	normals, got := NewNormals(1, "samples", 0), make([]float32, 0, 2000)
	for len(got) < cap(got) {
		for _, instructions := range kernel.Available() {
			normals.generate = batchesFor(instructions)
			part := got[len(got):min(len(got)+123, cap(got))]
			normals.Fill(part)
			got = got[:len(got)+len(part)]
		}
	}
	if !slices.Equal(got, want) {
		t.Error("other numbers")
	}
}

func TestFillDoesNotAllocate(t *testing.T) {
	normals, dst := NewNormals(1, "samples", 0), make([]float32, 300)
	if n := testing.AllocsPerRun(100, func() { normals.Fill(dst) }); n != 0 {
		t.Errorf("%v allocations a call", n)
	}
}
