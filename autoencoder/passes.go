package autoencoder

import "autoencoder-dynamics/autoencoder/kernel"

// passes groups rows by four for the kernels. What a kernel does to a row doesn't depend on
// the rows beside it, but for the order in which they are subtracted from a residual: that
// is the order of the units. A group that isn't full has an idle row of zeros, which is
// neither subtracted nor changed.
type passes[T kernel.Float] struct {
	kernels        *kernel.Kernels[T]
	reconstructing [][]T // the rows of the decoder, and then the output bias
	share, gain    []T   // of these: how much of each is in the reconstruction, and how much of the residual it learns
	residual       []T
	idle           []T

	group       kernel.Rows[T]
	first, rate [4]T
	sums        [4]float64
}

func newPasses[T kernel.Float](kernels *kernel.Kernels[T], hidden int) passes[T] {
	return passes[T]{kernels: kernels, share: make([]T, hidden+1), gain: make([]T, hidden+1)}
}

// gather makes a group of the rows of the first units, four or as many as there are, and
// returns how many.
func (p *passes[T]) gather(rows [][]T, units []int) int {
	n := min(4, len(units))
	for j, k := range units[:n] {
		p.group[j] = rows[k]
	}
	for j := n; j < 4; j++ {
		p.group[j] = p.idle
	}
	return n
}

// pick sets dst to the coefficients of the first units, and to 0 where there are none.
func pick[T kernel.Float](dst *[4]T, from []T, units []int) {
	*dst = [4]T{}
	for j, k := range units[:min(4, len(units))] {
		dst[j] = from[k]
	}
}

// dot sets dst[k] to the product of row k with x, for the units.
func (p *passes[T]) dot(rows [][]T, units []int, x []T, dst []float64) {
	for len(units) > 0 {
		n := p.gather(rows, units)
		p.kernels.Dot(&p.group, x, &p.sums)
		units = p.scatter(dst, units, n)
	}
}

// scatter sets dst to the sums of the first n units, and returns the others.
func (p *passes[T]) scatter(dst []float64, units []int, n int) []int {
	for j, k := range units[:n] {
		dst[k] = p.sums[j]
	}
	return units[n:]
}

// add adds rate[k]·x to row k, for the units.
func (p *passes[T]) add(rows [][]T, units []int, rate, x []T) {
	for len(units) > 0 {
		n := p.gather(rows, units)
		pick(&p.rate, rate, units)
		p.kernels.Add(&p.group, &p.rate, x)
		units = units[n:]
	}
}

// subtract takes the shares of the rows from the residual.
func (p *passes[T]) subtract(units []int) {
	for len(units) > 0 {
		n := p.gather(p.reconstructing, units)
		pick(&p.first, p.share, units)
		p.kernels.Subtract(&p.group, &p.first, p.residual)
		units = units[n:]
	}
}

// encode makes up for the encoder's pending update and sets the pre-activations, but for
// their factor, in one pass.
func (c *core[T]) encode(x []T) {
	for units := c.moving; len(units) > 0; {
		n := c.gather(c.encoder, units)
		pick(&c.rate, c.pending, units)
		c.kernels.Encode(&c.group, c.previous, &c.rate, x, &c.sums)
		units = c.scatter(c.preActivation, units, n)
	}
	c.dot(c.encoder, c.still, x, c.preActivation)
}

// decode sets the residual and the projections of the active rows on it, but for their
// factor, and lets these learn from it.
func (c *core[T]) decode(x []T) {
	if len(c.active) <= 4 {
		c.decodeGroup(x, c.active)
		return
	}
	copy(c.residual, x)
	if c.output != nil && len(c.active) == 5 { // apart from the output bias, the units are one group
		c.subtractOutput()
		c.decodeGroup(c.residual, c.active[1:])
		c.learnOutput()
		return
	}
	c.subtract(c.active)
	for units := c.active; len(units) > 0; {
		n := c.gather(c.reconstructing, units)
		pick(&c.rate, c.gain, units)
		c.kernels.Learn(&c.group, c.residual, &c.rate, &c.sums)
		units = c.scatter(c.projection, units, n)
	}
}

// decodeGroup is decode for units that are no more than a group, from what is left of the
// input, which may be the residual.
func (c *core[T]) decodeGroup(left []T, units []int) {
	n := c.gather(c.reconstructing, units)
	pick(&c.first, c.share, units)
	pick(&c.rate, c.gain, units)
	c.kernels.Decode(&c.group, left, &c.first, &c.rate, c.residual, &c.sums)
	c.scatter(c.projection, units, n)
}

// subtractOutput takes the output bias, the first of the active rows, from the residual. Its
// projection, of which nothing but whether it is finite is looked at, is left out.
func (c *core[T]) subtractOutput() {
	c.subtract(c.active[:1])
	c.projection[c.active[0]] = 0
}

// learnOutput lets the output bias learn from the residual.
func (c *core[T]) learnOutput() {
	if c.learning.TrainOutputBias {
		c.add(c.reconstructing, c.active[:1], c.gain, c.residual)
	}
}

// decodeTruncated does so with the residual that each row sees, x − c − Σ_{l≤k} v^l g_l. The
// output bias is the first row that is subtracted and the last that learns.
func (c *core[T]) decodeTruncated(x []T) {
	copy(c.residual, x)
	units := c.active
	if c.output != nil {
		c.subtractOutput()
		units = units[1:]
	}
	for len(units) > 0 {
		n := c.gather(c.reconstructing, units)
		pick(&c.first, c.share, units)
		pick(&c.rate, c.gain, units)
		c.kernels.Truncated(&c.group, &c.first, &c.rate, c.residual, &c.sums)
		units = c.scatter(c.projection, units, n)
	}
	c.learnOutput()
}
