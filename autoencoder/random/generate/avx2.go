package main

import (
	"fmt"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// avx2 writes batchesAVX2: 8 blocks of ChaCha at once, a batch in two halves.
//
// 16 vectors of state leave no register for the shifts that a rotation is made of.
// So only half of the third row is in registers, the half that the two quarter
// rounds under way need; the other half waits in dst, where the words go anyway.
type avx2 struct {
	*build.Context
	*constants
	key   operand.Mem
	dst   operand.Mem // the half batch's first vector
	block reg.Register
}

func (g *avx2) batches() {
	g.Function("batchesAVX2")
	g.Attributes(attr.NOSPLIT)
	g.SignatureExpr("func(key *[8]uint32, batch uint64, dst []float32)")
	g.Doc("batchesAVX2 is portable with vectors of 256 bits.")
	g.key = operand.Mem{Base: g.Load(g.Param("key"), g.GP64())}
	g.block = g.Load(g.Param("batch"), g.GP64())
	g.SHLQ(operand.Imm(4), g.block)
	g.dst = operand.Mem{Base: g.Load(g.Param("dst").Base(), g.GP64())}
	count := g.Load(g.Param("dst").Len(), g.GP64())
	g.SHRQ(operand.Imm(8), count)
	g.JZ(operand.LabelRef("done"))

	g.Label("batch")
	g.half(0)
	g.half(1)
	g.ADDQ(operand.Imm(16), g.block)
	g.ADDQ(operand.U32(1024), g.dst.Base)
	g.DECQ(count)
	g.JNZ(operand.LabelRef("batch"))
	g.Label("done")
	g.VZEROUPPER()
	g.RET()
}

// half writes half a batch: 8 of its 16 blocks.
func (g *avx2) half(half int) {
	whole := g.dst
	g.dst = g.dst.Offset(32 * half)
	g.chaCha(half)
	for j := 0; j < 8; j += 2 {
		g.boxMuller(j, j+1)
	}
	g.dst = whole
}

// word is the vector of word j of the half's blocks.
func (g *avx2) word(j int) operand.Mem { return g.dst.Offset(64 * j) }

// start loads word j of the state at the start.
func (g *avx2) start(j, half int) reg.VecVirtual {
	x := g.YMM()
	switch {
	case j < 4:
		g.VMOVDQU(g.expand[j], x)
	case j < 12:
		g.VPBROADCASTD(g.key.Offset(4*(j-4)), x)
	case j == 12: // the blocks of a batch differ in the lowest four bits: nothing is carried
		low := g.XMM()
		g.MOVQ(g.block, low)
		g.VPBROADCASTD(low, x)
		g.VPADDD(g.lanes[half], x, x)
	case j == 13:
		high, scalar := g.XMM(), g.GP64()
		g.MOVQ(g.block, scalar)
		g.SHRQ(operand.Imm(32), scalar)
		g.MOVQ(scalar, high)
		g.VPBROADCASTD(high, x)
	default:
		g.VPXOR(x, x, x)
	}
	return x
}

// chaCha sets the 16 vectors of words.
func (g *avx2) chaCha(half int) {
	var x [16]reg.VecVirtual
	for _, j := range []int{10, 11} {
		g.VMOVDQU(g.start(j, half), g.word(j))
	}
	for j := range 16 {
		if j != 10 && j != 11 {
			x[j] = g.start(j, half)
		}
	}
	counter := g.GP64()
	label := fmt.Sprintf("rounds%d", half)
	g.MOVQ(operand.U64(4), counter)
	g.Label(label)
	g.quarterRounds(&x, [4]int{0, 4, 8, 12}, [4]int{1, 5, 9, 13})
	g.exchange(&x, 8, 10)
	g.quarterRounds(&x, [4]int{2, 6, 10, 14}, [4]int{3, 7, 11, 15})
	g.quarterRounds(&x, [4]int{0, 5, 10, 15}, [4]int{1, 6, 11, 12})
	g.exchange(&x, 10, 8)
	g.quarterRounds(&x, [4]int{2, 7, 8, 13}, [4]int{3, 4, 9, 14})
	g.DECQ(counter)
	g.JNZ(operand.LabelRef(label))

	for j := range 14 {
		if j != 10 && j != 11 {
			g.VPADDD(g.start(j, half), x[j], x[j])
			g.VMOVDQU(x[j], g.word(j))
		}
	}
	for _, j := range []int{10, 11} {
		last := g.start(j, half)
		g.VPADDD(g.word(j), last, last)
		g.VMOVDQU(last, g.word(j))
	}
	g.VMOVDQU(x[14], g.word(14)) // the nonce is 0
	g.VMOVDQU(x[15], g.word(15))
}

// exchange puts two words of the third row away and takes the other two.
func (g *avx2) exchange(x *[16]reg.VecVirtual, away, next int) {
	for i := range 2 {
		g.VMOVDQU(x[away+i], g.word(away+i))
		x[next+i] = x[away+i]
		g.VMOVDQU(g.word(next+i), x[next+i])
	}
}

// quarterRounds writes two quarter rounds, instruction by instruction in turn.
func (g *avx2) quarterRounds(x *[16]reg.VecVirtual, words ...[4]int) {
	mix := func(a, b, d int, rotate func(x reg.VecVirtual)) {
		for _, w := range words {
			g.VPADDD(x[w[b]], x[w[a]], x[w[a]])
		}
		for _, w := range words {
			g.VPXOR(x[w[a]], x[w[d]], x[w[d]])
		}
		for _, w := range words {
			rotate(x[w[d]])
		}
	}
	permute := func(permutation operand.Mem) func(reg.VecVirtual) {
		return func(x reg.VecVirtual) { g.VPSHUFB(permutation, x, x) }
	}
	shift := func(bits uint64) func(reg.VecVirtual) {
		return func(x reg.VecVirtual) {
			t := g.YMM()
			g.VPSLLD(operand.Imm(bits), x, t)
			g.VPSRLD(operand.Imm(32-bits), x, x)
			g.VPOR(t, x, x)
		}
	}
	mix(0, 1, 3, permute(g.rotate16))
	mix(2, 3, 1, shift(12))
	mix(0, 1, 3, permute(g.rotate8))
	mix(2, 3, 1, shift(7))
}
