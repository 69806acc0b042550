package figures

import (
	"cmp"
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// pair is a theory with the simulation that it describes.
type pair struct{ theory, simulation inputs.Curves }

func (p pair) activation() string { return p.theory.Run.Activation }

// lineAndMarks draws a column of both: the theory as a line, the simulation as markers.
func (p pair) lineAndMarks(column, theoryName, simulationName string) (line, marks figure.Series, err error) {
	if line, err = theoryLine(theoryName, p.theory, p.simulation, column); err != nil {
		return line, marks, err
	}
	marks, err = simulationMarks(simulationName, figure.SGD, p.simulation, column)
	return line, marks, err
}

// readPairs reads the theories and simulations that are wired to the ports of these names, each simulation with its theory.
func readPairs(in inputs.Set) ([]pair, error) {
	theories, err := in.Curves("theory")
	if err != nil {
		return nil, err
	}
	simulations, err := in.Curves("sgd")
	if err != nil {
		return nil, err
	}
	return matchPairs(theories, simulations)
}

// matchPairs finds the simulation of each theory, of the same learning rate where there is one.
func matchPairs(theories, simulations []inputs.Curves) ([]pair, error) {
	return matchPairsAt("sgd", theories, simulations)
}

// matchPairsAt does what matchPairs does, with simulations that are wired to another port.
func matchPairsAt(port string, theories, simulations []inputs.Curves) ([]pair, error) {
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
			return nil, noPartner(port, theories[i], simulations, taken)
		}
		pairs = append(pairs, pair{theories[i], simulations[j]})
	}
	for j, simulation := range simulations {
		if !taken[j] {
			return nil, fmt.Errorf("no theory is wired for the simulation of stage %s (%s): add one to needs.theory, or take the simulation out of needs.%s",
				simulation.Stage, networkName(simulation.Run), port)
		}
	}
	return pairs, nil
}

// noPartner says of a theory why no simulation at the port is its own: what is different in one of the same
// activation that is left, or that there is none.
func noPartner(port string, theory inputs.Curves, simulations []inputs.Curves, taken []bool) error {
	for j, simulation := range simulations {
		if !taken[j] && simulation.Run.Activation == theory.Run.Activation {
			return agree(theory, simulation)
		}
	}
	return fmt.Errorf("no simulation is wired for the theory of stage %s (%s): add one to needs.%s, or take the theory out of needs.theory",
		theory.Stage, networkName(theory.Run), port)
}

// inOrder sorts pairs as the paper does, see byNetwork.
func inOrder(pairs []pair) {
	slices.SortStableFunc(pairs, func(a, b pair) int { return byNetwork(a.theory.Run, b.theory.Run) })
}

// byNetwork compares networks for an order as in the paper: erf, linear, ReLU, others; the plainest network of an
// activation first; and smaller ones before larger ones.
func byNetwork(a, b run.Run) int {
	order := []string{"erf", "linear", "relu"}
	rank := func(r run.Run) int {
		if i := slices.Index(order, r.Activation); i >= 0 {
			return i
		}
		return len(order)
	}
	return cmp.Or(rank(a)-rank(b), len(peculiarities(a))-len(peculiarities(b)), a.Hidden-b.Hidden)
}
