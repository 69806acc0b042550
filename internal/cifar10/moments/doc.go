// Package moments computes, writes and reads the mean and the covariance of
// greyscale CIFAR10 images. They are what the module ships in data/cifar10 in
// place of the images: Gaussian surrogates are drawn from them.
//
// [Compute] is exact up to the last rounding: brightness is an integer, sums of
// products stay below 2⁵³ and the difference of the two large numbers in a
// covariance is taken in 128 bits. The result therefore doesn't depend on the order of summation,
// the number of goroutines or the processor.
//
// internal/linalg has a second moment too, for real numbers: it centres them first and
// rounds every sum, in an order that is fixed. Integers need neither, and moments that are
// published by their digest had better not depend on an order.
//
// The package doesn't read archives (internal/cifar10 does) and doesn't
// standardize or rotate anything (the whiten and covariance stages do).
package moments
