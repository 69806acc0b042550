package autoencoder

import (
	"slices"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/theory/order"
)

// multiplier multiplies rows of a data set with rows of weights.
type multiplier interface {
	// multiply multiplies count ≤ tile rows of the set, from number from on, with the
	// weights. It sets to[j][first], to[j][first+1], … to their products with row j
	// of W and then, where W and V differ, of V.
	multiply(set rows, from, count int, to [][]float64, first int)
}

// newMultiplier returns one for the network's weights: in float32 where that has all of
// them, or else in float64.
func newMultiplier(n Network) multiplier {
	weights := stacked(n.Weights)
	for _, x := range weights {
		if float64(float32(x)) != x {
			return newMultiplierOf[float64](weights, n.Weights.Dim)
		}
	}
	return newMultiplierOf[float32](weights, n.Weights.Dim)
}

// stacked returns the rows of W and then those of V, or W alone where V is equal to it.
func stacked(w order.Weights) []float64 {
	if slices.Equal(w.W, w.V) {
		return w.W
	}
	return slices.Concat(w.W, w.V)
}

// multiplierOf is a multiplier for weights of one type.
type multiplierOf[T kernel.Float] struct {
	kernels *kernel.Kernels[T]
	weights []kernel.Rows[T] // in groups of four, the last filled up with rows of zeros
	inputs  [][]T            // working space for a tile of rows, padded with zeros
}

func newMultiplierOf[T kernel.Float](stacked []float64, dim int) *multiplierOf[T] {
	m := &multiplierOf[T]{kernels: kernel.For[T](kernel.Best), inputs: kernel.NewRows[T](tile, kernel.Padded(dim))}
	memory := kernel.NewRows[T]((len(stacked)/dim+3)/4*4, kernel.Padded(dim))
	for j, row := range memory[:len(stacked)/dim] {
		for i, x := range stacked[j*dim : (j+1)*dim] {
			row[i] = T(x)
		}
	}
	for ; len(memory) > 0; memory = memory[4:] {
		m.weights = append(m.weights, kernel.Rows[T](memory))
	}
	return m
}

func (m *multiplierOf[T]) multiply(set rows, from, count int, to [][]float64, first int) {
	for r := range count {
		m.copy(m.inputs[r], set.row(from+r))
	}
	var sums [4][4]float64
	soon := (tile + len(m.weights) - 1) / len(m.weights) // rows to come to fetch from memory beside each group
	for g := range m.weights {
		for next := from + tile + g*soon; next < min(from+tile+(g+1)*soon, from+2*tile, set.count()); next++ {
			m.kernels.Prefetch(set.row(next))
		}
		results := to[4*g:]
		for r := 0; r < count; r += 4 { // beyond count there are products with rows of before, which nobody reads
			m.kernels.Products(&m.weights[g], (*[4][]T)(m.inputs[r:]), &sums)
			for j := range sums[:min(4, len(results))] {
				copy(results[j][first+r:], sums[j][:])
			}
		}
	}
}

// copy sets to, which is padded, to a row.
func (m *multiplierOf[T]) copy(to []T, row []float32) {
	switch to := any(to).(type) {
	case []float32:
		copy(to, row)
	case []float64:
		whole := len(row) / kernel.Block * kernel.Block
		m.kernels.Inputs.Widen(to[:whole], row[:whole])
		for i := whole; i < len(row); i++ {
			to[i] = float64(row[i])
		}
	}
}

// lists returns count lists of n numbers each, all 0.
func lists(count, n int) [][]float64 {
	memory, parts := make([]float64, count*n), make([][]float64, count)
	for i := range parts {
		parts[i] = memory[i*n : (i+1)*n : (i+1)*n]
	}
	return parts
}
