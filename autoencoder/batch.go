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

	block *inputBlock[T] // of the vanilla rule, or nil
	sum   direction[T]   // the directions, for it

	collecting [][]T // for the other rules: the rows of decoder, and then output
	weight     []T   // K+1: of the input or the residual in a row
	zeros      [4]T
}

func newBatch[T kernel.Float](c *core[T]) *batch[T] {
	b := &batch[T]{size: c.learning.batchSize()}
	if c.learning.Rule == Vanilla {
		b.block = newInputBlock(c)
		if c.stepsAtOnce() {
			return b
		}
	}
	hidden, padded := len(c.encoder), kernel.Padded(c.width)
	b.encoder = paddedRows[T](make([]float64, hidden*padded), hidden, padded)
	b.decoder = b.encoder
	if !c.learning.tied() {
		b.decoder = paddedRows[T](make([]float64, hidden*padded), hidden, padded)
	}
	if c.learning.TrainOutputBias {
		b.output = make([]T, padded)
	}
	b.bias, b.weight = make([]float64, hidden), make([]T, hidden+1)
	b.sum = direction[T]{encoder: c.groups(b.encoder), decoder: c.groups(b.decoder), output: b.output, bias: b.bias, rates: rates{1, 1, 1, 1}}
	b.collecting = append(append([][]T(nil), b.decoder...), b.output)
	return b
}

// stepsAtOnce reports whether a step of the vanilla rule is one addition to the weights, without
// directions in between.
func (c *core[T]) stepsAtOnce() bool {
	return c.learning.Adam == nil && c.learning.batchSize() <= inputsTogether
}

// clear makes room for the next batch.
func (b *batch[T]) clear() {
	b.count = 0
	if b.block != nil {
		b.block.waiting = 0
	}
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
	b.count++
	if b.block != nil {
		if !c.await(x) {
			return false
		}
	} else if !c.collectInput(x) {
		return false
	}
	if b.count == b.size {
		c.descend()
		b.clear()
	}
	return true
}

// await lets an input wait until its block or the batch is complete, and then learns from all that
// wait: where the step isn't taken at once, into the batch.
func (c *core[T]) await(x []T) bool {
	b := c.batch
	copy(b.block.inputs[b.block.waiting], x)
	b.block.waiting++
	switch {
	case b.count < b.size && b.block.waiting < inputsTogether:
		return true
	case c.stepsAtOnce():
		return c.learnBlock(c.network())
	}
	return c.learnBlock(b.sum)
}

// network returns the network as what the mean over a batch is to be added to.
func (c *core[T]) network() direction[T] {
	rate, after := c.next()
	rate /= float64(c.batch.size)
	to := direction[T]{encoder: c.batch.block.encoder, decoder: c.batch.block.decoder, rates: rates{
		encoder: rate * c.rates.encoder / after, decoder: rate * c.rates.decoder / after,
		bias: rate * c.rates.bias, output: rate * c.rates.output,
	}}
	if c.learning.TrainOutputBias {
		to.output = c.output
	}
	if c.learning.TrainEncoderBias {
		to.bias = c.bias
	}
	return to
}

// collectInput takes one input into the batch of a rule by which each unit sees a residual of its own.
func (c *core[T]) collectInput(x []T) bool {
	c.dot(c.encoder, c.still, x, c.preActivation)
	c.activate()
	c.prepareDecoder(0, 1)
	copy(c.residual, x)
	c.collectTruncated()
	c.project()
	c.collectEncoder(x)
	return c.finite()
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
	switch {
	case c.adam != nil:
		c.adam.descend(c, rate, after)
	case c.batch.block == nil || !c.stepsAtOnce():
		c.descendPlainly(rate/float64(c.batch.size), after)
	}
	c.finish(after)
}

// descendPlainly moves by the mean of the batch's directions.
func (c *core[T]) descendPlainly(rate, after float64) {
	b := c.batch
	for k := range c.encoder {
		c.move(c.decoder[k], b.decoder[k], rate*c.rates.decoder/after)
		if !c.learning.tied() {
			c.move(c.encoder[k], b.encoder[k], rate*c.rates.encoder/after)
		}
	}
	if b.output != nil {
		c.move(c.output, b.output, rate*c.rates.output)
	}
	if c.learning.TrainEncoderBias {
		for k, d := range b.bias {
			c.bias[k] += float64(rate * c.rates.bias * d)
		}
	}
}

// move adds rate·direction to a row.
func (c *core[T]) move(row, direction []T, rate float64) {
	c.group, c.rate = kernel.Rows[T]{row, c.idle, c.idle, c.idle}, [4]T{T(rate)}
	c.kernels.Add(&c.group, &c.rate, direction)
}
