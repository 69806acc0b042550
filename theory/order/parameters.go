package order

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/pca"

	"gonum.org/v1/gonum/floats"
)

// Parameters are the order parameters of K hidden units. Q and T are K×K
// row-major and symmetric, S has length K. Those of the biases are nil or 0 where
// the network has none.
type Parameters struct {
	K       int
	Q, S, T []float64
	B       []float64 // b_k, length K, or nil: the means of the pre-activations
	Z       []float64 // z_k = v^k·c, length K, or nil where there is no output bias
	C2      float64   // ‖c‖²
}

// NewParameters returns order parameters for K = hidden units, all zero, without biases.
func NewParameters(hidden int) *Parameters {
	return &Parameters{
		K: hidden,
		Q: make([]float64, hidden*hidden),
		S: make([]float64, hidden),
		T: make([]float64, hidden*hidden),
	}
}

// Measure sets the order parameters to those of the weights, which are given in
// the eigenbasis of the inputs' covariance; eigenvalues has length D. It panics
// where the sizes don't fit.
func (p *Parameters) Measure(w Weights, eigenvalues []float64) {
	if w.Hidden != p.K || len(eigenvalues) != w.Dim {
		panic(fmt.Sprintf("order: %d×%d weights for %d units and %d eigenvalues", w.Hidden, w.Dim, p.K, len(eigenvalues)))
	}
	dim := float64(w.Dim)
	scaled := make([]float64, w.Dim) // Λ w^k
	for k := range p.K {
		floats.MulTo(scaled, eigenvalues, w.Encoder(k))
		p.S[k] = floats.Dot(scaled, w.Decoder(k)) / math.Sqrt(dim)
		for l := k; l < p.K; l++ {
			q := floats.Dot(scaled, w.Encoder(l)) / dim
			t := floats.Dot(w.Decoder(k), w.Decoder(l))
			p.Q[k*p.K+l], p.Q[l*p.K+k] = q, q
			p.T[k*p.K+l], p.T[l*p.K+k] = t, t
		}
	}
	p.measureBiases(w)
}

// measureBiases sets B, Z and C2.
func (p *Parameters) measureBiases(w Weights) {
	p.B = copyInto(p.B, w.B)
	if w.C == nil {
		p.Z, p.C2 = nil, 0
		return
	}
	if p.Z == nil {
		p.Z = make([]float64, p.K)
	}
	for k := range p.K {
		p.Z[k] = floats.Dot(w.Decoder(k), w.C)
	}
	p.C2 = floats.Dot(w.C, w.C)
}

// copyInto returns a copy of source, in the memory of dst where there is any; nil stays nil.
func copyInto(dst, source []float64) []float64 {
	if source == nil {
		return nil
	}
	return append(dst[:0], source...)
}

// Error returns the population reconstruction error
//
//	pmse = E‖x − x̂‖²/D = (1/D) [ tr Λ − 2 Σ_k a_k S_k + Σ_kl T_kl M_kl + 2 Σ_k m_k v^k·c + ‖c‖² ]
//
// for normal inputs, with averages those of the activation at Q and b. trace is
// tr Λ, the total variance of the inputs. Where trace, S, T, Z and C2 are given
// per dimension, as they must be in the limit of infinitely many, dim is 1.
func (p *Parameters) Error(averages *gaussian.Averages, trace, dim float64) float64 {
	sum := trace - 2*floats.Dot(averages.A, p.S) + floats.Dot(p.T, averages.M) + p.C2
	if p.Z != nil {
		sum += 2 * floats.Dot(averages.Mean, p.Z)
	}
	return sum / dim
}

// Error returns the population reconstruction error of a network with these
// weights, in the eigenbasis, for inputs N(0, diag(eigenvalues)). See
// [Parameters.Error] for a call that allocates nothing.
func Error(w Weights, eigenvalues []float64, g gaussian.Activation) float64 {
	p, averages := NewParameters(w.Hidden), gaussian.NewAverages(w.Hidden)
	p.Measure(w, eigenvalues)
	averages.Compute(g, p.Q, p.B)
	return p.Error(averages, floats.Sum(eigenvalues), float64(w.Dim))
}

// PCAErrors returns the error that is left with the m leading principal
// components, for m = 0 … D; see [pca.Errors]. The eigenvalues are in decreasing
// order. No autoencoder with m hidden units does better on normal inputs.
func PCAErrors(eigenvalues []float64) []float64 { return pca.Errors(eigenvalues) }

// Clone returns a copy that shares nothing with the parameters.
func (p *Parameters) Clone() *Parameters {
	return &Parameters{
		K: p.K, Q: slices.Clone(p.Q), S: slices.Clone(p.S), T: slices.Clone(p.T),
		B: slices.Clone(p.B), Z: slices.Clone(p.Z), C2: p.C2,
	}
}
