package kernel_test

import (
	"fmt"
	"testing"
	"time"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/kernel/bounds"
)

// width is that of an image of CIFAR10 in greyscale.
const width = 1024

// combinedVectors is how many vectors Combine takes, as a batch of so many inputs has it.
const combinedVectors = 16

// work is what a pass over four rows does for each of their columns.
type work struct {
	name    string
	updates int // products and sums in the weights' type
	sums    int // products and sums in float64
	moved   int // numbers of the rows that are read or written
}

// works are the passes; a pass over one vector has four of its elements in a column.
var works = []work{
	{"Dot", 0, 2 * 4, 4},
	{"Encode", 2 * 4, 2 * 4, 8},
	{"Decode", 4 * 4, 2 * 4, 8},
	{"Subtract", 2 * 4, 0, 4},
	{"Learn", 2 * 4, 2 * 4, 8},
	{"Truncated", 4 * 4, 2 * 4, 8},
	{"Add", 2 * 4, 0, 8},
	{"Products", 2 * 4 * 4, 0, 4},
	{"Combine", 2 * 4 * combinedVectors, 0, 8},
	{"Adam", 12, 0, 7},
	{"Multiply", 1, 0, 0},
	{"Widen", 0, 0, 0},
	{"Erf", 0, 96, 0},
}

// machine holds the bounds: operations and bytes in a nanosecond.
type machine struct {
	multiplyAdd, fused float64
	near, far          float64 // bandwidths of the first and the second cache
}

func measure() machine {
	const duration = 20 * time.Millisecond
	return machine{
		multiplyAdd: bounds.Flops(bounds.MultiplyAdd, kernel.Best, duration) / 1e9,
		fused:       bounds.Flops(bounds.Fused, kernel.Best, duration) / 1e9,
		near:        bounds.Bandwidth(16<<10, true, duration) / 1e9,
		far:         bounds.Bandwidth(512<<10, true, duration) / 1e9,
	}
}

// BenchmarkKernels times every pass over 1024 columns, on one group of four rows (of float32
// they stay in the nearest cache) and on a sweep over 64 rows (256 KB of float32). It reports the
// share of the time that arithmetic alone or the rows' way from the cache alone would take,
// whichever is longer, at the rates measured in the same run.
func BenchmarkKernels(b *testing.B) {
	m := measure()
	b.Run("float32", func(b *testing.B) { benchmarkType[float32](b, m) })
	b.Run("float64", func(b *testing.B) { benchmarkType[float64](b, m) })
}

func benchmarkType[T kernel.Float](b *testing.B, m machine) {
	byName := map[string]call[T]{}
	for _, c := range calls[T]() {
		byName[c.name] = c
	}
	for _, w := range works {
		for _, rows := range []int{4, 64} {
			for _, instructions := range kernel.Available() {
				b.Run(fmt.Sprintf("%s/rows=%d/%s", w.name, rows, instructions), func(b *testing.B) {
					sweep(b, kernel.For[T](instructions), byName[w.name], rows)
					report[T](b, m, w, rows)
				})
			}
		}
	}
}

// sweep times a pass over groups of four rows, in turn.
func sweep[T kernel.Float](b *testing.B, k *kernel.Kernels[T], c call[T], rows int) {
	a, groups := benchmarkArena[T](rows)
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		a.rows = groups[i%len(groups)]
		c.run(k, a)
	}
}

// benchmarkArena returns vectors and groups of rows that begin at multiples of 64 bytes, with
// rates so small that no number of passes makes a weight large.
func benchmarkArena[T kernel.Float](rows int) (*arena[T], []kernel.Rows[T]) {
	a := newArena[T](width, 0, normals(1))
	a.g = [4]T{1e-3, 1e-3, 1e-3, 1e-3}
	a.rate = [4]T{1e-9, 1e-9, -1e-9, -1e-9}
	vectors := kernel.NewRows[T](6+rows, width)
	a.previous, a.residual, a.x = vectors[0], vectors[1], vectors[2]
	a.gradient, a.moment1, a.moment2 = vectors[3], vectors[4], vectors[5]
	a.widened = kernel.NewRows[float64](1, width)[0]
	copy(a.many[:], kernel.NewRows[T](4, width))
	a.combined, a.combining = kernel.NewRows[T](combinedVectors, width), make([][4]T, combinedVectors)
	singles := kernel.NewRows[float32](2, width)
	a.single, a.factor = singles[0], singles[1]
	groups, all := make([]kernel.Rows[T], rows/4), vectors[6:]
	for i := range groups {
		copy(groups[i][:], all[4*i:])
		for j := range groups[i] {
			fill(groups[i][j], normals(uint64(4*i+j)))
		}
	}
	return a, groups
}

func report[T kernel.Float](b *testing.B, m machine, w work, rows int) {
	nanoseconds := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / width
	size, updating, bandwidth := 4.0, m.multiplyAdd, m.far
	if _, single := any(T(0)).(float32); !single {
		size, updating = 8, m.multiplyAdd/2
	}
	if rows == 4 && size == 4 {
		bandwidth = m.near
	}
	b.ReportMetric(4/nanoseconds, "elements/ns")
	b.ReportMetric(float64(w.updates+w.sums)/nanoseconds, "GFlop/s")
	if m.fused > 0 {
		// Sums of float64 aren't fused; a product and a sum take as long as two fused ones do
		// where there are units of their own for sums, and longer elsewhere.
		arithmetic := float64(w.updates)/updating + float64(w.sums)/m.fused
		moving := float64(w.moved) * size / bandwidth
		b.ReportMetric(100*max(arithmetic, moving)/nanoseconds, "%bound")
	}
}

// BenchmarkCall times a sum over no more than a block: what a call costs.
func BenchmarkCall(b *testing.B) {
	k, a := kernel.For[float32](kernel.Best), newArena[float32](kernel.Block, 0, normals(1))
	for b.Loop() {
		k.Dot(&a.rows, a.x, &a.sums)
	}
}
