package figures

import (
	"fmt"
	"math"
	"strings"

	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// setting is what a theory and the simulation that it is compared with must have in common.
type setting struct {
	key   string // as run.json has it
	value func(run.Run) string
}

// settings are all of them: what makes a network, its learning rule and what theory has one way of, such as fresh
// inputs, without the learning rate (see sameRate). The size of batches isn't among them, on which the limit of many
// inputs doesn't depend, nor are signs of images, on which their covariance doesn't.
func settings() []setting {
	return []setting{
		{"activation", func(r run.Run) string { return r.Activation }},
		{"hidden", func(r run.Run) string { return fmt.Sprint(r.Hidden) }},
		{"dim", func(r run.Run) string { return r.Dim.String() }},
		{"rule", func(r run.Run) string { return orElse(r.Rule, vanilla) }},
		{"tied", func(r run.Run) string { return fmt.Sprint(r.Tied) }},
		{"encoder_bias", func(r run.Run) string { return orElse(r.EncoderBias, run.NoBias) }},
		{"output_bias", func(r run.Run) string { return orElse(r.OutputBias, run.NoBias) }},
		{"weight_decay", func(r run.Run) string { return fmt.Sprint(r.WeightDecay) }},
		{"optimizer", optimizer},
		{"schedule", schedule},
		{"sampling", func(r run.Run) string { return orElse(r.Sampling, run.Online) }},
	}
}

// optimizer names the way to follow the gradient; theory has the plain one.
func optimizer(r run.Run) string {
	if r.Optimizer == nil {
		return "sgd"
	}
	return r.Optimizer.Name
}

// schedule writes the learning rate's fall; theory has a constant one.
func schedule(r run.Run) string {
	if r.Schedule == nil {
		return "constant"
	}
	return fmt.Sprintf("η(1 + t/%v)^−%v", r.Schedule.Onset, r.Schedule.Power)
}

// vanilla is the plain learning rule.
const vanilla = "vanilla"

func orElse(word, other string) string {
	if word == "" {
		return other
	}
	return word
}

// agree returns an error where the simulation isn't of the theory's network, with every setting in which they
// differ, or learns from inputs of another covariance.
func agree(theory, simulation inputs.Curves) error {
	var differ []string
	for _, s := range settings() {
		if want, got := s.value(theory.Run), s.value(simulation.Run); want != got {
			differ = append(differ, fmt.Sprintf("%s is %s in stage %s and %s in stage %s", s.key, want, theory.Stage, got, simulation.Stage))
		}
	}
	if len(differ) > 0 {
		return fmt.Errorf("the theory of one network would be compared with a simulation of another: %s; give both stages the same", strings.Join(differ, ", "))
	}
	return sameCovariance(theory, simulation)
}

// sameCovariance returns an error where the PCA errors that both know differ.
func sameCovariance(theory, simulation inputs.Curves) error {
	const relative = 1e-6
	for m := range min(len(theory.Run.PCAErrors), len(simulation.Run.PCAErrors)) {
		want, got := theory.Run.PCAErrors[m], simulation.Run.PCAErrors[m]
		rounding := 1e-12 * theory.Run.PCAErrors[0] // the last ones are differences of nearly nothing
		if !(math.Abs(got-want) <= relative*want+rounding) {
			return fmt.Errorf("stage %s learns from inputs of another covariance than stage %s: the PCA error E_%d is %g there and %g here; wire both to the same covariance",
				simulation.Stage, theory.Stage, m, got, want)
		}
	}
	return nil
}
