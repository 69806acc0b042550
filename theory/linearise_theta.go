package theory

import (
	"math"

	"autoencoder-dynamics/theory/gaussian"
)

// setTheta sets Θ, the slopes of the coefficients by the macroscopic parameters, at
// the averages and slopes of the flow. Both are in the order of numbering.
func (s *linearised) setTheta() {
	s.theta.clear()
	if s.flow.rule == Sanger {
		for i := range s.macro.size { // M is Q
			s.theta.add(i, 1)
			s.theta.endRow()
		}
		return
	}
	hidden := s.flow.hidden
	pairs := func(add func(k, l int)) {
		for k := range hidden {
			for l := k; l < hidden; l++ {
				add(k, l)
				s.theta.endRow()
			}
		}
	}
	singles := func(there bool, add func(k int)) {
		for k := 0; there && k < hidden; k++ {
			add(k)
			s.theta.endRow()
		}
	}
	pairs(s.addCoupling)
	pairs(func(k, l int) { s.addPair(k, l, 1, averageM) })
	singles(s.macro.s >= 0, func(k int) { s.addSingle(k, 1, averageA) })
	singles(s.macro.z >= 0, func(k int) { s.addSingle(k, 1, averageMean) })
	singles(s.macro.bias >= 0, s.addBeta)
}

// addCoupling adds the slopes of
// C_kl = δ_kl (f_k Ŝ_k − e_k z_k − Σ_i T̂_ki P_ki) − T̂_kl N_kl, k ≤ l; of tied weights those
// of C + 2 diag(a)/√D.
func (s *linearised) addCoupling(k, l int) {
	f := s.flow
	m, v := &f.macroscopic, f.averages
	kl := k*f.hidden + l
	s.theta.add(s.macro.t+s.macro.pair(k, l), -v.N[kl])
	s.addPair(k, l, -m.T[kl], averageN)
	if k != l {
		return
	}
	s.addOverlap(k, v.F[k])
	s.addSingle(k, m.S[k], averageF)
	if s.macro.z >= 0 {
		s.theta.add(s.macro.z+k, -v.E[k])
		s.addSingle(k, -m.Z[k], averageE)
	}
	s.subtractSeen(k, v.P, averagePKL, averagePLK)
	if f.tied {
		s.addSingle(k, 2/math.Sqrt(f.dim), averageA)
	}
}

// addBeta adds the slopes of β_k = e_k Ŝ_k − Σ_l T̂_kl H_kl − a_k z_k.
func (s *linearised) addBeta(k int) {
	f := s.flow
	m, v := &f.macroscopic, f.averages
	s.addOverlap(k, v.E[k])
	s.addSingle(k, m.S[k], averageE)
	if s.macro.z >= 0 {
		s.theta.add(s.macro.z+k, -v.A[k])
		s.addSingle(k, -m.Z[k], averageA)
	}
	s.subtractSeen(k, v.H, averageHKL, averageHLK)
}

// subtractSeen subtracts the slopes of Σ_l T̂_kl X_kl over the units that unit k sees,
// where X_kl is an average of the pair (k, l): kl as seen by the first, lk by the second.
func (s *linearised) subtractSeen(k int, values []float64, kl, lk func(*gaussian.Pair) float64) {
	for other := range s.seen(k) {
		at := k*s.flow.hidden + other
		s.theta.add(s.macro.t+s.macro.pair(k, other), -values[at])
		if k <= other {
			s.addPair(k, other, -s.flow.macroscopic.T[at], kl)
		} else {
			s.addPair(other, k, -s.flow.macroscopic.T[at], lk)
		}
	}
}

// seen returns the number of units that unit k sees: units 0 … seen − 1.
func (s *linearised) seen(k int) int {
	if s.flow.rule == Vanilla {
		return s.flow.hidden
	}
	return k + 1
}

// addOverlap adds weight times the slope of Ŝ_k.
func (s *linearised) addOverlap(k int, weight float64) {
	if s.flow.tied {
		s.theta.add(s.macro.q+s.macro.pair(k, k), weight/math.Sqrt(s.flow.dim))
	} else {
		s.theta.add(s.macro.s+k, weight)
	}
}

// addSingle adds weight times the slopes of an average over u_k.
func (s *linearised) addSingle(k int, weight float64, of func(*gaussian.Single) float64) {
	slopes := &s.slopes.Singles[k]
	s.theta.add(s.macro.q+s.macro.pair(k, k), weight*of(&slopes.ByVariance))
	if s.macro.bias >= 0 {
		s.theta.add(s.macro.bias+k, weight*of(&slopes.ByMean))
	}
}

// addPair adds weight times the slopes of an average over u_k and u_l, k ≤ l.
func (s *linearised) addPair(k, l int, weight float64, of func(*gaussian.Pair) float64) {
	slopes := &s.slopes.Pairs[k*s.flow.hidden+l]
	s.theta.add(s.macro.q+s.macro.pair(k, k), weight*of(&slopes.ByVarianceK))
	if s.macro.bias >= 0 {
		s.theta.add(s.macro.bias+k, weight*of(&slopes.ByMeanK))
	}
	if k == l {
		return
	}
	s.theta.add(s.macro.q+s.macro.pair(l, l), weight*of(&slopes.ByVarianceL))
	s.theta.add(s.macro.q+s.macro.pair(k, l), weight*of(&slopes.ByCovariance))
	if s.macro.bias >= 0 {
		s.theta.add(s.macro.bias+l, weight*of(&slopes.ByMeanL))
	}
}

func averageMean(s *gaussian.Single) float64 { return s.Mean }
func averageA(s *gaussian.Single) float64    { return s.A }
func averageE(s *gaussian.Single) float64    { return s.E }
func averageF(s *gaussian.Single) float64    { return s.F }
func averageM(p *gaussian.Pair) float64      { return p.M }
func averageN(p *gaussian.Pair) float64      { return p.N }
func averageHKL(p *gaussian.Pair) float64    { return p.HKL }
func averageHLK(p *gaussian.Pair) float64    { return p.HLK }
func averagePKL(p *gaussian.Pair) float64    { return p.PKL }
func averagePLK(p *gaussian.Pair) float64    { return p.PLK }
