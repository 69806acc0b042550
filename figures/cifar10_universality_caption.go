package figures

import (
	"fmt"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// describeUniversality writes the caption and the alternative text.
func describeUniversality(all []universality) (caption, alt string) {
	first := all[0]
	var text prose
	if first.embedded {
		text.say("%s. ", embeddedText)
	}
	text.say("Reconstruction error pmse against time *t* = steps/*D* for %s (*D* = %s, learning rate *η* = %s), and below each the relative deviation of the "+
		"mean over replicas from the theory. ", networksText(all),
		eachNetwork(all, func(u universality) string { return figure.Number(float64(u.theory.Run.Dim), 4) }),
		eachNetwork(all, func(u universality) string { return figure.Number(u.theory.Run.LearningRate, 3) }))
	text.say("Lines are the theory, given nothing but the second moments *Ω* of the greyscale images about their global mean, so that the mean of each "+
		"pixel stays in; circles are SGD on %s (error: %s), ", first.imageName(), eachNetwork(all, func(u universality) string { return errorSource(u.images) }))
	text.say("diamonds SGD on Gaussian surrogates with second moments *Ω*, %s. %s", universalityReplicas(all), samplingText(all))
	text.say("Thin lines are the errors *E*_{*m*} that PCA leaves")
	if len(all) == 1 {
		text.say("; the curves end %s", first.whereItEnds())
	}
	text.say(". ")
	text.say("Below, they mark zero and %s. %s", boundsText(all), findingText(all))
	alt = fmt.Sprintf("Reconstruction error over time on logarithmic axes, for %s, with thin lines at the PCA errors. Markers of SGD on Gaussian surrogates are "+
		"at most %s off the line of the theory, those of SGD on %s at most %s. Below, the deviations from the theory in percent.",
		listed(eachName(all)), largestOf(all, 0), first.imageName(), largestOf(all, 1))
	return text.String(), alt
}

// universalityReplicas says of how many replicas markers are the mean.
func universalityReplicas(all []universality) string {
	images := eachNetwork(all, func(u universality) string { return replicaText(u.images) })
	surrogates := eachNetwork(all, func(u universality) string { return replicaText(u.surrogates) })
	if images == surrogates {
		return images
	}
	return surrogates + " (circles: " + images + ")"
}

// largestOf says how far a simulation is from the theory in any network: that of surrogates, 0, or of images, 1.
func largestOf(all []universality, i int) string {
	largest := 0.0
	for _, u := range all {
		if measured, err := u.measure(); err == nil { // Build has refused what can't be measured
			largest = max(largest, measured[i].deviation.Worst().Size)
		}
	}
	return figure.Number(100*largest, 2) + " %"
}

// networksText says which networks are shown: "an untied erf autoencoder with K = 4 hidden units", or several by their letters.
func networksText(all []universality) string {
	if r := all[0].theory.Run; len(all) == 1 {
		return fmt.Sprintf("%s %s autoencoder with *K* = %d hidden units%s", tying(r), activationName(r.Activation), r.Hidden, besidesInParentheses(r))
	}
	var texts []string
	for i, name := range eachName(all) {
		texts = append(texts, fmt.Sprintf("(%c) %s", 'a'+i, name))
	}
	return "autoencoders, untied unless it is said, " + strings.Join(texts, "; ")
}

func eachName(all []universality) []string {
	var names []string
	for _, u := range all {
		names = append(names, u.name())
	}
	return names
}

// eachNetwork says what each network has: once where it is the same for all, or else by the letters of
// their panels: "4 (a, c) and 2 (b)".
func eachNetwork(all []universality, value func(universality) string) string {
	var values []string // those that there are, each once
	owners := map[string][]string{}
	for i, u := range all {
		v := value(u)
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
		owners[v] = append(owners[v], string(rune('a'+i)))
	}
	if len(values) == 1 {
		return values[0]
	}
	for i, v := range values {
		values[i] = fmt.Sprintf("%s (%s)", v, strings.Join(owners[v], ", "))
	}
	return listed(values)
}

// trainingImages is the number of training images of CIFAR10.
const trainingImages = 50_000

// samplingText says how SGD comes by its inputs, where they are images.
func samplingText(all []universality) string {
	if all[0].images.Run.Inputs != run.Images {
		return ""
	}
	epochs := eachNetwork(all, func(u universality) string {
		r := u.images.Run
		return figure.Number(r.Horizon*float64(r.Dim)*float64(max(1, r.BatchSize))/trainingImages, 2)
	})
	return fmt.Sprintf("SGD draws training images with replacement; it ends after %s epochs. ", epochs)
}

// whereItEnds says between which of the PCA errors the theory is when the simulations end.
func (u universality) whereItEnds() string {
	last, err := u.theory.At(errorColumn, []float64{min(u.lastTime(), u.theory.Times[len(u.theory.Times)-1])})
	if err != nil {
		return "before the theory does"
	}
	for m := 0; m <= u.theory.Run.Hidden; m++ {
		value, ok := u.theory.PCAError(m)
		switch {
		case !ok || last[0] < value:
			continue
		case m == 0:
			return "before the first component is learnt"
		default:
			return fmt.Sprintf("between *E*_{%d} and *E*_{%d}", m, m-1)
		}
	}
	return fmt.Sprintf("having reached *E*_{%d}", u.theory.Run.Hidden)
}

// boundsText lists the bounds that are drawn: "the bounds of ±1 % for surrogates and ±2 % for images".
func boundsText(all []universality) string {
	return eachNetwork(all, func(u universality) string {
		switch {
		case u.embedded:
			return "the bound of ±" + percent(u.surrogateBound())
		case u.odd():
			return fmt.Sprintf("the bounds of ±%s for surrogates and ±%s for images", percent(u.surrogateBound()), percent(imageBound))
		}
		return fmt.Sprintf("the bound of ±%s for surrogates alone", percent(u.surrogateBound()))
	})
}

// findingText says how far the images are from the theory where units aren't odd.
func findingText(all []universality) string {
	var found []string
	for i, u := range all {
		if u.odd() || u.embedded {
			continue
		}
		measured, err := u.measure()
		if err != nil {
			continue // Build has refused what can't be measured
		}
		text := "up to " + farthest(measured[len(measured)-1].deviation)
		if len(all) > 1 {
			text += fmt.Sprintf(" (%c)", 'a'+i)
		}
		found = append(found, text)
	}
	if len(found) == 0 {
		return ""
	}
	return fmt.Sprintf("Where units aren't odd functions of their input, the theory doesn't cover real images, whose odd moments such units feel: SGD on "+
		"them is %s. ", listed(found))
}

// errorSource says on what the error of a simulation was measured.
func errorSource(c inputs.Curves) string {
	if c.Run.Error == run.ClosedForm {
		return "population, in closed form"
	}
	return c.Run.Error
}
