// Package spectrum holds the eigenvalues and eigenvectors of an input covariance, and reads and
// writes them as spectrum.npz, the file through which the stages hand a covariance on.
//
// The file has the arrays "eigenvalues" (D numbers) and, unless the data's own coordinates are
// the eigenbasis, "eigenvectors" (D×D, columns as numpy.linalg.eigh returns them). Files of other
// people are taken too: eigenvalues in any order, of any real type; they are
// checked and sorted on reading.
//
// The package does not compute spectra: internal/linalg does that from a matrix, and
// stages/covariance from a data set or a model.
package spectrum
