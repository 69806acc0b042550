// Package coefficients has the numbers of the polynomials with which package random
// makes normals out of uniform words. They are here, apart, because both the
// generator in Go and the program that writes its twins in assembly need them.
//
// All are minimax fits (Remez exchange), rounded to float32.
package coefficients

// MinusTwoLog2 is −2·ln 2.
const MinusTwoLog2 float32 = -1.38629436112

// Log returns the coefficients, constant first, of R with
// −2·ln(1 + d/2) = s·(d − z·R(z)) − d, s = d/(4 + d), z = s², −1 ≤ d ≤ 0. The
// relative error of the logarithm is at most 4.5e-9.
func Log() [4]float32 {
	return [4]float32{1.3333283257, 0.800430545216, 0.560036099369, 0.560239763184}
}

// Sine returns the coefficients, constant first, of S with
// sin(π·t/4) = t·S(t²), |t| ≤ 1. The relative error of S is at most 3.3e-9.
func Sine() [4]float32 {
	return [4]float32{0.785398160854, -0.0807454325292, 0.00249000102402, -3.59504522438e-5}
}

// Cosine returns the coefficients, constant first, of C with
// cos(π·t/4) = 1 + t²·C(t²), |t| ≤ 1. The error of the cosine is at most 3.3e-8.
func Cosine() [3]float32 {
	return [3]float32{-0.308424488492, 0.0158503976176, -0.000319160159202}
}
