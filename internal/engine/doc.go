// Package engine runs the stages of a pipeline, each at most once for the same
// parameters, inputs and code.
//
// It computes the key of every stage ([Preimage]), finds results in the cache,
// runs what is stale in parallel, and says why something is stale and what a
// result was made from. It knows stages only through the contract of package
// stages: no physics, no file formats.
//
//   - [Engine.Status] says for every stage whether it is fresh, and if not why. It writes nothing.
//   - [Engine.Run] brings stages and all they need up to date.
//   - [Engine.Explain] returns the provenance of a result down to the data.
//   - [Engine.Verify] runs a stage again elsewhere and compares the outputs.
//
// Outputs depend on nothing but the key: not on the number of jobs, the order
// in which stages end, the machine's paths, or the time.
package engine
