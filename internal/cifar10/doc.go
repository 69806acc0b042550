// Package cifar10 reads the CIFAR10 binary archive, cifar-10-binary.tar.gz.
//
// [Read] streams the archive once and returns the images and labels of the
// training and the test set in memory. It trusts nothing: only the members that the archive is known
// to have are accepted, each once and of its exact size, labels are 0 to 9,
// links and paths that lead elsewhere are refused, and no more is unpacked than the sizes allow.
// Nothing is ever written to disk.
//
// [Digest] and [Compare] say what was read: the SHA-256 of the pixels and labels,
// and whether they are the official ones where those are known. [Greyscale]
// turns the three colour planes into brightness as the experiments use it.
//
// CIFAR10 is by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton (A. Krizhevsky, Learning Multiple
// Layers of Features from Tiny Images, 2009). Its images are not part of this module.
//
// The package doesn't download (that is fetch, below this package), doesn't
// compute moments (moments, likewise) and knows no stages.
package cifar10
