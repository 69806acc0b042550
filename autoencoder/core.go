package autoencoder

import (
	"math"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/theory/order"
)

// core is a network that learns: the steps of every rule, for weights of one precision.
//
// The weights are rows of width numbers, padded with zeros. The scalings √D and 1/D are
// those of dim inputs, which may be many more than width: a step needs the rows in some
// orthonormal coordinates only, and not in all of those in which the weights and the input
// vanish. Both weight matrices have a common factor, by which they decay.
//
// The encoder's plain update is carried over to the pass that computes the next
// pre-activations. A pass that adds 0 changes nothing, so that flushing the update early
// gives the same bits.
//
// Products that are added to something are rounded first, by a conversion to their own type,
// here and in all that leads to the weights: a compiler may otherwise fuse product and sum,
// where the architecture has an instruction for it, and the bits would be other ones.
type core[T kernel.Float] struct {
	learning Learning // as it was given; its methods know the defaults
	dim      float64
	width    int
	taken    int64 // steps
	diverged bool  // something that a step computed isn't finite: no more are taken

	encoder, decoder [][]T     // K rows each; one and the same where tied
	output           []T       // c, or nil
	bias             []float64 // b, or nil
	factor           float64   // W = factor·encoder, V = factor·decoder; in (1/2, 1]

	passes[T]
	rates    rates
	respond  response
	batch    *batch[T]    // nil online
	adam     *adaptive[T] // nil without Adam
	inputs   [2][]T       // for callers, who take turns with them: what learn is called with
	previous []T          // the input whose encoder update is to be made up for
	pending  []T          // K: rates of it
	moving   []int        // units with a pending update,
	still    []int        // and those without

	bySample
}

// bySample is what a network computes of one input, K numbers each.
type bySample struct {
	preActivation []float64 // λ^k
	value, slope  []float64 // g(λ^k + b_k) and g'(λ^k + b_k)
	active        []int     // units of which one of them isn't 0; before them K, which stands for c
	projection    []float64 // v^k·δ, 0 for units that aren't active; the last is c·δ
}

func newBySample(hidden int) bySample {
	return bySample{
		preActivation: make([]float64, hidden),
		value:         make([]float64, hidden), slope: make([]float64, hidden),
		active: make([]int, 0, hidden+1), projection: make([]float64, hidden+1),
	}
}

// newCore returns a network at step 0 with a copy of these weights, whose learning has
// been checked.
func newCore[T kernel.Float](l Learning, w order.Weights, dim float64) *core[T] {
	c := &core[T]{
		learning: l, dim: dim, width: w.Dim, factor: 1,
		rates: newRates(l, dim), respond: newResponse(l.Activation),
		passes:  newPasses(kernel.For[T](l.Instructions), w.Hidden),
		pending: make([]T, w.Hidden), moving: make([]int, 0, w.Hidden), still: make([]int, 0, w.Hidden),
		bySample: newBySample(w.Hidden),
	}
	c.copyWeights(w)
	for k := range w.Hidden {
		c.still = append(c.still, k)
	}
	if l.batchSize() > 1 || l.Adam != nil {
		c.batch = newBatch(c)
	}
	if l.Adam != nil {
		c.adam = newAdaptive(c)
	}
	return c
}

// learn learns from one input, padded with zeros to a multiple of [kernel.Block] numbers.
// It makes a step of each, or of each batch, and counts it in taken. It reports whether
// what it computed is finite; where it isn't, the network has diverged. The input is read
// again by the next call or flush, and must be left as it is until then: callers take turns
// with the two of c.inputs.
func (c *core[T]) learn(x []T) bool {
	if c.batch != nil {
		c.diverged = !c.accumulate(x)
	} else {
		c.diverged = !c.step(x)
	}
	return !c.diverged
}

// step takes an online step of plain gradient descent.
func (c *core[T]) step(x []T) bool {
	rate, after := c.next()
	c.encode(x)
	c.activate()
	c.prepareDecoder(rate, after)
	if c.learning.Rule == Vanilla {
		c.decode(x)
	} else {
		c.decodeTruncated(x)
	}
	c.project()
	c.prepareEncoder(rate, after)
	c.previous = x
	if !c.finite() {
		return false
	}
	c.finish(after)
	return true
}

// next returns the learning rate of the step to be taken and the common factor after it.
func (c *core[T]) next() (rate, after float64) {
	rate = c.learning.LearningRate
	if c.learning.Schedule.Power != 0 {
		rate *= c.learning.Schedule.factor(float64(c.taken) / c.dim)
	}
	return rate, c.factor * (1 - c.learning.WeightDecay/c.dim)
}

// finish ends a step.
func (c *core[T]) finish(after float64) {
	c.taken++
	c.factor = after
	if after <= 0.5 {
		c.normalise()
	}
}

// activate sets values, slopes and the list of active units from the pre-activations.
func (c *core[T]) activate() {
	c.active = c.active[:0]
	if c.output != nil {
		c.active = append(c.active, len(c.encoder))
	}
	scale := c.factor / math.Sqrt(c.dim)
	for k := range c.preActivation {
		c.preActivation[k] = float64(c.preActivation[k] * scale)
	}
	inputs := c.preActivation
	if c.bias != nil {
		inputs = c.value
		for k, b := range c.bias {
			inputs[k] = c.preActivation[k] + b
		}
	}
	c.respond(inputs, c.value, c.slope)
	for k, g := range c.value {
		if g != 0 || c.slope[k] != 0 {
			c.active = append(c.active, k)
		}
	}
}

// prepareDecoder sets how the active rows enter the residual and what of it they learn.
func (c *core[T]) prepareDecoder(rate, after float64) {
	decoder := rate * c.rates.decoder / after
	for _, k := range c.active {
		if k == len(c.value) {
			c.share[k], c.gain[k] = 1, T(rate*c.rates.output)
			continue
		}
		c.share[k], c.gain[k] = T(c.factor*c.value[k]), T(decoder*c.value[k])
	}
}

// project turns the sums of the decoder's passes, over the active rows, into projections.
func (c *core[T]) project() {
	for _, k := range c.active {
		if k < len(c.value) {
			c.projection[k] = float64(c.projection[k] * c.factor)
		}
	}
}

// prepareEncoder sets the encoder's pending update, and updates the biases b.
func (c *core[T]) prepareEncoder(rate, after float64) {
	clear(c.pending)
	encoder := rate * c.rates.encoder / math.Sqrt(c.dim) / after
	bias := rate * c.rates.bias
	for _, k := range c.active {
		if k == len(c.value) {
			continue
		}
		c.pending[k] = T(encoder * c.projection[k] * c.slope[k])
		if c.learning.TrainEncoderBias {
			c.bias[k] += float64(bias * c.projection[k] * c.slope[k])
		}
	}
	c.moving, c.still = c.moving[:0], c.still[:0]
	for k, p := range c.pending {
		if p != 0 {
			c.moving = append(c.moving, k)
		} else {
			c.still = append(c.still, k)
		}
	}
}

// finite reports whether pre-activations, projections and biases are finite: what isn't
// elsewhere spreads to them.
func (c *core[T]) finite() bool {
	var sum float64
	for _, lambda := range c.preActivation {
		sum += lambda
	}
	for _, k := range c.active {
		sum += c.projection[k]
	}
	for _, b := range c.bias {
		sum += b
	}
	return !math.IsNaN(sum) && !math.IsInf(sum, 0)
}
