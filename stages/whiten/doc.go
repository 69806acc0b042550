// Package whiten is the stage that turns colour images into the inputs x of the autoencoder: greyscale
// (ITU-R BT.601, pixel values from 0 to 1), then one of four affine maps x = A (y − m). With μ and C the mean
// and covariance of the greyscale training images y, C = Ψ Λ Ψᵀ:
//
//	standardize  m = the mean of all pixels of all images (one number), A = I/(2s), s² the mean of
//	             (y − m)² over all pixels and images; so that tr Ω = D/4. The default, and
//	             what the paper's experiments use
//	center       m = μ, A = I
//	pca          m = μ, A = (Λ + ε)^{-1/2} Ψᵀ: whitened principal components
//	zca          m = μ, A = Ψ (Λ + ε)^{-1/2} Ψᵀ: the same, turned back to look like images
//
// The map is found on the training set and applied to the test set as it is.
//
// Outputs. From images: train.npz and test.npz (images float32 N×1024, labels uint8 N). From the
// embedded default's moments, on which the map is carried out exactly: law.npz (eigenvalues, decreasing, and
// eigenvectors of the second moment Ω = E x xᵀ = A C Aᵀ + A (μ−m)(μ−m)ᵀ Aᵀ), so that N(0, Ω) can stand in for the
// images. In both cases about.json.
package whiten
