package figures

import (
	"fmt"
	"math"

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
	var text prose
	if c.embedded {
		text.say("%s. ", embeddedText)
	}
	lines, simulations := measured[0], measured[1]
	last := func(m measuredCurve) string {
		return figure.Number(l.share(m.pmse[len(m.pmse)-1]), 3)
	}
	text.say("A control: what %s autoencoder with *K* = %d hidden units and %s activation%s learns from greyscale images that were whitened (*D* = %s), "+
		"beside the images as they are. ", tying(r), r.Hidden, activationName(r.Activation), besidesInParentheses(r), figure.Number(float64(r.Dim), 4))
	text.say("(a) Eigenvalues, as shares of their sum. ")
	text.say("(b) Reconstruction error pmse on whitened images against time *t* = steps/*D* (learning rate *η* = %s). Lines are the theory, markers SGD (%s; "+
		"error: %s). ", figure.Number(r.LearningRate, 3), replicaText(l.sgd), errorSource(l.sgd))
	text.say("Thin lines are the errors *E*_{0} and *E*_{%d} that PCA leaves: they lie %s of the variance apart, *K*/*D*. ", r.Hidden, percent(l.gain()/l.initial()))
	text.say("(c) What has been learnt, as a share of what *K* components can take from the error, of whitened images and of images as they are; thin lines " +
		"mark the PCA errors of the latter. ")
	text.say("A fifth of the fall takes at least %s times as long as the one before on whitened images (theory; SGD %s), and %s times on images as they are "+
		"(SGD %s); below 1 there is a plateau. ",
		ratioText(lines), ratioText(simulations), ratioText(natural[0]), ratioText(natural[1]))
	text.say("It comes to %s of what there is (SGD %s). ", last(lines), last(simulations))
	text.say("(d) Decoder vectors *v*^{*k*} of one replica at the end of each run, red positive and blue negative, each on its own scale: alike in grey. Where all " +
		"directions carry the same, none comes first, and which are learnt is up to the start weights. ")
	alt = fmt.Sprintf("Eigenvalues of %s and of %s. The reconstruction error on the former, between lines %s of its value apart, and what is learnt "+
		"of both over time: by the end %s and %s of what there is. Image tiles of decoder vectors learnt from either.",
		l.name, c.natural.name, percent(l.gain()/l.initial()), last(lines), figure.Number(c.natural.share(natural[0].pmse[len(natural[0].pmse)-1]), 3))
	return text.String(), alt, nil
}

// ratioText writes how a curve slows down.
func ratioText(m measuredCurve) string {
	ratio := slowing(m.curves.Times, m.pmse)
	if math.IsNaN(ratio) {
		return "not to be told, as its error doesn't fall"
	}
	return figure.Number(ratio, 2)
}
