package theory

import (
	"errors"
	"fmt"
	"math"
)

// Modes are weights over inputs of any dimension D, also infinite, in variables
// that stay finite when D does not. A column stands for a direction of input
// space; the columns are orthonormal eigenvectors of the covariance, and the
// weights vanish in all other directions. Modes of one eigenvalue enter the dynamics through
// their Gram matrix only, so that no more columns than there are rows of weights
// are needed for any number of them (see [DrawModes]).
//
// The rate of a column is r = ρ/D. It is O(1) for a spike. For the bulk at D = ∞ it is 0, and
// the bulk's share of the variance is in Variance only.
type Modes struct {
	Hidden   int       // K
	Dim      float64   // D, maybe +Inf
	Variance float64   // tr Ω/D, the variance per input
	Rates    []float64 // r = ρ/D of each of the n columns

	// Encoder and Decoder are K×n, row by row: the loadings √r·w and v/√D. In a tied network only
	// Decoder is read, and Dim is finite.
	Encoder, Decoder []float64

	EncoderBias []float64 // b, length K, or nil for none
	OutputBias  []float64 // c/√D, length n, or nil for none
}

// Columns returns n, the number of columns.
func (m *Modes) Columns() int { return len(m.Rates) }

// check returns an error for each mistake, joined, or nil.
func (m *Modes) check(tied bool) error {
	n := m.Columns()
	var mistakes []error
	if m.Hidden < 1 {
		mistakes = append(mistakes, fmt.Errorf("modes of %d hidden units: there must be at least 1", m.Hidden))
	}
	if !(m.Dim >= float64(m.Hidden)) {
		mistakes = append(mistakes, fmt.Errorf("modes of %d hidden units over D = %v inputs: there must be at least as many inputs as hidden units", m.Hidden, m.Dim))
	}
	if tied && math.IsInf(m.Dim, 1) {
		mistakes = append(mistakes, errors.New("tied weights have no limit D → ∞: to reconstruct anything their pre-activations must grow like √D; take a finite D"))
	}
	for _, array := range []struct {
		name    string
		entries []float64
		want    int
		absent  bool
	}{
		{"Variance", []float64{m.Variance}, 1, false}, {"Rates", m.Rates, n, false},
		{"Encoder", m.Encoder, m.Hidden * n, tied && m.Encoder == nil}, {"Decoder", m.Decoder, m.Hidden * n, false},
		{"EncoderBias", m.EncoderBias, m.Hidden, m.EncoderBias == nil}, {"OutputBias", m.OutputBias, n, m.OutputBias == nil},
	} {
		if len(array.entries) != array.want && !array.absent {
			mistakes = append(mistakes, fmt.Errorf("modes: %s has %d entries, want %d", array.name, len(array.entries), array.want))
		}
		for i, x := range array.entries {
			if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 && (array.name == "Rates" || array.name == "Variance") {
				mistakes = append(mistakes, fmt.Errorf("modes: entry %d of %s is %v", i+1, array.name, x))
				break
			}
		}
	}
	return errors.Join(mistakes...)
}
