package theory

import (
	"fmt"
	"math"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/floats"
)

// Flow is the right-hand side of the dynamics of an untied autoencoder without
// biases under vanilla gradient descent. With Λ = diag(ρ), and the order
// parameters and averages of packages order and gaussian,
//
//	dV/dt = η [ diag(a) WΛ/√D − M V ]
//	dW/dt = η/(D√D) [ diag(a) V + diag(f∘S − (T∘P)1) W/√D − (T∘N) W/√D ] Λ
//
// It is the gradient flow of the error: dV/dt = −(ηD/2) ∂pmse/∂V and
// dW/dt = −(η/2) ∂pmse/∂W. The cost is O(K²D), all of it matrix products. A Flow
// has working space of its own: it isn't safe for use from several goroutines.
type Flow struct {
	activation   gaussian.Activation
	learningRate float64
	eigenvalues  []float64
	trace        float64
	hidden, dim  int

	parameters *order.Parameters
	averages   *gaussian.Averages
	scaled     []float64 // W Λ
	coupling   []float64 // K×K: what multiplies WΛ in dW/dt
}

// NewFlow returns the flow of a network of K = hidden units with the activation
// over inputs with these eigenvalues, at learning rate η. It panics where hidden
// isn't between 1 and D; [Problem.Check] says so with an error.
func NewFlow(activation gaussian.Activation, hidden int, eigenvalues []float64, learningRate float64) *Flow {
	dim := len(eigenvalues)
	if hidden < 1 || hidden > dim {
		panic(fmt.Sprintf("theory: %d hidden units for %d inputs", hidden, dim))
	}
	return &Flow{
		activation: activation, learningRate: learningRate,
		eigenvalues: eigenvalues, trace: floats.Sum(eigenvalues),
		hidden: hidden, dim: dim,
		parameters: order.NewParameters(hidden),
		averages:   gaussian.NewAverages(hidden),
		scaled:     make([]float64, hidden*dim),
		coupling:   make([]float64, hidden*hidden),
	}
}

// columns is the width of the blocks in which the matrix products are taken: a
// block of W, V and WΛ stays in the processor's cache, and is too narrow for
// gonum to start goroutines of its own on it.
const columns = 128

// kernel is gonum's BLAS. It is used directly and not through blas64: nobody's
// blas64.Use changes results, which are kept under the digest of this code.
var kernel gonum.Implementation

// Measure returns the order parameters and the error at the weights. The
// parameters are lent until the next call of a method.
func (f *Flow) Measure(w order.Weights) (parameters *order.Parameters, pmse float64) {
	f.measure(w)
	f.averages.Compute(f.activation, f.parameters.Q)
	return f.parameters, f.parameters.Error(f.averages, f.trace, f.dim)
}

// Derivative sets dw to dW/dt and dV/dt at the weights.
func (f *Flow) Derivative(dw, w order.Weights) {
	f.measure(w)
	f.averages.Compute(f.activation, f.parameters.Q)
	f.setCoupling()
	for from := 0; from < f.dim; from += columns {
		f.deriveBlock(dw, w, from, min(from+columns, f.dim))
	}
}

// measure sets WΛ and the order parameters, block by block in a fixed order.
func (f *Flow) measure(w order.Weights) {
	p, dim := f.parameters, float64(f.dim)
	fill(p.Q, 0)
	fill(p.T, 0)
	fill(p.S, 0)
	for from := 0; from < f.dim; from += columns {
		to := min(from+columns, f.dim)
		for k := range f.hidden {
			scaled := f.row(f.scaled, k, from, to)
			floats.MulTo(scaled, f.eigenvalues[from:to], f.row(w.W, k, from, to))
			p.S[k] += floats.Dot(scaled, f.row(w.V, k, from, to))
		}
		f.addProducts(p.Q, 1/dim, f.scaled[from:], w.W[from:], to-from)
		f.addProducts(p.T, 1, w.V[from:], w.V[from:], to-from)
	}
	floats.Scale(1/math.Sqrt(dim), p.S)
	symmetrise(p.Q, f.hidden)
	symmetrise(p.T, f.hidden)
}

// setCoupling sets diag(f∘S − (T∘P)1) − T∘N, times η/D².
func (f *Flow) setCoupling() {
	p, v, scale := f.parameters, f.averages, f.learningRate/(float64(f.dim)*float64(f.dim))
	for k := range f.hidden {
		own := v.F[k] * p.S[k]
		for l := range f.hidden {
			kl := k*f.hidden + l
			own -= p.T[kl] * v.P[kl]
			f.coupling[kl] = -scale * p.T[kl] * v.N[kl]
		}
		f.coupling[k*f.hidden+k] += scale * own
	}
}

// deriveBlock sets the columns from … to of dw; WΛ is that of measure.
func (f *Flow) deriveBlock(dw, w order.Weights, from, to int) {
	dim := float64(f.dim)
	f.setCombination(dw.W[from:], 1, f.coupling, f.scaled[from:], to-from)
	f.setCombination(dw.V[from:], -f.learningRate, f.averages.M, w.V[from:], to-from)
	for k, a := range f.averages.A {
		floats.AddScaled(f.row(dw.V, k, from, to), f.learningRate*a/math.Sqrt(dim), f.row(f.scaled, k, from, to))
		v, encoder := f.row(w.V, k, from, to), f.row(dw.W, k, from, to)
		rate := f.learningRate * a / (dim * math.Sqrt(dim))
		for i, rho := range f.eigenvalues[from:to] {
			encoder[i] += rate * rho * v[i]
		}
	}
}

// row returns a part of row k of a K×D matrix.
func (f *Flow) row(matrix []float64, k, from, to int) []float64 {
	return matrix[k*f.dim+from : k*f.dim+to]
}

// addProducts adds scale·a bᵀ to a K×K matrix; a and b are columns of K×D matrices, from their first entry on.
func (f *Flow) addProducts(square []float64, scale float64, a, b []float64, columns int) {
	kernel.Dgemm(blas.NoTrans, blas.Trans, f.hidden, f.hidden, columns, scale, a, f.dim, b, f.dim, 1, square, f.hidden)
}

// setCombination sets columns of a K×D matrix to scale·square times columns of another.
func (f *Flow) setCombination(dst []float64, scale float64, square, a []float64, columns int) {
	kernel.Dgemm(blas.NoTrans, blas.NoTrans, f.hidden, columns, f.hidden, scale, square, f.hidden, a, f.dim, 0, dst, f.dim)
}

// symmetrise makes the upper triangle the truth: products round differently in the two.
func symmetrise(square []float64, k int) {
	for i := range k {
		for j := range i {
			square[i*k+j] = square[j*k+i]
		}
	}
}

func fill(v []float64, x float64) {
	for i := range v {
		v[i] = x
	}
}
