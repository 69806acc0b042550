package random

import (
	"math"

	"autoencoder-dynamics/autoencoder/random/internal/coefficients"
)

// boxMuller turns two uniform words into two independent normals (Box & Muller,
// Ann. Math. Stat. 29, 610, 1958): the radius √(−2 ln u) from one, the angle from
// the other. Every operation is rounded to float32 by itself, by the conversions
// where a compiler might fuse a product with a sum, so that the twins in assembly
// give the same bits. Nothing in it can overflow, and no logarithm of 0 is taken.
func boxMuller(radiusWord, angleWord uint32) (x, y float32) {
	radius := float32(math.Sqrt(float64(minusTwoLog(radiusWord))))
	cosine, sine := direction(angleWord)
	return radius * cosine, radius * sine
}

// minusTwoLog returns −2 ln u for u = (word + ½)/2³² read with its sign: a positive
// word is u = (word + ½)/2³² < ½, a negative one is u = 1 + (word + ½)/2³² ≥ ½. So
// float32 keeps a full relative precision both of u near 0 and of 1 − u near u = 1.
// The least u is 2⁻³³: no normal is larger than √(66 ln 2) = 6.76.
//
// With u = 2^k·(1 + d/2), −1 ≤ d < 0 and k ≤ 0, neither term of
// −2 ln u = −2 ln(1 + d/2) − k·2 ln 2 is negative: nothing cancels.
func minusTwoLog(word uint32) float32 {
	t := float32(int32(word)) + 0.5
	bits := math.Float32bits(t)
	d := choose(int32(bits) < 0, t*0x1p-31, math.Float32frombits(bits&0x007fffff|0x3f800000)-2)
	k := float32(min(int32(bits>>23)-158, 0)) // 0 where t < 0, whose sign counts as 256

	s := d / (d + 4)
	z := float32(s * s)
	c := coefficients.Log()
	r := float32(c[3]*z) + c[2]
	r = float32(r*z) + c[1]
	r = float32(r*z) + c[0]
	r = float32(s*(d-float32(r*z))) - d
	return r + float32(k*coefficients.MinusTwoLog2)
}

// direction returns a point of the unit circle. The word, read with its sign, is an
// angle between −π/4 and π/4; its lowest bit then mirrors the point at the second
// axis, the next one at the diagonal, which makes the whole circle of that quarter.
// (The low bits move the angle by less than 2⁻²⁹, and evenly: all 2³² points differ.)
func direction(word uint32) (cosine, sine float32) {
	t := float32(int32(word)) * 0x1p-31
	z := float32(t * t)
	s := coefficients.Sine()
	sine = float32(s[3]*z) + s[2]
	sine = float32(sine*z) + s[1]
	sine = float32(sine*z) + s[0]
	sine *= t
	c := coefficients.Cosine()
	cosine = float32(c[2]*z) + c[1]
	cosine = float32(cosine*z) + c[0]
	cosine = float32(cosine*z) + 1
	cosine = math.Float32frombits(math.Float32bits(cosine) ^ word<<31)
	swap := word&2 != 0
	return choose(swap, sine, cosine), choose(swap, cosine, sine)
}

// choose returns x where the condition holds, else y: of the bits, which compilers
// choose from without a branch; processors can't foretell chance.
func choose(condition bool, x, y float32) float32 {
	bits := math.Float32bits(y)
	if condition {
		bits = math.Float32bits(x)
	}
	return math.Float32frombits(bits)
}
