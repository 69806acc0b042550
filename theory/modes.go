package theory

import (
	"errors"
	"fmt"
	"math"
)

// Modes are weights over inputs of any dimension D, also infinite, in variables that
// stay finite when D does not. A column stands for a direction of input space; the
// columns are orthonormal eigenvectors of the covariance, and the weights vanish in all
// other directions. Modes of one eigenvalue enter the dynamics through their Gram
// matrix only, so that no more columns than there are rows of weights are needed for
// any number of them (see package ensemble).
//
// The rate of a column is r = ρ/D. It is O(1) for a spike. For the bulk at D = ∞ it is
// 0, and the bulk's share of the variance is in Variance only.
type Modes struct {
	Hidden   int       // K
	Dim      float64   // D, maybe +Inf
	Variance float64   // tr Ω/D, the variance per input
	Rates    []float64 // r = ρ/D of each of the n columns

	// Encoder and Decoder are K×n, row by row: the loadings √r·w and v/√D. In a tied
	// network only Decoder is read, and Dim is finite.
	Encoder, Decoder []float64

	EncoderBias []float64 // b, length K, or nil for none
	OutputBias  []float64 // c/√D, length n, or nil for none

	// Multiplicities, unless nil, says how many modes each column stands for: 1 for a
	// column that is an eigenmode itself. Where a level has more modes than columns,
	// each column is some direction of the level's eigenspace and stands for an equal
	// part of its modes, more than one, infinitely many in the bulk at D = ∞. Such
	// columns are no principal components. nil says that every column is one, but for
	// those of rate 0 at D = ∞.
	Multiplicities []float64
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
		wanted := "finite"
		if array.name == "Rates" || array.name == "Variance" {
			wanted = "finite and not negative"
		}
		for i, x := range array.entries {
			if math.IsNaN(x) || math.IsInf(x, 0) || x < 0 && wanted != "finite" {
				mistakes = append(mistakes, fmt.Errorf("modes: entry %d of %s is %v: it must be %s", i+1, array.name, x, wanted))
				break
			}
		}
	}
	if err := errors.Join(mistakes...); err != nil {
		return err
	}
	return m.checkVariance()
}

// checkVariance returns an error where there are no columns, or more variance in them
// than in all.
func (m *Modes) checkVariance() error {
	if m.Columns() == 0 {
		return errors.New("modes: there are no columns; weights that vanish everywhere have columns of zeros")
	}
	if m.Multiplicities != nil && len(m.Multiplicities) != m.Columns() {
		return fmt.Errorf("modes: Multiplicities has %d entries, want %d", len(m.Multiplicities), m.Columns())
	}
	var sum float64
	for j, rate := range m.Rates {
		n := m.multiplicity(j)
		switch {
		case !(n >= 1):
			return fmt.Errorf("modes: entry %d of Multiplicities is %v: a column stands for one mode at least", j+1, n)
		case math.IsInf(n, 1) && (rate > 0 || !math.IsInf(m.Dim, 1)):
			return fmt.Errorf("modes: column %d of rate %v stands for infinitely many modes: only the bulk does, at D = ∞, and its rate is 0", j+1, rate)
		case rate > 0:
			sum += rate * n
		}
	}
	if !(m.Variance >= sum*(1-1e-9)) {
		return fmt.Errorf("modes: Variance is %.12g, but the modes' rates add up to %.12g: it is tr Ω/D, that of all inputs", m.Variance, sum)
	}
	return nil
}

// multiplicity returns for how many modes column j stands.
func (m *Modes) multiplicity(j int) float64 {
	switch {
	case m.Multiplicities != nil:
		return m.Multiplicities[j]
	case m.Rates[j] == 0 && math.IsInf(m.Dim, 1):
		return math.Inf(1)
	}
	return 1
}
