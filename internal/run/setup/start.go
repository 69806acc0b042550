package setup

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/order"
)

// startStream returns the stream from which start weights are drawn. It is that of
// the seed alone: theory and simulation start from the same weights.
func startStream(seed uint64) *random.Stream { return random.New(seed, "initial weights", 0) }

// StartWeights returns the start weights and biases over D = dim inputs in the
// data's coordinates: those of the file where "init:" names one, normal ones
// otherwise, W and then V, row by row, from the stream of the seed; where the
// weights are tied, V is W. Biases are nil where they are 0 and don't learn.
// Errors name the file and the array, or the parameter. Weights on principal
// components are not for it, which knows none: see StartInEigenbasis.
func (p Parameters) StartWeights(seed uint64, dim int) (order.Weights, error) {
	if err := p.checkDim(dim); err != nil {
		return order.Weights{}, err
	}
	if p.IsInformed() {
		return order.Weights{}, errors.New("init.informed puts the weights on the principal components of the inputs, which aren't known here")
	}
	var w order.Weights
	if path := p.givenWeights(); path != "" {
		var err error
		if w, err = p.readWeights(path, dim); err != nil {
			return w, err
		}
	} else {
		stream := startStream(seed)
		w = order.NewWeights(p.Hidden, dim)
		stream.Normals(w.W, p.Scale())
		if p.IsTied() {
			copy(w.V, w.W)
		} else {
			stream.Normals(w.V, p.Scale())
		}
	}
	p.addBiases(&w)
	return w, nil
}

// checkDim returns an error where there are fewer dimensions than hidden units.
func (p Parameters) checkDim(dim int) error {
	if dim < p.Hidden {
		return fmt.Errorf("hidden is K = %d, but there are D = %d dimensions: take at most as many hidden units", p.Hidden, dim)
	}
	return nil
}

// addBiases adds the start of biases that aren't there yet.
func (p Parameters) addBiases(w *order.Weights) {
	if w.B == nil {
		w.B = p.startEncoderBias()
	}
	if w.C == nil && p.OutputBias.Train {
		w.C = make([]float64, w.Dim)
	}
}

// StartInEigenbasis returns the start weights and biases in the eigenbasis of the
// inputs' covariance: those of StartWeights, turned; or, where "init:" says
// informed, w^k = v^k = scale·√D·ψ_k, which are as long as the random ones.
func (p Parameters) StartInEigenbasis(seed uint64, s spectrum.Spectrum) (order.Weights, error) {
	if !p.IsInformed() {
		w, err := p.StartWeights(seed, s.Dim())
		if err != nil {
			return w, err
		}
		return ToEigenbasis(s, w), nil
	}
	if err := p.checkDim(s.Dim()); err != nil {
		return order.Weights{}, err
	}
	w := order.NewWeights(p.Hidden, s.Dim())
	length := p.Scale() * math.Sqrt(float64(s.Dim()))
	for k := range p.Hidden {
		w.Encoder(k)[k], w.Decoder(k)[k] = length, length
	}
	p.addBiases(&w)
	return w, nil
}

// startEncoderBias returns the start values of the encoder biases as the
// parameters have them, or nil for none.
func (p Parameters) startEncoderBias() []float64 {
	if !p.EncoderBias.Train && p.EncoderBias.Init == 0 {
		return nil
	}
	return slices.Repeat([]float64{p.EncoderBias.Init}, p.Hidden)
}

// ToEigenbasis returns the weights, given in the data's coordinates, in the eigenbasis.
func ToEigenbasis(s spectrum.Spectrum, w order.Weights) order.Weights {
	return rotated(w, s.ToEigenbasis)
}

// FromEigenbasis returns the weights, given in the eigenbasis, in the data's coordinates.
func FromEigenbasis(s spectrum.Spectrum, w order.Weights) order.Weights {
	return rotated(w, s.FromEigenbasis)
}

// rotated turns what has an entry for each input: W, V and c, but not b.
func rotated(w order.Weights, rotate func([]float64) []float64) order.Weights {
	w.W, w.V = rotate(w.W), rotate(w.V)
	if w.C != nil {
		w.C = rotate(w.C)
	}
	return w
}
