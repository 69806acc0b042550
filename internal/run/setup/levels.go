package setup

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/ensemble"
)

// StartColumns returns the start weights and biases over inputs that are known by
// the levels of their covariance, maybe infinitely many: drawn from the stream of
// the seed, or on the leading principal components where "init:" says informed.
// The error says what the levels don't allow, and the remedy.
func (p Parameters) StartColumns(seed uint64, levels spectrum.Levels) (*ensemble.Columns, error) {
	if err := p.checkLevels(levels); err != nil {
		return nil, err
	}
	law := ensemble.Ensemble{
		Levels: asLevels(levels), Dim: levels.Dim, Hidden: p.Hidden, Scale: p.Scale(), Tied: p.IsTied(),
		EncoderBias: p.startEncoderBias(), OutputBias: p.OutputBias.Train,
	}
	if p.IsInformed() {
		law.Scale = 0
	}
	columns, err := law.Draw(startStream(seed))
	if err != nil || !p.IsInformed() {
		return columns, err
	}
	p.inform(columns)
	return columns, nil
}

// asLevels returns the levels as package ensemble has them.
func asLevels(levels spectrum.Levels) []ensemble.Level {
	all := make([]ensemble.Level, len(levels.Rates))
	for i, rate := range levels.Rates {
		all[i] = ensemble.Level{Rate: rate, Multiplicity: levels.Multiplicities[i], Share: levels.Shares[i]}
	}
	return all
}

// inform puts unit k on column k, which is the k-th principal component: w = v = scale·√D·ψ_k.
func (p Parameters) inform(columns *ensemble.Columns) {
	rates := columns.Rates()
	for k := range p.Hidden {
		decoder := p.Scale()
		encoder := decoder
		if !p.IsTied() {
			encoder *= math.Sqrt(rates[k] * columns.Dim)
		}
		columns.Encoder[k*len(rates)+k], columns.Decoder[k*len(rates)+k] = encoder, decoder
	}
}

// checkLevels returns why the network can't start over these levels, or nil.
func (p Parameters) checkLevels(levels spectrum.Levels) error {
	infinite := math.IsInf(levels.Dim, 1)
	switch single := levels.SingleModes(); {
	case float64(p.Hidden) > levels.Dim:
		return p.checkDim(int(levels.Dim))
	case p.givenWeights() != "":
		return fmt.Errorf("init.weights holds a number for each of D inputs, but the spectrum has D = %v and is known by its levels: take init: {scale: …}, or a covariance of dim up to %d",
			levels.Dim, spectrum.LargestDim)
	case p.IsTied() && infinite:
		return errors.New("tied weights have no limit of infinitely many dimensions: take a finite dim, as large as you like, or tied: false")
	case p.IsInformed() && infinite:
		return errors.New("weights on principal components (init.informed) have no limit of infinitely many dimensions: their pre-activations grow like √D; take a finite dim, as large as you like, or init: {scale: …} alone")
	case p.IsInformed() && single < p.Hidden:
		return fmt.Errorf("init.informed needs a principal component for each of K = %d hidden units, but of this spectrum the leading %d alone are single modes, and those of one eigenvalue aren't told apart: take fewer hidden units, or init: {scale: …} alone",
			p.Hidden, single)
	}
	return nil
}
