package theory

import (
	"errors"
	"fmt"
	"math"
)

// biasedPlateau is that of homogeneous units whose encoder biases learn.
func (f *Flow) biasedPlateau() (Plateau, error) {
	switch {
	case f.tied:
		return Plateau{}, errors.New("tied units with encoder biases come to rest in many states, in pairs or in their linear part")
	case !f.trainBias:
		return f.offsetPlateau("encoder biases: the units move into their linear part, but the offset Σ v^k b_k must cancel, which costs a dimension")
	}
	p := f.fullPlateau("biases of encoder and output: the units move into their linear part, and c cancels the offset Σ v^k b_k")
	p.Unique = false
	return p, nil
}

// singlePlateau is that of one homogeneous unit without encoder bias.
func (f *Flow) singlePlateau(positive, negative float64) Plateau {
	odd, square := (positive+negative)/2, (positive*positive+negative*negative)/2 // a, M/Q
	if f.trainBias {
		mean := (positive - negative) / math.Sqrt(2*math.Pi)
		square -= mean * mean
	}
	share := odd * odd / square
	left, rates := f.pcaError(1)
	for _, r := range rates {
		left += (1 - share) * r
	}
	return Plateau{
		Error: left, Stationary: true, Unique: true,
		Reason: fmt.Sprintf("a single unit takes the share %.3g of the first component", share),
	}
}

// mostOfPair is the ratio of two eigenvalues from which on two units without biases do
// better in between the two components than as a pair on the first: at encoder angles
// of 37° and 143° to it, by the maximum of ¼ Σ_j r_j ω_jᵀM⁻¹ω_j, which is what units of
// a = ½ reconstruct at the best decoder, over both angles. The ratio is 0.69.
const mostOfPair = 0.69

// pairedPlateau is that of rectified units without biases.
func (f *Flow) pairedPlateau(positive, negative float64) (Plateau, error) {
	pairs := f.hidden / 2
	left, rates := f.pcaError(pairs)
	switch {
	case f.trainBias:
		return Plateau{}, errors.New("with an output bias and no encoder biases single units do nearly as well as pairs ±, and which are best depends on the eigenvalues")
	case positive*negative != 0:
		return Plateau{}, errors.New("leaky units do better by themselves than in pairs ± on many spectra")
	case f.hidden%2 != 0:
		return Plateau{}, errors.New("units in odd number can't all be in pairs ±")
	case len(rates) < pairs || rates[pairs-1] == 0:
		return Plateau{}, fmt.Errorf("there are more pairs of units than components, %d", len(rates))
	}
	if _, next := f.pcaError(pairs + 1); len(next) > pairs && next[pairs] > mostOfPair*next[pairs-1] {
		return Plateau{}, fmt.Errorf("the eigenvalues %d and %d are so close that two units between their components do better than a pair ± on one", pairs, pairs+1)
	}
	stability, err := f.pairStability(pairs, positive+negative)
	if err != nil {
		return Plateau{}, err
	}
	if !stability.Known {
		return Plateau{}, fmt.Errorf("for %d units it isn't computed whether pairs ± are stable", f.hidden)
	}
	if !stability.Stable {
		return Plateau{}, fmt.Errorf("pairs of units ± on the leading components are a saddle, which the flow leaves at the rate %.2g: the eigenvalues are too close to one another", stability.Rates[0])
	}
	return Plateau{
		Components: pairs, Error: left, Stationary: true,
		Reason: fmt.Sprintf("%d pairs of units ± reconstruct a component each", pairs),
	}, nil
}

// pairStability returns the stability of the state in which pairs of units reconstruct
// a component each, on as many components as there are units. slope is that of a pair,
// g(u) − g(−u) over u.
func (f *Flow) pairStability(pairs int, slope float64) (Stability, error) {
	rates := f.componentRates(f.hidden)
	n := len(rates)
	m := &Modes{
		Hidden: f.hidden, Dim: f.dim, Variance: f.variance, Rates: rates,
		Encoder: make([]float64, f.hidden*n), Decoder: make([]float64, f.hidden*n),
	}
	for unit := range 2 * pairs {
		j, sign := unit/2, 1-2*float64(unit%2)
		m.Encoder[unit*n+j], m.Decoder[unit*n+j] = sign*math.Sqrt(rates[j]), sign/slope
		if f.tied {
			m.Decoder[unit*n+j] = sign / math.Sqrt(slope*math.Sqrt(f.dim))
		}
	}
	flow, err := NewFlow(Problem{Activation: f.activation, LearningRate: f.learningRate, Tied: f.tied, Modes: m})
	if err != nil {
		return Stability{}, err
	}
	return flow.stability(flow.start), nil
}
