package kernel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
)

// arena holds everything that a kernel reads and writes, side by side in arrays with
// other numbers between them, so that a comparison of two arenas sees also what a kernel
// wrote where it shouldn't have.
type arena[T kernel.Float] struct {
	weights []T       // all that is of type T
	inputs  []float32 // all that is float32
	wide    []float64 // all that is float64

	rows                       kernel.Rows[T]
	previous, residual, x      []T
	g, rate                    [4]T
	sums                       [4]float64
	products                   [4][4]float64
	factors                    kernel.AdamFactors[T]
	single, factor             []float32
	widened                    []float64
	units, values, slopes      []float64
	many                       [4][]T
	combined                   [][]T
	combining                  [][4]T
	gradient, moment1, moment2 []T
}

// gap is the number of elements between vectors: odd, so that most are not aligned.
const gap = 17

// carve takes the next n elements of a pool, behind a gap.
func carve[E any](pool *[]E, n int) []E {
	v := (*pool)[gap : gap+n : gap+n]
	*pool = (*pool)[gap+n:]
	return v
}

// newArena returns vectors of n elements with numbers from draw, and a group of rows of
// which the last few are one row of zeros.
func newArena[T kernel.Float](n, idle int, draw func() float64) *arena[T] {
	a := &arena[T]{
		weights: fill(make([]T, 17*(n+gap)+gap), draw),
		inputs:  fill(make([]float32, 2*(n+gap)+gap), draw),
		wide:    fill(make([]float64, 4*(n+gap)+gap), func() float64 { return float64(float32(draw())) }),
	}
	weights, inputs, wide := a.weights, a.inputs, a.wide
	for j := range a.rows {
		a.rows[j] = carve(&weights, n)
		a.g[j], a.rate[j] = T(draw()), T(draw())
	}
	a.previous, a.residual, a.x = carve(&weights, n), carve(&weights, n), carve(&weights, n)
	a.gradient, a.moment1, a.moment2 = carve(&weights, n), carve(&weights, n), carve(&weights, n)
	a.single, a.factor = carve(&inputs, n), carve(&inputs, n)
	a.widened = carve(&wide, n)
	a.units, a.values, a.slopes = carve(&wide, n), carve(&wide, n), carve(&wide, n)
	for i := range a.many {
		a.many[i] = carve(&weights, n)
	}
	for range 3 {
		a.combined = append(a.combined, carve(&weights, n))
		a.combining = append(a.combining, [4]T{T(draw()), T(draw()), T(draw()), T(draw())})
	}
	a.factors = kernel.AdamFactors[T]{FirstKept: 0.9, FirstGain: 0.1, SecondKept: 0.999, SecondGain: 0.001, Rate: T(draw()), Correction: 1.25, Epsilon: 1e-8}
	for j := 4 - idle; j < 4; j++ {
		a.rows[j] = a.rows[3]
		clear(a.rows[3])
		a.g[j], a.rate[j] = 0, 0
		for m := range a.combining {
			a.combining[m][j] = 0
		}
	}
	return a
}

func fill[T kernel.Float](v []T, draw func() float64) []T {
	for i := range v {
		v[i] = T(draw())
	}
	return v
}

// call is a use of one kernel.
type call[T kernel.Float] struct {
	name string
	run  func(k *kernel.Kernels[T], a *arena[T])
}

// calls use every kernel; some in more than one way.
func calls[T kernel.Float]() []call[T] {
	return []call[T]{
		{"Dot", func(k *kernel.Kernels[T], a *arena[T]) { k.Dot(&a.rows, a.x, &a.sums) }},
		{"Encode", func(k *kernel.Kernels[T], a *arena[T]) { k.Encode(&a.rows, a.previous, &a.rate, a.x, &a.sums) }},
		{"Decode", func(k *kernel.Kernels[T], a *arena[T]) { k.Decode(&a.rows, a.x, &a.g, &a.rate, a.residual, &a.sums) }},
		{"DecodeInPlace", func(k *kernel.Kernels[T], a *arena[T]) { k.Decode(&a.rows, a.x, &a.g, &a.rate, a.x, &a.sums) }},
		{"Subtract", func(k *kernel.Kernels[T], a *arena[T]) { k.Subtract(&a.rows, &a.g, a.residual) }},
		{"Learn", func(k *kernel.Kernels[T], a *arena[T]) { k.Learn(&a.rows, a.residual, &a.rate, &a.sums) }},
		{"Truncated", func(k *kernel.Kernels[T], a *arena[T]) { k.Truncated(&a.rows, &a.g, &a.rate, a.residual, &a.sums) }},
		{"Add", func(k *kernel.Kernels[T], a *arena[T]) { k.Add(&a.rows, &a.rate, a.x) }},
		{"Products", func(k *kernel.Kernels[T], a *arena[T]) { k.Products(&a.rows, &a.many, &a.products) }},
		{"Combine", func(k *kernel.Kernels[T], a *arena[T]) { k.Combine(&a.rows, a.combined, a.combining) }},
		{"Adam", func(k *kernel.Kernels[T], a *arena[T]) { k.Adam(a.x, a.gradient, a.moment1, a.moment2, &a.factors) }},
		{"Multiply", func(k *kernel.Kernels[T], a *arena[T]) { k.Multiply(a.single, a.factor) }},
		{"Widen", func(k *kernel.Kernels[T], a *arena[T]) { k.Widen(a.widened, a.single) }},
		{"Erf", func(k *kernel.Kernels[T], a *arena[T]) { k.Erf(a.units, a.values, a.slopes) }},
		{"ErfInPlace", func(k *kernel.Kernels[T], a *arena[T]) { k.Erf(a.units, a.units, a.slopes) }},
		{"Prefetch", func(k *kernel.Kernels[T], a *arena[T]) { k.Prefetch(a.single) }},
	}
}

// difference says where two arenas differ in a bit, or nothing. Not-a-numbers are all equal:
// which of them an operation gives depends on the order of its operands.
func (a *arena[T]) difference(b *arena[T]) string {
	for _, part := range []struct {
		name string
		a, b []float64
	}{
		{"sums", a.sums[:], b.sums[:]},
		{"products", flat(a.products), flat(b.products)},
		{"weights and vectors", asFloat64(a.weights), asFloat64(b.weights)},
		{"inputs", asFloat64(a.inputs), asFloat64(b.inputs)},
		{"wide inputs", a.wide, b.wide},
	} {
		for i := range part.a {
			x, y := part.a[i], part.b[i]
			if math.Float64bits(x) != math.Float64bits(y) && !(math.IsNaN(x) && math.IsNaN(y)) {
				return fmt.Sprintf("%s[%d]: %g (%x), want %g (%x)", part.name, i, x, math.Float64bits(x), y, math.Float64bits(y))
			}
		}
	}
	return ""
}

func flat(m [4][4]float64) []float64 {
	var v []float64
	for _, row := range m {
		v = append(v, row[:]...)
	}
	return v
}

func asFloat64[T kernel.Float](v []T) []float64 {
	w := make([]float64, len(v))
	for i := range v {
		w[i] = float64(v[i])
	}
	return w
}

// normals draws from the normal distribution.
func normals(seed uint64) func() float64 {
	return rand.New(rand.NewPCG(seed, 1)).NormFloat64
}

// extremes draws zeros of both signs, subnormal, tiny, huge and ordinary numbers of a type whose
// largest number is limit and smallest is least.
func extremes(seed uint64, least, limit float64) func() float64 {
	source := rand.New(rand.NewPCG(seed, 2))
	return func() float64 {
		x := source.NormFloat64()
		switch source.IntN(8) {
		case 0:
			return 0
		case 1:
			return math.Copysign(0, -1)
		case 2:
			return math.Copysign(least*float64(1+source.IntN(1000)), x)
		case 3:
			return x * math.Sqrt(least)
		case 4:
			return math.Copysign(math.Sqrt(limit)*source.Float64(), x)
		case 5:
			return math.Copysign(limit*source.Float64(), x)
		}
		return x
	}
}

// eachInstructions runs a test for every set of instructions that the machine has, but for
// Go itself.
func eachInstructions(t *testing.T, test func(t *testing.T, instructions kernel.Instructions)) {
	for _, instructions := range kernel.Available() {
		if instructions != kernel.Go {
			t.Run(instructions.String(), func(t *testing.T) { test(t, instructions) })
		}
	}
}
