// Package pca has the reconstruction error of principal component analysis, the
// floor under the error of every autoencoder.
//
// It takes eigenvalues and finds none: internal/linalg does that.
package pca
