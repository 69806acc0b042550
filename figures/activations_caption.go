package figures

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// describeActivations writes the caption and the alternative text.
func describeActivations(all []activated, kinds []string) (caption, alt string) {
	var pairs []pair
	var names, formulas []string
	for _, a := range all {
		for _, n := range a.networks {
			pairs = append(pairs, n.pair)
		}
		names = append(names, activationName(a.activation))
		formulas = append(formulas, activationFormula(a.activation))
	}
	r := pairs[0].theory.Run
	var text prose
	text.say("Reconstruction error pmse against time *t* = steps/*D* for autoencoders with *K* = %d hidden units, %s, and below each the relative deviation "+
		"of the mean over replicas from the theory, between lines at ±5 %% (%s, learning rate *η* = %s). ",
		r.Hidden, ruleText(r), dimensionText(r), figure.Number(r.LearningRate, 3))
	text.say("The activations are %s. Networks are %s. ", strings.Join(formulas, "; "), listed(kinds))
	text.say("Lines are the theory%s; markers are SGD%s, %s. ", quadratureText(all), inLawText(pairs...), replicasOf(pairs))
	text.say("Thin lines above are the errors *E*_{*m*} that PCA leaves with *m* components. %s%s%s", coverText(kinds), oddText(all), endsText(all))
	alt = fmt.Sprintf("For %s, each in a panel of its own, markers of simulated SGD lie on the lines of the theory while the reconstruction error falls in "+
		"steps past PCA errors over time on logarithmic axes. Below, the deviations from the theory in percent scatter about zero.", listed(names))
	return text.String(), alt
}

// coverText says why there are panels with one network to be seen.
func coverText(kinds []string) string {
	if len(kinds) < 2 {
		return ""
	}
	return "Where networks of one activation agree, the one " + kinds[len(kinds)-1] + " covers the other. "
}

// activationFormula writes an activation with its definition.
func activationFormula(activation string) string {
	formulas := map[string]string{
		"erf": "erf(*x*/√2)", "linear": "*x*", "relu": "max(*x*, 0)",
		"logistic": "1/(1 + e^{−*x*})", "softplus": "ln(1 + e^{*x*})", "gelu": "*x* Φ(*x*)", "silu": "*x*/(1 + e^{−*x*})",
	}
	if formula, ok := formulas[activation]; ok {
		return activationName(activation) + ", " + formula
	}
	return activationName(activation)
}

// ruleText says how networks learn, but for their biases.
func ruleText(r run.Run) string {
	r.EncoderBias, r.OutputBias = run.NoBias, run.NoBias
	text := "untied"
	if r.Tied {
		text = "tied"
	}
	if more := besidesTying(r); more != "" {
		text += ", " + more
	}
	return text
}

// quadratureText says where averages have no closed form.
func quadratureText(all []activated) string {
	var smooth []string
	for _, a := range all {
		if slices.Contains([]string{"tanh", "logistic", "softplus", "gelu", "silu"}, a.activation) {
			smooth = append(smooth, activationName(a.activation))
		}
	}
	switch len(smooth) {
	case 0:
		return ""
	case len(all):
		return ", whose Gaussian averages are taken by quadrature"
	}
	return ", whose Gaussian averages are taken by quadrature for " + listed(smooth)
}

// oddText names the activations whose trained biases stay at zero in the theory, so that both their networks are one.
func oddText(all []activated) string {
	var still []string
	for _, a := range all {
		for _, n := range a.networks {
			if n.theory.Run.EncoderBias == run.TrainedBias && largestBias(n.theory) < 1e-6 {
				still = append(still, activationName(a.activation))
				break
			}
		}
	}
	if len(still) == 0 {
		return ""
	}
	return "For " + listed(still) + " the trained biases stay at zero, by symmetry, and both networks are the same. "
}

// largestBias is the largest |b^k| over units and time, infinite where biases aren't recorded.
func largestBias(c inputs.Curves) float64 {
	largest := 0.0
	for k := 1; k <= c.Run.Hidden; k++ {
		bias, err := c.Statistic(fmt.Sprintf("b_%d", k))
		if err != nil {
			return math.Inf(1)
		}
		for _, b := range bias.Mean {
			largest = max(largest, math.Abs(b))
		}
	}
	return largest
}

// endsText says where the theories end, in units of E_K.
func endsText(all []activated) string {
	hidden := all[0].networks[0].theory.Run.Hidden
	floor, ok := all[0].networks[0].theory.PCAError(hidden)
	if !ok || !(floor > 0) {
		return ""
	}
	var ends []string
	for _, a := range all {
		for _, n := range a.networks {
			end := n.simulation.Times[len(n.simulation.Times)-1]
			if at, err := n.theory.At(errorColumn, []float64{end}); err == nil {
				ends = append(ends, fmt.Sprintf("%s (%s)", figure.Number(at[0]/floor, 2), networkName(n.theory.Run)))
			}
		}
	}
	if len(ends) == 0 {
		return ""
	}
	return fmt.Sprintf("Where the simulations end, the theory is at the following multiples of *E*_{%d}: %s. ", hidden, listed(ends))
}
