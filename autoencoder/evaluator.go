package autoencoder

import (
	"math"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/floats"
)

// Evaluator measures a network on a population of inputs.
type Evaluator interface {
	// Evaluate returns the error pmse = E‖x − x̂‖²/D over the population and sets
	// p to the order parameters there: Q = E λλᵀ, S_k = E (v^k·x) λ^k, T = V Vᵀ.
	Evaluate(n Network, p *order.Parameters) float64
}

// ClosedForm evaluates on normal inputs in the eigenbasis of their covariance.
type ClosedForm struct {
	Eigenvalues []float64
}

// Evaluate returns the error in closed form; see [order.Parameters.Error].
func (c ClosedForm) Evaluate(n Network, p *order.Parameters) float64 {
	averages := gaussian.NewAverages(p.K)
	p.Measure(n.Weights, c.Eigenvalues)
	averages.Compute(n.Activation, p.Q, p.B)
	return p.Error(averages, floats.Sum(c.Eigenvalues), float64(len(c.Eigenvalues)))
}

// Population evaluates by the exact average over every row of a data set.
type Population struct {
	rows  []float32
	dim   int
	total float64 // Σ ‖x‖² over the rows
}

// NewPopulation returns an evaluator over the rows of an N×dim array, which it
// keeps and doesn't change. It returns an error where the numbers aren't rows of
// that length, or one of them isn't finite. It is safe for use from several goroutines.
func NewPopulation(rows []float32, dim int) (*Population, error) {
	if err := checkRows(rows, dim); err != nil {
		return nil, err
	}
	p := &Population{rows: rows, dim: dim}
	for from := 0; from < len(rows); from += dim {
		var sum float64
		for _, x := range rows[from : from+dim] {
			sum += float64(x) * float64(x)
		}
		p.total += sum
	}
	return p, nil
}

// block is the number of rows that are multiplied with the weights at a time:
// they fit the processor's cache, and are too few for gonum to start goroutines.
const block = 32

// kernel is gonum's BLAS. It is used directly and not through blas64: nobody's
// blas64.Use changes results, which are kept under the digest of this code.
var kernel gonum.Implementation

// Evaluate averages ‖x‖² − 2 Σ_k g_k v^k·x + Σ_kl T_kl g_k g_l over the rows,
// in their order.
func (p *Population) Evaluate(n Network, parameters *order.Parameters) float64 {
	hidden, count := n.Weights.Hidden, len(p.rows)/p.dim
	sums := newSums(n)
	stacked := append(append([]float64(nil), n.Weights.W...), n.Weights.V...) // 2K×D
	inputs := make([]float64, block*p.dim)
	products := make([]float64, block*2*hidden)
	for from := 0; from < count; from += block {
		rows := min(block, count-from)
		for i, x := range p.rows[from*p.dim : (from+rows)*p.dim] {
			inputs[i] = float64(x)
		}
		kernel.Dgemm(blas.NoTrans, blas.Trans, rows, 2*hidden, p.dim, 1, inputs, p.dim, stacked, p.dim, 0, products, 2*hidden)
		for r := range rows {
			sums.add(products[2*hidden*r : 2*hidden*(r+1)])
		}
	}
	return sums.finish(parameters, p.total, count)
}

// sums collects what the error and the order parameters need of each input.
type sums struct {
	network      Network
	value        []float64
	cross        float64   // Σ Σ_k g_k v^k·x
	values, q, s []float64 // Σ g gᵀ, Σ λ λᵀ, Σ (v^k·x) λ^k
}

func newSums(n Network) *sums {
	k := n.Weights.Hidden
	return &sums{network: n, value: make([]float64, k), values: make([]float64, k*k), q: make([]float64, k*k), s: make([]float64, k)}
}

// add takes one input's products with the rows of W, which it divides by √D, and of V.
func (s *sums) add(products []float64) {
	hidden, root := len(s.value), math.Sqrt(float64(s.network.Weights.Dim))
	lambda, projection := products[:hidden], products[hidden:]
	for k := range lambda {
		lambda[k] /= root
		s.value[k] = s.network.Activation.Value(lambda[k])
		s.cross += s.value[k] * projection[k]
		s.s[k] += lambda[k] * projection[k]
	}
	for k, g := range s.value {
		addScaled(s.values[k*hidden:(k+1)*hidden], g, s.value)
		addScaled(s.q[k*hidden:(k+1)*hidden], lambda[k], lambda)
	}
}

// finish sets the order parameters and returns the error.
func (s *sums) finish(p *order.Parameters, total float64, count int) float64 {
	w := s.network.Weights
	p.Measure(w, make([]float64, w.Dim)) // T alone: Q and S are the population's
	floats.ScaleTo(p.Q, 1/float64(count), s.q)
	floats.ScaleTo(p.S, 1/float64(count), s.s)
	return (total - 2*s.cross + floats.Dot(p.T, s.values)) / (float64(count) * float64(w.Dim))
}
