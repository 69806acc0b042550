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
	var text prose
	if t.embedded {
		text.say("%s, and an epoch is %d draws. ", embeddedText, trainingImages)
	}
	r := t.reference().Run
	letters := t.letters()
	text.say("(%s) Reconstruction error pmse of autoencoders with *K* = %d hidden units on CIFAR10 in grey (*D* = %s) over epochs of %d "+
		"inputs. %s Lines are the theory, drawn at the epoch at which SGD gets as far: %s. ", letters[0], r.Hidden, figure.Number(float64(r.Dim), 4), trainingImages, t.trainings(), t.epochText())
	far, err := t.deviationText()
	if err != nil {
		return "", "", err
	}
	text.say("%sThin lines are the errors *E*_{*m*} of PCA. ", far)
	text.say("(%s) Principal components, and the vectors of the %d units that take the largest part ‖*v*^{*k*}‖√*M*_{*kk*} in the "+
		"reconstruction; red is positive and blue negative, alike in grey. ",
		letters[1], min(trainingTiles, r.Hidden))
	text.say("(%s) %s, what PCA makes of them with %d components, and what networks do (first replica). ", letters[2], t.exampleText(), r.Hidden)
	text.say("%s", t.durationText(letters))
	return text.String(), t.alt(far), nil
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
	return "Markers are " + strings.Join(sentences, "; ") + t.replicasText() + "."
}

// trainingWay says how a network was trained: "SGD in batches of 16, epoch by epoch, *η* = 16".
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
	return way + rate
}

// replicasText says of how many replicas markers are the mean.
func (t training) replicasText() string {
	var texts []string
	for _, n := range t.networks {
		for _, one := range n.runs() {
			if text := replicaText(one.curves); !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	return ", " + strings.Join(texts, " or ")
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

// epochText says which epoch belongs to a time of the theory.
func (t training) epochText() string {
	text := fmt.Sprintf("*η* *t* *D* / %d", trainingImages)
	for _, n := range t.networks {
		if len(n.sgd) == 0 {
			continue
		}
		if r := n.sgd[0].curves.Run; r.LearningRate != float64(max(1, r.BatchSize)) {
			return text + ", times the size of SGD's batches over its rate"
		}
	}
	return text + ", where batches of *B* inputs learn at *B* times the rate"
}

// durationText warns of tiles of networks that weren't trained equally long, of which the last was trained longest.
func (t training) durationText(letters [3]string) string {
	var durations, longest []string
	for _, s := range t.reconstructing() {
		_, epoch := s.run.ended()
		duration := figure.Number(epoch, 2)
		if !slices.Contains(durations, duration) {
			durations, longest = append(durations, duration), nil
		}
		longest = append(longest, s.name())
	}
	if len(durations) < 2 {
		return ""
	}
	last := len(durations) - 1
	return fmt.Sprintf("In (%s) and (%s) some were trained longer, %s epochs (%s), than others, %s: such tiles compare durations, not networks.",
		letters[1], letters[2], durations[last], strings.Join(longest, "; "), listed(durations[:last]))
}

// exampleText says what is reconstructed.
func (t training) exampleText() string {
	if t.samples.Surrogates {
		return fmt.Sprintf("%d draws from the Gaussian with the covariance of CIFAR10", len(t.samples.Inputs))
	}
	return fmt.Sprintf("The first %d training images", len(t.samples.Inputs))
}

// alt is the alternative text, with what is said of deviations.
func (t training) alt(deviations string) string {
	var names []string
	for _, activation := range t.activations() {
		names = append(names, activationName(activation))
	}
	return fmt.Sprintf("Reconstruction errors of %s autoencoders over epochs on logarithmic axes, with thin lines at the PCA errors. %s"+
		"Below, rows of image tiles: principal components and the patterns that hidden units have learnt, and images with their reconstructions by PCA and by the networks.",
		listed(names), deviations)
}
