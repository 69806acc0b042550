// Package ode is the stage kind "ode": learning curves by theory.
//
// It takes the spectrum of a covariance stage, solves the flow of package theory
// on it, and writes curves.csv (t, pmse and the order parameters), state.npz (the
// final weights W and V, K×D, and biases in the eigenbasis, with the eigenvalues and
// t), modes.npz (the weights along the leading eigenmodes over time), overlaps.csv (how
// much of each leading component the decoder spans), learning.csv (when each is learnt) and
// run.json. Start weights are those of the stage sgd at the same seed, turned into the
// eigenbasis. All computing is in packages theory and theory/….
//
// Where the covariance is known by its levels, of very many or infinitely many
// dimensions, start weights are drawn level by level, and state.npz holds the columns
// of weights that the flow needs (theory.Modes).
package ode
