//go:build amd64 && !purego

package random

import (
	"golang.org/x/sys/cpu"

	"autoencoder-dynamics/autoencoder/kernel"
)

//go:generate go run ./generate

// batchesFor returns the generator made of these instructions, or nil where the
// machine hasn't got them.
func batchesFor(instructions kernel.Instructions) batches {
	avx512 := cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL
	switch {
	case instructions == kernel.Go:
		return portable
	case avx512 && (instructions == kernel.AVX512 || instructions == kernel.Best):
		return batchesAVX512
	case cpu.X86.HasAVX2 && (instructions == kernel.AVX2 || instructions == kernel.Best):
		return batchesAVX2
	case instructions == kernel.Best:
		return portable
	}
	return nil
}
