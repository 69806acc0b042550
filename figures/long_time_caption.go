package figures

import (
	"fmt"
	"strings"

	"autoencoder-dynamics/internal/figure"
)

// describeLong writes the caption and the alternative text.
func describeLong(runs []longRun) (caption, alt string) {
	first := runs[0]
	var names []string
	for _, r := range runs {
		names = append(names, r.name)
	}
	caption = fmt.Sprintf("The flow of autoencoders with *K* = %d hidden units (learning rate *η* = %s) far beyond what can be simulated: %s. "+
		"(a) What pmse is above *E*_{%d}, the error that PCA leaves with *K* components, against time *t* = steps/*D*; (b) root of the variance *Q*_{*kk*} of pre-activations and (c) length of "+
		"the decoder vectors, each the mean over hidden units. Grey dashed lines have the slopes −2/3, −1/6 and 1/6 of the law by which sigmoidal units "+
		"become linear. (d) Local exponents of these quantities for the sigmoidal networks, fitted over a decade of *t* about each time. ",
		first.theory.Run.Hidden, figure.Number(first.theory.Run.LearningRate, 3), strings.Join(names, "; "), first.theory.Run.Hidden)
	caption += frozenText(runs)
	alt = fmt.Sprintf("Four panels with lines on logarithmic time axes up to *t* = %s: the excess over the PCA error, the size of pre-activations and "+
		"the length of decoder vectors of %d networks, those of sigmoidal units along straight lines; and local exponents, which settle at −2/3, −1/6 and 1/6 "+
		"unless the flow comes to rest.", figure.Number(first.to, 3), len(runs))
	return caption, alt
}

// frozenText says what stops a flow at D = ∞.
func frozenText(runs []longRun) string {
	text := "What start weights load on the bulk of small eigenvalues decays at a rate ∝ 1/*D* and is noise until then: at *D* = ∞ for ever, so that " +
		"the law of sigmoidal units is seen there from small weights alone. "
	for _, r := range runs {
		if r.port != "frozen" {
			continue
		}
		floor, _ := r.theory.PCAError(r.theory.Run.Hidden) // known: the excess was taken over it
		text += fmt.Sprintf("From weights with √*Q*_{*kk*} = %s at %s (frozen noise) the encoder can't shrink below it, and the flow rests at an excess of %s *E*_{%d}. ",
			figure.Number(r.sizes[0], 1), dimensionText(r.theory.Run), figure.Number(r.above[len(r.above)-1]/floor, 3), r.theory.Run.Hidden)
	}
	return text
}
