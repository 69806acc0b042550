// Package spectrum holds the eigenvalues and eigenvectors of an input covariance, and reads and
// writes them as spectrum.npz, the file through which the stages hand a covariance on.
//
// The file has the array "eigenvalues" (D numbers, decreasing). Where the data's own coordinates aren't
// the eigenbasis, it has "eigenvectors" (D×D, columns as numpy.linalg.eigh returns them) as well; where
// they are, but in another order, it has "order" (int64, D numbers): eigenvalue τ is the variance of
// the data's coordinate order[τ], counted from 0. Files of other people are taken too: eigenvalues in any
// order, of any real type; they are checked and sorted on reading.
//
// A spectrum of more than [LargestDim] dimensions, or infinitely many, is held by its distinct eigenvalues in place of
// these arrays ([Levels]): "rates" (ρ/D, decreasing), "multiplicities", "shares" (what the level's modes
// add to tr Ω/D) and "dim" (D). Infinities are written as NumPy's inf.
//
// The package does not compute spectra: internal/linalg does that from a matrix, and
// stages/covariance from a data set or a model.
package spectrum
