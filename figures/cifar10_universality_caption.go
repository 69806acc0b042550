package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// describe writes the caption and the alternative text.
func (u universality) describe() (caption, alt string) {
	r := u.theory.Run
	if u.embedded {
		caption = "The images themselves were not at hand: Gaussian inputs drawn from the embedded moments of CIFAR10 stand in their place. "
	}
	caption += fmt.Sprintf("(a) Reconstruction error pmse against time *t* = steps/*D* for %s autoencoder with *K* = %d hidden units and "+
		"%s activation (%s*D* = %s, learning rate *η* = %s). The line is the theory, which is given nothing but the second moments *Ω* of the greyscale "+
		"images about their global mean, so that the mean of each pixel stays in; circles are SGD on %s (%s; error: %s), diamonds SGD on "+
		"Gaussian surrogates with second moments *Ω* (%s). %sThin lines are the errors *E*_{*m*} that PCA leaves with *m* components; %s. "+
		"(b) Relative deviation of the mean over replicas from the theory; thin lines mark zero and %s. %s",
		tying(r), r.Hidden, activationName(r.Activation), besidesTying(r), figure.Number(float64(r.Dim), 4), figure.Number(r.LearningRate, 3),
		u.imageName(), replicaText(u.images), errorSource(u.images), replicaText(u.surrogates), u.sampling(), u.whereItEnds(), u.boundsText(), markersText)
	alt = fmt.Sprintf("Reconstruction error over time on logarithmic axes: the markers of SGD on %s and on Gaussian surrogates lie on the line of the "+
		"theory while it falls past the PCA errors. Below, the deviations from the theory in percent scatter about zero.", u.imageName())
	return caption, alt
}

// trainingImages is the number of training images of CIFAR10.
const trainingImages = 50_000

// sampling says how SGD comes by its inputs, where they are images.
func (u universality) sampling() string {
	if u.images.Run.Inputs != run.Images {
		return ""
	}
	epochs := u.images.Run.Horizon * float64(u.images.Run.Dim) * float64(max(1, u.images.Run.BatchSize)) / trainingImages
	return fmt.Sprintf("SGD draws its images with replacement from the training images; it ends after %s epochs of CIFAR10's 50000. ",
		figure.Number(epochs, 2))
}

// whereItEnds says between which of the PCA errors the theory is when the simulations end.
func (u universality) whereItEnds() string {
	last, err := u.theory.At("pmse", []float64{min(u.lastTime(), u.theory.Times[len(u.theory.Times)-1])})
	if err != nil {
		return "the curves end before the theory does"
	}
	for m := 0; m <= u.theory.Run.Hidden; m++ {
		value, ok := u.theory.PCAError(m)
		switch {
		case !ok || last[0] < value:
			continue
		case m == 0:
			return "the curves end before the first component is learnt"
		default:
			return fmt.Sprintf("the curves end between *E*_{%d} and *E*_{%d}", m, m-1)
		}
	}
	return fmt.Sprintf("the curves end having reached *E*_{%d}", u.theory.Run.Hidden)
}

// boundsText lists the bounds that are drawn: "±1 % (surrogates) and ±2 % (images)".
func (u universality) boundsText() string {
	if u.imageBound() == surrogateBound {
		return "the bound of ±" + percent(surrogateBound)
	}
	return fmt.Sprintf("the bounds of ±%s for surrogates and ±%s for images", percent(surrogateBound), percent(u.imageBound()))
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

// besidesTying lists what else sets the network apart, with a comma at its end, or nothing.
func besidesTying(r run.Run) string {
	r.Tied = false
	var text string
	for _, peculiarity := range peculiarities(r) {
		text += peculiarity + ", "
	}
	return text
}
