package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// adam describes Kernels.Adam. The factors are those of kernel.AdamFactors, in its order.
func (m machine) adam() {
	m.begin("adam", "parameters *weight, gradient *weight, first *weight, second *weight, factors *[7]weight, n int", "is Kernels.Adam")
	parameters, gradient := m.pointer("parameters"), m.pointer("gradient")
	first, second := m.pointer("first"), m.pointer("second")
	from := m.pointer("factors")
	var factors [7]reg.VecVirtual
	for i := range factors {
		factors[i] = m.broadcast(operand.Mem{Base: from, Disp: i * m.size()})
	}
	keepFirst, gainFirst, keepSecond, gainSecond := factors[0], factors[1], factors[2], factors[3]
	rate, correction, epsilon := factors[4], factors[5], factors[6]
	m.loop("block", func(p position) {
		g := m.load(p.of(gradient))
		mean := m.add(m.multiply(g, gainFirst), m.multiply(p.of(first), keepFirst))
		m.store(mean, p.of(first))
		square := m.multiply(m.multiply(g, g), gainSecond)
		square = m.add(square, m.multiply(p.of(second), keepSecond))
		m.store(square, p.of(second))
		root := m.squareRoot(m.multiply(square, correction))
		move := m.divide(m.multiply(mean, rate), m.add(root, epsilon))
		m.store(m.subtract(m.load(p.of(parameters)), move), p.of(parameters))
	})
	m.end()
}

func (m machine) multiplyInputs() {
	m.begin("multiply", "to *weight, factors *weight, n int", "is Inputs.Multiply")
	to, factors := m.pointer("to"), m.pointer("factors")
	m.loop("block", func(p position) {
		m.store(m.multiply(p.of(factors), m.load(p.of(to))), p.of(to))
	})
	m.end()
}

func (m machine) widen() {
	m.begin("widen", "to *float64, from *weight, n int", "is Inputs.Widen")
	to, from := m.pointer("to"), m.pointer("from")
	m.loop("block", func(p position) {
		for i, part := range m.input(p.of(from)) {
			m.VMOVUPD(part, p.element(to, 8).Offset(i*m.sumLanes()*8))
		}
	})
	m.end()
}

// prefetch asks, into the second-level cache, for an element of every 64 bytes, the length of a cache line, and for the
// last one: where x doesn't begin with a line, that is in a line of its own.
func (m machine) prefetch() {
	m.begin("prefetch", "x *weight, n int", "is Inputs.Prefetch")
	x := m.pointer("x")
	m.loop("block", func(p position) {
		if p.k == 0 {
			m.PREFETCHT1(p.of(x))
		}
	})
	m.PREFETCHT1(operand.Mem{Base: x, Index: m.pointer("n"), Scale: uint8(m.size()), Disp: -m.size()})
	m.RET()
}
