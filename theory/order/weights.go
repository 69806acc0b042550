package order

import (
	"fmt"
	"math"
	"slices"
)

// Weights are the weights of an untied autoencoder with K = Hidden units over
// D = Dim inputs. W and V have K·D entries each, row by row: row k is the weight
// vector w^k or v^k of hidden unit k.
type Weights struct {
	Hidden, Dim int
	W           []float64 // encoder: λ^k = w^k·x/√D
	V           []float64 // decoder: x̂ = Σ_k v^k g(λ^k)
}

// NewWeights returns weights of that size, all zero.
func NewWeights(hidden, dim int) Weights {
	return Weights{
		Hidden: hidden, Dim: dim,
		W: make([]float64, hidden*dim),
		V: make([]float64, hidden*dim),
	}
}

// Clone returns a copy that shares nothing with the weights.
func (w Weights) Clone() Weights {
	w.W, w.V = slices.Clone(w.W), slices.Clone(w.V)
	return w
}

// Encoder returns the row w^k; it shares memory with the weights.
func (w Weights) Encoder(k int) []float64 { return w.W[k*w.Dim : (k+1)*w.Dim : (k+1)*w.Dim] }

// Decoder returns the row v^k; it shares memory with the weights.
func (w Weights) Decoder(k int) []float64 { return w.V[k*w.Dim : (k+1)*w.Dim : (k+1)*w.Dim] }

// Check returns an error that names what is wrong with sizes or entries, or nil.
func (w Weights) Check() error {
	switch {
	case w.Hidden < 1:
		return fmt.Errorf("weights of %d hidden units: there must be at least 1", w.Hidden)
	case w.Dim < w.Hidden:
		return fmt.Errorf("weights of %d hidden units over %d inputs: there must be at least as many inputs as hidden units", w.Hidden, w.Dim)
	case len(w.W) != w.Hidden*w.Dim || len(w.V) != w.Hidden*w.Dim:
		return fmt.Errorf("weights W and V have %d and %d entries, want K×D = %d×%d", len(w.W), len(w.V), w.Hidden, w.Dim)
	}
	for _, array := range []struct {
		name    string
		entries []float64
	}{{"W", w.W}, {"V", w.V}} {
		for i, x := range array.entries {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return fmt.Errorf("weight %s[%d,%d] is %v", array.name, i/w.Dim, i%w.Dim, x)
			}
		}
	}
	return nil
}
