// Package random derives independent, named streams of random numbers from one seed.
//
// Every use of chance in the project has a purpose ("initial weights",
// "samples") and, where there are several of a kind, an index (the replica). The
// stream of a purpose depends on the seed, the purpose and the index alone: it is
// the same in every stage, whatever else has been drawn and by however many
// goroutines. A stream's state can be saved and restored exactly.
//
// The streams are for simulation, not for secrets.
package random
