// Package stages says what a stage of the pipeline is.
//
// A stage is one named step of pipeline.yaml. Its kind (what "uses:" names) is
// a type that implements [Kind]; each kind lives in a package of its own below
// this one: download, whiten, covariance, ode, sgd, plot. A kind is a thin
// adapter: it declares its parameters, its defaults and the ports through which
// other stages feed it, and its Run turns parameters and input files into
// output files by calling into theory, autoencoder or figures.
//
// This package holds the contract alone. It doesn't schedule, cache or parse
// anything: internal/engine runs stages, internal/pipelinefile reads the file
// that declares them. It is part of the code digest of every stage, so it
// changes only when the contract does.
package stages
