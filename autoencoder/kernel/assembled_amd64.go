//go:build amd64 && !purego

package kernel

import "golang.org/x/sys/cpu"

//go:generate go run ./generate

// assembled returns the kernels made of these instructions for weights of one type, or nil
// where the machine hasn't got them.
func assembled[T Float](instructions Instructions) *Kernels[T] {
	if !has(instructions) {
		return nil
	}
	var kernels any
	switch any(*new(T)).(type) {
	case float32:
		kernels = single(instructions).kernels()
	case float64:
		kernels = double(instructions).kernels()
	}
	return kernels.(*Kernels[T])
}

// has reports whether there are kernels made of the instructions that this machine can run.
func has(instructions Instructions) bool {
	avx2 := cpu.X86.HasAVX2 && cpu.X86.HasFMA
	switch instructions {
	case AVX2:
		return avx2
	case AVX512:
		return avx2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL
	}
	return false
}

// single returns the passes for float32: with AVX-512 those that it makes faster, and else
// those with AVX2.
func single(instructions Instructions) passes[float32] {
	p := passes[float32]{
		dot: dotFloat32AVX2, encode: encodeFloat32AVX2,
		decode: decodeFloat32AVX2, subtract: subtractFloat32AVX2, learn: learnFloat32AVX2,
		truncated: truncatedFloat32AVX2, add: addFloat32AVX2,
		products: productsFloat32AVX2, combine: combineFloat32AVX2, adam: adamFloat32AVX2, inputPasses: overInputs(instructions),
	}
	if instructions == AVX512 {
		p.decode, p.truncated = decodeFloat32AVX512, truncatedFloat32AVX512
		p.products, p.combine = productsFloat32AVX512, combineFloat32AVX512
	}
	return p
}

// double is single for float64.
func double(instructions Instructions) passes[float64] {
	p := passes[float64]{
		dot: dotFloat64AVX2, encode: encodeFloat64AVX2,
		decode: decodeFloat64AVX2, subtract: subtractFloat64AVX2, learn: learnFloat64AVX2,
		truncated: truncatedFloat64AVX2, add: addFloat64AVX2,
		products: productsFloat64AVX2, combine: combineFloat64AVX2, adam: adamFloat64AVX2, inputPasses: overInputs(instructions),
	}
	if instructions == AVX512 {
		p.decode, p.truncated = decodeFloat64AVX512, truncatedFloat64AVX512
		p.products, p.combine = productsFloat64AVX512, combineFloat64AVX512
	}
	return p
}

// overInputs returns the passes over the inputs, of which AVX-512 makes one faster.
func overInputs(instructions Instructions) inputPasses {
	p := inputPasses{multiply: multiplyFloat32AVX2, widen: widenFloat32AVX2, prefetch: prefetchFloat32AVX2, erf: erfFloat64AVX2}
	if instructions == AVX512 {
		p.erf = erfFloat64AVX512
	}
	return p
}
