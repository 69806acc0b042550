package sgd

import (
	"context"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/order"
)

// newPopulation returns an evaluator over the rows of an N×dim array, and over −x for each row x as well where signs are
// flipped.
func newPopulation(rows []float32, dim int, bothSigns bool) (*autoencoder.Population, error) {
	p, err := autoencoder.NewPopulation(rows, dim)
	if err == nil && bothSigns {
		p = p.BothSigns()
	}
	return p, err
}

// inPixels evaluates networks whose weights are in the eigenbasis of a covariance of images on images.
type inPixels struct {
	autoencoder.Evaluator
	spectrum spectrum.Spectrum
}

// Evaluate turns the weights and evaluates them.
func (e inPixels) Evaluate(ctx context.Context, n autoencoder.Network, p *order.Parameters) (float64, error) {
	n.Weights = setup.FromEigenbasis(e.spectrum, n.Weights)
	return e.Evaluator.Evaluate(ctx, n, p)
}

// leading returns the leading eigenvectors, one a row, or as many as there are.
func leading(s spectrum.Spectrum, count int) []float64 {
	unit := make([]float64, min(count, s.Dim())*s.Dim())
	for m := range min(count, s.Dim()) {
		unit[m*s.Dim()+m] = 1
	}
	return s.FromEigenbasis(unit)
}
