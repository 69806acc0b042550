package figures

import "autoencoder-dynamics/internal/figure"

// All returns every figure, in the order of the paper's argument.
func All() []figure.Figure {
	return []figure.Figure{
		Setup{},
		TheoryVsSGD{},
		CIFAR10Universality{},
	}
}

// ByName returns the figure of that name.
func ByName(name string) (found figure.Figure, ok bool) {
	for _, candidate := range All() {
		if candidate.Name() == name {
			return candidate, true
		}
	}
	return nil, false
}
