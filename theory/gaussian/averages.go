package gaussian

import "fmt"

// Averages holds the averages over the pre-activations of all K units.
type Averages struct {
	K    int
	A, F []float64 // length K: a_k, f_k
	// K×K row-major: M and N are symmetric, P isn't.
	M, N, P []float64
}

// NewAverages returns averages for K = hidden units, all zero.
func NewAverages(hidden int) *Averages {
	square := hidden * hidden
	return &Averages{
		K: hidden,
		A: make([]float64, hidden), F: make([]float64, hidden),
		M: make([]float64, square), N: make([]float64, square), P: make([]float64, square),
	}
}

// Compute sets all averages for the activation g and pre-activations
// λ ~ N(0, q), with q the K×K row-major covariance. It panics where the length of
// q isn't K².
func (v *Averages) Compute(g Activation, q []float64) {
	hidden := v.K
	if len(q) != hidden*hidden {
		panic(fmt.Sprintf("gaussian: covariance of %d entries for %d units", len(q), hidden))
	}
	for k := range hidden {
		variance := q[k*hidden+k]
		single := g.Single(Marginal{Variance: variance})
		v.A[k], v.F[k] = single.A, single.F
		for l := k; l < hidden; l++ {
			pair := g.Pair(Joint{VarianceK: variance, VarianceL: q[l*hidden+l], Covariance: q[k*hidden+l]})
			kl, lk := k*hidden+l, l*hidden+k
			v.M[kl], v.M[lk] = pair.M, pair.M
			v.N[kl], v.N[lk] = pair.N, pair.N
			v.P[kl], v.P[lk] = pair.PKL, pair.PLK
		}
	}
}
