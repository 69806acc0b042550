package autoencoder

import (
	"context"
	"math"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// Evaluator measures a network on a population of inputs.
type Evaluator interface {
	// Evaluate returns the error pmse = E‖x − x̂‖²/D over the population and sets
	// p to the order parameters there: Q = E λλᵀ and S_k = E (v^k·x) λ^k, second moments
	// about zero also where the inputs have a mean, T = V Vᵀ, and those of the
	// biases, b, z_k = v^k·c and ‖c‖². Weights that have left the numbers have an error or order
	// parameters that aren't finite. Where the average takes long it stops once ctx is done, with
	// ctx.Err().
	Evaluate(ctx context.Context, n Network, p *order.Parameters) (pmse float64, err error)
}

// ClosedForm evaluates on normal inputs in the eigenbasis of their covariance. The network's
// biases are those of its weights.
type ClosedForm struct {
	// Eigenvalues has the eigenvalue ρ of each coordinate of the weights.
	Eigenvalues []float64

	// Trace is tr Λ, the variance of all D inputs, where the coordinates aren't all of
	// them: where [Network.Dim] is larger than the weights' own. 0 stands for the sum of
	// Eigenvalues.
	Trace float64
}

// Evaluate returns the error in closed form; see [order.Parameters.Error]. It is NaN where
// the order parameters aren't finite. It is never interrupted.
func (c ClosedForm) Evaluate(_ context.Context, n Network, p *order.Parameters) (float64, error) {
	measure(p, n, c.Eigenvalues)
	if !finiteParameters(p) {
		return math.NaN(), nil // not all averages end where their arguments aren't numbers
	}
	averages := gaussian.NewAverages(p.K)
	averages.Compute(n.Activation, p.Q, p.B)
	trace := c.Trace
	if trace == 0 {
		trace = floats.Sum(c.Eigenvalues)
	}
	return p.Error(averages, trace, n.dim()), nil
}

// measure sets p to the order parameters of the network's weights, with the D of its
// scalings, which may be larger than the number of the weights' coordinates.
func measure(p *order.Parameters, n Network, eigenvalues []float64) {
	p.Measure(n.Weights, eigenvalues)
	if share := float64(n.Weights.Dim) / n.dim(); share != 1 {
		floats.Scale(share, p.Q)
		floats.Scale(math.Sqrt(share), p.S)
	}
}

// finiteParameters reports whether all of the order parameters are finite.
func finiteParameters(p *order.Parameters) bool {
	return finite(p.Q, p.S, p.T, p.B, p.Z, []float64{p.C2})
}

// finite reports whether none of the numbers is infinite or NaN.
func finite(lists ...[]float64) bool {
	for _, numbers := range lists {
		for _, x := range numbers {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				return false
			}
		}
	}
	return true
}
