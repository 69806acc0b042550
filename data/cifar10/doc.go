// Package cifar10 is the embedded default: the mean and the covariance of
// CIFAR10's greyscale training images, shipped with the module so that the
// pipeline runs where the images themselves are out of reach.
//
// Gaussian surrogates drawn from these moments follow the same theory as the
// images (the theory of Refinetti & Goldt 2022, arXiv:2201.02115, sees the
// covariance alone); they aren't the images, and whatever was made from them says so.
//
// README.md in this folder tells what the moments were made from, how far they
// can be trusted, and how to make them again. The same folder holds the archive
// once it has been downloaded; git ignores it.
package cifar10
