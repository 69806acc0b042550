package random

import (
	"math"
	"testing"
)

func TestStreamsAreReproducibleAndDistinct(t *testing.T) {
	type key struct {
		seed    uint64
		purpose string
		index   uint64
	}
	keys := []key{
		{1, "samples", 0}, {2, "samples", 0}, {1, "samples", 1}, {1, "initial weights", 0},
		{1 << 32, "samples", 0}, {0, "samples", 1}, {1, "", 0}, {1, "samples\x00", 0},
	}
	first := map[uint64]key{}
	for _, k := range keys {
		value := New(k.seed, k.purpose, k.index).Uint64()
		if again := New(k.seed, k.purpose, k.index).Uint64(); again != value {
			t.Errorf("%v: %d, then %d", k, value, again)
		}
		if other, taken := first[value]; taken {
			t.Errorf("%v and %v begin with the same number", k, other)
		}
		first[value] = k
	}
}

// The value is fixed by the derivation: a change of it changes every result of
// the project, so it must not happen unnoticed.
func TestStreamGolden(t *testing.T) {
	const want uint64 = 0x565c0b11d9a104d6
	if got := New(20220106, "initial weights", 0).Uint64(); got != want {
		t.Errorf("first number %#x, want %#x", got, want)
	}
}

func TestStreamResumesExactly(t *testing.T) {
	for skip := range 70 { // beyond one block of the generator, odd and even
		stream := New(7, "samples", 3)
		for range skip {
			stream.NormFloat64()
			stream.IntN(50000)
		}
		state, err := stream.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		resumed := New(0, "", 0)
		if err := resumed.UnmarshalBinary(state); err != nil {
			t.Fatal(err)
		}
		for i := range 200 {
			a, b := stream.NormFloat64(), resumed.NormFloat64()
			m, n := stream.IntN(1000), resumed.IntN(1000)
			if a != b || m != n {
				t.Fatalf("after %d: draw %d is %v, %d, resumed %v, %d", skip, i, a, m, b, n)
			}
		}
	}
}

func TestStreamRefusesDamagedState(t *testing.T) {
	if err := New(0, "", 0).UnmarshalBinary([]byte("no state")); err == nil {
		t.Error("no error")
	}
}

func TestNormalsMoments(t *testing.T) {
	const n = 200000
	draws := make([]float64, n)
	New(5, "moments", 0).Normals(draws, 2)
	var mean, square, fourth float64
	for _, z := range draws {
		mean += z / n
		square += z * z / n
		fourth += z * z * z * z / n
	}
	// Five standard errors: of the mean 2/√n, of the square 4√(2/n), of the fourth moment 16√(96/n).
	for _, m := range []struct {
		name             string
		got, want, error float64
	}{
		{"mean", mean, 0, 2 / math.Sqrt(n)},
		{"square", square, 4, 4 * math.Sqrt(2.0/n)},
		{"fourth", fourth, 48, 16 * math.Sqrt(96.0/n)},
	} {
		if math.Abs(m.got-m.want) > 5*m.error {
			t.Errorf("%s: %v, want %v ± %v", m.name, m.got, m.want, 5*m.error)
		}
	}
}
