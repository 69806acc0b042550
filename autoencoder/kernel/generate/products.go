package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// products sums four rows times four inputs, as many pairs at once as there are registers
// for: all with AVX-512; with AVX2 two inputs, half of the lanes.
func (m machine) products() {
	m.begin("products", "rows *[4][]weight, x *[4][]float64, sums *[4][4]float64, n int", "Kernels.Products.")
	pointers := m.rowPointers()
	inputs := m.slicePointers(m.pointer("x"))
	to := m.pointer("sums")
	together := 2
	if m.wide {
		together = 4
	}
	for first := 0; first < rows; first += together {
		sums := m.productsOf(fmt.Sprintf("inputs%d", first), pointers, inputs[first:first+together])
		for j := range sums {
			for n := range sums[j] {
				m.fold(sums[j][n], operand.Mem{Base: to, Disp: (j*rows + first + n) * 8})
			}
		}
	}
	m.end()
}

// productsOf returns the partial sums of some inputs: the last half of the lanes in
// registers, and the first, where a register holds no more than half of them, in the frame.
func (m machine) productsOf(label string, pointers [rows]reg.Register, inputs []reg.Register) [rows][]accumulators {
	var sums [rows][]accumulators
	for j := range sums {
		sums[j] = make([]accumulators, len(inputs))
	}
	parts := lanes / m.sumLanes()
	for part := range parts {
		half := m.productsOfPart(fmt.Sprintf("%s_part%d", label, part), part, pointers, inputs)
		for j := range half {
			for n, sum := range half[j] {
				var kept operand.Op = sum
				if part < parts-1 {
					frame := m.AllocLocal(m.sumLanes() * 8)
					m.VMOVUPD(sum, frame)
					kept = frame
				}
				sums[j][n] = append(sums[j][n], kept)
			}
		}
	}
	return sums
}

// productsOfPart goes through the elements of some of the lanes.
func (m machine) productsOfPart(label string, part int, pointers [rows]reg.Register, inputs []reg.Register) [rows][]reg.VecVirtual {
	var sums [rows][]reg.VecVirtual
	for j := range sums {
		for range inputs {
			sums[j] = append(sums[j], m.zero())
		}
	}
	m.loopBlocks(label, func(index reg.Register) {
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
	})
	return sums
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
