package figures

import (
	"fmt"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// describe writes the caption and the alternative text.
func (t training) describe() (caption, alt string, err error) {
	var text strings.Builder
	say := func(format string, values ...any) { fmt.Fprintf(&text, format, values...) }
	if t.embedded {
		say("The images themselves were not at hand: Gaussian inputs drawn from the embedded moments of CIFAR10 stand in their place, "+
			"and an epoch is %d draws. ", trainingImages)
	}
	r := t.reference().Run
	letters := t.letters()
	say("(%s) Reconstruction error pmse of autoencoders with *K* = %d hidden units on the greyscale images of CIFAR10 (*D* = %s pixels) over epochs, of %d "+
		"inputs each. %s Lines are the theory, drawn at the epoch at which SGD gets as far: *η* *t* *D* / %d, where batches of *B* inputs "+
		"learn at *B* times the rate. ", letters[0], r.Hidden, figure.Number(float64(r.Dim), 4), trainingImages, t.trainings(), trainingImages)
	far, err := t.deviationText()
	if err != nil {
		return "", "", err
	}
	say("%sThin lines are the errors *E*_{*m*} that PCA leaves with *m* components. ", far)
	say("(%s) Principal components, and the vectors of the %d units that take the largest part ‖*v*^{*k*}‖√*M*_{*kk*} in the reconstruction, the "+
		"largest first; red is positive, blue negative, each on its own scale. %sWhat start weights have along components of little variance stays in "+
		"an encoder, and shows as noise. ", letters[1], min(trainingTiles, r.Hidden), t.signText())
	say("(%s) %s, what PCA makes of them with %d components, and what the networks do when their training ends. Weights in (%s) and (%s) are the first replica's.",
		letters[2], t.exampleText(), r.Hidden, letters[1], letters[2])
	return text.String(), t.alt(), nil
}

// letters are those of the panels: of the errors ("a, b"), of the features and of the reconstructions.
func (t training) letters() [3]string {
	n := len(t.activations())
	var errors []string
	for i := range n {
		errors = append(errors, string(rune('a'+i)))
	}
	return [3]string{strings.Join(errors, ", "), string(rune('a' + n)), string(rune('b' + n))}
}

// trainings says how the networks were trained, ways that are alike together.
func (t training) trainings() string {
	var ways []string
	names := map[string][]string{}
	for _, n := range t.networks {
		for _, one := range n.runs() {
			way := trainingWay(one.curves)
			if !slices.Contains(ways, way) {
				ways = append(ways, way)
			}
			names[way] = append(names[way], n.name())
		}
	}
	var sentences []string
	for _, way := range ways {
		sentences = append(sentences, way+" ("+strings.Join(names[way], "; ")+")")
	}
	return "Markers are " + strings.Join(sentences, "; ") + "."
}

// trainingWay says how a network was trained: "SGD in batches of 16, *η* = 16, mean ± s.d. of 5 replicas".
func trainingWay(c inputs.Curves) string {
	r := c.Run
	way := "SGD"
	if r.Optimizer != nil {
		way = steps(r)[0]
	}
	if r.BatchSize > 1 {
		way += fmt.Sprintf(" in batches of %d", r.BatchSize)
	} else {
		way += " with one input a step"
	}
	switch {
	case orElse(r.Sampling, run.Online) == run.Online:
		way += ", drawn with replacement"
	case r.Samples != trainingImages:
		way += fmt.Sprintf(", over a training set of %d", r.Samples)
	default:
		way += ", epoch by epoch"
	}
	rate := ", *η* = " + figure.Number(r.LearningRate, 3)
	if r.Schedule != nil {
		rate += " at first, falling"
	}
	return way + rate + ", " + replicaText(c)
}

// deviationText says how far each training is from its theory.
func (t training) deviationText() (string, error) {
	var parts []string
	for _, n := range t.networks {
		for _, one := range n.sgd {
			d, ok, err := n.deviation(one)
			if err != nil {
				return "", err
			}
			if ok {
				parts = append(parts, fmt.Sprintf("%s %% (%s)", figure.Number(100*d.Worst().Size, 2), n.name()))
			}
		}
	}
	if len(parts) == 0 {
		return "", nil
	}
	return "The mean of SGD stays within " + listed(parts) + " of them. ", nil
}

// signText says what was done to the signs of vectors.
func (t training) signText() string {
	return "A component's sign is such that its largest pixel is positive; so is a unit's where the activation is odd, its encoder and decoder flipped together. "
}

// exampleText says what is reconstructed.
func (t training) exampleText() string {
	if t.samples.Surrogates {
		return fmt.Sprintf("%d draws from the Gaussian with the covariance of CIFAR10", len(t.samples.Inputs))
	}
	return fmt.Sprintf("The first %d training images", len(t.samples.Inputs))
}

// alt is the alternative text.
func (t training) alt() string {
	var names []string
	for _, activation := range t.activations() {
		names = append(names, activationName(activation))
	}
	return fmt.Sprintf("Reconstruction errors of %s autoencoders fall over epochs on logarithmic axes, past the PCA errors, markers of SGD along the lines of the theory. "+
		"Below, rows of image tiles: principal components and the patterns that hidden units have learnt, and images with their reconstructions by PCA and by the networks.",
		listed(names))
}
