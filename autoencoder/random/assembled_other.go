//go:build !amd64 || purego

package random

import "autoencoder-dynamics/autoencoder/kernel"

// assembled returns nil: this build has no assembly.
func assembled(kernel.Instructions) batches { return nil }
