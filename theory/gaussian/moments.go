package gaussian

// moments holds the averages G_ij = E g⁽ⁱ⁾(u_k) g⁽ʲ⁾(u_l) of the activation's
// derivatives up to total order i + j = 4; the rest of the array is zero. All the
// averages of [Pair] are among them, and by Price's theorem
//
//	∂G_ij/∂b_k = G_{i+1,j}     ∂G_ij/∂Q_kk = ½ G_{i+2,j}     ∂G_ij/∂Q_kl = G_{i+1,j+1}
//
// so are all their derivatives.
type moments [5][5]float64

// pairAt is Pair of g⁽ⁱ⁾ and g⁽ʲ⁾ in the place of g and g.
func (m *moments) pairAt(i, j int) Pair {
	return Pair{M: m[i][j], N: m[1+i][1+j], HKL: m[1+i][j], HLK: m[i][1+j], PKL: m[2+i][j], PLK: m[i][2+j]}
}

// pair returns the averages that the dynamics need.
func (m moments) pair() Pair { return m.pairAt(0, 0) }

// slopes returns the derivatives of the averages of Pair.
func (m moments) slopes() PairSlopes {
	return PairSlopes{
		ByVarianceK:  m.pairAt(2, 0).scaled(0.5),
		ByVarianceL:  m.pairAt(0, 2).scaled(0.5),
		ByCovariance: m.pairAt(1, 1),
		ByMeanK:      m.pairAt(1, 0),
		ByMeanL:      m.pairAt(0, 1),
	}
}

func (p Pair) scaled(x float64) Pair {
	return Pair{M: p.M * x, N: p.N * x, HKL: p.HKL * x, HLK: p.HLK * x, PKL: p.PKL * x, PLK: p.PLK * x}
}

// singleSlopes returns the derivatives of the averages over one pre-activation
// from the averages E g⁽ⁱ⁾(u_k), i = 0 … 5.
func singleSlopes(m [6]float64) SingleSlopes {
	return SingleSlopes{
		ByVariance: Single{Mean: m[2] / 2, A: m[3] / 2, E: m[4] / 2, F: m[5] / 2},
		ByMean:     Single{Mean: m[1], A: m[2], E: m[3], F: m[4]},
	}
}

// total returns the derivatives along the diagonal, where the two variances and
// the covariance are one number and so are the means.
func (s PairSlopes) total() PairSlopes {
	return PairSlopes{
		ByVarianceK: s.ByVarianceK.plus(s.ByVarianceL).plus(s.ByCovariance),
		ByMeanK:     s.ByMeanK.plus(s.ByMeanL),
	}
}

func (p Pair) plus(o Pair) Pair {
	return Pair{M: p.M + o.M, N: p.N + o.N, HKL: p.HKL + o.HKL, HLK: p.HLK + o.HLK, PKL: p.PKL + o.PKL, PLK: p.PLK + o.PLK}
}
