package gaussian

// Slopes holds the derivatives of all averages with respect to the means and
// covariances of the pre-activations: what the Jacobian of the learning dynamics
// needs of the activation.
type Slopes struct {
	K       int
	Singles []SingleSlopes // length K

	// Pairs has entry k*K+l for the averages of units k and l. Only k ≤ l is set.
	// For k = l they are derivatives along the diagonal, in ByVarianceK (by Q_kk)
	// and ByMeanK (by b_k); the other three are zero.
	Pairs []PairSlopes

	scratch *expansions // of activations that need quadrature
}

// SingleSlopes holds the derivatives of the averages over one pre-activation.
type SingleSlopes struct {
	ByVariance Single // ∂/∂Q_kk
	ByMean     Single // ∂/∂b_k
}

// PairSlopes holds the derivatives of the averages over two pre-activations, each
// with the other four arguments kept.
type PairSlopes struct {
	ByVarianceK  Pair // ∂/∂Q_kk
	ByVarianceL  Pair // ∂/∂Q_ll
	ByCovariance Pair // ∂/∂Q_kl
	ByMeanK      Pair // ∂/∂b_k
	ByMeanL      Pair // ∂/∂b_l
}

// Sloped is an activation that knows the derivatives of its averages. Those of
// others are taken by differences, which are good to about six digits where the
// averages are good to eleven: enough for the Jacobian of an implicit integrator.
type Sloped interface {
	Activation

	// SingleSlopes returns the derivatives of Single.
	SingleSlopes(law Marginal) SingleSlopes

	// PairSlopes returns the derivatives of Pair, for k ≠ l.
	PairSlopes(law Joint) PairSlopes

	// SelfSlopes returns the derivatives of Pair for k = l, as [Slopes] keeps them.
	SelfSlopes(law Marginal) PairSlopes
}

// CollectiveSlopes is to [Sloped] what [Collective] is to [Activation].
type CollectiveSlopes interface {
	Slopes(dst *Slopes, q, b []float64)
}

// NewSlopes returns slopes for K = hidden units, all zero.
func NewSlopes(hidden int) *Slopes {
	return &Slopes{K: hidden, Singles: make([]SingleSlopes, hidden), Pairs: make([]PairSlopes, hidden*hidden)}
}

// Compute sets all slopes for the activation g and pre-activations u ~ N(b, q),
// with q the K×K row-major covariance and b the K means, nil where they are zero.
// It panics where a length is wrong.
func (s *Slopes) Compute(g Activation, q, b []float64) {
	checkSizes(s.K, q, b)
	if collective, ok := g.(CollectiveSlopes); ok {
		collective.Slopes(s, q, b)
		return
	}
	sloped, ok := g.(Sloped)
	if !ok {
		sloped = differenceSlopes{g}
	}
	for k := range s.K {
		law := marginal(s.K, q, b, k)
		s.Singles[k] = sloped.SingleSlopes(law)
		s.Pairs[k*s.K+k] = sloped.SelfSlopes(law)
		for l := k + 1; l < s.K; l++ {
			s.Pairs[k*s.K+l] = sloped.PairSlopes(joint(s.K, q, b, k, l))
		}
	}
}
