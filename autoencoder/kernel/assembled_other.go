//go:build !amd64 || purego

package kernel

// assembled returns nil: this build has no kernels in assembly.
func assembled[T Float](Instructions) *Kernels[T] { return nil }

// has reports whether there are kernels made of the instructions.
func has(Instructions) bool { return false }
