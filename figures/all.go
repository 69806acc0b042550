package figures

import "autoencoder-dynamics/internal/figure"

// All returns every figure, in the order of the paper's argument.
func All() []figure.Figure {
	return []figure.Figure{
		Setup{},
		TheoryVsSGD{},
		SequentialLearning{},
		TiedVsUntied{},
		ReLUBias{},
		ExactPCs{},
		CIFAR10Training{},
		CIFAR10Universality{},
		FiniteSize{},
		LongTime{},
		Activations{},
		WhitenedControl{},
		BeyondGaussian{},
	}
}
