package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func (m machine) truncated() {
	m.begin("truncated", "rows *[4][]weight, factor *[4]weight, rate *[4]weight, residual *weight, sums *[4]float64, n int", "is Kernels.Truncated")
	pointers, residual := m.rowPointers(), m.pointer("residual")
	factor, rate := m.scalars("factor", false), m.scalars("rate", false)
	sums := m.fourAccumulators()
	if m.lag == 0 {
		m.truncatedAtOnce(pointers, residual, factor, rate, sums)
	} else {
		m.truncatedBehind(pointers, residual, factor, rate, sums)
	}
	m.foldAll(sums)
}

// truncatedAtOnce does all at one position, in registers.
func (m machine) truncatedAtOnce(pointers [rows]reg.Register, residual reg.Register, factor, rate [rows]operand.Op, sums [rows]accumulators) {
	m.loop("block", func(p position) {
		rest := m.load(p.of(residual))
		values := m.ahead(p, pointers)
		var updated [rows]reg.VecVirtual
		for j, row := range pointers {
			v := m.inRegister(values[j])
			rest = m.subtract(rest, m.multiply(factor[j], v))
			m.accumulate(sums[j], p.k, m.parts(v, p.of(row)), []operand.Op{rest})
			updated[j] = m.add(m.multiply(rate[j], rest), v)
			if !m.plenty {
				m.store(updated[j], p.of(row))
			}
		}
		m.storeAhead(p, pointers, updated)
		m.store(rest, p.of(residual))
	})
}

// truncatedBehind writes the residual that each row sees to the frame, in a ring of twice the
// lag, and reads it some blocks later, converted on the way (see updateThenSum).
func (m machine) truncatedBehind(pointers [rows]reg.Register, residual reg.Register, factor, rate [rows]operand.Op, sums [rows]accumulators) {
	elements := 2 * m.lag * block
	ring := m.AllocLocal(rows * elements * m.size())
	slot := m.GP64()
	seen := func(p position, j int) operand.Mem {
		return ring.Idx(slot, uint8(m.size())).Offset((j*elements + p.k*m.elements) * m.size())
	}
	enter := func(p position) {
		if p.k == 0 {
			m.LEAQ(operand.Mem{Base: p.index, Disp: -p.behind}, slot)
			m.ANDQ(operand.I32(elements-1), slot)
		}
	}
	m.loopBehind(func(p position) {
		enter(p)
		rest := m.load(p.of(residual))
		for j, row := range pointers {
			rest = m.subtract(rest, m.multiply(factor[j], m.load(p.of(row))))
			m.store(rest, seen(p, j))
		}
		m.store(rest, p.of(residual))
	}, func(p position) {
		enter(p)
		for j, row := range pointers {
			m.accumulate(sums[j], p.k, m.inMemory(p.of(row)), m.input(seen(p, j)))
			m.store(m.add(p.of(row), m.multiply(rate[j], m.load(seen(p, j)))), p.of(row))
		}
	})
}
