package theory

import "autoencoder-dynamics/theory/ensemble"

// ModesOf returns the start weights that an ensemble has drawn, as modes. They share memory.
func ModesOf(c *ensemble.Columns) *Modes {
	return &Modes{
		Hidden: c.Hidden, Dim: c.Dim, Variance: c.Variance(),
		Rates: c.Rates(), Multiplicities: c.Multiplicities(),
		Encoder: c.Encoder, Decoder: c.Decoder,
		EncoderBias: c.EncoderBias, OutputBias: c.OutputBias,
	}
}
