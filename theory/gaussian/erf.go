package gaussian

import "math"

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

// Single returns
//
//	a = √(2/π) (1+Q_kk)^{-1/2}     f = −√(2/π) (1+Q_kk)^{-3/2}
func (Erf) Single(law Marginal) Single {
	width := 1 + law.Variance
	a := math.Sqrt2 / math.SqrtPi / math.Sqrt(width)
	return Single{A: a, F: -a / width}
}

// Pair returns, with d = √((1+Q_kk)(1+Q_ll) − Q_kl²),
//
//	M_kl = (2/π) atan(Q_kl/d) = (2/π) asin(Q_kl/√((1+Q_kk)(1+Q_ll)))
//	N_kl = (2/π)/d
//	P_kl = −(2/π) Q_kl/((1+Q_kk) d)
//
// The arc tangent keeps its digits where the arc sine loses half of them, at
// large variances and correlations near ±1.
func (Erf) Pair(law Joint) Pair {
	k, l := 1+law.VarianceK, 1+law.VarianceL
	d := math.Sqrt(erfDeterminant(law))
	n := 2 / math.Pi / d
	return Pair{
		M:   2 / math.Pi * math.Atan2(law.Covariance, d),
		N:   n,
		PKL: -n * law.Covariance / k,
		PLK: -n * law.Covariance / l,
	}
}

// erfDeterminant returns (1+Q_kk)(1+Q_ll) − Q_kl², expanded so that nothing is
// lost where Q is large and nearly singular; the determinant of Q itself is taken
// with Kahan's two fused operations, and rounding must not make it negative.
func erfDeterminant(law Joint) float64 {
	square := law.Covariance * law.Covariance
	rounding := math.FMA(law.Covariance, law.Covariance, -square)
	own := math.FMA(law.VarianceK, law.VarianceL, -square) - rounding
	return 1 + law.VarianceK + law.VarianceL + max(own, 0)
}
