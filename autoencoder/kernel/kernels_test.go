package kernel_test

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
)

// TestBits compares every kernel in assembly with that in Go, bit for bit.
func TestBits(t *testing.T) {
	eachInstructions(t, func(t *testing.T, instructions kernel.Instructions) {
		t.Run("float32", func(t *testing.T) { testBits[float32](t, instructions) })
		t.Run("float64", func(t *testing.T) { testBits[float64](t, instructions) })
	})
}

func testBits[T kernel.Float](t *testing.T, instructions kernel.Instructions) {
	for _, n := range []int{0, 16, 32, 48, 64, 80, 112, 256, 1024, 1040, 2096} {
		for idle := range 4 {
			for _, c := range calls[T]() {
				draws := func() func() float64 { return normals(uint64(n + idle)) }
				if d := compare[T](instructions, c, n, idle, draws); d != "" {
					t.Errorf("%s, %d elements, %d idle rows: %s", c.name, n, idle, d)
				}
			}
		}
	}
}

// compare runs a kernel with some instructions and with those of Go, from the same numbers.
func compare[T kernel.Float](instructions kernel.Instructions, c call[T], n, idle int, draws func() func() float64) string {
	got, want := newArena[T](n, idle, draws()), newArena[T](n, idle, draws())
	c.run(kernel.For[T](instructions), got)
	c.run(kernel.For[T](kernel.Go), want)
	return got.difference(want)
}

// FuzzKernels compares the kernels on rows of all lengths, at all alignments that the gaps
// between them make, and of numbers from one end of the type's range to the other.
func FuzzKernels(f *testing.F) {
	f.Add(uint64(1), uint8(1), uint8(0))
	f.Add(uint64(2), uint8(3), uint8(1))
	f.Add(uint64(3), uint8(64), uint8(3))
	f.Add(uint64(4), uint8(7), uint8(2))
	f.Fuzz(func(t *testing.T, seed uint64, blocks, idle uint8) {
		fuzz[float32](t, seed, int(blocks)*kernel.Block, int(idle%4), math.SmallestNonzeroFloat32, math.MaxFloat32)
		fuzz[float64](t, seed, int(blocks)*kernel.Block, int(idle%4), math.SmallestNonzeroFloat64, math.MaxFloat64)
	})
}

func fuzz[T kernel.Float](t *testing.T, seed uint64, n, idle int, least, limit float64) {
	draws := func() func() float64 { return normals(seed) }
	if seed%2 == 0 {
		draws = func() func() float64 { return extremes(seed, least, limit) }
		// A row that occurs twice must stay 0, which 0·∞ isn't.
		idle = 0
	}
	for _, instructions := range kernel.Available() {
		for _, c := range calls[T]() {
			if d := compare[T](instructions, c, n, idle, draws); d != "" {
				t.Errorf("%s %s of %T: %s", instructions, c.name, T(0), d)
			}
		}
	}
}
