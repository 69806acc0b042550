package figures

import (
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// biasedTime is the axis of all panels.
func biasedTime(networks []biased) figure.Axis {
	var all []inputs.Curves
	for _, n := range networks {
		all = append(all, n.theory, n.simulation)
	}
	return timeAxis(all...)
}

// plateauPanel draws pmse(t) of all networks and the PCA errors.
func plateauPanel(networks []biased) (figure.Panel, error) {
	first := networks[0].theory
	panel := figure.Panel{
		Title: "reconstruction error", X: biasedTime(networks), Y: figure.Axis{Label: "pmse", Scale: figure.Log},
		References: pcaErrors(first, 1, first.Run.Hidden),
	}
	for k, n := range networks {
		line, marks, err := n.lineAndMarks(errorColumn, "theory, "+n.name, "SGD, "+n.name)
		if err != nil {
			return panel, err
		}
		panel.Series = append(panel.Series, asBiased(line, k), asBiased(marks, k))
	}
	return panel, nil
}

// unitsShown is the largest number of units whose biases are drawn.
const unitsShown = 6

// biasPanel draws the encoder biases of each unit.
func biasPanel(networks []biased) (figure.Panel, error) {
	panel := figure.Panel{Title: "encoder biases", X: biasedTime(networks), Y: figure.Axis{Label: "*b*^{*k*}"}, References: []figure.Reference{{At: 0}}}
	for i, n := range networks {
		if orElse(n.theory.Run.EncoderBias, run.NoBias) == run.NoBias {
			continue
		}
		for k := 1; k <= min(unitsShown, n.theory.Run.Hidden); k++ {
			column := fmt.Sprintf("b_%d", k)
			line, marks, err := n.lineAndMarks(column, fmt.Sprintf("theory, unit %d, %s", k, n.name), fmt.Sprintf("SGD, unit %d, %s", k, n.name))
			if err != nil {
				return panel, err
			}
			panel.Series = append(panel.Series, asBiased(line, i), asBiased(marks, i))
		}
	}
	return panel, nil
}

// linearSidePanel draws the share of inputs that a unit lets through, P(λ^k + b^k > 0) = Φ(b^k/√Q_kk), its mean over units.
func linearSidePanel(networks []biased) (figure.Panel, error) {
	panel := figure.Panel{
		Title: "inputs on the linear side", X: biasedTime(networks),
		Y: figure.Axis{Label: "*P*(*λ*^{*k*} + *b*^{*k*} > 0)", Min: 0.45, Max: 1.03},
	}
	for i, n := range networks {
		line, err := linearSide(n.theory)
		if err != nil {
			return panel, err
		}
		marks, err := linearSide(n.simulation)
		if err != nil {
			return panel, err
		}
		panel.Series = append(panel.Series,
			asBiased(figure.Series{Name: "theory, " + n.name, Role: figure.Theory, X: n.theory.Times, Y: line}, i),
			asBiased(figure.Series{Name: "SGD, " + n.name, Role: figure.SGD, X: n.simulation.Times, Y: marks, Tolerance: meansTolerance()}, i))
	}
	return panel, nil
}

// linearSide returns the mean over units of Φ(b^k/√Q_kk) over time; of a simulation from the means over replicas.
func linearSide(c inputs.Curves) ([]float64, error) {
	shares := make([]float64, len(c.Times))
	for k := 1; k <= c.Run.Hidden; k++ {
		variance, err := c.Statistic(fmt.Sprintf("Q_%d_%d", k, k))
		if err != nil {
			return nil, err
		}
		bias := inputs.Statistic{Mean: make([]float64, len(c.Times))}
		if orElse(c.Run.EncoderBias, run.NoBias) != run.NoBias {
			if bias, err = c.Statistic(fmt.Sprintf("b_%d", k)); err != nil {
				return nil, err
			}
		}
		for i := range shares {
			shares[i] += above(bias.Mean[i], variance.Mean[i]) / float64(c.Run.Hidden)
		}
	}
	return shares, nil
}

// above is the probability that a normal number of a variance is above −shift. Without shift it is one half, also
// where the variance is 0.
func above(shift, variance float64) float64 {
	if shift == 0 {
		return 0.5
	}
	return 0.5 * math.Erfc(-shift/math.Sqrt(2*max(variance, math.SmallestNonzeroFloat64)))
}
