package gaussian

import (
	"math"

	"autoencoder-dynamics/theory/gaussian/bivariate"
)

// ReLU is the activation g(x) = max(x, 0). Its second derivative is Dirac's δ, so
// that averages of g″ and g‴ are densities at the kink. All of them have closed
// forms through the bivariate normal distribution Φ₂ (Cho & Saul 2009 for the
// case without biases).
//
// A unit whose variance is 0 has the constant pre-activation b: its averages are
// then g(b), g'(b), 0, 0, with g'(0) taken to be ½, the limit for b = 0. The
// density at the kink, which has no limit at b = 0, is taken to be 0 there.
type ReLU struct{}

// Name returns "relu".
func (ReLU) Name() string { return "relu" }

// Value returns max(x, 0).
func (ReLU) Value(x float64) float64 { return max(x, 0) }

// Derivative returns 1 for x > 0 and otherwise 0.
func (ReLU) Derivative(x float64) float64 {
	if x > 0 {
		return 1
	}
	return 0
}

// leastVariance is the variance below which a unit counts as constant: the
// densities at the kink, which go like powers of 1/√Q, stay finite above it.
const leastVariance = 1e-100

// Single returns, with s = √Q_kk and z = b_k/s,
//
//	m = bΦ(z) + sφ(z)     a = Φ(z)     e = φ(z)/s     f = −zφ(z)/s²
func (g ReLU) Single(law Marginal) Single {
	m := g.marginalMoments(law)
	return Single{Mean: m[0], A: m[1], E: m[2], F: m[3]}
}

// marginalMoments returns E g⁽ⁱ⁾(u_k) for i = 0 … 5; from i = 2 on they are the
// normal density and its derivatives by the mean.
func (g ReLU) marginalMoments(law Marginal) [6]float64 {
	if law.Variance < leastVariance {
		return [6]float64{g.Value(law.Mean), step01(law.Mean)}
	}
	s := math.Sqrt(law.Variance)
	z := law.Mean / s
	p := density(z) / s
	z = bounded(z)
	return [6]float64{
		s * ramp(z), normal(z), p, -z * p / s,
		(z*z - 1) * p / law.Variance, -z * (z*z - 3) * p / (law.Variance * s),
	}
}

// Pair returns, with s_k = √Q_kk, h = b_k/s_k, likewise s_l and k = b_l/s_l,
// r = Q_kl/(s_k s_l), q = √(1−r²), x = (h−rk)/q, y = (k−rh)/q, and φ₂, Φ₂ the
// bivariate normal density and distribution function at (h, k; r),
//
//	M_kl = s_k s_l [(hk+r)Φ₂ + hφ(k)Φ(x) + kφ(h)Φ(y) + q²φ₂]
//	N_kl = Φ₂
//	H_kl = s_l [kΦ₂ + φ(k)Φ(x) + rφ(h)Φ(y)]
//	P_kl = (φ(h)/s_k) s_l q [yΦ(y) + φ(y)]
//
// Errors are below 10⁻¹⁴, of M in units of √(E u_k² E u_l²), of H_kl in those of
// √(E u_l²), of P_kl in those of s_l/s_k.
func (g ReLU) Pair(law Joint) Pair {
	if law.MeanK == 0 && law.MeanL == 0 {
		return g.centred(law)
	}
	return g.jointMoments(law).pair()
}

// centred is Pair without biases, with α = acos r:
//
//	M = s_k s_l [sin α + (π−α) cos α]/2π     N = (π−α)/2π
//	H_kl = s_l (1+r)/√(8π)     P_kl = s_l q/(2π s_k)
func (g ReLU) centred(law Joint) Pair {
	if law.VarianceK < leastVariance || law.VarianceL < leastVariance {
		return product(g.marginalMoments(Marginal{0, law.VarianceK}), g.marginalMoments(Marginal{0, law.VarianceL})).pair()
	}
	c := correlate(law)
	rest := math.Atan2(c.q, -c.r) // π − α
	onePlus := 1 + c.r
	if c.r < 0 {
		onePlus = c.q * c.q / (1 - c.r)
	}
	return Pair{
		M:   c.sk * c.sl * sineMinus(rest) / (2 * math.Pi),
		N:   rest / (2 * math.Pi),
		HKL: c.sl * onePlus / math.Sqrt(8*math.Pi), HLK: c.sk * onePlus / math.Sqrt(8*math.Pi),
		PKL: c.sl / c.sk * c.q / (2 * math.Pi), PLK: c.sk / c.sl * c.q / (2 * math.Pi),
	}
}

// sineMinus returns sin x − x cos x, by its series where that cancels.
func sineMinus(x float64) float64 {
	if x > 0.4 {
		return math.Sin(x) - x*math.Cos(x)
	}
	x2 := x * x
	return x * x2 * (1./3 - x2*(1./30-x2*(1./840-x2*(1./45360-x2*(1./3991680-x2/518918400)))))
}

// jointMoments returns the averages G_ij = E g⁽ⁱ⁾(u_k) g⁽ʲ⁾(u_l); see [ReLU.Pair].
// Those with i = 2 put u_k on its kink, where u_l has mean μ = b_l − Q_kl b_k/Q_kk
// and standard deviation ν = s_l q; a further derivative is one by b_k. Where
// q = 0 the densities that are then infinite are set to 0.
func (g ReLU) jointMoments(law Joint) moments {
	if law.VarianceK < leastVariance || law.VarianceL < leastVariance {
		return product(g.marginalMoments(Marginal{law.MeanK, law.VarianceK}), g.marginalMoments(Marginal{law.MeanL, law.VarianceL}))
	}
	c := correlate(law)
	k, l := c.side(false), c.side(true)
	both := bivariate.DistributionAngle(c.h, c.k, c.r, c.q)
	peak := c.q * k.peak * math.Exp(-k.y*k.y/2) / math.Sqrt(2*math.Pi) // q²φ₂

	var m moments
	m[0][0] = max(0, (law.MeanK*law.MeanL+c.sk*c.sl*c.r)*both+
		c.sk*c.sl*(c.h*l.peak*l.phi+c.k*k.peak*k.phi+peak))
	m[1][1] = both
	m[1][0] = max(0, c.sl*(c.k*both+l.peak*l.phi+c.r*k.peak*k.phi))
	m[0][1] = max(0, c.sk*(c.h*both+k.peak*k.phi+c.r*l.peak*l.phi))
	m[2][0], m[2][1], m[3][0], m[3][1], m[4][0] = k.onKink()
	m[0][2], m[1][2], m[0][3], m[1][3], m[0][4] = l.onKink()
	m[2][2] = k.peak / k.s * k.densityOther
	return m
}

// product is the moments of two independent pre-activations, from their own.
func product(k, l [6]float64) (m moments) {
	for i := range m {
		for j := range len(m) - i {
			m[i][j] = k[i] * l[j]
		}
	}
	return m
}

// SingleSlopes returns the derivatives of the averages over one pre-activation.
func (g ReLU) SingleSlopes(law Marginal) SingleSlopes { return singleSlopes(g.marginalMoments(law)) }

// PairSlopes returns the derivatives of the averages over two pre-activations.
func (g ReLU) PairSlopes(law Joint) PairSlopes { return g.jointMoments(law).slopes() }

// SelfSlopes returns the derivatives of M = E g², N = a, H = m and P = 0.
func (g ReLU) SelfSlopes(law Marginal) PairSlopes {
	m := g.marginalMoments(law)
	return PairSlopes{
		ByVarianceK: Pair{M: m[1], N: m[3] / 2, HKL: m[2] / 2, HLK: m[2] / 2},
		ByMeanK:     Pair{M: 2 * m[0], N: m[2], HKL: m[1], HLK: m[1]},
	}
}
