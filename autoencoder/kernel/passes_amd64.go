//go:build amd64 && !purego

package kernel

import "unsafe"

// passes are kernels in assembly: they take the first elements of vectors of n elements, and
// check nothing.
type passes[T Float] struct {
	dot       func(rows *[4][]T, x *T, sums *[4]float64, n int)
	encode    func(rows *[4][]T, previous *T, rate *[4]T, x *T, sums *[4]float64, n int)
	decode    func(rows *[4][]T, x *T, g, rate *[4]T, residual *T, sums *[4]float64, n int)
	subtract  func(rows *[4][]T, g *[4]T, residual *T, n int)
	learn     func(rows *[4][]T, residual *T, rate *[4]T, sums *[4]float64, n int)
	truncated func(rows *[4][]T, g, rate *[4]T, residual *T, sums *[4]float64, n int)
	add       func(rows *[4][]T, rate *[4]T, x *T, n int)
	products  func(rows *[4][]T, x *[4][]T, sums *[4][4]float64, n int)
	combine   func(rows *[4][]T, from *[]T, factors *[4]T, count, n int)
	adam      func(parameters, gradient, first, second *T, factors *[7]T, n int)
	inputPasses
}

// inputPasses are the same for the passes over the inputs alone.
type inputPasses struct {
	multiply func(to, factors *float32, n int)
	widen    func(to *float64, from *float32, n int)
	prefetch func(x *float32, n int)
	erf      func(u, value, slope *float64, n int)
}

// checked are passes behind checks of the lengths.
type checked[T Float] struct{ passes passes[T] }

// kernels returns the table of the passes, each behind checks of the lengths.
func (p passes[T]) kernels() *Kernels[T] {
	c := &checked[T]{p}
	return &Kernels[T]{
		Dot: c.dot, Encode: c.encode, Decode: c.decode,
		Subtract: c.subtract, Learn: c.learn, Truncated: c.truncated, Add: c.add,
		Products: c.products, Combine: c.combine, Adam: c.adam,
		Inputs: Inputs{Multiply: c.multiply, Widen: c.widen, Erf: c.erf, Prefetch: c.prefetch},
	}
}

func (c *checked[T]) dot(rows *Rows[T], x []T, sums *[4]float64) {
	c.passes.dot((*[4][]T)(rows), start(x), sums, length(rows, x))
}

func (c *checked[T]) encode(rows *Rows[T], previous []T, rate *[4]T, x []T, sums *[4]float64) {
	n := length(rows, x)
	require(n, len(previous))
	c.passes.encode((*[4][]T)(rows), start(previous), rate, start(x), sums, n)
}

func (c *checked[T]) decode(rows *Rows[T], x []T, g, rate *[4]T, residual []T, sums *[4]float64) {
	n := length(rows, x)
	require(n, len(residual))
	c.passes.decode((*[4][]T)(rows), start(x), g, rate, start(residual), sums, n)
}

func (c *checked[T]) subtract(rows *Rows[T], g *[4]T, residual []T) {
	c.passes.subtract((*[4][]T)(rows), g, start(residual), length(rows, residual))
}

func (c *checked[T]) learn(rows *Rows[T], residual []T, rate *[4]T, sums *[4]float64) {
	c.passes.learn((*[4][]T)(rows), start(residual), rate, sums, length(rows, residual))
}

func (c *checked[T]) truncated(rows *Rows[T], g, rate *[4]T, residual []T, sums *[4]float64) {
	c.passes.truncated((*[4][]T)(rows), g, rate, start(residual), sums, length(rows, residual))
}

func (c *checked[T]) add(rows *Rows[T], rate *[4]T, x []T) {
	c.passes.add((*[4][]T)(rows), rate, start(x), length(rows, x))
}

func (c *checked[T]) products(rows *Rows[T], x *[4][]T, sums *[4][4]float64) {
	n := length(rows, rows[0])
	for _, x := range x {
		require(n, len(x))
	}
	c.passes.products((*[4][]T)(rows), x, sums, n)
}

func (c *checked[T]) combine(rows *Rows[T], from [][]T, factors [][4]T) {
	n := combined(rows, from, factors)
	c.passes.combine((*[4][]T)(rows), unsafe.SliceData(from), unsafe.SliceData(factors), len(from), n)
}

func (c *checked[T]) adam(parameters, gradient, first, second []T, factors *AdamFactors[T]) {
	n := blocks(len(parameters))
	require(n, len(gradient))
	require(n, len(first))
	require(n, len(second))
	// AdamFactors is seven numbers and nothing else.
	c.passes.adam(start(parameters), start(gradient), start(first), start(second), (*[7]T)(unsafe.Pointer(factors)), n)
}

func (c *checked[T]) multiply(to, factors []float32) {
	n := blocks(len(to))
	require(n, len(factors))
	c.passes.multiply(start(to), start(factors), n)
}

func (c *checked[T]) widen(to []float64, from []float32) {
	n := blocks(len(to))
	require(n, len(from))
	c.passes.widen(start(to), start(from), n)
}

func (c *checked[T]) erf(u, value, slope []float64) {
	n := blocks(len(u))
	require(n, len(value))
	require(n, len(slope))
	c.passes.erf(start(u), start(value), start(slope), n)
}

func (c *checked[T]) prefetch(x []float32) { c.passes.prefetch(start(x), len(x)) }

// start returns the address of the first element, also where there is none.
func start[T Float](x []T) *T { return unsafe.SliceData(x) }
