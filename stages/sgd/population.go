package sgd

import (
	"context"
	"math"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// population averages over all rows of a data set, part by part, so that a long
// average can be interrupted: it is then NaN, and the simulation stops.
type population struct {
	ctx   context.Context
	parts []*autoencoder.Population
	share []float64 // of the rows in each part
}

// perPart is the number of rows between two looks at the context.
const perPart = 4096

// newPopulation returns an evaluator over the rows of an N×dim array, and over −x for each row x as well where signs are
// flipped.
func newPopulation(ctx context.Context, rows []float32, dim int, bothSigns bool) (*population, error) {
	p := &population{ctx: ctx}
	count := len(rows) / dim
	for from := 0; from < count; from += perPart {
		to := min(from+perPart, count)
		part, err := autoencoder.NewPopulation(rows[from*dim:to*dim], dim)
		if err != nil {
			return nil, err
		}
		if bothSigns {
			part = part.BothSigns()
		}
		p.parts, p.share = append(p.parts, part), append(p.share, float64(to-from)/float64(count))
	}
	return p, nil
}

// Evaluate returns the error and sets the order parameters as package autoencoder's population does.
func (p *population) Evaluate(n autoencoder.Network, parameters *order.Parameters) float64 {
	if len(p.parts) == 1 {
		return p.parts[0].Evaluate(n, parameters)
	}
	var pmse float64
	q, s := make([]float64, len(parameters.Q)), make([]float64, len(parameters.S))
	for i, part := range p.parts {
		if p.ctx.Err() != nil {
			return math.NaN()
		}
		pmse += p.share[i] * part.Evaluate(n, parameters)
		floats.AddScaled(q, p.share[i], parameters.Q)
		floats.AddScaled(s, p.share[i], parameters.S)
	}
	copy(parameters.Q, q)
	copy(parameters.S, s)
	return pmse
}

// inPixels evaluates networks whose weights are in the eigenbasis of a covariance of images on images.
type inPixels struct {
	autoencoder.Evaluator
	spectrum spectrum.Spectrum
}

// Evaluate turns the weights and evaluates them.
func (e inPixels) Evaluate(n autoencoder.Network, p *order.Parameters) float64 {
	n.Weights = setup.FromEigenbasis(e.spectrum, n.Weights)
	return e.Evaluator.Evaluate(n, p)
}

// leading returns the leading eigenvectors, one a row, or as many as there are.
func leading(s spectrum.Spectrum, count int) []float64 {
	unit := make([]float64, min(count, s.Dim())*s.Dim())
	for m := range min(count, s.Dim()) {
		unit[m*s.Dim()+m] = 1
	}
	return s.FromEigenbasis(unit)
}
