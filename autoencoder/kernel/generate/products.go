package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// chunk is the number of columns that products goes through several times in a row, where it
// must: four rows and four inputs of that many float64 are 16 KiB, which stay in the nearest
// cache, while whole ones of 1024 don't.
const chunk = 256

// products sums four rows times four inputs, as many pairs at once as there are registers for.
func (m machine) products() {
	m.begin("products", "rows *[4][]weight, x *[4][]float64, sums *[4][4]float64, n int", "is Kernels.Products")
	pointers := m.rowPointers()
	inputs := m.slicePointers(m.pointer("x"))
	var sums [rows][rows]accumulators
	if m.wide {
		sums = m.productsAtOnce(pointers, inputs)
	} else {
		sums = m.productsInChunks(pointers, inputs)
	}
	to := m.pointer("sums")
	for j := range sums {
		for n, sum := range sums[j] {
			last := len(sum) - 1
			sum[last] = m.partialSums(sum[last])
			m.fold(sum, operand.Mem{Base: to, Disp: (j*rows + n) * 8})
		}
	}
	m.end()
}

// productsAtOnce keeps all sums in registers: AVX-512 has enough of them.
func (m machine) productsAtOnce(pointers, inputs [rows]reg.Register) (sums [rows][rows]accumulators) {
	var all [rows][]reg.VecVirtual
	for j := range sums {
		for n := range sums[j] {
			sum := m.zero()
			all[j] = append(all[j], sum)
			sums[j][n] = accumulators{sum}
		}
	}
	m.loopBlocks("block", func(index reg.Register) { m.productsOfBlock(index, 0, pointers, inputs[:], all) })
	return sums
}

// productsInChunks keeps the sums in the frame: with AVX2 there are registers for two inputs and
// half of the lanes. So it goes through a chunk four times, then through the next.
func (m machine) productsInChunks(pointers, inputs [rows]reg.Register) (sums [rows][rows]accumulators) {
	zero := m.zero()
	for j := range sums {
		for n := range sums[j] {
			for range lanes / m.sumLanes() {
				frame := m.AllocLocal(m.sumLanes() * 8)
				m.VMOVUPD(zero, frame)
				sums[j][n] = append(sums[j][n], frame)
			}
		}
	}
	const together = 2
	m.chunks(func(from, end reg.Register) {
		for first := 0; first < rows; first += together {
			for part := range lanes / m.sumLanes() {
				label := fmt.Sprintf("inputs%d_part%d", first, part)
				m.productsOfChunk(label, from, end, first, part, pointers, inputs[first:first+together], sums)
			}
		}
	})
	return sums
}

// chunks goes through the columns from 0 to n, a chunk a turn; the last may be shorter.
func (m machine) chunks(body func(from, end reg.Register)) {
	count, from, end := m.pointer("n"), m.GP64(), m.GP64()
	m.XORQ(from, from)
	m.JMP(operand.LabelRef("chunk_test"))
	m.Label("chunk")
	m.LEAQ(operand.Mem{Base: from, Disp: chunk}, end)
	m.CMPQ(count, end)
	m.CMOVQLT(count, end)
	body(from, end)
	m.MOVQ(end, from)
	m.Label("chunk_test")
	m.CMPQ(from, count)
	m.JLT(operand.LabelRef("chunk"))
}

// productsOfChunk adds the products of some columns to the sums for some inputs, which begin with
// number first, and some of the lanes.
func (m machine) productsOfChunk(label string, from, end reg.Register, first, part int, pointers [rows]reg.Register, inputs []reg.Register, sums [rows][rows]accumulators) {
	var registers [rows][]reg.VecVirtual
	for j := range sums {
		for n := range inputs {
			registers[j] = append(registers[j], m.partialSums(sums[j][first+n][part]))
		}
	}
	index := m.GP64()
	m.MOVQ(from, index)
	m.turns(label, index, end, func() { m.productsOfBlock(index, part, pointers, inputs, registers) })
	for j := range sums {
		for n, sum := range registers[j] {
			m.VMOVUPD(sum, sums[j][first+n][part])
		}
	}
}

// partialSums returns partial sums in a register.
func (m machine) partialSums(kept operand.Op) reg.VecVirtual {
	if v, ok := kept.(reg.VecVirtual); ok {
		return v
	}
	sum := m.sum()
	m.VMOVUPD(kept, sum)
	return sum
}

// productsOfBlock adds the products of those columns of a block that are in some of the lanes.
func (m machine) productsOfBlock(index reg.Register, part int, pointers [rows]reg.Register, inputs []reg.Register, sums [rows][]reg.VecVirtual) {
	for first := part * m.sumLanes(); first < block; first += lanes {
		var xs []reg.VecVirtual
		for _, input := range inputs {
			x := m.sum()
			m.VMOVUPD(operand.Mem{Base: input, Index: index, Scale: 8, Disp: first * 8}, x)
			xs = append(xs, x)
		}
		for j, row := range pointers {
			m.productsOfRow(operand.Mem{Base: row, Index: index, Scale: uint8(m.size()), Disp: first * m.size()}, xs, sums[j])
		}
	}
}

// productsOfRow adds a row's elements times those of the inputs.
func (m machine) productsOfRow(row operand.Mem, xs, sums []reg.VecVirtual) {
	w := m.sum()
	if !m.double {
		m.VCVTPS2PD(row, w)
		for n, x := range xs {
			m.VFMADD231PD(w, x, sums[n])
		}
		return
	}
	m.VMOVUPD(row, w)
	for n, x := range xs {
		product := m.sum()
		m.VMULPD(w, x, product)
		m.VADDPD(product, sums[n], sums[n])
	}
}
