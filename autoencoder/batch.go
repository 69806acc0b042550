package autoencoder

import (
	"math"

	"autoencoder-dynamics/autoencoder/kernel"
)

// batch collects the directions of descent of the inputs of a step, while the weights stay.
type batch[T kernel.Float] struct {
	size, count      int
	encoder, decoder [][]T // Σ (v^k·δ) g'_k x/√D and Σ g_k δ; one and the same where tied
	output           []T   // Σ δ, or nil
	bias             []float64
	collecting       [][]T // the rows of decoder, and then output
	weight           []T   // K+1: of the input or the residual in a row
	zeros            [4]T
}

func newBatch[T kernel.Float](c *core[T]) *batch[T] {
	hidden, padded := len(c.encoder), kernel.Padded(c.width)
	b := &batch[T]{
		size: c.learning.batchSize(), encoder: paddedRows[T](make([]float64, hidden*padded), hidden, padded),
		bias: make([]float64, hidden), weight: make([]T, hidden+1),
	}
	b.decoder = b.encoder
	if !c.learning.tied() {
		b.decoder = paddedRows[T](make([]float64, hidden*padded), hidden, padded)
	}
	if c.learning.TrainOutputBias {
		b.output = make([]T, padded)
	}
	b.collecting = append(append([][]T(nil), b.decoder...), b.output)
	return b
}

// clear makes room for the next batch.
func (b *batch[T]) clear() {
	b.count = 0
	clear(b.bias)
	clear(b.output)
	for k := range b.encoder {
		clear(b.encoder[k])
		clear(b.decoder[k])
	}
}

// accumulate takes one input into the batch, and makes the step of a batch that is complete.
func (c *core[T]) accumulate(x []T) bool {
	b := c.batch
	c.dot(c.encoder, c.still, x, c.preActivation)
	c.activate()
	c.prepareDecoder(0, 1)
	copy(c.residual, x)
	if c.learning.Rule == Vanilla {
		c.collect()
	} else {
		c.collectTruncated()
	}
	c.project()
	c.collectEncoder(x)
	if !c.finite() {
		return false
	}
	if b.count++; b.count == b.size {
		c.descend()
		b.clear()
	}
	return true
}

// collect adds g_k δ of the active units to the decoder's direction and δ to the output's.
func (c *core[T]) collect() {
	c.subtract(c.active)
	c.dot(c.reconstructing, c.active, c.residual, c.projection)
	units := c.active
	c.batch.weight[len(c.value)] = 1
	if c.output != nil && c.batch.output == nil {
		units = units[1:]
	}
	for _, k := range c.units() {
		c.batch.weight[k] = T(c.value[k])
	}
	c.add(c.batch.collecting, units, c.batch.weight, c.residual)
}

// collectTruncated adds g_k δ_k. Rows of the decoder alternate with those of the direction:
// one is subtracted from the residual, the next learns what is left.
func (c *core[T]) collectTruncated() {
	b, hidden := c.batch, len(c.value)
	if c.output != nil {
		c.subtract(c.active[:1])
		c.projection[hidden] = 0
	}
	for units := c.units(); len(units) > 0; {
		n := min(2, len(units))
		c.first, c.rate = b.zeros, b.zeros
		c.group = kernel.Rows[T]{c.idle, c.idle, c.idle, c.idle}
		for j, k := range units[:n] {
			c.group[2*j], c.group[2*j+1] = c.decoder[k], b.decoder[k]
			c.first[2*j], c.rate[2*j+1] = c.share[k], T(c.value[k])
		}
		c.kernels.Truncated(&c.group, &c.first, &c.rate, c.residual, &c.sums)
		for j, k := range units[:n] {
			c.projection[k] = c.sums[2*j]
		}
		units = units[n:]
	}
	if b.output != nil {
		b.weight[hidden] = 1
		c.add(b.collecting, c.active[:1], b.weight, c.residual)
	}
}

// collectEncoder adds (v^k·δ) g'_k x/√D and the direction of the biases b.
func (c *core[T]) collectEncoder(x []T) {
	if c.learning.Rule == Sanger {
		return
	}
	for _, k := range c.units() {
		descent := float64(c.projection[k] * c.slope[k])
		c.batch.bias[k] += descent
		c.batch.weight[k] = T(descent / math.Sqrt(c.dim))
	}
	c.add(c.batch.encoder, c.units(), c.batch.weight, x)
}

// units lists the active units without the output bias.
func (c *core[T]) units() []int {
	if c.output != nil {
		return c.active[1:]
	}
	return c.active
}

// descend takes the step of a batch.
func (c *core[T]) descend() {
	rate, after := c.next()
	if c.adam != nil {
		c.adam.descend(c, rate, after)
	} else {
		c.descendPlainly(rate/float64(c.batch.size), after)
	}
	c.finish(after)
}

// descendPlainly moves by the mean of the batch's directions.
func (c *core[T]) descendPlainly(rate, after float64) {
	b := c.batch
	for k := range c.encoder {
		move(c.decoder[k], b.decoder[k], rate*c.rates.decoder/after)
		if !c.learning.tied() {
			move(c.encoder[k], b.encoder[k], rate*c.rates.encoder/after)
		}
	}
	move(c.output, b.output, rate*c.rates.output)
	if c.learning.TrainEncoderBias {
		move(c.bias, b.bias, rate*c.rates.bias)
	}
}

// move adds rate·direction to the parameters.
func move[T kernel.Float](parameters, direction []T, rate float64) {
	for i, d := range direction {
		parameters[i] += T(rate * float64(d))
	}
}
