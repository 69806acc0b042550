package theory

import (
	"math"
	"testing"

	"autoencoder-dynamics/theory/order"
)

// The flow is minus the gradient of the error in closed form, at the rates ηD/2 and η/2.
func TestFlowIsTheGradientFlow(t *testing.T) {
	const eta = 0.7
	for _, g := range activations() {
		for _, c := range []struct {
			hidden, dim int
			scale       float64
		}{{1, 1, 0.7}, {1, 3, 0.5}, {2, 5, 1}, {3, 128, 0.8}, {2, 129, 0.8}, {4, 130, 0.8}, {3, 257, 2}} {
			eigenvalues := powerLaw(c.dim)
			w := startWeights(c.hidden, c.dim, c.scale, 3)
			flow := NewFlow(g, c.hidden, eigenvalues, eta)
			got := order.NewWeights(c.hidden, c.dim)
			flow.Derivative(got, w)
			slope := func(x *float64) float64 {
				// The error is smooth; five points make the rounding the larger part.
				h, at := 1e-2, *x
				loss := func(d float64) float64 {
					*x = at + d
					defer func() { *x = at }()
					return order.Error(w, eigenvalues, g)
				}
				return (8*(loss(h)-loss(-h)) - (loss(2*h) - loss(-2*h))) / (12 * h)
			}
			stride := 1 + len(w.W)/40
			for i := range w.W {
				if i%stride != 0 && i%c.dim != c.dim-1 { // the last column is the end of a block, or a block of its own
					continue
				}
				nearSlope(t, g.Name()+" dW", got.W[i], -eta/2*slope(&w.W[i]))
				nearSlope(t, g.Name()+" dV", got.V[i], -eta/2*float64(c.dim)*slope(&w.V[i]))
			}
		}
	}
}

func nearSlope(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-8*(1+math.Abs(want)) {
		t.Errorf("%s = %v, finite differences %v", name, got, want)
	}
}

func TestMeasureAgreesWithOrder(t *testing.T) {
	w, eigenvalues := startWeights(3, 300, 1, 5), powerLaw(300)
	for _, g := range activations() {
		_, got := NewFlow(g, 3, eigenvalues, 1).Measure(w)
		if want := order.Error(w, eigenvalues, g); math.Abs(got/want-1) > 1e-12 {
			t.Errorf("%s: %v, want %v", g.Name(), got, want)
		}
	}
}

// Permuting units permutes their flow; flipping the sign of a unit, which an odd
// activation doesn't notice, flips it.
func TestFlowPermutesAndFlipsWithTheUnits(t *testing.T) {
	const hidden, dim = 3, 20
	w, eigenvalues := startWeights(hidden, dim, 1, 7), powerLaw(dim)
	moved := order.NewWeights(hidden, dim)
	image := []struct {
		unit int
		sign float64
	}{{2, 1}, {0, -1}, {1, -1}}
	transform := func(dst, src order.Weights) {
		for k, m := range image {
			for i := range dim {
				dst.Encoder(m.unit)[i] = m.sign * src.Encoder(k)[i]
				dst.Decoder(m.unit)[i] = m.sign * src.Decoder(k)[i]
			}
		}
	}
	for _, g := range activations() {
		flow := NewFlow(g, hidden, eigenvalues, 1)
		plain, want, got := order.NewWeights(hidden, dim), order.NewWeights(hidden, dim), order.NewWeights(hidden, dim)
		flow.Derivative(plain, w)
		transform(want, plain)
		transform(moved, w)
		flow.Derivative(got, moved)
		for i := range got.W {
			nearSlope(t, g.Name()+" dW of the moved units", got.W[i], want.W[i])
			nearSlope(t, g.Name()+" dV of the moved units", got.V[i], want.V[i])
		}
	}
}

// Modes that share an eigenvalue may be rotated into one another.
func TestFlowRotatesDegenerateModes(t *testing.T) {
	const hidden, dim = 2, 6
	eigenvalues := []float64{9, 1, 1, 1, 1, 0.5}
	w := startWeights(hidden, dim, 1, 9)
	cos, sin := math.Cos(0.6), math.Sin(0.6)
	rotate := func(dst, src order.Weights) {
		copy(dst.W, src.W)
		copy(dst.V, src.V)
		for k := range hidden {
			for _, rows := range [][2][]float64{{dst.Encoder(k), src.Encoder(k)}, {dst.Decoder(k), src.Decoder(k)}} {
				rows[0][1] = cos*rows[1][1] - sin*rows[1][3]
				rows[0][3] = sin*rows[1][1] + cos*rows[1][3]
			}
		}
	}
	for _, g := range activations() {
		flow := NewFlow(g, hidden, eigenvalues, 1)
		rotated, plain := order.NewWeights(hidden, dim), order.NewWeights(hidden, dim)
		want, got := order.NewWeights(hidden, dim), order.NewWeights(hidden, dim)
		flow.Derivative(plain, w)
		rotate(want, plain)
		rotate(rotated, w)
		flow.Derivative(got, rotated)
		for i := range got.W {
			nearSlope(t, g.Name()+" dW of rotated modes", got.W[i], want.W[i])
			nearSlope(t, g.Name()+" dV of rotated modes", got.V[i], want.V[i])
		}
	}
}
