package kernel

import "fmt"

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

// combined returns the length of the rows and of the vectors that are combined, of which there
// must be as many as factors.
func combined[T Float](rows *Rows[T], from [][]T, factors [][4]T) int {
	n := length(rows, rows[0])
	for _, x := range from {
		require(n, len(x))
	}
	if len(factors) != len(from) {
		panicFactors(len(from), len(factors))
	}
	return n
}

// The panics are apart so that the checks can be inlined.

func panicBlocks(n int) {
	panic(fmt.Sprintf("kernel: vectors of length %d, which is not a multiple of %d: pad them (see kernel.Padded)", n, Block))
}

func panicLengths(n int, others ...int) {
	panic(fmt.Sprintf("kernel: a vector of length %d together with rows or vectors of lengths %v: they must be equal", n, others))
}

func panicFactors(n, factors int) {
	panic(fmt.Sprintf("kernel: %d vectors with factors for %d: there must be as many", n, factors))
}
