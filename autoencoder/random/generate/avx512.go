package main

import (
	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// avx512 writes batchesAVX512: the 16 blocks of a batch at once. The state needs half
// of the 32 registers, and the words are turned into normals where they are.
type avx512 struct {
	*build.Context
	*constants
	key       operand.Mem
	low, high reg.VecVirtual // the blocks' counters
}

func (g *avx512) batches() {
	g.Function("batchesAVX512")
	g.Attributes(attr.NOSPLIT)
	g.SignatureExpr("func(key *[8]uint32, batch uint64, dst []float32)")
	g.Doc("batchesAVX512 is portable with vectors of 512 bits.")
	g.key = operand.Mem{Base: g.Load(g.Param("key"), g.GP64())}
	block := g.Load(g.Param("batch"), g.GP64())
	g.SHLQ(operand.Imm(4), block)
	dst := operand.Mem{Base: g.Load(g.Param("dst").Base(), g.GP64())}
	count := g.Load(g.Param("dst").Len(), g.GP64())
	g.SHRQ(operand.Imm(8), count)
	g.JZ(operand.LabelRef("done"))

	g.Label("batch")
	g.counters(block)
	words := g.chaCha()
	const together = 2 // pairs at a time, to hide latency
	for j := 0; j < 8; j += together {
		g.boxMuller(words[j:j+together], words[j+8:j+8+together])
	}
	for j, x := range words {
		g.VMOVUPS(x, dst.Offset(64*j))
	}
	g.ADDQ(operand.Imm(16), block)
	g.ADDQ(operand.U32(1024), dst.Base)
	g.DECQ(count)
	g.JNZ(operand.LabelRef("batch"))
	g.Label("done")
	g.VZEROUPPER()
	g.RET()
}

// counters sets words 12 and 13 of the state at the start. The blocks of a batch
// differ in the lowest four bits: nothing is carried from one to the other.
func (g *avx512) counters(block reg.Register) {
	g.low, g.high = g.ZMM(), g.ZMM()
	high := g.GP64()
	g.VPBROADCASTD(block.(reg.GP).As32(), g.low)
	g.VPADDD(g.lanes[0], g.low, g.low)
	g.MOVQ(block, high)
	g.SHRQ(operand.Imm(32), high)
	g.VPBROADCASTD(high.As32(), g.high)
}

// chaCha returns the 16 vectors of words.
func (g *avx512) chaCha() []reg.VecVirtual {
	x := g.vectors(16)
	for j := range x {
		switch {
		case j < 4:
			g.VPBROADCASTD(g.expand[j], x[j])
		case j < 12:
			g.VPBROADCASTD(g.key.Offset(4*(j-4)), x[j])
		case j == 12:
			g.VMOVDQA32(g.low, x[j])
		case j == 13:
			g.VMOVDQA32(g.high, x[j])
		default:
			g.VPBROADCASTD(g.zero, x[j])
		}
	}
	counter := g.GP64()
	g.MOVQ(operand.U64(4), counter)
	g.Label("rounds")
	g.quarterRounds(x, 0)
	g.quarterRounds(x, 1)
	g.DECQ(counter)
	g.JNZ(operand.LabelRef("rounds"))

	for j := range 4 {
		g.VPADDD_BCST(g.expand[j], x[j], x[j])
	}
	for j := 4; j < 12; j++ {
		g.VPADDD_BCST(g.key.Offset(4*(j-4)), x[j], x[j])
	}
	g.VPADDD(g.low, x[12], x[12])
	g.VPADDD(g.high, x[13], x[13]) // the nonce is 0
	return x
}

// quarterRounds writes the four quarter rounds of columns (turn = 0) or diagonals
// (turn = 1), instruction by instruction in turn.
func (g *avx512) quarterRounds(x []reg.VecVirtual, turn int) {
	word := func(row, i int) reg.VecVirtual { return x[4*row+(i+turn*row)%4] }
	mix := func(a, b, d int, bits uint64) {
		for i := range 4 {
			g.VPADDD(word(b, i), word(a, i), word(a, i))
		}
		for i := range 4 {
			g.VPXORD(word(a, i), word(d, i), word(d, i))
		}
		for i := range 4 {
			g.VPROLD(operand.Imm(bits), word(d, i), word(d, i))
		}
	}
	mix(0, 1, 3, 16)
	mix(2, 3, 1, 12)
	mix(0, 1, 3, 8)
	mix(2, 3, 1, 7)
}
