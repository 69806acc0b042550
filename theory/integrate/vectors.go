package integrate

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// block is the number of components that sums of many vectors are taken over at
// a time: that much of each vector stays in the processor's nearest cache, so
// that a sum reads and writes memory once.
const block = 512

// combine sets dst to base + Σ_j weights[j]·vectors[j]; dst may be base.
func combine(dst, base, weights []float64, vectors [][]float64) {
	for from := 0; from < len(dst); from += block {
		to := min(from+block, len(dst))
		part := dst[from:to]
		copy(part, base[from:to])
		addScaled(part, weights, vectors, from)
	}
}

// addScaled adds Σ_j weights[j]·vectors[j] to dst, which stands for the
// components that begin with number from.
func addScaled(dst, weights []float64, vectors [][]float64, from int) {
	for j, weight := range weights {
		if weight != 0 {
			floats.AddScaled(dst, weight, vectors[j][from:from+len(dst)])
		}
	}
}

// weighted sets dst to Σ_j weights[j]·vectors[j].
func weighted(dst, weights []float64, vectors [][]float64) {
	for from := 0; from < len(dst); from += block {
		part := dst[from:min(from+block, len(dst))]
		fill(part, 0)
		addScaled(part, weights, vectors, from)
	}
}

// hermite sets dst to the cubic through the ends of a step with the slopes there.
// Its error falls like step⁴.
func hermite(dst []float64, theta float64, a *attempt) {
	weights := cubicWeights(theta)
	scale(weights[2:], a.step)
	weighted(dst, weights[:], [][]float64{a.y, a.next, a.slope, a.nextSlope})
}

// cubicWeights returns the weights of the values and slopes at both ends.
func cubicWeights(theta float64) [4]float64 {
	rest, cubic := 1-theta, theta*theta*(3-2*theta)
	return [4]float64{1 - cubic, cubic, theta * rest * rest, -theta * theta * rest}
}

func fill(v []float64, x float64) {
	for i := range v {
		v[i] = x
	}
}

func finite(v []float64) bool {
	for _, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return false
		}
	}
	return true
}

func scale(v []float64, factor float64) {
	for i := range v {
		v[i] *= factor
	}
}

// epsilon is the distance from 1 to the next float64.
const epsilon = 0x1p-52
