//go:build amd64 && !purego

package bounds

import (
	"slices"

	"autoencoder-dynamics/autoencoder/kernel"
)

// peak returns a loop of arithmetic and the number of its operations a turn.
func peak(operation Operation, instructions kernel.Instructions) (loop func(turns int), perTurn int) {
	if !slices.Contains(kernel.Available(), instructions) {
		return nil, 0
	}
	const unrolled = 16
	switch {
	case operation == MultiplyAdd && instructions == kernel.AVX2:
		return peakFloat32AVX2, unrolled * 8
	case operation == MultiplyAdd && instructions == kernel.AVX512:
		return peakFloat32AVX512, unrolled * 16
	case operation == Fused && instructions == kernel.AVX2:
		return peakFloat64AVX2, unrolled * 4 * 2
	case operation == Fused && instructions == kernel.AVX512:
		return peakFloat64AVX512, unrolled * 8 * 2
	}
	return nil, 0
}

// stream returns a loop through memory and the number of bytes that it moves an element.
func stream(write bool) (loop func(x *float32, elements int), moved int) {
	switch {
	case !slices.Contains(kernel.Available(), kernel.AVX2):
		return nil, 0
	case write:
		return readWriteFloat32AVX2, 8
	}
	return readFloat32AVX2, 4
}
