//go:build !amd64 || purego

package random

import "autoencoder-dynamics/autoencoder/kernel"

// batchesFor returns the generator made of these instructions, or nil where the
// machine hasn't got them.
func batchesFor(instructions kernel.Instructions) batches {
	if instructions == kernel.Best || instructions == kernel.Go {
		return portable
	}
	return nil
}
