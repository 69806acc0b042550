// Package overlap measures which principal components a decoder has learnt: how much of
// each lies in the span of the decoder's rows, and at which angle each row stands to it.
//
// It needs the rows' components along the directions of interest and their Gram matrix
// alone, not the rows themselves, so that the same code serves weights over any number of
// inputs, in any coordinates, and the flow's reduced variables. [Span] has the overlaps
// ‖Pψ_m‖², [Cosines] has cos(v^k, ψ_m).
//
// Package theory takes overlaps of its solutions with it, package autoencoder of its
// simulations: the two are the same function of the weights.
package overlap
