// Package dynamics is the root of the module. It carries the module's own Go
// source, so that the running program can tell which code its results depend on
// (see internal/engine/code) wherever the binary lies and whatever has been
// edited on disk since it was built. It has no other purpose; start reading at
// the packages theory, autoencoder and pipeline.
package dynamics

import "embed"

// Source holds go.mod, go.sum and the source of every package that the pipeline
// is made of, by path below the module's root. The accepted figures in figures/reference
// aren't among it: no result depends on them, and they are read from disk.
//
//go:embed go.mod go.sum source.go
//go:embed autoencoder theory stages
//go:embed internal
//go:embed figures/*.go
//go:embed data/cifar10/*.go data/cifar10/moments* data/cifar10/provenance.json
//go:embed pipeline/*.go
var Source embed.FS
