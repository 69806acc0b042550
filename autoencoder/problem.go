package autoencoder

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/theory/order"
)

// Problem is how a network learns, where it starts, and what it learns from.
type Problem struct {
	Learning
	Initial order.Weights // start weights and biases in the sampler's coordinates; not changed
	Sampler Sampler       // used, and moved on, by the simulator
}

// Check returns an error for each mistake in the problem, joined, or nil.
func (p Problem) Check() error {
	mistakes := []error{p.Learning.check(p.Initial, float64(p.Initial.Dim))}
	if err := p.Initial.Check(); err != nil {
		mistakes = append(mistakes, fmt.Errorf("start weights: %w", err))
	} else {
		mistakes = append(mistakes, p.checkTied(p.Initial))
		if p.single(float64(p.Initial.Dim)) {
			mistakes = append(mistakes, checkSingle(p.Initial))
		}
	}
	if p.Sampler == nil {
		mistakes = append(mistakes, errors.New("the problem has no sampler"))
	} else if p.Sampler.Dim() != p.Initial.Dim {
		mistakes = append(mistakes, fmt.Errorf("inputs of length %d for start weights over D = %d", p.Sampler.Dim(), p.Initial.Dim))
	}
	return errors.Join(mistakes...)
}

// checkSingle returns an error where a weight is too large for single precision.
func checkSingle(w order.Weights) error {
	for _, array := range []struct {
		name    string
		entries []float64
	}{{"W", w.W}, {"V", w.V}, {"c", w.C}} {
		for i, x := range array.entries {
			if math.Abs(x) > math.MaxFloat32 {
				return fmt.Errorf("start weights: entry %d of %s is %v, beyond single precision: take smaller start weights, or double precision", i, array.name, x)
			}
		}
	}
	return nil
}
