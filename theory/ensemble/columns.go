package ensemble

import "slices"

// Columns are start weights over the columns of all levels, one level after the other. A
// column is an eigenmode of its level where the level has as many columns as modes; otherwise
// it is some direction of the level's eigenspace, and the columns of the level span the part of
// it in which there are weights. All directions are orthonormal.
type Columns struct {
	Hidden int     // K
	Dim    float64 // D, maybe +Inf
	Levels []Level
	Widths []int // how many columns each level has: n in all
	Tied   bool  // encoder and decoder are one matrix

	// Encoder and Decoder are K×n, row by row: the loadings √r·w (√Share·w/√D in infinitely
	// many modes) and v/√D. In a tied network Encoder is Decoder, v/√D too.
	Encoder, Decoder []float64

	EncoderBias []float64 // b, length K, or nil for none
	OutputBias  []float64 // c/√D, length n, or nil for none
}

// Variance returns tr Ω/D, the variance per input.
func (c *Columns) Variance() float64 {
	var sum float64
	for _, level := range c.Levels {
		sum += level.Share
	}
	return sum
}

// Rates returns the rate r = ρ/D of each of the n columns.
func (c *Columns) Rates() []float64 {
	return c.each(func(level Level, _ int) float64 { return level.Rate })
}

// Multiplicities returns for how many modes each of the n columns stands: 1 where it is a
// mode itself, otherwise an equal part of its level's.
func (c *Columns) Multiplicities() []float64 {
	return c.each(func(level Level, width int) float64 { return level.Multiplicity / float64(width) })
}

// each returns a number for each column that depends on its level.
func (c *Columns) each(number func(level Level, width int) float64) []float64 {
	var numbers []float64
	for i, level := range c.Levels {
		numbers = append(numbers, slices.Repeat([]float64{number(level, c.Widths[i])}, c.Widths[i])...)
	}
	return numbers
}
