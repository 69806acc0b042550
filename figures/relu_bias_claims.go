package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
)

// biasClaims are those on each plateau, on their order, and on what SGD does.
func biasClaims(networks []biased) ([]figure.Claim, error) {
	const margin = 0.1
	var all []figure.Claim
	for _, n := range networks {
		name := networkName(n.theory.Run)
		if n.components < 0 {
			all = append(all, figure.NotMeasured(name+": the plateau is the PCA error of half as many components as there are units, within 10 %", "0.9 … 1.1",
				fmt.Sprintf("*K* = %d is odd, and units can't all be in pairs", n.theory.Run.Hidden)))
			continue
		}
		floor, _ := n.theory.PCAError(n.components) // known: check asked for E_K
		all = append(all, untilPlateau(figure.Between(
			fmt.Sprintf("%s: the plateau is *E*_{%d}, of %s components, within 10 %%", name, n.components, n.expected), n.plateau/floor, 1-margin, 1+margin,
			fmt.Sprintf("pmse/*E*_{%d} = %s/%s at *t* = %s", n.components, figure.Number(n.plateau, 3), figure.Number(floor, 3), figure.Number(n.at, 3))), n.theory))
	}
	all = append(all, inThisOrder(networks))
	for _, n := range networks {
		name := networkName(n.theory.Run)
		follows, err := followsTheory(name, n.pair)
		if err != nil {
			return nil, err
		}
		all = append(append(all, sameRate(name, n.theory, n.simulation)...), follows...)
	}
	return all, nil
}

// inThisOrder is the claim that each bias more lowers the plateau: the largest ratio of one to the one before is
// below 1.
func inThisOrder(networks []biased) figure.Claim {
	largest := 0.0
	shortest := networks[0]
	for i, n := range networks {
		if i > 0 {
			largest = max(largest, n.plateau/networks[i-1].plateau)
		}
		if n.at < shortest.at {
			shortest = n
		}
	}
	return untilPlateau(figure.AtMost("ReLU: the plateaus are lower with encoder biases than without, and lowest with an output bias as well", largest, 1,
		"the largest ratio of a plateau to the one before"), shortest.theory)
}

// biasTables lists plateaus and deviations.
func biasTables(networks []biased) (t figure.Tables, err error) {
	for _, n := range networks {
		if n.components >= 0 {
			rows, err := endRows(n.pair, n.components)
			if err != nil {
				return t, err
			}
			t.Plateaus = append(t.Plateaus, rows...)
		}
		deviation, err := inputs.RelativeDeviation(n.simulation, n.theory, errorColumn)
		if err != nil {
			return t, err
		}
		t.Deviations = append(t.Deviations, deviationRow(n.simulation, learnsFrom(n.simulation.Run), deviation))
	}
	return t, nil
}
