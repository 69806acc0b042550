package autoencoder

import (
	"fmt"
	"math"
)

// Precision is that of the weights in memory. Pre-activations, activations and biases b are in
// double precision always, inputs in single. Sums over the inputs are in double precision, but those over up to 1024
// of them in batches of the vanilla rule with single weights, where each is off by some 10⁻⁷ at random.
type Precision int

const (
	// Automatic is Single where that doesn't change the physics, or else Double.
	//
	// An update that is smaller than half an ulp of its weight is lost in rounding. With
	// inputs of unit variance in every coordinate, and with start weights of both matrices
	// alike, a typical update of the encoder is η/D² of a weight (v^k·δ grows as √D, and the
	// rate is η/(D²√D)); that of half an ulp is 2^−24 of it. Of mean gradients over B inputs the
	// part that varies is smaller by √B. Weights are single where r ≥ 16, with
	//
	//	r = 2^24 η/(D² √B)         untied
	//	r = 2^24 η/(D^{3/2} √B)    tied
	//	r = 2^24 η                 Adam, which divides updates by their own size, whatever D and B
	//
	// Untied, η = 1 and B = 1 that is D ≤ 1024. For r of 1 and more updates vary by enough to
	// round up and down in proportion, at first; but they fall with the residual while the network
	// learns, and at small η there are 1/η times as many of them. By how much pmse is off,
	// relative to itself, was measured on inputs with four strong components that have parts
	// in all coordinates, erf units, K = 4 and a start scale of 0.1:
	//
	//	r = 66, 256                        3·10⁻⁶ or less
	//	r = 16   D = 64, η = 0.004         4·10⁻⁵ or less to ηt = 60, 1.5 % of the spread over replicas
	//	r = 4.1  D = 64, η = 0.001         1.4·10⁻⁵ at ηt = 10, 4·10⁻⁵ at 32, 7·10⁻⁴ at 60, half the spread
	//	r = 4    D = 2048, η = 1           1.4·10⁻⁵ at t = 32, 7·10⁻⁵ at 316
	//	r = 1/4  D = 256, η = 0.001        4·10⁻⁴ at ηt = 1, six times the spread
	//
	// It is the start weights' size that is assumed: updates are compared with weights of the
	// order of 1 or less. With a start scale of 10, at D = 1024 and η = 1, pmse is off by 8·10⁻⁴
	// at t = 200; take Double for such.
	// Where a schedule lets η fall without end, weights are double.
	Automatic Precision = iota

	Single // float32: half the memory, and about twice as fast
	Double // float64
)

// updateRoom is the r from which on Automatic is Single.
const updateRoom = 16

// String returns "automatic", "single" or "double".
func (p Precision) String() string {
	names := [...]string{Automatic: "automatic", Single: "single", Double: "double"}
	if p < 0 || int(p) >= len(names) {
		return fmt.Sprintf("precision %d", int(p))
	}
	return names[p]
}

// single reports whether the weights over dim inputs are kept in single precision.
func (l Learning) single(dim float64) bool {
	if l.Precision == Automatic {
		return l.Schedule.Power == 0 && l.updateInHalfUlps(dim) >= updateRoom
	}
	return l.Precision == Single
}

// PrecisionAt returns the precision of the weights of a [Simulator] over dim inputs: what
// [Automatic] stands for, or else the one that was asked for.
func (l Learning) PrecisionAt(dim float64) Precision {
	if l.single(dim) {
		return Single
	}
	return Double
}

// updateInHalfUlps returns r; see [Automatic].
func (l Learning) updateInHalfUlps(dim float64) float64 {
	r := l.LearningRate * (1 << 24)
	switch {
	case l.Adam != nil:
		return r
	case l.tied():
		r /= math.Pow(dim, 1.5)
	default:
		r /= dim * dim
	}
	return r / math.Sqrt(float64(l.batchSize()))
}
