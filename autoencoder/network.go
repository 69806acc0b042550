package autoencoder

import (
	"math"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// Network is a shallow autoencoder, x̂ = Σ_k v^k g(λ^k + b_k) + c with λ^k = w^k·x/√D.
type Network struct {
	Activation gaussian.Activation
	Weights    order.Weights // with its biases b and c, nil where there are none

	// Dim is the D of the scalings √D and 1/D, 0 where it is Weights.Dim. It is larger
	// where the weights are given in fewer coordinates than there are inputs.
	Dim float64
}

// dim returns the D of the scalings.
func (n Network) dim() float64 {
	if n.Dim == 0 {
		return float64(n.Weights.Dim)
	}
	return n.Dim
}

// PreActivations sets dst, of length K, to λ^k = w^k·x/√D for the input x of length
// Weights.Dim. The biases b aren't in it.
func (n Network) PreActivations(dst, x []float64) {
	root := math.Sqrt(n.dim())
	for k := range dst {
		dst[k] = floats.Dot(n.Weights.Encoder(k), x) / root
	}
}

// Reconstruct sets dst, of length Weights.Dim, to the reconstruction x̂ of the input x.
func (n Network) Reconstruct(dst, x []float64) {
	u := make([]float64, n.Weights.Hidden)
	n.PreActivations(u, x)
	if n.Weights.B != nil {
		floats.Add(u, n.Weights.B)
	}
	clear(dst)
	copy(dst, n.Weights.C)
	for k, u := range u {
		floats.AddScaled(dst, n.Activation.Value(u), n.Weights.Decoder(k))
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
	return sum / n.dim()
}
