package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// combine adds combinations of vectors to four rows: of as many columns at a time as there are
// registers for the sums of.
func (m machine) combine() {
	m.begin("combine", "rows *[4][]weight, from *[]weight, factors *[4]weight, count int, n int", "is Kernels.Combine")
	pointers, from, factors := m.rowPointers(), m.pointer("from"), m.pointer("factors")
	index, count := m.zeroed(), m.pointer("n")
	together := 2
	if m.plenty {
		together = 4
		m.combineColumns(together, index, count, pointers, from, factors)
		together = 1
	}
	m.combineColumns(together, index, count, pointers, from, factors)
	m.end()
}

// combineColumns goes on through the columns, some vectors of them a turn, while there are as many.
func (m machine) combineColumns(together int, index, count reg.Register, pointers [rows]reg.Register, from, factors reg.Register) {
	label := fmt.Sprintf("columns%d", together)
	next := m.GP64()
	m.JMP(operand.LabelRef(label + "_test"))
	m.Label(label)
	m.combineVectors(label, together, index, pointers, from, factors)
	m.ADDQ(operand.I32(together*m.elements), index)
	m.Label(label + "_test")
	m.LEAQ(operand.Mem{Base: index, Disp: together * m.elements}, next)
	m.CMPQ(next, count)
	m.JLE(operand.LabelRef(label))
}

// combineVectors adds the combinations in some vectors from an index on.
func (m machine) combineVectors(label string, together int, index reg.Register, pointers [rows]reg.Register, from, factors reg.Register) {
	var sums [rows][]reg.VecVirtual
	for j := range sums {
		for range together {
			sum := m.vector()
			m.VXORPD(sum, sum, sum)
			sums[j] = append(sums[j], sum)
		}
	}
	here := func(row reg.Register, v int) operand.Mem {
		return operand.Mem{Base: row, Index: index, Scale: uint8(m.size()), Disp: v * m.elements * m.size()}
	}
	m.eachVector(label+"_from", from, factors, func(x, factors reg.Register) {
		var xs []reg.VecVirtual
		for v := range together {
			xs = append(xs, m.load(here(x, v)))
		}
		for j := range sums {
			factor := m.broadcast(operand.Mem{Base: factors, Disp: j * m.size()})
			for v, x := range xs {
				m.addTo(sums[j][v], m.multiply(x, factor))
			}
		}
	})
	for j, row := range pointers {
		for v, sum := range sums[j] {
			m.addTo(sum, here(row, v))
			m.store(sum, here(row, v))
		}
	}
}

// eachVector goes through the vectors to be combined and their factors.
func (m machine) eachVector(label string, from, factors reg.Register, body func(x, factors reg.Register)) {
	header, factor, left, x := m.GP64(), m.GP64(), m.pointer("count"), m.GP64()
	m.MOVQ(from, header)
	m.MOVQ(factors, factor)
	m.JMP(operand.LabelRef(label + "_test"))
	m.Label(label)
	m.MOVQ(operand.Mem{Base: header}, x)
	body(x, factor)
	m.ADDQ(operand.Imm(24), header)
	m.ADDQ(operand.Imm(uint64(rows*m.size())), factor)
	m.DECQ(left)
	m.Label(label + "_test")
	m.TESTQ(left, left)
	m.JNE(operand.LabelRef(label))
}
