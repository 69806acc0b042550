//go:build amd64 && !purego

package random

import "autoencoder-dynamics/autoencoder/kernel"

//go:generate go run ./generate

// assembled returns the generator in assembly made of these instructions.
func assembled(instructions kernel.Instructions) batches {
	switch instructions {
	case kernel.AVX2:
		return batchesAVX2
	case kernel.AVX512:
		return batchesAVX512
	}
	return nil
}
