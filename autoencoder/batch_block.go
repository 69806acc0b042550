package autoencoder

import (
	"math"

	"autoencoder-dynamics/autoencoder/kernel"
)

// inputsTogether is the most inputs that the vanilla rule goes through the weights with at once: a
// multiple of four. More of them hardly fit the second-level cache beside the weights.
const inputsTogether = 32

// inputBlock holds some inputs of a batch while the weights stay, and what a network computes of
// them all in products of matrices. Its lists have a number for each input and unit, those of an
// input together.
type inputBlock[T kernel.Float] struct {
	respond           response
	inputs, residuals [][]T // of which the first waiting are in use
	waiting           int

	preActivation, value, slope, projection []float64
	encoder, decoder                        []kernel.Rows[T] // groups of weights, the last filled up with idle rows
	shares                                  [][4]T           // of four inputs: how much of each row enters the residuals
	gains                                   [][4]T           // of four rows: how much of each input they learn
	products                                [4][4]float64
}

func newInputBlock[T kernel.Float](c *core[T]) *inputBlock[T] {
	count := (min(c.learning.batchSize(), inputsTogether) + 3) / 4 * 4
	vectors := kernel.NewRows[T](2*count, kernel.Padded(c.width))
	list := func() []float64 { return make([]float64, kernel.Padded(count*len(c.encoder))) }
	return &inputBlock[T]{
		respond: newBlockResponse(c.learning.Activation, c.kernels.Inputs),
		inputs:  vectors[:count], residuals: vectors[count:],
		preActivation: list(), value: list(), slope: list(), projection: list(),
		encoder: c.groups(c.encoder), decoder: c.groups(c.decoder),
		shares: make([][4]T, len(c.decoder)+1), gains: make([][4]T, count),
	}
}

// groups returns rows by four.
func (p *passes[T]) groups(rows [][]T) []kernel.Rows[T] {
	groups := make([]kernel.Rows[T], (len(rows)+3)/4)
	for g := range groups {
		groups[g] = kernel.Rows[T]{p.idle, p.idle, p.idle, p.idle}
		copy(groups[g][:], rows[4*g:])
	}
	return groups
}

// direction is where a step moves a network, or the network itself: what an input block is learnt by.
type direction[T kernel.Float] struct {
	encoder, decoder []kernel.Rows[T]
	output           []T
	bias             []float64
	rates            rates // of what is added
}

// learnBlock adds the directions of descent of the inputs that wait, times rates, to what is given.
// It reports whether all that it computed is finite; where it isn't, it adds nothing.
func (c *core[T]) learnBlock(to direction[T]) bool {
	b := c.batch.block
	count := b.waiting
	b.waiting = 0
	list := count * len(c.encoder)
	c.multiplyBlock(b.encoder, b.inputs[:count], b.preActivation)
	c.activateBlock(list)
	c.reconstructBlock(count)
	c.multiplyBlock(b.decoder, b.residuals[:count], b.projection)
	for i := range b.projection[:list] {
		b.projection[i] = float64(b.projection[i] * c.factor)
	}
	if !finite(b.preActivation[:list], b.projection[:list], c.bias) {
		return false
	}
	c.learnDecoder(to, count)
	c.learnEncoder(to, count)
	return true
}

// multiplyBlock sets to to the products of vectors with rows in groups; a last group's idle rows have none.
func (c *core[T]) multiplyBlock(groups []kernel.Rows[T], vectors [][]T, to []float64) {
	hidden, products := len(c.encoder), &c.batch.block.products
	for g := range groups {
		units := min(4, hidden-4*g)
		for first := 0; first < len(vectors); first += 4 {
			// There are always four vectors: those beyond the last are left from before.
			c.kernels.Products(&groups[g], (*[4][]T)(vectors[first:first+4]), products)
			for n := range min(4, len(vectors)-first) {
				results := to[(first+n)*hidden+4*g:]
				for j := range units {
					results[j] = products[j][n]
				}
			}
		}
	}
}

// activateBlock sets values and slopes of so many pre-activations.
func (c *core[T]) activateBlock(count int) {
	b, scale := c.batch.block, c.factor/math.Sqrt(c.dim)
	inputs := b.preActivation[:count]
	for i := range inputs {
		inputs[i] = float64(inputs[i] * scale)
	}
	if hidden := len(c.bias); hidden > 0 {
		for i := range inputs {
			inputs[i] += c.bias[i%hidden]
		}
	}
	padded := kernel.Padded(count)
	b.respond(b.preActivation[:padded], b.value[:padded], b.slope[:padded])
}

// reconstructBlock sets the residuals.
func (c *core[T]) reconstructBlock(count int) {
	b, hidden := c.batch.block, len(c.encoder)
	rows := c.reconstructing
	if c.output == nil {
		rows = rows[:hidden]
	}
	for first := 0; first < count; first += 4 {
		c.group = kernel.Rows[T](b.residuals[first : first+4])
		b.shares[hidden] = [4]T{-1, -1, -1, -1}
		for n := range min(4, count-first) {
			copy(c.group[n], b.inputs[first+n])
			for k, g := range b.value[(first+n)*hidden : (first+n+1)*hidden] {
				b.shares[k][n] = T(-c.factor * g)
			}
		}
		c.kernels.Combine(&c.group, rows, b.shares[:len(rows)])
	}
}

// learnDecoder adds Σ g_k δ to the decoder's rows, and Σ δ to the output's.
func (c *core[T]) learnDecoder(to direction[T], count int) {
	b, hidden := c.batch.block, len(c.encoder)
	for g := range to.decoder {
		for n := range count {
			for j, value := range b.value[n*hidden+4*g : min(n*hidden+4*g+4, (n+1)*hidden)] {
				b.gains[n][j] = T(to.rates.decoder * value)
			}
		}
		c.kernels.Combine(&to.decoder[g], b.residuals[:count], b.gains[:count])
	}
	if to.output != nil {
		c.group = kernel.Rows[T]{to.output, c.idle, c.idle, c.idle}
		for n := range count {
			b.gains[n] = [4]T{T(to.rates.output)}
		}
		c.kernels.Combine(&c.group, b.residuals[:count], b.gains[:count])
	}
}

// learnEncoder adds Σ (v^k·δ) g'_k x/√D to the encoder's rows, and Σ (v^k·δ) g'_k to the biases.
func (c *core[T]) learnEncoder(to direction[T], count int) {
	b, hidden := c.batch.block, len(c.encoder)
	rate := to.rates.encoder / math.Sqrt(c.dim)
	for i, slope := range b.slope[:count*hidden] {
		b.projection[i] = float64(b.projection[i] * slope)
	}
	for g := range to.encoder {
		for n := range count {
			for j, descent := range b.projection[n*hidden+4*g : min(n*hidden+4*g+4, (n+1)*hidden)] {
				b.gains[n][j] = T(rate * descent)
			}
		}
		c.kernels.Combine(&to.encoder[g], b.inputs[:count], b.gains[:count])
	}
	if to.bias != nil {
		for i, descent := range b.projection[:count*hidden] {
			to.bias[i%hidden] += float64(to.rates.bias * descent)
		}
	}
}
