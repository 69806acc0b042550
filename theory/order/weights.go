package order

import (
	"fmt"
	"math"
	"slices"
)

// Weights are the weights of an autoencoder with K = Hidden units over D = Dim
// inputs. W and V have K·D entries each, row by row: row k is the weight vector
// w^k or v^k of hidden unit k. Where the weights are tied, V equals W. The biases
// are nil where the network has none.
type Weights struct {
	Hidden, Dim int
	W           []float64 // encoder: λ^k = w^k·x/√D
	V           []float64 // decoder: x̂ = Σ_k v^k g(λ^k + b_k) + c
	B           []float64 // encoder biases b_k, length K, or nil
	C           []float64 // output bias c, length D, or nil
}

// NewWeights returns weights of that size, all zero, without biases.
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
	w.B, w.C = slices.Clone(w.B), slices.Clone(w.C)
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
	case w.B != nil && len(w.B) != w.Hidden:
		return fmt.Errorf("encoder biases b have %d entries, want K = %d", len(w.B), w.Hidden)
	case w.C != nil && len(w.C) != w.Dim:
		return fmt.Errorf("output bias c has %d entries, want D = %d", len(w.C), w.Dim)
	}
	return w.checkEntries()
}

// checkEntries returns an error where an entry isn't finite.
func (w Weights) checkEntries() error {
	for _, array := range []struct {
		name    string
		entries []float64
		columns int
	}{{"W", w.W, w.Dim}, {"V", w.V, w.Dim}, {"b", w.B, 0}, {"c", w.C, 0}} {
		for i, x := range array.entries {
			switch {
			case !math.IsNaN(x) && !math.IsInf(x, 0):
			case array.columns > 0:
				return fmt.Errorf("weight %s[%d,%d] is %v", array.name, i/array.columns, i%array.columns, x)
			default:
				return fmt.Errorf("bias %s[%d] is %v", array.name, i, x)
			}
		}
	}
	return nil
}
