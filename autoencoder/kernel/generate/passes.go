package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// kernels are the descriptions of all kernels by name.
func (m machine) kernels() map[string]func() {
	return map[string]func(){
		"dot": m.dot, "encode": m.encode, "decode": m.decode,
		"subtract": m.subtractRows, "learn": m.learn, "truncated": m.truncated, "add": m.addRows,
		"products": m.products, "combine": m.combine, "adam": m.adam,
		"multiply": m.multiplyInputs, "widen": m.widen, "prefetch": m.prefetch, "erf": m.erf,
	}
}

func (m machine) dot() {
	m.begin("dot", "rows *[4][]weight, x *weight, sums *[4]float64, n int", "is Kernels.Dot")
	pointers, x := m.rowPointers(), m.pointer("x")
	sums := m.fourAccumulators()
	m.loop("block", func(p position) { m.accumulateRows(p, pointers, x, sums) })
	m.foldAll(sums)
}

func (m machine) encode() {
	m.begin("encode", "rows *[4][]weight, previous *weight, rate *[4]weight, x *weight, sums *[4]float64, n int", "is Kernels.Encode")
	pointers, previous, x := m.rowPointers(), m.pointer("previous"), m.pointer("x")
	rate := m.scalars("rate", true)
	sums := m.fourAccumulators()
	m.updateThenSum(pointers, x, sums, func(p position) func(v operand.Op, j int) reg.VecVirtual {
		before := m.load(p.of(previous))
		return func(v operand.Op, j int) reg.VecVirtual {
			return m.add(v, m.multiply(rate[j], before))
		}
	})
	m.foldAll(sums)
}

func (m machine) decode() {
	m.begin("decode", "rows *[4][]weight, x *weight, factor *[4]weight, rate *[4]weight, residual *weight, sums *[4]float64, n int", "is Kernels.Decode")
	pointers, x, residual := m.rowPointers(), m.pointer("x"), m.pointer("residual")
	factor, rate := m.scalars("factor", false), m.scalars("rate", true)
	sums := m.fourAccumulators()
	subtract := func(p position) (reg.VecVirtual, [rows]operand.Op) {
		values := m.ahead(p, pointers)
		rest := m.subtractProducts(m.load(p.of(x)), values, factor)
		m.store(rest, p.of(residual))
		return rest, values
	}
	if m.lag == 0 {
		m.loop("block", func(p position) {
			rest, values := subtract(p)
			m.sumThenUpdate(p, pointers, rate, rest, []operand.Op{rest}, sums, values)
		})
	} else {
		m.loopBehind(func(p position) { subtract(p) }, func(p position) {
			m.learnVector(p, pointers, rate, residual, sums)
		})
	}
	m.foldAll(sums)
}

func (m machine) learn() {
	m.begin("learn", "rows *[4][]weight, residual *weight, rate *[4]weight, sums *[4]float64, n int", "is Kernels.Learn")
	pointers, residual := m.rowPointers(), m.pointer("residual")
	rate := m.scalars("rate", true)
	sums := m.fourAccumulators()
	m.loop("block", func(p position) { m.learnVector(p, pointers, rate, residual, sums) })
	m.foldAll(sums)
}

func (m machine) subtractRows() {
	m.begin("subtract", "rows *[4][]weight, factor *[4]weight, residual *weight, n int", "is Kernels.Subtract")
	pointers, residual := m.rowPointers(), m.pointer("residual")
	factor := m.scalars("factor", true)
	m.loop("block", func(p position) {
		m.store(m.subtractProducts(m.load(p.of(residual)), m.ahead(p, pointers), factor), p.of(residual))
	})
	m.end()
}

func (m machine) addRows() {
	m.begin("add", "rows *[4][]weight, rate *[4]weight, x *weight, n int", "is Kernels.Add")
	pointers, x := m.rowPointers(), m.pointer("x")
	rate := m.scalars("rate", true)
	m.loop("block", func(p position) {
		xs := m.load(p.of(x))
		m.update(p, pointers, func(v operand.Op, j int) reg.VecVirtual {
			return m.add(v, m.multiply(rate[j], xs))
		}, nil)
	})
	m.end()
}
