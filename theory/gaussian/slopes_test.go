package gaussian

import (
	"fmt"
	"math"
	"testing"
)

// hidden units' laws from tiny to large variances, with and without biases.
func networks() []struct{ q, b []float64 } {
	return []struct{ q, b []float64 }{
		{[]float64{1, 0.3, -0.2, 0.3, 2, 0.5, -0.2, 0.5, 0.7}, nil},
		{[]float64{1, 0.3, -0.2, 0.3, 2, 0.5, -0.2, 0.5, 0.7}, []float64{0.4, -0.6, 1.2}},
		{[]float64{40, 30, -9, 30, 60, 5, -9, 5, 7}, []float64{-3, 4, 0}},
		{[]float64{1e-3, 3e-4, 2e-3, 3e-4, 2e-3, -1e-3, 2e-3, -1e-3, 0.7}, []float64{0.01, 0, 0.2}},
		{[]float64{2, 1.98, 0.1, 1.98, 2, 0.3, 0.1, 0.3, 0.4}, []float64{0.5, 0.4, -0.1}}, // r = 0.99
	}
}

// differentiate returns the derivative of all averages by one entry of q (both of
// its places) or of b, of eighth order.
func differentiate(g Activation, q, b []float64, k, l int, byMean bool) *Averages {
	hidden := 3
	q, b = append([]float64(nil), q...), append(make([]float64, 0, hidden), b...)
	if len(b) == 0 {
		b = make([]float64, hidden)
	}
	h := 4e-3 * math.Sqrt(q[k*hidden+k]*q[l*hidden+l])
	if k != l {
		h *= 1 - math.Abs(q[k*hidden+l])/math.Sqrt(q[k*hidden+k]*q[l*hidden+l])
	}
	if byMean {
		h = 1e-2 * math.Sqrt(q[k*hidden+k])
	} else {
		h *= 1 - largestCorrelation(q, k)*largestCorrelation(q, k)
	}
	sum := NewAverages(hidden)
	for i, weight := range []float64{672, -168, 32, -3} {
		for _, sign := range []float64{1, -1} {
			q, b, d := append([]float64(nil), q...), append([]float64(nil), b...), sign*h*float64(i+1)
			if byMean {
				b[k] += d
			} else {
				q[k*hidden+l] += d
				q[l*hidden+k] = q[k*hidden+l]
			}
			v := NewAverages(hidden)
			v.Compute(g, q, b)
			into, from := sum.lists(), v.lists()
			for j := range into {
				for n := range into[j] {
					into[j][n] += sign * weight * from[j][n] / (840 * h)
				}
			}
		}
	}
	return sum
}

func largestCorrelation(q []float64, k int) (r float64) {
	for l := range 3 {
		if l != k {
			r = max(r, math.Abs(q[3*k+l])/math.Sqrt(q[4*k]*q[4*l]))
		}
	}
	return r
}

func (v *Averages) lists() [][]float64 {
	return [][]float64{v.Mean, v.A, v.E, v.F, v.M, v.N, v.H, v.P}
}

func (v *Averages) singleAt(k int) Single { return Single{v.Mean[k], v.A[k], v.E[k], v.F[k]} }
func (v *Averages) pairAt(k, l int) Pair {
	i, j := k*v.K+l, l*v.K+k
	return Pair{v.M[i], v.N[i], v.H[i], v.H[j], v.P[i], v.P[j]}
}

func TestSlopesAreDerivatives(t *testing.T) {
	for _, g := range everything() {
		for _, network := range networks() {
			s := NewSlopes(3)
			s.Compute(g, network.q, network.b)
			for k := range 3 {
				own, mean := differentiate(g, network.q, network.b, k, k, false), differentiate(g, network.q, network.b, k, k, true)
				near := func(name string, got, want vector) {
					t.Helper()
					list := compareVectors(name, got, want)
					compare(t, g, network, 1e-6, list)
				}
				near("single by variance", singleVector(s.Singles[k].ByVariance), singleVector(own.singleAt(k)))
				near("single by mean", singleVector(s.Singles[k].ByMean), singleVector(mean.singleAt(k)))
				near("self by variance", pairVector(s.Pairs[4*k].ByVarianceK), pairVector(own.pairAt(k, k)))
				near("self by mean", pairVector(s.Pairs[4*k].ByMeanK), pairVector(mean.pairAt(k, k)))
				for l := k + 1; l < 3; l++ {
					p, name := s.Pairs[3*k+l], fmt.Sprintf("pair %d%d by ", k, l)
					other, otherMean := differentiate(g, network.q, network.b, l, l, false), differentiate(g, network.q, network.b, l, l, true)
					covariance := differentiate(g, network.q, network.b, k, l, false)
					near(name+"variance k", pairVector(p.ByVarianceK), pairVector(own.pairAt(k, l)))
					near(name+"variance l", pairVector(p.ByVarianceL), pairVector(other.pairAt(k, l)))
					near(name+"covariance", pairVector(p.ByCovariance), pairVector(covariance.pairAt(k, l)))
					near(name+"mean k", pairVector(p.ByMeanK), pairVector(mean.pairAt(k, l)))
					near(name+"mean l", pairVector(p.ByMeanL), pairVector(otherMean.pairAt(k, l)))
				}
			}
		}
	}
}

// An activation that doesn't know its slopes gets differences.
func TestDifferenceSlopes(t *testing.T) {
	type plain struct{ Activation }
	for _, g := range []Activation{Erf{}, ReLU{}, LeakyReLU(0.1)} {
		for _, network := range networks() {
			want, got := NewSlopes(3), NewSlopes(3)
			want.Compute(g, network.q, network.b)
			got.Compute(plain{g}, network.q, network.b)
			for i, w := range want.Pairs {
				x := got.Pairs[i]
				for j, pair := range [5][2]Pair{
					{x.ByVarianceK, w.ByVarianceK}, {x.ByVarianceL, w.ByVarianceL}, {x.ByCovariance, w.ByCovariance},
					{x.ByMeanK, w.ByMeanK}, {x.ByMeanL, w.ByMeanL},
				} {
					compare(t, g, network, 1e-4, compareVectors(fmt.Sprintf("pair %d, argument %d,", i, j), pairVector(pair[0]), pairVector(pair[1])))
				}
			}
			for k, w := range want.Singles {
				compare(t, g, network, 1e-4, compareVectors("by variance", singleVector(got.Singles[k].ByVariance), singleVector(w.ByVariance)))
				compare(t, g, network, 1e-4, compareVectors("by mean", singleVector(got.Singles[k].ByMean), singleVector(w.ByMean)))
			}
		}
	}
}

// At the edge of what is feasible differences stay inside and finite.
func TestDifferenceSlopesAtTheEdge(t *testing.T) {
	d := differenceSlopes{Erf{}}
	for _, law := range laws(10) {
		s := d.PairSlopes(law)
		for _, p := range []Pair{s.ByVarianceK, s.ByVarianceL, s.ByCovariance, s.ByMeanK, s.ByMeanL} {
			v := pairVector(p)
			finite(t, d, nil, nil, v[:])
		}
		exact := Erf{}.PairSlopes(law)
		if got, want := s.ByCovariance.M, exact.ByCovariance.M; law.VarianceK*law.VarianceL > 0 && math.Abs(got-want) > 1e-2*(1e-3+math.Abs(want)) {
			t.Errorf("%+v: ∂M/∂Q_kl = %v, want %v", law, got, want)
		}
	}
}

// Pairs whose series are too long, against erf's closed form.
func TestConditionalMoments(t *testing.T) {
	g := bySmooth()[0]
	for _, law := range []Joint{
		centred(900, 400, 0.99*600), {1, -2, 400, 900, 0.995 * 600}, {10, 7, 2500, 1600, -0.99 * 2000}, {0, 1, 100, 64, 79.99},
	} {
		var e expansions
		e.set(g, 2, law.covariance(), law.means(), true)
		if e.couplings[1].terms != 0 {
			t.Fatalf("%+v has a series of %d terms: the test tests nothing", law, e.couplings[1].terms)
		}
		got, want := e.moments(0, 1), Erf{}.jointMoments(law)
		for i := range want {
			for j, w := range want[i] {
				if math.Abs(got[i][j]-w) > 1e-8*math.Abs(w)+1e-14 {
					t.Errorf("%+v: G_%d%d = %v, want %v", law, i, j, got[i][j], w)
				}
			}
		}
	}
}
