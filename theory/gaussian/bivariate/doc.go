// Package bivariate gives the distribution function of two correlated standard
// normal numbers,
//
//	Φ₂(h, k; r) = P(x < h, y < k),  E xy = r,
//
// its density φ₂, and the excess Φ₂(h, k; r) − Φ(h)Φ(k) over independence without
// the cancellation of the difference. The Gaussian averages of the activation
// functions max(x, 0) and erf come down to them.
//
// Φ₂ is Plackett's integral over the correlation by Gauss–Legendre quadrature,
// after Z. Drezner, G. O. Wesolowsky, J. Stat. Comput. Simul. 35 (1990) 101, and,
// for |r| above 0.925, A. Genz, Stat. Comput. 14 (2004) 251. It is exact to
// 10⁻¹⁵ for every h, k and r, including ±1 and infinite limits. The excess is
// exact to 10⁻¹⁶, and to 10⁻¹¹ of itself for |h|, |k| ≤ 6.
//
// What ends in Angle takes the correlation as a covariance and the root of the
// determinant; near r = ±1 these hold digits that r doesn't.
package bivariate
