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
	if first.embedded {
		caption = "The images themselves were not at hand: Gaussian inputs drawn from the embedded moments of CIFAR10 stand in their place. "
	}
	caption += fmt.Sprintf("Reconstruction error pmse against time *t* = steps/*D* for %s (*D* = %s, learning rate *η* = %s), and below each the "+
		"relative deviation of the mean over replicas from the theory. The lines are the theory, which is given nothing but the second "+
		"moments *Ω* of the greyscale images about their global mean, so that the mean of each pixel stays in; circles are SGD on %s "+
		"(%s; error: %s), diamonds SGD on Gaussian surrogates with second moments *Ω* (%s). %sThin lines are the errors *E*_{*m*} that PCA "+
		"leaves with *m* components; the curves end %s. Below, they mark zero and %s. %s%s",
		networksText(all), eachNetwork(all, func(u universality) string { return figure.Number(float64(u.theory.Run.Dim), 4) }),
		eachNetwork(all, func(u universality) string { return figure.Number(u.theory.Run.LearningRate, 3) }), first.imageName(),
		eachNetwork(all, func(u universality) string { return replicaText(u.images) }),
		eachNetwork(all, func(u universality) string { return errorSource(u.images) }),
		eachNetwork(all, func(u universality) string { return replicaText(u.surrogates) }),
		samplingText(all), eachNetwork(all, universality.whereItEnds), boundsText(all), findingText(all), markersText)
	alt = fmt.Sprintf("Reconstruction error over time on logarithmic axes, for %s: the markers of SGD on Gaussian surrogates lie on the line of the "+
		"theory while it falls past the PCA errors, and those on %s lie on it or close to it. Below, the deviations from the theory in percent.",
		listed(eachName(all)), first.imageName())
	return caption, alt
}

// networksText says which networks are shown: "(a) an untied erf autoencoder with K = 4 hidden units, …".
func networksText(all []universality) string {
	var texts []string
	for i, u := range all {
		r := u.theory.Run
		text := fmt.Sprintf("%s %s autoencoder with *K* = %d hidden units", tying(r), activationName(r.Activation), r.Hidden)
		if more := besidesTying(r); more != "" {
			text += " (" + more + ")"
		}
		if len(all) > 1 {
			text = fmt.Sprintf("(%c) %s", 'a'+i, text)
		}
		texts = append(texts, text)
	}
	return listed(texts)
}

func eachName(all []universality) []string {
	var names []string
	for _, u := range all {
		names = append(names, u.name())
	}
	return names
}

// eachNetwork says what each network has: once where it is the same for all, or else "4 (erf, K = 4) and 2 (…)".
func eachNetwork(all []universality, value func(universality) string) string {
	var values []string // those that there are, each once
	owners := map[string][]string{}
	for _, u := range all {
		v := value(u)
		if !slices.Contains(values, v) {
			values = append(values, v)
		}
		owners[v] = append(owners[v], u.name())
	}
	if len(values) == 1 {
		return values[0]
	}
	for i, v := range values {
		values[i] = fmt.Sprintf("%s (%s)", v, strings.Join(owners[v], "; "))
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
	return fmt.Sprintf("SGD draws its images with replacement from the training images; it ends after %s epochs of CIFAR10's 50000. ", epochs)
}

// whereItEnds says between which of the PCA errors the theory is when the simulations end.
func (u universality) whereItEnds() string {
	last, err := u.theory.At("pmse", []float64{min(u.lastTime(), u.theory.Times[len(u.theory.Times)-1])})
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
	for _, u := range all {
		if u.odd() || u.embedded {
			continue
		}
		measured, err := u.measure()
		if err != nil {
			continue // Build has refused what can't be measured
		}
		found = append(found, fmt.Sprintf("up to %s (%s)", farthest(measured[len(measured)-1].deviation), u.name()))
	}
	if len(found) == 0 {
		return ""
	}
	return fmt.Sprintf("Where units aren't odd functions of their input, real images are not described as well: SGD on them is %s. Greyscale "+
		"images have odd moments, their mean and their skewness, which such units feel and odd ones do not. ", listed(found))
}

// errorSource says on what the error of a simulation was measured.
func errorSource(c inputs.Curves) string {
	if c.Run.Error == run.ClosedForm {
		return "population, in closed form"
	}
	return c.Run.Error
}

// tying says "an untied" or "a tied".
func tying(r run.Run) string {
	if r.Tied {
		return "a tied"
	}
	return "an untied"
}

// besidesTying lists what else sets the network apart.
func besidesTying(r run.Run) string {
	r.Tied = false
	return strings.Join(peculiarities(r), ", ")
}
