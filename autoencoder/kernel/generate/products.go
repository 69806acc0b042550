package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const (
	singleLanes = 16   // partial sums of float32: kernel.SingleLanes
	runColumns  = 1024 // columns over which they are taken: kernel.Run

	// chunk is the number of columns that products goes through several times in a row, where it
	// must: four rows and four inputs of so many numbers stay in the nearest cache.
	chunk = 256
)

// products sums four rows times four inputs, as many pairs at once as there are registers for.
// Sums of float32 are taken over runs of columns, and those of the runs added in float64.
func (m machine) products() {
	m.begin("products", "rows *[4][]weight, x *[4][]weight, sums *[4][4]float64, n int", "is Kernels.Products")
	pointers := m.rowPointers()
	inputs := m.slicePointers(m.pointer("x"))
	sums := m.productSums()
	if m.double {
		m.productsOfRun(m.zeroed(), m.pointer("n"), pointers, inputs, sums)
		m.foldProducts(sums)
		m.end()
		return
	}
	m.clearProducts()
	m.stretches("run", runColumns, m.zeroed(), m.pointer("n"), func(from, end reg.Register) {
		m.productsOfRun(from, end, pointers, inputs, sums)
		m.foldRun(sums)
	})
	m.end()
}

// pairSums are the partial sums of all pairs: in one register each, or in the frame, in parts of a
// register.
type pairSums [rows][rows]accumulators

// productSums returns room for the partial sums: AVX-512 has enough registers for all of them.
func (m machine) productSums() pairSums {
	var sums pairSums
	for j := range sums {
		for n := range sums[j] {
			if m.wide {
				sums[j][n] = accumulators{m.vector()}
				continue
			}
			for range m.productParts() {
				sums[j][n] = append(sums[j][n], m.AllocLocal(m.elements*m.size()))
			}
		}
	}
	return sums
}

// productParts is the number of registers that the partial sums of one pair take.
func (m machine) productParts() int {
	if m.double {
		return lanes / m.elements
	}
	return singleLanes / m.elements
}

// zeroed returns a register that is 0.
func (m machine) zeroed() reg.Register {
	register := m.GP64()
	m.XORQ(register, register)
	return register
}

// productsOfRun sets the partial sums to those over some columns.
func (m machine) productsOfRun(from, end reg.Register, pointers, inputs [rows]reg.Register, sums pairSums) {
	if m.wide {
		m.productsAtOnce(from, end, pointers, inputs, sums)
	} else {
		m.productsInChunks(from, end, pointers, inputs, sums)
	}
}

// productsAtOnce keeps all sums in registers.
func (m machine) productsAtOnce(from, end reg.Register, pointers, inputs [rows]reg.Register, sums pairSums) {
	var all [rows][]reg.VecVirtual
	for j := range sums {
		for n := range sums[j] {
			sum := sums[j][n][0].(reg.VecVirtual)
			m.VXORPD(sum, sum, sum)
			all[j] = append(all[j], sum)
		}
	}
	index := m.GP64()
	m.MOVQ(from, index)
	m.turns("block", index, end, func() { m.productsOfBlock(index, 0, pointers, inputs[:], all) })
}

// productsInChunks keeps the sums in the frame: with AVX2 there are registers for two inputs and
// half of the lanes. So it goes through a chunk four times, then through the next.
func (m machine) productsInChunks(from, end reg.Register, pointers, inputs [rows]reg.Register, sums pairSums) {
	zero := m.vector()
	m.VXORPD(zero, zero, zero)
	for j := range sums {
		for n := range sums[j] {
			for _, part := range sums[j][n] {
				m.VMOVUPD(zero, part)
			}
		}
	}
	const together = 2
	m.stretches("chunk", chunk, from, end, func(from, end reg.Register) {
		for first := 0; first < rows; first += together {
			for part := range m.productParts() {
				label := fmt.Sprintf("inputs%d_part%d", first, part)
				m.productsOfChunk(label, from, end, first, part, pointers, inputs[first:first+together], sums)
			}
		}
	})
}

// stretches goes through the columns from the first to the end, some a turn; the last stretch may
// be shorter. It moves first.
func (m machine) stretches(label string, columns int, first, end reg.Register, body func(from, end reg.Register)) {
	from, to := m.GP64(), m.GP64()
	m.MOVQ(first, from)
	m.JMP(operand.LabelRef(label + "_test"))
	m.Label(label)
	m.LEAQ(operand.Mem{Base: from, Disp: columns}, to)
	m.CMPQ(end, to)
	m.CMOVQLT(end, to)
	body(from, to)
	m.MOVQ(to, from)
	m.Label(label + "_test")
	m.CMPQ(from, end)
	m.JLT(operand.LabelRef(label))
}

// productsOfChunk adds the products of some columns to the sums for some inputs, which begin with
// number first, and some of the lanes.
func (m machine) productsOfChunk(label string, from, end reg.Register, first, part int, pointers [rows]reg.Register, inputs []reg.Register, sums pairSums) {
	var registers [rows][]reg.VecVirtual
	for j := range sums {
		for n := range inputs {
			registers[j] = append(registers[j], m.inRegister(sums[j][first+n][part]))
		}
	}
	index := m.GP64()
	m.MOVQ(from, index)
	m.turns(label, index, end, func() { m.productsOfBlock(index, part, pointers, inputs, registers) })
	for j := range sums {
		for n, sum := range registers[j] {
			m.store(sum, sums[j][first+n][part].(operand.Mem))
		}
	}
}

// productsOfBlock adds the products of those columns of a block that are in some of the lanes.
func (m machine) productsOfBlock(index reg.Register, part int, pointers [rows]reg.Register, inputs []reg.Register, sums [rows][]reg.VecVirtual) {
	for first := part * m.elements; first < block; first += m.productParts() * m.elements {
		here := func(row reg.Register) operand.Mem {
			return operand.Mem{Base: row, Index: index, Scale: uint8(m.size()), Disp: first * m.size()}
		}
		var xs []reg.VecVirtual
		for _, input := range inputs {
			xs = append(xs, m.load(here(input)))
		}
		for j, row := range pointers {
			w := m.load(here(row))
			for n, x := range xs {
				m.addTo(sums[j][n], m.multiply(x, w))
			}
		}
	}
}

// foldProducts writes the sums of float64.
func (m machine) foldProducts(sums pairSums) {
	to := m.pointer("sums")
	for j := range sums {
		for n, sum := range sums[j] {
			last := len(sum) - 1
			sum[last] = m.inRegister(sum[last])
			m.fold(sum, operand.Mem{Base: to, Disp: (j*rows + n) * 8})
		}
	}
}

// clearProducts sets the sums to 0.
func (m machine) clearProducts() {
	to, zero := m.pointer("sums"), m.YMM()
	m.VXORPD(zero, zero, zero)
	for j := range rows {
		m.VMOVUPD(zero, operand.Mem{Base: to, Disp: j * rows * 8})
	}
}

// foldRun adds the sums of float32 over a run, a row of the table at a time.
func (m machine) foldRun(sums pairSums) {
	to := m.pointer("sums")
	for j := range sums {
		var halves [rows]reg.VecVirtual
		for n, sum := range sums[j] {
			halves[n] = m.foldHalves(sum)
		}
		pairs := m.addNeighbours(m.addNeighbours(halves[0], halves[1]), m.addNeighbours(halves[2], halves[3]))
		upper, all, converted := m.XMM(), m.XMM(), m.YMM()
		m.upperHalf(pairs, upper)
		m.VADDPS(upper, pairs.AsX(), all)
		m.VCVTPS2PD(all, converted)
		row := operand.Mem{Base: to, Disp: j * rows * 8}
		m.VADDPD(row, converted, converted)
		m.VMOVUPD(converted, row)
	}
}

// foldHalves adds the upper half of the lanes to the lower.
func (m machine) foldHalves(sum accumulators) reg.VecVirtual {
	half := m.YMM()
	if m.wide {
		upper, all := m.YMM(), sum[0].(reg.VecVirtual)
		m.VEXTRACTF64X4(operand.Imm(1), all, upper)
		m.VADDPS(upper, all.AsY(), half)
	} else {
		m.VADDPS(sum[1], m.inRegister(sum[0]), half)
	}
	return half
}

// addNeighbours returns the sums of neighbours in a, and then in b, in each half of the registers.
func (m machine) addNeighbours(a, b reg.VecVirtual) reg.VecVirtual {
	even, odd, sum := m.YMM(), m.YMM(), m.YMM()
	m.VSHUFPS(operand.Imm(0b10_00_10_00), b, a, even)
	m.VSHUFPS(operand.Imm(0b11_01_11_01), b, a, odd)
	m.VADDPS(odd, even, sum)
	return sum
}
