// Package cifar10test makes archives in the layout of CIFAR10's for tests, from
// made-up images: smooth colour gradients with a little noise. No image of
// CIFAR10 is in it. It also makes broken archives, of whatever members a test likes.
package cifar10test
