package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"

	"autoencoder-dynamics/autoencoder/kernel/coefficients"
)

// together is the number of vectors that go through the polynomials side by side, each of whose
// operations waits for the one before.
const together = 2

// side are vectors that go side by side.
type side [together]reg.VecVirtual

// numbers are constants in memory, of which each fills the widest vector.
type numbers struct {
	machine
	symbol operand.Mem
	count  int
}

func (m machine) numbers(name string) *numbers {
	symbol := m.StaticGlobal(name + m.instructions())
	m.DataAttributes(attr.RODATA | attr.NOPTR)
	return &numbers{machine: m, symbol: symbol}
}

// bits returns a vector of one constant.
func (c *numbers) bits(b uint64) operand.Op {
	at := c.count * c.elements * 8
	for i := range c.elements {
		c.AddDatum(at+8*i, operand.U64(b))
	}
	c.count++
	return c.symbol.Offset(at)
}

func (c *numbers) of(x float64) operand.Op { return c.bits(math.Float64bits(x)) }

func (c *numbers) all(xs []float64) []operand.Op {
	vectors := make([]operand.Op, len(xs))
	for i, x := range xs {
		vectors[i] = c.of(x)
	}
	return vectors
}

// erfNumbers are the constants of erf.
type erfNumbers struct {
	sign, largest, small, one, half, middle, slope operand.Op
	rounding, inverse, high, low                   operand.Op
	erf, rest, exp                                 []operand.Op
}

func (m machine) erfNumbers() erfNumbers {
	c := m.numbers("erf")
	erf, rest, exp := coefficients.Erf(), coefficients.Rest(), coefficients.Exp()
	return erfNumbers{
		sign: c.bits(1 << 63), largest: c.of(coefficients.Largest), small: c.of(coefficients.Small), one: c.of(1), half: c.of(-0.5),
		middle: c.of(coefficients.Middle), slope: c.of(coefficients.Slope),
		rounding: c.of(coefficients.Rounding), inverse: c.of(coefficients.InverseLn2), high: c.of(coefficients.Ln2High), low: c.of(coefficients.Ln2Low),
		erf: c.all(erf[:]), rest: c.all(rest[:]), exp: c.all(exp[:]),
	}
}

// erf describes Inputs.Erf.
func (m machine) erf() {
	c := m.erfNumbers()
	m.begin("erf", "u *weight, value *weight, slope *weight, n int", "is Inputs.Erf")
	u, value, slope := m.pointer("u"), m.pointer("value"), m.pointer("slope")
	m.loopBlocks("block", func(index reg.Register) {
		for first := 0; first < m.vectors(); first += together {
			at := func(row reg.Register, v int) operand.Mem {
				return position{index: index, k: first + v, m: m}.of(row)
			}
			var inputs side
			for v := range inputs {
				inputs[v] = m.load(at(u, v))
			}
			values, slopes := m.erfOf(inputs, c)
			for v := range inputs {
				m.store(values[v], at(value, v))
				m.store(slopes[v], at(slope, v))
			}
		}
	})
	m.end()
}

// erfOf is written as in Go, one operation after the other.
func (m machine) erfOf(u side, c erfNumbers) (values, slopes side) {
	size := m.each(func(v int) reg.VecVirtual {
		size := m.vector()
		m.VANDNPD(u[v], m.load(c.sign), size)
		largest := m.load(c.largest)
		m.VMINPD(size, largest, size) // which is the last operand where that is no number
		return size
	})
	square := m.each(func(v int) reg.VecVirtual { return m.multiply(size[v], size[v]) })
	e := m.exp(m.each(func(v int) reg.VecVirtual { return m.multiply(c.half, square[v]) }), c)
	slopes = m.each(func(v int) reg.VecVirtual { return m.multiply(c.slope, e[v]) })
	small := m.polynomial(c.erf, square)
	small = m.each(func(v int) reg.VecVirtual { return m.multiply(small[v], size[v]) })
	t := m.each(func(v int) reg.VecVirtual {
		middle := m.load(c.middle)
		return m.divide(m.subtract(size[v], middle), m.add(size[v], middle))
	})
	rest := m.polynomial(c.rest, t)
	values = m.each(func(v int) reg.VecVirtual {
		large := m.subtract(m.load(c.one), m.multiply(rest[v], e[v]))
		return m.withSign(m.below(size[v], c.small, small[v], large), u[v], c)
	})
	return values, slopes
}

// each calls vector for each of the vectors side by side.
func (m machine) each(vector func(v int) reg.VecVirtual) side {
	var all side
	for v := range all {
		all[v] = vector(v)
	}
	return all
}

// polynomial evaluates one by Horner's rule.
func (m machine) polynomial(coefficients []operand.Op, x side) side {
	last := len(coefficients) - 1
	sum := m.each(func(int) reg.VecVirtual { return m.load(coefficients[last]) })
	for i := last - 1; i >= 0; i-- {
		sum = m.each(func(v int) reg.VecVirtual { return m.multiply(sum[v], x[v]) })
		sum = m.each(func(v int) reg.VecVirtual { return m.add(coefficients[i], sum[v]) })
	}
	return sum
}

// exp is kernel's exp.
func (m machine) exp(x side, c erfNumbers) side {
	rounded := m.each(func(v int) reg.VecVirtual { return m.add(c.rounding, m.multiply(c.inverse, x[v])) })
	left := m.each(func(v int) reg.VecVirtual {
		n := m.subtract(rounded[v], m.load(c.rounding))
		return m.subtract(m.subtract(x[v], m.multiply(c.high, n)), m.multiply(c.low, n))
	})
	sum := m.polynomial(c.exp, left)
	return m.each(func(v int) reg.VecVirtual {
		power := m.vector()
		m.VPSLLQ(operand.Imm(52), rounded[v], power)
		m.VPADDQ(c.one, power, power)
		return m.multiply(sum[v], power)
	})
}

// below returns a where x is below the limit, and else b.
func (m machine) below(x reg.VecVirtual, limit operand.Op, a, b reg.VecVirtual) reg.VecVirtual {
	const less = 0x11 // quietly, and false where x is no number
	to := m.vector()
	if m.wide {
		mask := m.K()
		m.VCMPPD(operand.Imm(less), limit, x, mask)
		m.VBLENDMPD(a, b, mask, to)
		return to
	}
	mask := m.vector()
	m.VCMPPD(operand.Imm(less), limit, x, mask)
	m.VBLENDVPD(mask, a, b, to)
	return to
}

// withSign returns x, which isn't negative, with the sign of u.
func (m machine) withSign(x, u reg.VecVirtual, c erfNumbers) reg.VecVirtual {
	sign, to := m.vector(), m.vector()
	m.VANDPD(c.sign, u, sign)
	m.VANDNPD(x, m.load(c.sign), to)
	m.VORPD(sign, to, to)
	return to
}
