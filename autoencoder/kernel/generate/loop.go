package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// pointer reads a parameter of the function.
func (m machine) pointer(name string) reg.Register {
	return m.Load(m.Param(name), m.GP64())
}

// rowPointers reads where the rows begin: the first words of four slices.
func (m machine) rowPointers() [rows]reg.Register {
	header := m.pointer("rows")
	return m.slicePointers(header)
}

func (m machine) slicePointers(header reg.Register) [rows]reg.Register {
	var pointers [rows]reg.Register
	for j := range pointers {
		row := m.GP64()
		m.MOVQ(operand.Mem{Base: header, Disp: j * 24}, row)
		pointers[j] = row
	}
	return pointers
}

// scalars reads a parameter that points to four factors, one for each row, and returns them
// as vectors: in registers where there are enough of them, and else in the frame.
func (m machine) scalars(name string, registers bool) [rows]operand.Op {
	from := m.pointer(name)
	var vectors [rows]operand.Op
	for j := range vectors {
		v := m.broadcast(operand.Mem{Base: from, Disp: j * m.size()})
		if registers || m.plenty {
			vectors[j] = v
			continue
		}
		local := m.AllocLocal(m.elements * m.size())
		m.store(v, local)
		vectors[j] = local
	}
	return vectors
}

// position is a place in the rows and vectors, within a loop over them.
type position struct {
	index reg.Register // of the block's first element
	k     int          // the vector in the block
	m     machine

	behind int // elements before the index
}

// of returns the vector of a row that is here.
func (p position) of(row reg.Register) operand.Mem { return p.element(row, p.m.size()) }

// element is of for a row of elements of another size.
func (p position) element(row reg.Register, size int) operand.Mem {
	return operand.Mem{Base: row, Index: p.index, Scale: uint8(size), Disp: (p.k*p.m.elements - p.behind) * size}
}

// loop goes through all vectors of the rows, a block a turn.
func (m machine) loop(label string, body func(p position)) {
	m.loopBlocks(label, func(index reg.Register) {
		for k := range m.vectors() {
			body(position{index: index, k: k, m: m})
		}
	})
}

// loopBlocks goes through the rows, a block a turn.
func (m machine) loopBlocks(label string, body func(index reg.Register)) {
	count, index := m.pointer("n"), m.GP64()
	m.XORQ(index, index)
	m.turns(label, index, count, func() { body(index) })
}

// loopBehind goes through the rows like loop; second follows first, some blocks behind.
func (m machine) loopBehind(first, second func(p position)) {
	count, limit, index := m.pointer("n"), m.GP64(), m.GP64()
	m.MOVQ(operand.I32(m.lag*block), limit)
	m.CMPQ(count, limit)
	m.CMOVQLT(count, limit)
	vectors := func(body func(p position), behind int) {
		for k := range m.vectors() {
			body(position{index: index, k: k, behind: behind, m: m})
		}
	}
	m.XORQ(index, index)
	m.turns("begin", index, limit, func() { vectors(first, 0) })
	m.turns("block", index, count, func() {
		vectors(first, 0)
		vectors(second, m.lag*block)
	})
	m.SUBQ(limit, index)
	m.turns("finish", index, count, func() { vectors(second, 0) })
}

// turns repeats body until the index, which goes on by a block each time, is at the end.
func (m machine) turns(label string, index, end reg.Register, body func()) {
	m.JMP(operand.LabelRef(label + "_test"))
	m.Label(label)
	body()
	m.ADDQ(operand.Imm(block), index)
	m.Label(label + "_test")
	m.CMPQ(index, end)
	m.JLT(operand.LabelRef(label))
}

// end returns from the function.
func (m machine) end() {
	m.VZEROUPPER()
	m.RET()
}
