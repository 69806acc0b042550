// Package random derives independent, named streams of random numbers from one seed.
//
// Every use of chance in the project has a purpose ("initial weights",
// "samples") and, where there are several of a kind, an index (the replica). The
// numbers of a purpose depend on the seed, the purpose and the index alone: they are
// the same in every stage, whatever else has been drawn and by however many
// goroutines. The state can be saved and restored exactly.
//
// [Stream] has uniform numbers, integers and normals of float64, one at a time. [Normals]
// has normals of float32 by the vector, with AVX2 or AVX-512 in about a tenth of the time,
// from a counter-based generator: any place of the sequence can be reached at once. Its
// vector instructions and its Go give the same bits; build tag purego leaves the former
// out. The assembly is written by the program in folder generate ("go generate" here
// runs it).
//
// The streams are for simulation, not for secrets.
package random
