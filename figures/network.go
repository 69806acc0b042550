package figures

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/run"
)

// activationName writes an activation as the paper does.
func activationName(activation string) string {
	switch activation {
	case "relu":
		return "ReLU"
	case "leaky_relu":
		return "leaky ReLU"
	case "gelu":
		return "GELU"
	case "silu":
		return "SiLU"
	default:
		return activation
	}
}

// peculiarities say what sets a network apart from the paper's plain one, untied and without
// biases, by plain gradient descent: "tied", "truncated", "with biases".
func peculiarities(r run.Run) []string {
	var all []string
	switch {
	case r.Rule == "sanger": // always tied
		all = append(all, "Sanger's rule")
	case r.Tied:
		all = append(all, "tied")
	}
	if r.Rule == "truncated" {
		all = append(all, "truncated")
	}
	all = append(all, biases(r)...)
	if r.WeightDecay != 0 {
		all = append(all, "weight decay κ = "+figure.Number(r.WeightDecay, 3))
	}
	return append(all, steps(r)...)
}

// steps says what sets the steps of a simulation apart from plain ones with one fresh input each.
func steps(r run.Run) []string {
	var all []string
	if r.Optimizer != nil {
		all = append(all, strings.ToUpper(r.Optimizer.Name[:1])+r.Optimizer.Name[1:])
	}
	if r.Schedule != nil {
		all = append(all, "falling learning rate")
	}
	if r.BatchSize > 1 {
		all = append(all, fmt.Sprintf("batches of %d", r.BatchSize))
	}
	if r.Sampling == run.Epochs {
		all = append(all, fmt.Sprintf("epochs over %d samples", r.Samples))
	}
	if r.FlipSigns {
		all = append(all, "random signs")
	}
	return all
}

// biases says which a network has.
func biases(r run.Run) []string {
	encoder, output := orElse(r.EncoderBias, run.NoBias), orElse(r.OutputBias, run.NoBias)
	if encoder == run.TrainedBias && output == run.TrainedBias {
		return []string{"with biases"}
	}
	var all []string
	switch encoder {
	case run.TrainedBias:
		all = append(all, "with encoder biases")
	case run.FixedBias:
		all = append(all, "with fixed encoder biases")
	}
	switch output {
	case run.TrainedBias:
		all = append(all, "with an output bias")
	case run.FixedBias:
		all = append(all, "with a fixed output bias")
	}
	return all
}

// qualified appends what sets a network apart to a name: "theory, tied".
func qualified(name string, r run.Run) string {
	return strings.Join(append([]string{name}, peculiarities(r)...), ", ")
}

// tying says "an untied" or "a tied".
func tying(r run.Run) string {
	if r.Tied {
		return "a tied"
	}
	return "an untied"
}

// besidesTying lists what else sets the network apart: "truncated, with biases".
func besidesTying(r run.Run) string {
	r.Tied = false
	return strings.Join(peculiarities(r), ", ")
}

// besidesInParentheses is besidesTying after a noun: " (with biases)"; nothing where there is nothing else.
func besidesInParentheses(r run.Run) string {
	if more := besidesTying(r); more != "" {
		return " (" + more + ")"
	}
	return ""
}

// networkName names a network where there is room for a few words: "erf, tied, with biases".
func networkName(r run.Run) string { return qualified(activationName(r.Activation), r) }

// titleLength is how many characters of a title fit above one of three panels beside each other.
const titleLength = 40

// networkTitle is networkName with as much as fits above a panel; the caption has the rest.
func networkTitle(r run.Run) string {
	title, more := activationName(r.Activation), ", …"
	for i, peculiarity := range peculiarities(r) {
		if i == len(peculiarities(r))-1 {
			more = ""
		}
		longer := title + ", " + peculiarity
		if utf8.RuneCountInString(longer+more) > titleLength {
			return title + ", …"
		}
		title = longer
	}
	return title
}

// networkPhrase names a network within a sentence: "erf (tied, with biases)".
func networkPhrase(r run.Run) string {
	name := activationName(r.Activation)
	if more := peculiarities(r); len(more) > 0 {
		return fmt.Sprintf("%s (%s)", name, strings.Join(more, ", "))
	}
	return name
}
