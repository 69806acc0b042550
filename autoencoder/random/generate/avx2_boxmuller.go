package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// boxMuller makes normals of the words j and j + 8 of each of the pairs, instruction
// by instruction in turn: see the function of the same name in Go.
func (g *avx2) boxMuller(pairs ...int) {
	radius := g.vectors(len(pairs))
	g.minusTwoLog(pairs, radius)
	cosine, sine := g.vectors(len(pairs)), g.vectors(len(pairs))
	g.direction(pairs, cosine, sine)
	for p, j := range pairs {
		swap, x, y := g.YMM(), g.YMM(), g.YMM()
		g.VPSLLD(operand.Imm(30), g.load(j+8), swap)
		g.VBLENDVPS(swap, sine[p], cosine[p], x)
		g.VBLENDVPS(swap, cosine[p], sine[p], y)
		g.VSQRTPS(radius[p], radius[p])
		g.VMULPS(radius[p], x, x)
		g.VMULPS(radius[p], y, y)
		g.VMOVUPS(x, g.word(j))
		g.VMOVUPS(y, g.word(j+8))
	}
}

// vectors returns so many new registers.
func (g *avx2) vectors(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = g.YMM()
	}
	return v
}

// load returns a new register with word j.
func (g *avx2) load(j int) reg.VecVirtual {
	x := g.YMM()
	g.VMOVDQU(g.word(j), x)
	return x
}

// minusTwoLog sets result to −2 ln u of each pair's first word.
func (g *avx2) minusTwoLog(pairs []int, result []reg.VecVirtual) {
	n := len(pairs)
	d, s, k := g.vectors(n), g.vectors(n), g.vectors(n)
	for p, j := range pairs {
		t, positive := g.YMM(), g.YMM()
		g.VCVTDQ2PS(g.word(j), t)
		g.VADDPS(g.oneHalf, t, t)
		g.VPSRLD(operand.Imm(23), t, k[p])
		g.VANDPS(g.mantissa, t, positive)
		g.VORPS(g.exponentOfOne, positive, positive)
		g.VSUBPS(g.two, positive, positive)
		g.VMULPS(g.unit, t, d[p])
		g.VBLENDVPS(t, d[p], positive, d[p])
		g.VADDPS(g.four, d[p], s[p])
		g.VDIVPS(s[p], d[p], s[p])
	}
	for p := range pairs {
		g.VPSUBD(g.bias, k[p], k[p])
		g.VPMINSD(g.zero, k[p], k[p])
		g.VCVTDQ2PS(k[p], k[p])
		g.VMULPS(g.minusTwoLog2, k[p], k[p])
	}
	z := g.vectors(n)
	for p := range pairs {
		g.VMULPS(s[p], s[p], z[p])
	}
	g.horner(g.log, z, result)
	for p := range pairs {
		g.VMULPS(z[p], result[p], result[p])
		g.VSUBPS(result[p], d[p], result[p])
		g.VMULPS(s[p], result[p], result[p])
		g.VSUBPS(d[p], result[p], result[p])
		g.VADDPS(k[p], result[p], result[p])
	}
}

// horner sets result to the polynomial's values at z.
func (g *avx2) horner(polynomial []operand.Mem, z, result []reg.VecVirtual) {
	last := len(polynomial) - 1
	for p := range z {
		g.VMULPS(polynomial[last], z[p], result[p])
	}
	for i := last - 1; i >= 0; i-- {
		if i < last-1 {
			for p := range z {
				g.VMULPS(z[p], result[p], result[p])
			}
		}
		for p := range z {
			g.VADDPS(polynomial[i], result[p], result[p])
		}
	}
}

// direction sets cosine and sine of each pair's second word, before the exchange of the two.
func (g *avx2) direction(pairs []int, cosine, sine []reg.VecVirtual) {
	t, z := g.vectors(len(pairs)), g.vectors(len(pairs))
	for p, j := range pairs {
		g.VCVTDQ2PS(g.word(j+8), t[p])
		g.VMULPS(g.unit, t[p], t[p])
		g.VMULPS(t[p], t[p], z[p])
	}
	g.horner(g.sine, z, sine)
	g.horner(append([]operand.Mem{g.one}, g.cosine...), z, cosine)
	for p, j := range pairs {
		g.VMULPS(t[p], sine[p], sine[p])
		mirror := g.YMM()
		g.VPSLLD(operand.Imm(31), g.load(j+8), mirror)
		g.VXORPS(mirror, cosine[p], cosine[p])
	}
}
