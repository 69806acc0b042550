package kernel

import (
	"fmt"
	"unsafe"
)

// passes are kernels in assembly: they take the first elements of vectors of n elements, and
// check nothing.
type passes[T Float] struct {
	dot        func(rows *[4][]T, x *T, sums *[4]float64, n int)
	encode     func(rows *[4][]T, previous *T, rate *[4]T, x *T, sums *[4]float64, n int)
	encodeTied func(rows *[4][]T, previous, residual *T, rate, residualRate *[4]T, x *T, sums *[4]float64, n int)
	decode     func(rows *[4][]T, x *T, g, rate *[4]T, residual *T, sums *[4]float64, n int)
	subtract   func(rows *[4][]T, g *[4]T, residual *T, n int)
	learn      func(rows *[4][]T, residual *T, rate *[4]T, sums *[4]float64, n int)
	truncated  func(rows *[4][]T, g, rate *[4]T, residual *T, sums *[4]float64, n int)
	add        func(rows *[4][]T, rate *[4]T, x *T, n int)
	products   func(rows *[4][]T, x *[4][]float64, sums *[4][4]float64, n int)
	adam       func(parameters, gradient, first, second *T, factors *[7]T, n int)
	inputPasses
}

// inputPasses are the same for the passes over the inputs alone.
type inputPasses struct {
	multiply func(to, factors *float32, n int)
	widen    func(to *float64, from *float32, n int)
	prefetch func(x *float32, n int)
}

// kernels returns the passes behind checks of the lengths.
func (p passes[T]) kernels() *Kernels[T] {
	return &Kernels[T]{
		Dot: func(rows *Rows[T], x []T, sums *[4]float64) {
			p.dot((*[4][]T)(rows), start(x), sums, length(rows, x))
		},
		Encode: func(rows *Rows[T], previous []T, rate *[4]T, x []T, sums *[4]float64) {
			n := length(rows, x)
			require(n, len(previous))
			p.encode((*[4][]T)(rows), start(previous), rate, start(x), sums, n)
		},
		EncodeTied: func(rows *Rows[T], previous, residual []T, rate, residualRate *[4]T, x []T, sums *[4]float64) {
			n := length(rows, x)
			require(n, len(previous))
			require(n, len(residual))
			p.encodeTied((*[4][]T)(rows), start(previous), start(residual), rate, residualRate, start(x), sums, n)
		},
		Decode: func(rows *Rows[T], x []T, g, rate *[4]T, residual []T, sums *[4]float64) {
			n := length(rows, x)
			require(n, len(residual))
			p.decode((*[4][]T)(rows), start(x), g, rate, start(residual), sums, n)
		},
		Subtract: func(rows *Rows[T], g *[4]T, residual []T) {
			p.subtract((*[4][]T)(rows), g, start(residual), length(rows, residual))
		},
		Learn: func(rows *Rows[T], residual []T, rate *[4]T, sums *[4]float64) {
			p.learn((*[4][]T)(rows), start(residual), rate, sums, length(rows, residual))
		},
		Truncated: func(rows *Rows[T], g, rate *[4]T, residual []T, sums *[4]float64) {
			p.truncated((*[4][]T)(rows), g, rate, start(residual), sums, length(rows, residual))
		},
		Add: func(rows *Rows[T], rate *[4]T, x []T) {
			p.add((*[4][]T)(rows), rate, start(x), length(rows, x))
		},
		Products: func(rows *Rows[T], x *[4][]float64, sums *[4][4]float64) {
			n := length(rows, rows[0])
			for _, x := range x {
				require(n, len(x))
			}
			p.products((*[4][]T)(rows), x, sums, n)
		},
		Adam:   p.adamKernel(),
		Inputs: p.inputPasses.kernels(),
	}
}

func (p passes[T]) adamKernel() func(parameters, gradient, first, second []T, factors *AdamFactors[T]) {
	return func(parameters, gradient, first, second []T, factors *AdamFactors[T]) {
		n := blocks(len(parameters))
		require(n, len(gradient))
		require(n, len(first))
		require(n, len(second))
		// AdamFactors is seven numbers and nothing else.
		p.adam(start(parameters), start(gradient), start(first), start(second), (*[7]T)(unsafe.Pointer(factors)), n)
	}
}

func (p inputPasses) kernels() Inputs {
	return Inputs{
		Multiply: func(to, factors []float32) {
			n := blocks(len(to))
			require(n, len(factors))
			p.multiply(start(to), start(factors), n)
		},
		Widen: func(to []float64, from []float32) {
			n := blocks(len(to))
			require(n, len(from))
			p.widen(start(to), start(from), n)
		},
		Prefetch: func(x []float32) { p.prefetch(start(x), len(x)) },
	}
}

// start returns the address of the first element, also where there is none.
func start[T Float](x []T) *T { return unsafe.SliceData(x) }

// length returns the length that the rows and a vector must have in common.
func length[T Float](rows *Rows[T], x []T) int {
	n := len(x)
	if len(rows[0]) != n || len(rows[1]) != n || len(rows[2]) != n || len(rows[3]) != n {
		panicLengths(n, len(rows[0]), len(rows[1]), len(rows[2]), len(rows[3]))
	}
	return blocks(n)
}

// blocks returns n, which must be a number of whole blocks.
func blocks(n int) int {
	if n%Block != 0 {
		panicBlocks(n)
	}
	return n
}

// require checks that another vector has the length n too.
func require(n, length int) {
	if length != n {
		panicLengths(n, length)
	}
}

// The panics are apart so that the checks can be inlined.

func panicBlocks(n int) {
	panic(fmt.Sprintf("kernel: vectors of length %d, which is not a multiple of %d: pad them (see kernel.Padded)", n, Block))
}

func panicLengths(n int, others ...int) {
	panic(fmt.Sprintf("kernel: a vector of length %d together with rows or vectors of lengths %v: they must be equal", n, others))
}
