package theory

import (
	"slices"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// macroscopic holds the numbers through which the columns know of one another:
// Q (K×K) and, per dimension, Ŝ (K), T̂ (K×K), z = Vc/D (K) and ‖c‖²/D.
type macroscopic struct {
	Q, S, T, Z []float64
	C2         float64
}

func newMacroscopic(hidden int) macroscopic {
	return macroscopic{
		Q: make([]float64, hidden*hidden), S: make([]float64, hidden),
		T: make([]float64, hidden*hidden), Z: make([]float64, hidden),
	}
}

func (m *macroscopic) clear() {
	for _, part := range [][]float64{m.Q, m.S, m.T, m.Z} {
		fill(part, 0)
	}
	m.C2 = 0
}

// parameters returns them as order parameters in dim dimensions, with biases b (nil for
// none).
func (m *macroscopic) parameters(dim float64, b []float64, outputBias bool) *order.Parameters {
	p := &order.Parameters{
		K: len(m.S), Q: slices.Clone(m.Q), S: slices.Clone(m.S), T: slices.Clone(m.T), B: slices.Clone(b),
	}
	floats.Scale(dim, p.S)
	floats.Scale(dim, p.T)
	if outputBias {
		p.Z, p.C2 = slices.Clone(m.Z), dim*m.C2
		floats.Scale(dim, p.Z)
	}
	return p
}

// coefficients are what the equations of a column depend on besides the column:
// a and m (K), M and C (K×K), and β = db/dt/η (K). For Sanger's rule M is tril(Q).
type coefficients struct {
	a, mean, M, C, beta []float64
}

func newCoefficients(hidden int) coefficients {
	return coefficients{
		a: make([]float64, hidden), mean: make([]float64, hidden), beta: make([]float64, hidden),
		M: make([]float64, hidden*hidden), C: make([]float64, hidden*hidden),
	}
}

// set sets the coefficients to those at the macroscopic parameters and averages.
func (c *coefficients) set(m *macroscopic, v *gaussian.Averages, rule Rule) {
	hidden := len(m.S)
	copy(c.a, v.A)
	copy(c.mean, v.Mean)
	source := v.M
	if rule == Sanger {
		source = m.Q
	}
	for k := range hidden {
		own := v.F[k]*m.S[k] - v.E[k]*m.Z[k]
		beta := v.E[k]*m.S[k] - v.A[k]*m.Z[k]
		for l := range hidden {
			kl := k*hidden + l
			if l > k && rule != Vanilla { // unit k doesn't see unit l
				c.M[kl], c.C[kl] = 0, 0
				continue
			}
			c.M[kl] = source[kl]
			c.C[kl] = -m.T[kl] * v.N[kl]
			own -= m.T[kl] * v.P[kl]
			beta -= m.T[kl] * v.H[kl]
		}
		c.C[k*hidden+k] += own
		c.beta[k] = beta
	}
}
