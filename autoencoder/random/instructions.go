package random

import (
	"slices"

	"autoencoder-dynamics/autoencoder/kernel"
)

// batchesFor returns the generator made of these instructions, or nil where the machine
// hasn't got them: package kernel asks the processor, for both packages.
func batchesFor(instructions kernel.Instructions) batches {
	available := kernel.Available()
	if instructions == kernel.Best {
		instructions = available[len(available)-1]
	}
	switch {
	case !slices.Contains(available, instructions):
		return nil
	case instructions == kernel.Go:
		return portable
	}
	return assembled(instructions)
}
