// Package download is the stage that brings in CIFAR10.
//
// It takes the first of these sources that there is:
//
//  1. the archive that --archive or CIFAR10_ARCHIVE names;
//  2. cifar-10-binary.tar.gz in data/cifar10/;
//  3. the network: the archive is downloaded into data/cifar10/ and checked
//     (with --offline, or within an hour after no server could be reached, this is left out);
//  4. the embedded default, the covariance of the images in place of the images.
//
// An archive that is named but can't be read is an error, and never a reason to
// take the next source. The embedded default is never silent: there is a
// warning, and a caveat goes with everything made from it; with
// --require-cifar10 it is an error. That setting asks for images, not for the official
// archive: an archive that isn't, byte for byte, is taken with a caveat of its own, so that re-encoded
// copies can be used.
//
// Outputs. From an archive: train.npz and test.npz (images uint8 N×3×32×32,
// labels uint8 N). From the embedded default: moments.npz (mean float64 1024,
// covariance float64 1024×1024, of greyscale pixels from 0 to 1). And in both
// cases about.json, which says where it comes from.
//
// The stage doesn't turn images grey, scale or rotate them; whiten does.
package download
