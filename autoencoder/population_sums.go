package autoencoder

import (
	"math"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// sums collects what the error and the order parameters need of a population, block by
// block. Lists are by unit, and in each the numbers of a block's rows, so that sums over the
// rows are those of the kernels.
type sums struct {
	network   Network
	bothSigns bool
	kernels   *kernel.Kernels[float64]

	products    [][]float64 // of the rows of weights with the block's rows
	lambda      [][]float64 // λ^k, padded to a multiple of four units
	projections [][]float64 // v^k·x
	value       [][]float64 // g(λ^k + b_k)
	flipped     [][]float64 // g(−λ^k + b_k), or nil
	slope       []float64   // of one unit, which nobody reads

	cross      float64   // Σ Σ_k g_k v^k·x
	values     []float64 // Σ g_k
	squares, q []float64 // Σ g gᵀ and Σ λ λᵀ
	s          []float64 // Σ (v^k·x) λ^k
}

func newSums(n Network, bothSigns bool) *sums {
	k := n.Weights.Hidden
	padded := (k + 3) / 4 * 4
	s := &sums{
		network: n, bothSigns: bothSigns, kernels: kernel.For[float64](kernel.Best),
		products: lists(len(stacked(n.Weights))/n.Weights.Dim, block), lambda: lists(padded, block), value: lists(padded, block),
		slope:  make([]float64, block),
		values: make([]float64, k), squares: make([]float64, k*k), q: make([]float64, k*k), s: make([]float64, k),
	}
	s.projections = s.products[len(s.products)-k:] // those of V, or of W where V is equal to it
	if bothSigns {
		s.flipped = lists(padded, block)
	}
	return s
}

// add takes the first count of the products.
func (s *sums) add(count int) {
	root := math.Sqrt(s.network.dim())
	for k := range s.values {
		for r, product := range s.products[k][:count] {
			s.lambda[k][r] = product / root
		}
		clear(s.lambda[k][count:])
		s.s[k] += floats.Dot(s.lambda[k][:count], s.projections[k][:count])
		s.activate(s.value[k], k, count, 1)
		if s.bothSigns {
			s.activate(s.flipped[k], k, count, -1)
		}
	}
	s.addSquares(s.q, s.lambda)
	s.addSquares(s.squares, s.value)
	if s.bothSigns {
		s.addSquares(s.squares, s.flipped)
	}
}

// activate sets dst to the values of unit k for the inputs or, with sign −1, for their
// negatives, and adds them to the sums.
func (s *sums) activate(dst []float64, k, count int, sign float64) {
	var bias float64
	if b := s.network.Weights.B; b != nil {
		bias = b[k]
	}
	for r, lambda := range s.lambda[k][:count] {
		dst[r] = float64(sign*lambda) + bias
	}
	s.respond(dst, count)
	s.values[k] += floats.Sum(dst[:count])
	s.cross += sign * floats.Dot(dst[:count], s.projections[k][:count])
}

// respond replaces the first count pre-activations by the activation's values, and what follows by 0.
func (s *sums) respond(u []float64, count int) {
	switch g := s.network.Activation.(type) {
	case gaussian.Erf:
		s.kernels.Erf(u, u, s.slope)
	case gaussian.ReLU:
		for r, x := range u {
			u[r] = max(x, 0)
		}
	default:
		for r, x := range u[:count] {
			u[r] = g.Value(x)
		}
	}
	clear(u[count:])
}

// addSquares adds the products of the lists, pair by pair, to a K×K matrix.
func (s *sums) addSquares(to []float64, lists [][]float64) {
	hidden := len(s.values)
	var products [4]float64
	for k := 0; k < hidden; k += 4 {
		group := kernel.Rows[float64](lists[k : k+4])
		for l := k; l < hidden; l++ {
			s.kernels.Dot(&group, lists[l], &products)
			for j := range min(4, l-k+1) {
				to[(k+j)*hidden+l] += products[j]
			}
		}
	}
}

// finish sets the order parameters, of which p has T and those of the biases, and returns the
// error.
func (s *sums) finish(p *order.Parameters, of *Population) float64 {
	count, hidden := float64(of.count()), len(s.values)
	signs := 1.0
	if s.bothSigns {
		signs = 2
	}
	for k := range hidden {
		for l := range k {
			s.q[k*hidden+l], s.squares[k*hidden+l] = s.q[l*hidden+k], s.squares[l*hidden+k]
		}
	}
	floats.ScaleTo(p.Q, 1/count, s.q)
	floats.ScaleTo(p.S, 1/count, s.s)
	sum := of.total + (floats.Dot(p.T, s.squares)-2*s.cross)/signs
	if c := s.network.Weights.C; c != nil {
		sum += count*p.C2 + 2*floats.Dot(p.Z, s.values)/signs
		if !s.bothSigns {
			sum -= 2 * floats.Dot(c, of.sum)
		}
	}
	return sum / (count * s.network.dim())
}
