// Package coefficients has the numbers of the polynomials by which package kernel computes activations,
// for its kernels in Go and for the command that writes those in assembly. They interpolate
// at Chebyshev nodes, and were computed with 60 digits. The lists are by rising power.
package coefficients

// These are of exp: the number that rounds a sum with it to an integer, 1/ln 2, and ln 2 in two
// parts, of which multiples of the first by integers up to 2^20 are exact.
const (
	Rounding   = 0x1.8p52
	InverseLn2 = 1.4426950408889634
	Ln2High    = 0.6931471804855391
	Ln2Low     = 7.440617110012397e-11
)

// These are of erf(u/√2): below Small it is u·P(u²), and from there on to Largest it is 1 − exp(−u²/2) R(t)
// with t = (u − Middle)/(u + Middle).
const (
	Small   = 1
	Middle  = 3.5
	Largest = 37
	Slope   = 0.7978845608028654 // √(2/π), the derivative at 0
)

// Exp returns exp(x) on |x| ≤ ln 2/2, off by 4·10⁻¹⁸ of itself.
func Exp() [12]float64 {
	return [12]float64{
		1.0,
		1.0,
		0.5000000000000019,
		0.1666666666666668,
		0.04166666666648795,
		0.008333333333319589,
		0.0013888888952352863,
		0.00019841269890076403,
		2.4801485441561313e-05,
		2.755724088722987e-06,
		2.763265472252779e-07,
		2.5110049204818658e-08,
	}
}

// Erf returns P, off by 2·10⁻¹⁷ of itself on u² ≤ 1.
func Erf() [10]float64 {
	return [10]float64{
		0.7978845608028653,
		-0.13298076013380772,
		0.019947114019966766,
		-0.002374656429615881,
		0.00023086936646167232,
		-1.8889279617353548e-05,
		1.3318633808162084e-06,
		-8.234617863930367e-08,
		4.4541530783442376e-09,
		-1.8052219809131167e-10,
	}
}

// Rest returns R, off by 7·10⁻¹⁸/exp(−u²/2) on 1 ≤ u ≤ 37.
func Rest() [19]float64 {
	return [19]float64{
		0.2126903072674109,
		-0.37427939756849105,
		0.2517105102690601,
		-0.12327882817196271,
		0.03813107466222557,
		-0.0031233181963864613,
		-0.0027615200048382357,
		0.0007840251942471698,
		0.00026333450366916394,
		-0.0001170356231142935,
		-4.07496476072098e-05,
		1.6228996041193105e-05,
		8.66414667348164e-06,
		-1.6809283884782254e-06,
		-1.971949255978195e-06,
		-6.328945869486915e-08,
		4.207188270672435e-07,
		7.525833621044346e-08,
		-7.566166948566324e-08,
	}
}
