package autoencoder

import (
	"math"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

func TestNetworkReconstructs(t *testing.T) {
	w := order.NewWeights(1, 2)
	copy(w.W, []float64{math.Sqrt2, 0})
	copy(w.V, []float64{0.5, -1})
	network := Network{Activation: gaussian.Linear{}, Weights: w}
	got := make([]float64, 2)
	network.Reconstruct(got, []float64{3, 7})
	if !floats.EqualApprox(got, []float64{1.5, -3}, 1e-14) {
		t.Errorf("reconstruction %v", got)
	}
	if e := network.SampleError([]float64{3, 7}); math.Abs(e-(1.5*1.5+100)/2) > 1e-12 {
		t.Errorf("error %v", e)
	}
	network.Weights.B, network.Weights.C, network.Dim = []float64{2}, []float64{0, 1}, 8
	network.Reconstruct(got, []float64{3, 7}) // λ = 3/2
	if !floats.EqualApprox(got, []float64{1.75, -2.5}, 1e-14) {
		t.Errorf("reconstruction with biases %v", got)
	}
	if e := network.SampleError([]float64{3, 7}); math.Abs(e-(1.25*1.25+9.5*9.5)/8) > 1e-12 {
		t.Errorf("error with biases %v", e)
	}
}
