package gaussian

import (
	"math"

	"autoencoder-dynamics/theory/gaussian/bivariate"
)

// Erf is the sigmoidal activation g(x) = erf(x/√2) = 2Φ(x) − 1, with Φ the
// standard normal distribution function. Its averages have closed forms because
// it is itself a normal probability (Saad & Solla 1995, Phys. Rev. E 52, 4225;
// Refinetti & Goldt 2022, arXiv:2201.02115).
type Erf struct{}

// Name returns "erf".
func (Erf) Name() string { return "erf" }

// Value returns erf(x/√2).
func (Erf) Value(x float64) float64 { return math.Erf(x / math.Sqrt2) }

// Derivative returns √(2/π) exp(−x²/2).
func (Erf) Derivative(x float64) float64 {
	return math.Sqrt2 / math.SqrtPi * math.Exp(-x*x/2)
}

// Single returns, with σ² = 1 + Q_kk and β = b_k/σ,
//
//	m = erf(β/√2)     a = √(2/π) exp(−β²/2)/σ     e = −aβ/σ     f = a(β²−1)/σ²
func (Erf) Single(law Marginal) Single {
	width := 1 + law.Variance
	a := math.Sqrt2 / math.SqrtPi / math.Sqrt(width)
	if law.Mean == 0 {
		return Single{A: a, F: -a / width}
	}
	square := law.Mean * law.Mean / width // β²
	a *= math.Exp(-square / 2)
	return Single{
		Mean: math.Erf(law.Mean / math.Sqrt(2*width)),
		A:    a, E: -a * law.Mean / width, F: a * (square - 1) / width,
	}
}

// Pair returns, with d = √((1+Q_kk)(1+Q_ll) − Q_kl²),
//
//	M_kl = (2/π) atan(Q_kl/d) = (2/π) asin(Q_kl/√((1+Q_kk)(1+Q_ll)))
//	N_kl = (2/π)/d
//	P_kl = −(2/π) Q_kl/((1+Q_kk) d)
//
// without biases. The arc tangent keeps its digits where the arc sine loses half
// of them, at large variances and correlations near ±1. With biases, as g = 2Φ − 1
// is itself a probability, and with Σ the covariance matrix Q + 1 of u plus
// independent standard normal noise and (β_k, β_l, ρ) its standardised means and
// correlation,
//
//	M_kl = m_k m_l + 4 [Φ₂(β_k, β_l; ρ) − Φ(β_k)Φ(β_l)]     (see bivariate.Excess)
//	N_kl = (2/π) exp(−bᵀΣ⁻¹b/2)/d,  d² = det Σ
//	H_kl = a_k erf(y/√2),  y = (b_l Σ_kk − b_k Q_kl)/(d √Σ_kk)
//	P_kl = ∂H_kl/∂b_k
func (g Erf) Pair(law Joint) Pair {
	if law.MeanK != 0 || law.MeanL != 0 {
		return g.jointMoments(law).pair()
	}
	var p Pair
	p.M, p.N, p.PKL, p.PLK = erfCentred(law.VarianceK, law.VarianceL, law.Covariance)
	return p
}

// Averages sets the averages of all units, as Single and Pair do one by one.
func (g Erf) Averages(dst *Averages, q, b []float64) {
	for k := range dst.K {
		law := marginal(dst.K, q, b, k)
		dst.setSingle(k, g.Single(law))
		for l := k; l < dst.K; l++ {
			if b == nil || b[k] == 0 && b[l] == 0 {
				g.setCentred(dst, q, k, l)
			} else {
				dst.setPair(k, l, g.Pair(joint(dst.K, q, b, k, l)))
			}
		}
	}
}

// setCentred is Pair without biases, without the detour: a network without biases
// spends its time here.
func (g Erf) setCentred(dst *Averages, q []float64, k, l int) {
	kl, lk, kk, ll := k*dst.K+l, l*dst.K+k, k*dst.K+k, l*dst.K+l
	m, n, pkl, plk := erfCentred(q[kk], q[ll], q[kl])
	dst.M[kl], dst.M[lk] = m, m
	dst.N[kl], dst.N[lk] = n, n
	dst.P[kl], dst.P[lk] = pkl, plk
	dst.H[kl], dst.H[lk] = 0, 0
}

func erfCentred(varianceK, varianceL, covariance float64) (m, n, pkl, plk float64) {
	d := math.Sqrt(erfDeterminant(varianceK, varianceL, covariance))
	n = 2 / math.Pi / d
	return 2 / math.Pi * math.Atan2(covariance, d), n, -n * covariance / (1 + varianceK), -n * covariance / (1 + varianceL)
}

// jointMoments returns the averages G_ij = E g⁽ⁱ⁾(u_k) g⁽ʲ⁾(u_l): M, N and H as in
// [Erf.Pair], and every further one as a derivative of these by the means,
// G_{i+1,j} = ∂G_ij/∂b_k.
func (g Erf) jointMoments(law Joint) moments {
	k, l, c := 1+law.VarianceK, 1+law.VarianceL, law.Covariance
	determinant := erfDeterminant(law.VarianceK, law.VarianceL, law.Covariance)
	d, sk, sl := math.Sqrt(determinant), math.Sqrt(k), math.Sqrt(l)
	x, y := (l*law.MeanK-c*law.MeanL)/determinant, (k*law.MeanL-c*law.MeanK)/determinant // Σ⁻¹b
	n := 2 / math.Pi / d * math.Exp(-(law.MeanK*x+law.MeanL*y)/2)
	singleK, singleL := g.Single(Marginal{law.MeanK, law.VarianceK}), g.Single(Marginal{law.MeanL, law.VarianceL})

	var m moments
	m[0][0] = singleK.Mean*singleL.Mean + 4*bivariate.ExcessAngle(law.MeanK/sk, law.MeanL/sl, c, d)
	m[1][0], m[0][1] = singleK.A*math.Erf(y*d/(sk*math.Sqrt2)), singleL.A*math.Erf(x*d/(sl*math.Sqrt2))
	m[1][1], m[2][1], m[1][2] = n, -x*n, -y*n
	m[2][2] = (x*y + c/determinant) * n
	m[3][1], m[1][3] = (x*x-l/determinant)*n, (y*y-k/determinant)*n
	m[2][0] = -(law.MeanK*m[1][0] + c*m[1][1]) / k
	m[0][2] = -(law.MeanL*m[0][1] + c*m[1][1]) / l
	m[3][0] = -(m[1][0] + law.MeanK*m[2][0] + c*m[2][1]) / k
	m[0][3] = -(m[0][1] + law.MeanL*m[0][2] + c*m[1][2]) / l
	m[4][0] = -(2*m[2][0] + law.MeanK*m[3][0] + c*m[3][1]) / k
	m[0][4] = -(2*m[0][2] + law.MeanL*m[0][3] + c*m[1][3]) / l
	return m
}

// marginalMoments returns E g⁽ⁱ⁾(u_k); for i ≥ 1 they are the derivatives of a
// normal density.
func (g Erf) marginalMoments(law Marginal) [6]float64 {
	s, width := g.Single(law), 1+law.Variance
	fourth := -(law.Mean*s.F + 2*s.E) / width
	return [6]float64{s.Mean, s.A, s.E, s.F, fourth, -(law.Mean*fourth + 3*s.F) / width}
}

// SingleSlopes returns the derivatives of the averages over one pre-activation.
func (g Erf) SingleSlopes(law Marginal) SingleSlopes { return singleSlopes(g.marginalMoments(law)) }

// PairSlopes returns the derivatives of the averages over two pre-activations.
func (g Erf) PairSlopes(law Joint) PairSlopes { return g.jointMoments(law).slopes() }

// SelfSlopes returns the derivatives of the averages of a unit with itself.
func (g Erf) SelfSlopes(law Marginal) PairSlopes { return g.jointMoments(self(law)).slopes().total() }

// erfDeterminant returns (1+Q_kk)(1+Q_ll) − Q_kl², expanded so that nothing is
// lost where Q is large and nearly singular; rounding must not make the
// determinant of Q itself negative.
func erfDeterminant(varianceK, varianceL, covariance float64) float64 {
	return 1 + varianceK + varianceL + max(determinant(varianceK, varianceL, covariance), 0)
}

// determinant returns Q_kk Q_ll − Q_kl² with Kahan's two fused operations: all
// digits are right, which the difference of two rounded products doesn't have.
func determinant(varianceK, varianceL, covariance float64) float64 {
	square := covariance * covariance
	rounding := math.FMA(covariance, covariance, -square)
	return math.FMA(varianceK, varianceL, -square) - rounding
}

// determinant returns that of the covariance matrix, 0 where rounding made it negative.
func (j Joint) determinant() float64 {
	return max(determinant(j.VarianceK, j.VarianceL, j.Covariance), 0)
}
