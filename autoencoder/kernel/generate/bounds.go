package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// unrolled is the number of instructions in a turn of the loops that measure the machine.
const unrolled = 16

// bounds describes the loops of package bounds.
func (m machine) bounds() {
	m.peak()
	if !m.plenty && !m.double {
		m.stream(false)
		m.stream(true)
	}
}

// peak does arithmetic on registers: of float32 products and sums in turn, of float64 fused
// ones. No result is an operand soon enough for the latency to count.
func (m machine) peak() {
	operations := "8 products and 8 sums"
	if m.double {
		operations = "16 fused products and sums"
	}
	m.begin("peak", "turns int", "does "+operations+" of vectors a turn")
	operandRegister := m.vector()
	m.VXORPD(operandRegister, operandRegister, operandRegister)
	var results [unrolled - 2]reg.VecVirtual
	for i := range results {
		results[i] = m.vector()
		m.VXORPD(results[i], results[i], results[i])
	}
	m.repeat("turns", 1, func(reg.Register) {
		for i := range unrolled {
			to := results[i%len(results)]
			switch {
			case m.double:
				m.VFMADD231PD(operandRegister, operandRegister, to)
			case i%2 == 0:
				m.VMULPS(operandRegister, operandRegister, to)
			default:
				m.VADDPS(operandRegister, operandRegister, to)
			}
		}
	})
	m.end()
}

// stream reads memory, and writes back what it read.
func (m machine) stream(write bool) {
	name, predicate := "read", "reads memory"
	if write {
		name, predicate = "readWrite", "reads memory and writes it back"
	}
	m.begin(name, "x *weight, elements int", predicate+", 128 elements a turn,")
	x := m.pointer("x")
	m.repeat("elements", 128, func(index reg.Register) {
		for i := 0; i < 128; i += m.elements {
			here := operand.Mem{Base: x, Index: index, Scale: uint8(m.size()), Disp: i * m.size()}
			v := m.load(here)
			if write {
				m.store(v, here)
			}
		}
	})
	m.end()
}

// repeat counts to a parameter in steps.
func (m machine) repeat(parameter string, step int, body func(index reg.Register)) {
	count, index := m.pointer(parameter), m.GP64()
	m.XORQ(index, index)
	m.Label("turn")
	body(index)
	m.ADDQ(operand.I32(step), index)
	m.CMPQ(index, count)
	m.JLT(operand.LabelRef("turn"))
}
