package autoencoder

import (
	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/theory/order"
)

// copyWeights makes the rows of a new network, and the vectors that are used with them, all of
// one piece of memory: see [kernel.NewRows].
func (c *core[T]) copyWeights(w order.Weights) {
	rows := kernel.NewRows[T](2*w.Hidden+5, kernel.Padded(w.Dim))
	take := func(n int) [][]T {
		taken := rows[:n:n]
		rows = rows[n:]
		return taken
	}
	c.encoder = filled(take(w.Hidden), w.W, w.Dim)
	c.decoder = c.encoder
	if !c.learning.tied() {
		c.decoder = filled(take(w.Hidden), w.V, w.Dim)
	}
	c.bias = append(c.bias, w.B...)
	if c.bias == nil && c.learning.TrainEncoderBias {
		c.bias = make([]float64, w.Hidden)
	}
	if w.C != nil || c.learning.TrainOutputBias {
		c.output = filled(take(1), w.C, w.Dim)[0]
	}
	c.reconstructing = append(append([][]T(nil), c.decoder...), c.output)
	c.residual, c.idle = take(1)[0], take(1)[0]
	copy(c.inputs[:], take(2))
}

// filled copies the entries of a matrix into padded rows, and returns them.
func filled[T kernel.Float](rows [][]T, entries []float64, width int) [][]T {
	for i, x := range entries {
		rows[i/width][i%width] = T(x)
	}
	return rows
}

// paddedRows returns the rows of a matrix in memory of their own.
func paddedRows[T kernel.Float](entries []float64, count, width int) [][]T {
	return filled(kernel.NewRows[T](count, kernel.Padded(width)), entries, width)
}

// normalise puts the common factor into the weights.
func (c *core[T]) normalise() {
	c.flush()
	scale(c.encoder, c.factor)
	if !c.learning.tied() {
		scale(c.decoder, c.factor)
	}
	c.factor = 1
}

func scale[T kernel.Float](rows [][]T, factor float64) {
	for _, row := range rows {
		for i, w := range row {
			row[i] = T(float64(w) * factor)
		}
	}
}

// flush makes up for the encoder's pending update.
func (c *core[T]) flush() {
	c.add(c.encoder, c.moving, c.pending, c.previous)
	for _, k := range c.moving {
		c.pending[k] = 0
	}
	c.moving, c.still = c.moving[:0], c.still[:0]
	for k := range c.pending {
		c.still = append(c.still, k)
	}
	c.previous = nil
}

// weights returns a copy of the weights.
func (c *core[T]) weights() order.Weights {
	c.flush()
	w := order.Weights{Hidden: len(c.encoder), Dim: c.width}
	w.W = unpadded(c.encoder, c.width, c.factor)
	w.V = unpadded(c.decoder, c.width, c.factor)
	w.B = append(w.B, c.bias...)
	if c.output != nil {
		w.C = unpadded([][]T{c.output}, c.width, 1)
	}
	return w
}

func unpadded[T kernel.Float](rows [][]T, width int, factor float64) []float64 {
	entries := make([]float64, 0, len(rows)*width)
	for _, row := range rows {
		for _, w := range row[:width] {
			entries = append(entries, factor*float64(w))
		}
	}
	return entries
}

// rows returns the K padded rows of encoder and decoder, which are to be multiplied by
// factor, and of the output bias, as they are in memory after a flush. Decoder is nil where
// the weights are tied, output where there is none. What changes them between batches, a
// change of the orthonormal coordinates, must change all rows alike.
func (c *core[T]) rows() (encoder, decoder [][]T, output []T) {
	c.flush()
	if c.learning.tied() {
		return c.encoder, nil, c.output
	}
	return c.encoder, c.decoder, c.output
}
