package autoencoder

import (
	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/theory/gaussian"
)

// response sets value and slope to an activation and its derivative at every one of the
// pre-activations u, which value may be itself.
type response func(u, value, slope []float64)

// newResponse returns the response of an activation. What value and derivative have in
// common is computed once where the activation says how; the common ones have no call for
// each unit.
func newResponse(g gaussian.Activation) response {
	switch g := g.(type) {
	case gaussian.Linear:
		return linearResponse
	case gaussian.ReLU:
		return rectifiedResponse
	case gaussian.Smooth:
		if g.All != nil {
			return func(u, value, slope []float64) {
				for k, u := range u {
					jet := g.All(u)
					value[k], slope[k] = jet[0], jet[1]
				}
			}
		}
	}
	return func(u, value, slope []float64) {
		for k, u := range u {
			value[k], slope[k] = g.Value(u), g.Derivative(u)
		}
	}
}

// newBlockResponse returns the response to many pre-activations at once, a multiple of
// [kernel.Block] of them. In the last bits it may differ from newResponse's.
func newBlockResponse(g gaussian.Activation, passes kernel.Inputs) response {
	if _, ok := g.(gaussian.Erf); ok {
		return passes.Erf
	}
	return newResponse(g)
}

func linearResponse(u, value, slope []float64) {
	copy(value, u)
	for k := range slope {
		slope[k] = 1
	}
}

func rectifiedResponse(u, value, slope []float64) {
	for k, u := range u {
		value[k], slope[k] = max(u, 0), 0
		if u > 0 {
			slope[k] = 1
		}
	}
}
