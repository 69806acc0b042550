package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// accumulators are the partial sums of one row: the lanes in order, in one register or two.
type accumulators []operand.Op

// accumulators returns new ones, zero.
func (m machine) accumulators() accumulators {
	a := make(accumulators, lanes/m.sumLanes())
	for p := range a {
		a[p] = m.zero()
	}
	return a
}

// zero returns a register of partial sums that are 0.
func (m machine) zero() reg.VecVirtual {
	sum := m.sum()
	m.VXORPD(sum, sum, sum)
	return sum
}

// inMemory returns a vector in parts of sumLanes elements that stay in memory.
func (m machine) inMemory(v operand.Mem) []operand.Op {
	parts := make([]operand.Op, m.elements/m.sumLanes())
	for p := range parts {
		parts[p] = v.Offset(p * m.sumLanes() * m.size())
	}
	return parts
}

// parts returns a vector in float64, or the copy of it that is in memory where it must be
// converted: accumulate does that a part at a time, for want of registers.
func (m machine) parts(v operand.Op, memory operand.Mem) []operand.Op {
	if m.double {
		return []operand.Op{v}
	}
	return m.inMemory(memory)
}

// input returns a vector of the input in parts of float64, in registers for all rows.
func (m machine) input(v operand.Mem) []operand.Op {
	if m.double {
		return []operand.Op{m.load(v)}
	}
	parts := m.inMemory(v)
	for p := range parts {
		parts[p] = m.converted(parts[p])
	}
	return parts
}

// converted returns float32 as float64.
func (m machine) converted(from operand.Op) reg.VecVirtual {
	to := m.sum()
	m.VCVTPS2PD(from, to)
	return to
}

// accumulate adds the products of vector k of a block, in parts, with those of the input. Products of float32 are exact in float64, so that they may be fused.
func (m machine) accumulate(a accumulators, k int, parts, x []operand.Op) {
	for p := range parts {
		sum := a[(k*m.elements+p*m.sumLanes())%lanes/m.sumLanes()]
		if !m.double {
			part, converted := parts[p].(reg.VecVirtual)
			if !converted {
				part = m.converted(parts[p])
			}
			m.VFMADD231PD(part, x[p], sum)
			continue
		}
		product := m.sum()
		m.VMULPD(parts[p], x[p], product)
		m.VADDPD(product, sum, sum)
	}
}

// fold writes the sum of the partial sums, halves first.
func (m machine) fold(a accumulators, to operand.Mem) {
	half := m.YMM()
	if m.wide {
		upper, all := m.YMM(), a[0].(reg.VecVirtual)
		m.VEXTRACTF64X4(operand.Imm(1), all, upper)
		m.VADDPD(upper, all.AsY(), half)
	} else {
		m.VADDPD(a[0], a[1], half)
	}
	upper, quarter, swapped, sum := m.XMM(), m.XMM(), m.XMM(), m.XMM()
	m.upperHalf(half, upper)
	m.VADDPD(upper, half.AsX(), quarter)
	m.VPERMILPD(operand.Imm(1), quarter, swapped)
	m.VADDSD(swapped, quarter, sum)
	m.VMOVSD(sum, to)
}

// upperHalf sets to to the upper half of a register of 256 bits.
func (m machine) upperHalf(from reg.VecVirtual, to reg.Register) {
	if m.plenty { // reaches the registers from 16 on, too
		m.VEXTRACTF64X2(operand.Imm(1), from, to)
	} else {
		m.VEXTRACTF128(operand.Imm(1), from, to)
	}
}
