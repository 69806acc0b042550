// Package ode is the stage kind "ode": learning curves by theory.
//
// It takes the spectrum of a covariance stage, solves the flow of package theory
// on it, and writes curves.csv (t, pmse and the order parameters), state.npz (the
// final weights W and V, K×D, in the eigenbasis, with the eigenvalues and t) and
// run.json. Start weights are those of the stage sgd at the same seed, turned into the
// eigenbasis. All computing is in packages theory and theory/….
package ode
