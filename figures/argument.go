package figures

// Part is a step of the paper's argument, with the figures that make it, by name and in order.
type Part struct {
	Title   string
	Lead    string // what is shown there, in a sentence or two
	Figures []string
}

// Abstract says what the paper shows and what is done about it here, a paragraph each.
func Abstract() []string {
	return []string{
		`Autoencoders with one hidden layer learn, by stochastic gradient descent, the principal components of their inputs one after the other, ` +
			`the largest first. In high dimensions their dynamics follow closed equations, which say when each component is learnt, why sigmoidal ` +
			`networks need untied weights in the end (with 64 units on CIFAR10 tied ones are ahead for a while) and ReLU networks trained biases, ` +
			`how the exact components are found rather than their span, ` +
			`and how far all of that holds for natural images.`,
		`Here the equations are integrated and the networks simulated anew. Lines are theory and markers are simulations throughout; each figure ` +
			`states what the paper claims as numbers, which are measured on what is drawn.`,
	}
}

// Argument returns the parts of the paper's argument, in order. All figures belong to one.
func Argument() []Part {
	return []Part{
		{
			Title: "Set-up",
			Lead: `K hidden units compress inputs of D dimensions. The inputs are normal, with a covariance in which a few eigenvalues stand out from ` +
				`a bulk, or the images of CIFAR10, whose eigenvalues fall off like a power law.`,
			Figures: []string{"setup"},
		},
		{
			Title: "The dynamics of learning",
			Lead: `A few order parameters describe the networks, and their equations agree with simulations at all times. They show components ` +
				`that are learnt one by one, after times roughly inverse to their eigenvalues.`,
			Figures: []string{"theory-vs-sgd", "sequential-learning"},
		},
		{
			Title: "What non-linear units need",
			Lead: `Sigmoidal units reach the error of PCA where they work in their linear range: the encoder shrinks and the decoder grows, which tied ` +
				`weights forbid. ReLU units do so only with biases that push the inputs to one side.`,
			Figures: []string{"tied-vs-untied", "relu-bias"},
		},
		{
			Title: "Exact principal components",
			Lead: `Plain gradient descent finds the span of the leading components, and Sanger's rule or truncated gradients the components ` +
				`themselves.`,
			Figures: []string{"exact-pcs"},
		},
		{
			Title: "Real images",
			Lead: `The covariance of CIFAR10's images is all that the equations know of them. It determines most of what networks do that ` +
				`learn from the images themselves. With 64 sigmoidal units, the theory has tied weights behind untied ones first, and ahead of them later on, as far as it is followed.`,
			Figures: []string{"cifar10-training", "cifar10-universality"},
		},
		{
			Title: "Beyond the paper",
			Lead: `How fast simulations approach the theory with the dimension, how its power laws go on at long times, what other activations do, and ` +
				`what happens to inputs without a spectrum to learn or without a normal law.`,
			Figures: []string{"finite-size", "long-time", "activations", "whitened-control", "beyond-gaussian"},
		},
	}
}
