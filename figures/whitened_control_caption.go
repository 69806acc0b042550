package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
)

// describe writes the caption and the alternative text.
func (c whitenedControl) describe() (caption, alt string, err error) {
	r, l := c.whitened.theory.Run, c.whitened
	measured, err := l.curvesMeasured()
	if err != nil {
		return "", "", err
	}
	natural, err := c.natural.curvesMeasured()
	if err != nil {
		return "", "", err
	}
	if c.embedded {
		caption = "The images themselves were not at hand: Gaussian inputs drawn from the embedded moments of CIFAR10 stand in their place. "
	}
	lines, simulations := measured[0], measured[1]
	last := func(m measuredCurve) string {
		return figure.Number(l.share(m.pmse[len(m.pmse)-1]), 3)
	}
	caption += fmt.Sprintf("A control: what %s autoencoder with *K* = %d hidden units and %s activation%s learns from greyscale images that were whitened "+
		"(*D* = %s), beside the images as they are. (a) Eigenvalues, as shares of their sum. (b) Reconstruction error pmse on whitened images against time "+
		"*t* = steps/*D* (learning rate *η* = %s). Lines are the theory, markers SGD (%s; error: %s). Thin lines are the errors *E*_{0} and *E*_{%d} that "+
		"PCA leaves with no and with %d components, whichever these are: they lie %s of the variance apart, *K*/*D*. (c) What has been learnt, as a share of what *K* "+
		"components can take from the error, of whitened images and of images as they are; thin lines mark the PCA errors of the latter. On whitened images "+
		"learning is fastest at the start and only slows down: each fifth of the fall takes at least %s times as long as the one before (theory; "+
		"SGD %s), where on images as they are some fifth takes %s times as long (SGD %s). It comes to %s of what there is (SGD %s). "+
		"(d) Decoder vectors *v*^{*k*} of one replica at the end of each run, red positive and blue negative, each on its own scale: where all directions are alike none "+
		"is learnt, and they stay as random as the weights at the start. %s",
		tying(r), r.Hidden, activationName(r.Activation), parenthesised(besidesTying(r)), figure.Number(float64(r.Dim), 4),
		figure.Number(r.LearningRate, 3), replicaText(l.sgd), errorSource(l.sgd), r.Hidden, r.Hidden, percent(l.gain()/l.initial()),
		ratioText(lines), ratioText(simulations), ratioText(natural[0]), ratioText(natural[1]), last(lines), last(simulations), markersText)
	alt = fmt.Sprintf("The eigenvalues of whitened images are all equal. The reconstruction error on them falls once and smoothly by %s of its value, "+
		"while on images as they are it falls in steps. The features learnt from whitened images are noise, those from images as they are smooth patterns.",
		percent(l.gain()/l.initial()))
	return caption, alt, nil
}

// ratioText writes how a curve slows down.
func ratioText(m measuredCurve) string { return figure.Number(slowing(m.curves.Times, m.pmse), 2) }
