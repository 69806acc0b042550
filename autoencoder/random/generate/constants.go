package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/operand"

	"autoencoder-dynamics/autoencoder/random/internal/coefficients"
)

// constants are vectors of 8 words in read-only data: the same word 8 times, of which
// AVX-512 broadcasts the first, but for lanes and the byte permutations.
type constants struct {
	expand [4]operand.Mem // the first row of ChaCha's state
	lanes  [2]operand.Mem // 0 … 7 and 8 … 15, one after the other

	rotate16, rotate8 operand.Mem // permutations of bytes

	oneHalf, one, two, four, unit       operand.Mem
	mantissa, exponentOfOne, bias, zero operand.Mem
	sign, second, thirtyOne             operand.Mem
	minusTwoLog2                        operand.Mem
	log, sine, cosine                   []operand.Mem
}

// newConstants writes the constants.
func newConstants(context *build.Context) *constants {
	t := table{Context: context, start: context.StaticGlobal("constants")}
	context.DataAttributes(attr.RODATA | attr.NOPTR)
	c := &constants{
		expand:        [4]operand.Mem{t.word(0x61707865), t.word(0x3320646e), t.word(0x79622d32), t.word(0x6b206574)},
		oneHalf:       t.float(0.5),
		one:           t.float(1),
		two:           t.float(2),
		four:          t.float(4),
		unit:          t.float(0x1p-31),
		mantissa:      t.word(0x007fffff),
		exponentOfOne: t.word(0x3f800000),
		bias:          t.word(158),
		zero:          t.word(0),
		sign:          t.word(1 << 31),
		second:        t.word(2),
		thirtyOne:     t.float(31),
		minusTwoLog2:  t.float(coefficients.MinusTwoLog2),
	}
	c.lanes[0] = t.words([8]uint32{0, 1, 2, 3, 4, 5, 6, 7})
	c.lanes[1] = t.words([8]uint32{8, 9, 10, 11, 12, 13, 14, 15})
	c.rotate16 = t.words([8]uint32{0x01000302, 0x05040706, 0x09080b0a, 0x0d0c0f0e, 0x01000302, 0x05040706, 0x09080b0a, 0x0d0c0f0e})
	c.rotate8 = t.words([8]uint32{0x02010003, 0x06050407, 0x0a09080b, 0x0e0d0c0f, 0x02010003, 0x06050407, 0x0a09080b, 0x0e0d0c0f})
	for _, coefficient := range coefficients.Log() {
		c.log = append(c.log, t.float(coefficient))
	}
	for _, coefficient := range coefficients.Sine() {
		c.sine = append(c.sine, t.float(coefficient))
	}
	for _, coefficient := range coefficients.Cosine() {
		c.cosine = append(c.cosine, t.float(coefficient))
	}
	return c
}

// table appends vectors to the read-only data.
type table struct {
	*build.Context
	start operand.Mem
	size  int
}

func (t *table) words(words [8]uint32) operand.Mem {
	at := t.start.Offset(t.size)
	for _, word := range words {
		t.AddDatum(t.size, operand.U32(word))
		t.size += 4
	}
	return at
}

func (t *table) word(word uint32) operand.Mem {
	return t.words([8]uint32{word, word, word, word, word, word, word, word})
}

func (t *table) float(value float32) operand.Mem { return t.word(math.Float32bits(value)) }
