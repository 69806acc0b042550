package gaussian

// Linear is the activation g(x) = x: the autoencoder is then a linear map of rank K.
type Linear struct{}

// Name returns "linear".
func (Linear) Name() string { return "linear" }

// Value returns x.
func (Linear) Value(x float64) float64 { return x }

// Derivative returns 1.
func (Linear) Derivative(float64) float64 { return 1 }

// Single returns m = b_k, a = 1 and e = f = 0.
func (Linear) Single(law Marginal) Single { return Single{Mean: law.Mean, A: 1} }

// Pair returns M_kl = Q_kl + b_k b_l, N_kl = 1, H_kl = b_l and P_kl = 0.
func (Linear) Pair(law Joint) Pair {
	return Pair{M: law.Covariance + law.MeanK*law.MeanL, N: 1, HKL: law.MeanL, HLK: law.MeanK}
}

// SingleSlopes returns ∂m/∂b = 1; everything else is constant.
func (Linear) SingleSlopes(Marginal) SingleSlopes {
	return SingleSlopes{ByMean: Single{Mean: 1}}
}

// PairSlopes returns ∂M/∂Q_kl = 1, ∂M/∂b_k = b_l and ∂H_kl/∂b_l = 1, and the same
// with k and l exchanged; everything else is constant.
func (Linear) PairSlopes(law Joint) PairSlopes {
	return PairSlopes{
		ByCovariance: Pair{M: 1},
		ByMeanK:      Pair{M: law.MeanL, HLK: 1},
		ByMeanL:      Pair{M: law.MeanK, HKL: 1},
	}
}

// SelfSlopes returns the derivatives of M = Q + b² and H = b.
func (Linear) SelfSlopes(law Marginal) PairSlopes {
	return PairSlopes{
		ByVarianceK: Pair{M: 1},
		ByMeanK:     Pair{M: 2 * law.Mean, HKL: 1, HLK: 1},
	}
}
