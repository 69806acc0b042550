package theory

import (
	"math"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// The flow is minus the gradient of the error in closed form, for every activation,
// untied and tied, with and without biases and weight decay: at the rates ηD/2 for V
// and c, η/2 for W and b, and η√D/2 for tied weights, which take both paths. A unit of
// the truncated rule follows the gradient of the network of the units up to itself.
func TestFlowIsTheGradientFlow(t *testing.T) {
	const hidden, dim = 3, 7
	eigenvalues := powerLaw(dim)
	eigenvalues[dim-1] = 0
	for _, g := range everyActivation(t) {
		for _, c := range combinationsOf(g) {
			p := c.problem(g, hidden, eigenvalues, 0.8)
			got := slope(t, p)
			for k := range hidden {
				units := hidden
				if c.rule == Truncated {
					units = k + 1
				}
				gradient := errorGradient(p, units)
				nearGradient(t, p, got, gradient, k)
			}
		}
	}
}

// errorGradient returns the gradient of pmse of the network of the first units
// with respect to W, V, b and c, by differences of the closed form.
func errorGradient(p Problem, units int) order.Weights {
	w := p.Initial.Clone()
	w.Hidden, w.W, w.V = units, w.W[:units*w.Dim], w.V[:units*w.Dim]
	if w.B != nil {
		w.B = w.B[:units]
	}
	gradient := order.NewWeights(units, w.Dim)
	differentiate := func(dst, at, both []float64) {
		for i := range at {
			// The error is smooth; five points make the rounding the larger part.
			const h = 5e-3
			x := at[i]
			set := func(value float64) {
				at[i] = value
				if both != nil {
					both[i] = value
				}
			}
			loss := func(d float64) float64 {
				set(x + d)
				defer set(x)
				return order.Error(w, p.Eigenvalues, p.Activation)
			}
			dst[i] = (8*(loss(h)-loss(-h)) - (loss(2*h) - loss(-2*h))) / (12 * h)
		}
	}
	if p.tied() {
		differentiate(gradient.W, w.W, w.V)
	} else {
		differentiate(gradient.W, w.W, nil)
		differentiate(gradient.V, w.V, nil)
	}
	if w.B != nil {
		gradient.B = make([]float64, units)
		differentiate(gradient.B, w.B, nil)
	}
	if w.C != nil {
		gradient.C = make([]float64, w.Dim)
		differentiate(gradient.C, w.C, nil)
	}
	return gradient
}

// nearGradient compares the slopes of unit k, and of the output bias where all units
// are there, with the gradient.
func nearGradient(t *testing.T, p Problem, got, gradient order.Weights, k int) {
	t.Helper()
	dim := float64(got.Dim)
	name := p.Activation.Name() + ", " + p.Rule.String()
	compare := func(part string, got, slope, weights []float64, rate, decay float64) {
		for i := range got {
			want := -rate*slope[i] - decay*weights[i]
			if math.Abs(got[i]-want) > 2e-8*(1+math.Abs(want)) {
				t.Errorf("%s, tied %t: d%s_%d[%d] = %v, differences %v", name, p.Tied, part, k, i, got[i], want)
			}
		}
	}
	eta := p.LearningRate
	if p.tied() {
		compare("W", got.Encoder(k), gradient.Encoder(k), p.Initial.Encoder(k), eta/2*math.Sqrt(dim), p.WeightDecay)
	} else {
		compare("W", got.Encoder(k), gradient.Encoder(k), p.Initial.Encoder(k), eta/2, p.WeightDecay)
		compare("V", got.Decoder(k), gradient.Decoder(k), p.Initial.Decoder(k), eta/2*dim, p.WeightDecay)
	}
	if gradient.B != nil {
		compare("b", got.B[k:k+1], gradient.B[k:k+1], got.B[k:k+1], eta/2, 0)
	}
	if gradient.C != nil && gradient.Hidden == got.Hidden {
		compare("c", got.C, gradient.C, got.C, eta/2*dim, 0)
	}
}

func nearSlope(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-8*(1+math.Abs(want)) {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

// The matrix products are taken in blocks of columns; the result knows nothing of them.
func TestBlocksOfColumns(t *testing.T) {
	for _, dim := range []int{1, 127, 128, 129, 300} {
		for _, c := range []combination{{}, {tied: true}, {encoderBias: true, outputBias: true}, {rule: Truncated, tied: true, outputBias: true}} {
			hidden := min(3, dim)
			p := c.problem(gaussian.ReLU{}, hidden, powerLaw(dim), 0.8)
			got := slope(t, p)
			want := plainSlope(p)
			for i := range got.W {
				nearSlope(t, c.String()+" dW", got.W[i], want.W[i])
				nearSlope(t, c.String()+" dV", got.V[i], want.V[i])
			}
			for i := range got.C {
				nearSlope(t, c.String()+" dc", got.C[i], want.C[i])
			}
			for i := range got.B {
				nearSlope(t, c.String()+" db", got.B[i], want.B[i])
			}
		}
	}
}

// plainSlope writes section 3 of the paper's equations out number by number.
func plainSlope(p Problem) order.Weights {
	w, rho, dim, eta := p.Initial, p.Eigenvalues, float64(p.Initial.Dim), p.LearningRate
	root := math.Sqrt(dim)
	parameters, v := order.NewParameters(w.Hidden), gaussian.NewAverages(w.Hidden)
	parameters.Measure(w, rho)
	v.Compute(p.Activation, parameters.Q, parameters.B)
	c, z := w.C, parameters.Z
	if c == nil {
		c, z = make([]float64, w.Dim), make([]float64, w.Hidden)
	}
	d := order.NewWeights(w.Hidden, w.Dim)
	d.B, d.C = make([]float64, w.Hidden), make([]float64, w.Dim)
	sees := func(k, l int) bool { return p.Rule == Vanilla || l <= k }
	for k := range w.Hidden {
		own := v.F[k]*parameters.S[k] - v.E[k]*z[k]
		d.B[k] = eta / dim * (v.E[k]*parameters.S[k] - v.A[k]*z[k])
		for l := range w.Hidden {
			if kl := k*w.Hidden + l; sees(k, l) {
				own -= parameters.T[kl] * v.P[kl]
				d.B[k] -= eta / dim * parameters.T[kl] * v.H[kl]
			}
		}
		for i := range w.Dim {
			dv := v.A[k]*w.Encoder(k)[i]*rho[i]/root - v.Mean[k]*c[i]
			dw := v.A[k]*w.Decoder(k)[i] + own*w.Encoder(k)[i]/root
			for l := range w.Hidden {
				if kl := k*w.Hidden + l; sees(k, l) {
					dv -= v.M[kl] * w.Decoder(l)[i]
					dw -= parameters.T[kl] * v.N[kl] * w.Encoder(l)[i] / root
				}
			}
			dv, dw = eta*dv, eta/(dim*root)*dw*rho[i]
			if p.Tied {
				dw = root*dw + dv/root
				dv = dw
			}
			d.Encoder(k)[i], d.Decoder(k)[i] = dw, dv
			d.C[i] -= eta * v.Mean[k] * w.Decoder(k)[i]
		}
	}
	for i := range d.C {
		d.C[i] -= eta * c[i]
	}
	return d
}

// Sanger's rule (T. D. Sanger, Neural Networks 2 (1989) 459–473):
// dW/dt = η (WΛ/D − tril(Q) W/√D).
func TestSangerRule(t *testing.T) {
	const hidden, dim, eta = 3, 9, 0.7
	eigenvalues := powerLaw(dim)
	p := combination{rule: Sanger, tied: true}.problem(gaussian.Linear{}, hidden, eigenvalues, 0.8)
	got, w := slope(t, p), p.Initial
	parameters := order.NewParameters(hidden)
	parameters.Measure(w, eigenvalues)
	for k := range hidden {
		for i := range dim {
			want := w.Encoder(k)[i] * eigenvalues[i] / dim
			for l := range k + 1 {
				want -= parameters.Q[k*hidden+l] * w.Encoder(l)[i] / math.Sqrt(dim)
			}
			nearSlope(t, "dW", got.Encoder(k)[i], eta*want)
		}
	}
	// w^k = D^{1/4} ψ_k is its fixed point.
	for i := range w.W {
		w.W[i] = 0
	}
	for k := range hidden {
		w.Encoder(k)[k] = math.Pow(dim, 0.25)
	}
	copy(w.V, w.W)
	for _, x := range slope(t, p).W {
		nearSlope(t, "dW at the fixed point", x, 0)
	}
}

func TestMeasureAgreesWithOrder(t *testing.T) {
	for _, g := range everyActivation(t) {
		for _, c := range combinations() {
			p := c.problem(g, 3, powerLaw(150), 0.6)
			f, err := NewFlow(p)
			if err != nil {
				t.Fatal(err)
			}
			parameters, got := f.Measure(f.Start())
			if want := order.Error(p.Initial, p.Eigenvalues, g); math.Abs(got/want-1) > 1e-12 {
				t.Errorf("%s, %v: pmse %v, want %v", g.Name(), c, got, want)
			}
			want := order.NewParameters(3)
			want.Measure(p.Initial, p.Eigenvalues)
			nearParameters(t, parameters, want)
			for k, z := range want.Z {
				near(t, "(Vc)_k", parameters.Z[k], z)
			}
		}
	}
}

func nearParameters(t *testing.T, got, want *order.Parameters) {
	t.Helper()
	a, b := got.AppendColumns(nil), want.AppendColumns(nil)
	if len(a) != len(b) {
		t.Fatalf("%d columns, want %d", len(a), len(b))
	}
	for i := range a {
		if math.Abs(a[i]-b[i]) > 1e-10*(1+math.Abs(b[i])) {
			t.Errorf("order parameter %d is %v, want %v", i, a[i], b[i])
		}
	}
}
