package autoencoder

import (
	"math"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// Network is a shallow autoencoder, x̂ = Σ_k v^k g(λ^k) with λ^k = w^k·x/√D.
type Network struct {
	Activation gaussian.Activation
	Weights    order.Weights
}

// PreActivations sets dst, of length K, to λ^k = w^k·x/√D for the input x of length D.
func (n Network) PreActivations(dst, x []float64) {
	root := math.Sqrt(float64(n.Weights.Dim))
	encode(n.Weights, x, x, nil, dst)
	for k := range dst {
		dst[k] /= root
	}
}

// Reconstruct sets dst, of length D, to the reconstruction x̂ of the input x.
func (n Network) Reconstruct(dst, x []float64) {
	lambda := make([]float64, n.Weights.Hidden)
	n.PreActivations(lambda, x)
	clear(dst)
	for k, l := range lambda {
		g := n.Activation.Value(l)
		for i, v := range n.Weights.Decoder(k) {
			dst[i] += g * v
		}
	}
}

// SampleError returns ‖x − x̂‖²/D for one input.
func (n Network) SampleError(x []float64) float64 {
	reconstruction := make([]float64, len(x))
	n.Reconstruct(reconstruction, x)
	var sum float64
	for i, r := range reconstruction {
		sum += (x[i] - r) * (x[i] - r)
	}
	return sum / float64(len(x))
}
