package main

import (
	"fmt"
	"strings"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const (
	block = 16 // elements a turn of a loop: kernel.Block
	lanes = 8  // partial sums of a sum: kernel.Lanes
	rows  = 4  // rows a pass
)

// machine is what the description of a kernel depends on: the type of the weights and the
// registers.
type machine struct {
	*build.Context
	double   bool // weights are float64, not float32
	plenty   bool // AVX-512, which has 32 registers, not AVX2 with 16
	wide     bool // vectors have 512 bits, not 256
	elements int  // weights in one vector
	lag      int  // blocks by which sums follow updates, where updates are read back for them
}

// set is a machine and the kernels that are made for it.
type set struct {
	machine
	kernels []string
}

// sets returns all kernels. Those with AVX-512 are the ones that it makes faster: of float32,
// vectors of 256 bits with 32 registers, because a conversion to float64 of 512 bits takes
// longer than two of 256, but for Products and Combine, which convert nothing.
func sets(context *build.Context) []set {
	all := []string{"dot", "encode", "decode", "subtract", "learn", "truncated", "add", "products", "combine", "adam"}
	inputs := []string{"multiply", "widen", "prefetch"}
	return []set{
		{machine{Context: context, elements: 8, lag: 4}, append(inputs, all...)},
		{machine{Context: context, elements: 4, double: true}, append([]string{"erf"}, all...)},
		{machine{Context: context, elements: 8, plenty: true, lag: 4}, []string{"decode", "truncated"}},
		{machine{Context: context, elements: 16, plenty: true, wide: true}, []string{"products", "combine"}},
		{machine{Context: context, elements: 8, double: true, plenty: true, wide: true}, []string{"decode", "truncated", "products", "combine", "erf"}},
	}
}

// element is the Go type of a weight.
func (m machine) element() string {
	if m.double {
		return "float64"
	}
	return "float32"
}

// size is the number of bytes of a weight.
func (m machine) size() int {
	if m.double {
		return 8
	}
	return 4
}

// instructions is the set's name.
func (m machine) instructions() string {
	if m.plenty {
		return "AVX512"
	}
	return "AVX2"
}

// vectors is the number of vectors in a block.
func (m machine) vectors() int { return block / m.elements }

// sumLanes is the number of partial sums that a register of float64 holds.
func (m machine) sumLanes() int {
	if m.wide {
		return 8
	}
	return 4
}

// begin starts the function of a kernel: "dot", which "is Kernels.Dot", becomes
// dotFloat32AVX2, which is Kernels.Dot with AVX2.
func (m machine) begin(name, parameters, predicate string) {
	kind := "Float32"
	if m.double {
		kind = "Float64"
	}
	name += kind + m.instructions()
	m.Function(name)
	m.Pragma("noescape")
	m.SignatureExpr("func(" + strings.ReplaceAll(parameters, "weight", m.element()) + ")")
	m.Doc(fmt.Sprintf("%s %s with %s.", name, predicate, m.instructions()))
}

// vector returns a new register for elements weights.
func (m machine) vector() reg.VecVirtual {
	if m.elements*m.size() == 64 {
		return m.ZMM()
	}
	return m.YMM()
}

// sum returns a new register for sumLanes partial sums.
func (m machine) sum() reg.VecVirtual {
	if m.wide {
		return m.ZMM()
	}
	return m.YMM()
}

// choose runs one of two instructions: that for float32 or that for float64.
func (m machine) choose(single, double func(...operand.Op), operands ...operand.Op) {
	if m.double {
		double(operands...)
	} else {
		single(operands...)
	}
}

// load returns a vector read from memory.
func (m machine) load(from operand.Op) reg.VecVirtual {
	to := m.vector()
	m.choose(m.VMOVUPS, m.VMOVUPD, from, to)
	return to
}

// store writes a vector to memory.
func (m machine) store(from reg.VecVirtual, to operand.Mem) {
	m.choose(m.VMOVUPS, m.VMOVUPD, from, to)
}

// broadcast returns a vector of equal elements.
func (m machine) broadcast(from operand.Mem) reg.VecVirtual {
	to := m.vector()
	if m.double {
		m.VBROADCASTSD(from, to)
	} else {
		m.VBROADCASTSS(from, to)
	}
	return to
}

// multiply returns a·b, where a may be memory.
func (m machine) multiply(a operand.Op, b reg.VecVirtual) reg.VecVirtual {
	to := m.vector()
	m.choose(m.VMULPS, m.VMULPD, a, b, to)
	return to
}

// add returns a + b, where a may be memory.
func (m machine) add(a operand.Op, b reg.VecVirtual) reg.VecVirtual {
	to := m.vector()
	m.choose(m.VADDPS, m.VADDPD, a, b, to)
	return to
}

// addTo adds a, which may be memory, to a sum.
func (m machine) addTo(sum reg.VecVirtual, a operand.Op) {
	m.choose(m.VADDPS, m.VADDPD, a, sum, sum)
}

// subtract returns a − b.
func (m machine) subtract(a, b reg.VecVirtual) reg.VecVirtual {
	to := m.vector()
	m.choose(m.VSUBPS, m.VSUBPD, b, a, to)
	return to
}

// divide returns a/b.
func (m machine) divide(a, b reg.VecVirtual) reg.VecVirtual {
	to := m.vector()
	m.choose(m.VDIVPS, m.VDIVPD, b, a, to)
	return to
}

// squareRoot returns √a.
func (m machine) squareRoot(a reg.VecVirtual) reg.VecVirtual {
	to := m.vector()
	m.choose(m.VSQRTPS, m.VSQRTPD, a, to)
	return to
}
