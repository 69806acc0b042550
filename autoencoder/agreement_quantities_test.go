package autoencoder_test

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// quantities returns the names of what is compared.
func (c agreement) quantities(hidden int) []string {
	encoderBias, outputBias := c.TrainEncoderBias || c.fixedEncoderBias, c.TrainOutputBias || c.fixedOutputBias
	names := append([]string{"pmse"}, order.ColumnNames(hidden, encoderBias, outputBias)...)
	if outputBias {
		names[len(names)-1] = "‖c‖²"
		for k := range hidden {
			names = append(names, fmt.Sprintf("v_%d·c", k+1))
		}
	}
	return names
}

// row returns the quantities: pmse, Q, S, T, and those of the biases that there are.
func row(pmse float64, p *order.Parameters) []float64 {
	all := append(p.AppendColumns([]float64{pmse}), p.Z...)
	if p.Z != nil {
		all[len(all)-1-p.K] = p.C2
	}
	return all
}

// sizeOf has the largest of each kind so far: a quantity may be small because much of it has
// gone away, or because vectors are orthogonal, and fluctuates as others of its kind.
type sizeOf struct{ pmse, q, s, t, b, c2 float64 }

func (size *sizeOf) widen(pmse float64, p *order.Parameters) {
	for _, kind := range []struct {
		size   *float64
		values []float64
	}{{&size.pmse, []float64{pmse}}, {&size.q, p.Q}, {&size.s, p.S}, {&size.t, p.T}, {&size.b, p.B}, {&size.c2, []float64{p.C2}}} {
		if len(kind.values) > 0 {
			*kind.size = max(*kind.size, floats.Norm(kind.values, math.Inf(1)))
		}
	}
}

// row returns the sizes of the quantities.
func (size *sizeOf) row(p *order.Parameters) []float64 {
	like := &order.Parameters{K: p.K, Q: constant(p.Q, size.q), S: constant(p.S, size.s), T: constant(p.T, size.t), B: constant(p.B, size.b), C2: size.c2}
	like.Z = constant(p.Z, math.Sqrt(size.t*size.c2))
	return row(size.pmse, like)
}

// constant returns as many of the value as there are values, and nil for nil.
func constant(values []float64, value float64) []float64 {
	if values == nil {
		return nil
	}
	return slices.Repeat([]float64{value}, len(values))
}
