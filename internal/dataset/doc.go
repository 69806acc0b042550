// Package dataset reads and writes what a whiten stage hands on: sets of images, as the
// files train.npz and test.npz, or the law that stands in for them, law.npz.
//
// A set has the arrays "images" (float32 N×D, one row an image) and "labels" (uint8 N). A law is the
// spectrum of a normal distribution's second moment (package spectrum), in the data's coordinates.
//
// The package doesn't transform images: stages/whiten does. It knows nothing of the archive either.
package dataset
