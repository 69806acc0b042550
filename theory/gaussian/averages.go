package gaussian

import "fmt"

// Averages holds the averages over the pre-activations of all K units. It has
// working space of its own: it isn't safe for use from several goroutines.
type Averages struct {
	K             int
	Mean, A, E, F []float64 // length K: m_k, a_k, e_k, f_k
	// K×K row-major, entry k*K+l: M and N are symmetric, H and P aren't.
	M, N, H, P []float64

	scratch *expansions // of activations that need quadrature
}

// NewAverages returns averages for K = hidden units, all zero.
func NewAverages(hidden int) *Averages {
	vector := func() []float64 { return make([]float64, hidden) }
	square := func() []float64 { return make([]float64, hidden*hidden) }
	return &Averages{
		K: hidden, Mean: vector(), A: vector(), E: vector(), F: vector(),
		M: square(), N: square(), H: square(), P: square(),
	}
}

// Compute sets all averages for the activation g and pre-activations u ~ N(b, q),
// with q the K×K row-major covariance and b the K means, nil where they are zero.
// It panics where a length is wrong.
func (v *Averages) Compute(g Activation, q, b []float64) {
	checkSizes(v.K, q, b)
	if collective, ok := g.(Collective); ok {
		collective.Averages(v, q, b)
		return
	}
	for k := range v.K {
		v.setSingle(k, g.Single(marginal(v.K, q, b, k)))
		for l := k; l < v.K; l++ {
			v.setPair(k, l, g.Pair(joint(v.K, q, b, k, l)))
		}
	}
}

func (v *Averages) setSingle(k int, s Single) {
	v.Mean[k], v.A[k], v.E[k], v.F[k] = s.Mean, s.A, s.E, s.F
}

func (v *Averages) setPair(k, l int, p Pair) {
	kl, lk := k*v.K+l, l*v.K+k
	v.M[kl], v.M[lk] = p.M, p.M
	v.N[kl], v.N[lk] = p.N, p.N
	v.H[kl], v.H[lk] = p.HKL, p.HLK
	v.P[kl], v.P[lk] = p.PKL, p.PLK
}

func checkSizes(hidden int, q, b []float64) {
	if len(q) != hidden*hidden || b != nil && len(b) != hidden {
		panic(fmt.Sprintf("gaussian: covariance of %d entries and %d means for %d units", len(q), len(b), hidden))
	}
}

// marginal is the law of u_k.
func marginal(hidden int, q, b []float64, k int) Marginal {
	law := Marginal{Variance: q[k*hidden+k]}
	if b != nil {
		law.Mean = b[k]
	}
	return law
}

// joint is the law of u_k and u_l.
func joint(hidden int, q, b []float64, k, l int) Joint {
	law := Joint{VarianceK: q[k*hidden+k], VarianceL: q[l*hidden+l], Covariance: q[k*hidden+l]}
	if b != nil {
		law.MeanK, law.MeanL = b[k], b[l]
	}
	return law
}
