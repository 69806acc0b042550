package figures

import (
	"cmp"
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/figure/inputs"
)

// pair is a theory with the simulation that it describes.
type pair struct{ theory, simulation inputs.Curves }

func (p pair) activation() string { return p.theory.Run.Activation }

// matchPairs finds the simulation of each theory, of the same learning rate where there is one.
func matchPairs(theories, simulations []inputs.Curves) ([]pair, error) {
	partner := make([]int, len(theories)) // the simulation of each theory, or −1
	taken := make([]bool, len(simulations))
	for i := range partner {
		partner[i] = -1
	}
	for _, sameRate := range []bool{true, false} {
		for i, theory := range theories {
			for j, simulation := range simulations {
				rates := theory.Run.LearningRate == simulation.Run.LearningRate
				if partner[i] < 0 && !taken[j] && (rates || !sameRate) && agree(theory, simulation) == nil {
					partner[i], taken[j] = j, true
				}
			}
		}
	}
	var pairs []pair
	for i, j := range partner {
		if j < 0 {
			return nil, noPartner(theories[i], simulations, taken)
		}
		pairs = append(pairs, pair{theories[i], simulations[j]})
	}
	for j, simulation := range simulations {
		if !taken[j] {
			return nil, fmt.Errorf("no theory is wired for the simulation of stage %s (%s): add one to needs.theory, or take the simulation out of needs.sgd",
				simulation.Stage, networkName(simulation.Run))
		}
	}
	return pairs, nil
}

// noPartner says of a theory why no simulation is its own: what is different in one of the same
// activation that is left, or that there is none.
func noPartner(theory inputs.Curves, simulations []inputs.Curves, taken []bool) error {
	for j, simulation := range simulations {
		if !taken[j] && simulation.Run.Activation == theory.Run.Activation {
			return agree(theory, simulation)
		}
	}
	return fmt.Errorf("no simulation is wired for the theory of stage %s (%s): add one to needs.sgd, or take the theory out of needs.theory",
		theory.Stage, networkName(theory.Run))
}

// inOrder sorts pairs as the paper does: erf, linear, ReLU, others; and the plainest network of an activation first.
func inOrder(pairs []pair) {
	order := []string{"erf", "linear", "relu"}
	rank := func(p pair) int {
		if i := slices.Index(order, p.activation()); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(rank(a)-rank(b), len(peculiarities(a.theory.Run))-len(peculiarities(b.theory.Run)))
	})
}
