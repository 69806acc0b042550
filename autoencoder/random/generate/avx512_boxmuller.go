package main

import (
	"github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// vectors returns so many new registers.
func (g *avx512) vectors(n int) []reg.VecVirtual {
	v := make([]reg.VecVirtual, n)
	for i := range v {
		v[i] = g.ZMM()
	}
	return v
}

// boxMuller turns the words into normals, in place, several pairs instruction by
// instruction in turn: see the function of the same name in Go.
func (g *avx512) boxMuller(radiusWords, angleWords []reg.VecVirtual) {
	radius := radiusWords
	g.minusTwoLog(radius)
	cosine, sine := g.vectors(len(angleWords)), g.vectors(len(angleWords))
	g.direction(angleWords, cosine, sine)
	for p, word := range angleWords {
		swap, first := g.K(), g.ZMM()
		g.VPTESTMD_BCST(g.second, word, swap)
		g.VBLENDMPS(sine[p], cosine[p], swap, first)
		g.VBLENDMPS(cosine[p], sine[p], swap, word)
		g.VSQRTPS(radius[p], radius[p])
		g.VMULPS(radius[p], word, word)
		g.VMULPS(radius[p], first, radius[p])
	}
}

// minusTwoLog replaces each word by −2 ln u.
func (g *avx512) minusTwoLog(words []reg.VecVirtual) {
	n := len(words)
	d, k := g.vectors(n), g.vectors(n)
	for p, word := range words {
		positive, mantissa := g.K(), g.ZMM()
		g.VPTESTNMD_BCST(g.sign, word, positive)
		g.VCVTDQ2PS(word, word)
		g.VADDPS_BCST(g.oneHalf, word, word)
		g.VMULPS_BCST(g.unit, word, d[p])
		const oneToTwo = 0b0100 // of the modulus
		g.VGETMANTPS(operand.Imm(oneToTwo), word, mantissa)
		g.VSUBPS_BCST(g.two, mantissa, positive, d[p])
		g.VGETEXPPS(word, k[p])
		g.VSUBPS_BCST_Z(g.thirtyOne, k[p], positive, k[p])
		g.VMULPS_BCST(g.minusTwoLog2, k[p], k[p])
	}
	s, z := g.vectors(n), g.vectors(n)
	for p := range words {
		g.VADDPS_BCST(g.four, d[p], s[p])
		g.VDIVPS(s[p], d[p], s[p])
		g.VMULPS(s[p], s[p], z[p])
	}
	result := words
	g.horner(g.log, z, result)
	for p := range words {
		g.VMULPS(z[p], result[p], result[p])
		g.VSUBPS(result[p], d[p], result[p])
		g.VMULPS(s[p], result[p], result[p])
		g.VSUBPS(d[p], result[p], result[p])
		g.VADDPS(k[p], result[p], result[p])
	}
}

// horner sets result to the polynomial's values at z.
func (g *avx512) horner(polynomial []operand.Mem, z, result []reg.VecVirtual) {
	last := len(polynomial) - 1
	for p := range z {
		g.VMULPS_BCST(polynomial[last], z[p], result[p])
	}
	for i := last - 1; i >= 0; i-- {
		if i < last-1 {
			for p := range z {
				g.VMULPS(z[p], result[p], result[p])
			}
		}
		for p := range z {
			g.VADDPS_BCST(polynomial[i], result[p], result[p])
		}
	}
}

// direction sets cosine and sine before the exchange of the two.
func (g *avx512) direction(words, cosine, sine []reg.VecVirtual) {
	t, z := g.vectors(len(words)), g.vectors(len(words))
	for p, word := range words {
		g.VCVTDQ2PS(word, t[p])
		g.VMULPS_BCST(g.unit, t[p], t[p])
		g.VMULPS(t[p], t[p], z[p])
	}
	g.horner(g.sine, z, sine)
	for p := range words {
		g.VMULPS(t[p], sine[p], sine[p])
	}
	g.horner(append([]operand.Mem{g.one}, g.cosine...), z, cosine)
	for p, word := range words {
		mirror := g.ZMM()
		g.VPSLLD(operand.Imm(31), word, mirror)
		g.VXORPS(mirror, cosine[p], cosine[p])
	}
}
