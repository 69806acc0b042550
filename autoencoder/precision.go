package autoencoder

import (
	"fmt"
	"math"
)

// Precision is that of the weights in memory. Sums over the inputs, pre-activations,
// activations and biases b are in double precision always, inputs in single.
type Precision int

const (
	// Automatic is Single where that doesn't change the physics, or else Double.
	//
	// An update that is smaller than half an ulp of its weight is lost in rounding. With
	// inputs of unit variance in every coordinate, and with start weights of both matrices
	// alike, a typical update of the encoder is η/D² of a weight (v^k·δ grows as √D, and the
	// rate is η/(D²√D)); that of half an ulp is 2^−24 of it. Of mean gradients over B inputs the
	// part that varies is smaller by √B. Weights are single where r ≥ 4, with
	//
	//	r = 2^24 η/(D² √B)         untied
	//	r = 2^24 η/(D^{3/2} √B)    tied
	//	r = 2^24 η                 Adam, which divides updates by their own size, whatever D and B
	//
	// Untied, η = 1 and B = 1 that is D ≤ 2048. For r of 1 and more, updates vary by enough to
	// round up and down in proportion: measured to ηt = 60 on inputs with four strong components
	// that have parts in all coordinates, erf units and K = 4, pmse is off by 3·10⁻⁵ of itself or
	// less at D = 4096, which is 2 % of the spread over replicas, and by 6·10⁻⁶ or less at 2048,
	// 0.2 % of it. At r = 1/32 it is off by several times the spread.
	// Where a schedule lets η fall without end, weights are double.
	Automatic Precision = iota

	Single // float32: half the memory, and about twice as fast
	Double // float64
)

// updateRoom is the r from which on Automatic is Single.
const updateRoom = 4

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
