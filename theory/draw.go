package theory

import (
	"math/rand/v2"

	"autoencoder-dynamics/theory/ensemble"
)

// Level is an eigenvalue of the covariance with its multiplicity.
type Level = ensemble.Level

// Ensemble is a law of start weights over inputs that are known by their levels; see
// [ensemble.Ensemble].
type Ensemble ensemble.Ensemble

// Draw draws start weights at a cost that doesn't grow with D, as [ensemble.Ensemble.Draw]
// does. It returns an error where the levels aren't possible.
func (e Ensemble) Draw(source rand.Source) (*Modes, error) {
	columns, err := ensemble.Ensemble(e).Draw(source)
	if err != nil {
		return nil, err
	}
	return ModesOf(columns), nil
}

// ModesOf returns the start weights that an ensemble has drawn, as modes. They share memory.
func ModesOf(c *ensemble.Columns) *Modes {
	return &Modes{
		Hidden: c.Hidden, Dim: c.Dim, Variance: c.Variance(),
		Rates: c.Rates(), Multiplicities: c.Multiplicities(),
		Encoder: c.Encoder, Decoder: c.Decoder,
		EncoderBias: c.EncoderBias, OutputBias: c.OutputBias,
	}
}
