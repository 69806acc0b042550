package kernel

import (
	"math"

	"autoencoder-dynamics/autoencoder/kernel/coefficients"
)

// erf is Inputs.Erf. The conversions keep compilers from fusing products and sums.
func erf(u, value, slope []float64) {
	n := blocks(len(u))
	require(n, len(value))
	require(n, len(slope))
	small, rest, powers := coefficients.Erf(), coefficients.Rest(), coefficients.Exp()
	for i, u := range u {
		size := math.Abs(u)
		if coefficients.Largest < size {
			size = coefficients.Largest
		}
		square := float64(size * size)
		e := exp(float64(square*-0.5), powers[:])
		v := float64(size * polynomial(small[:], square))
		if !(size < coefficients.Small) {
			t := (size - coefficients.Middle) / (size + coefficients.Middle)
			v = 1 - float64(e*polynomial(rest[:], t))
		}
		value[i] = math.Copysign(v, u)
		slope[i] = float64(e * coefficients.Slope)
	}
}

// exp returns the exponential of a number from −700 to 0: that of what is left of a multiple of ln 2, times
// a power of two.
func exp(x float64, powers []float64) float64 {
	rounded := float64(x*coefficients.InverseLn2) + coefficients.Rounding
	n := rounded - coefficients.Rounding
	left := (x - float64(n*coefficients.Ln2High)) - float64(n*coefficients.Ln2Low)
	// The integer is in the last bits of rounded; the exponent of a float64 begins at bit 52.
	return float64(polynomial(powers, left) * math.Float64frombits(math.Float64bits(rounded)<<52+math.Float64bits(1)))
}

func polynomial(coefficients []float64, x float64) float64 {
	last := len(coefficients) - 1
	sum := coefficients[last]
	for i := last - 1; i >= 0; i-- {
		sum = float64(sum*x) + coefficients[i]
	}
	return sum
}
