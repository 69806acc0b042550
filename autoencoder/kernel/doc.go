// Package kernel has the passes over the D inputs of which a step of stochastic
// gradient descent is made: sums of weights times inputs, and updates of weights.
//
// [For] returns a table of them, [Kernels], for weights of float32 or float64.
// Every pass takes four rows of weights at once, which hides the latency of the
// sums and reads the input once for four rows. Rows and vectors have a length
// that is a multiple of [Block]; what is beyond the data is 0.
//
// There is one result, to the last bit, whatever the machine: an update rounds its
// product and then its sum (no fused multiply-add), and a sum over the inputs is
// kept in [Lanes] partial sums of float64, input i in number i mod Lanes, that are
// added in a fixed order; in Products of float32, in [SingleLanes] of float32 over each [Run] of inputs. The kernels in assembly ([AVX2], [AVX512]) compute the very
// bits of those in Go ([Go]); tests and fuzzing compare them.
//
// Rows meet one vector in a pass, or many: Products and Combine are the products of matrices by which
// batches are learnt from and networks evaluated. Inputs also has an activation, Erf, by polynomials of
// package coefficients.
//
// The assembly is written by generate (go generate), which describes every kernel once for
// all types and registers. There are kernels with AVX-512 where they are faster; where they
// aren't, AVX512 has those of AVX2. Other architectures than amd64, and builds with the tag
// purego, have the kernels in Go alone. What limits which kernel is in docs/kernels.md.
//
// Rows from [NewRows] lie in memory as the kernels like them best. Kernels keep no state and
// allocate nothing; a table serves any number of goroutines.
//
// A row of zeros that fills up a group stays 0 as long as the vectors are finite; callers see
// from the sums when they no longer are.
//
// The package knows no learning rule: that is package autoencoder's.
package kernel
