package theory

import (
	"fmt"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// everyActivation returns one of each that has a name.
func everyActivation(t testing.TB) []gaussian.Activation {
	t.Helper()
	var all []gaussian.Activation
	for _, name := range gaussian.Names() {
		g, err := gaussian.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, g)
	}
	return all
}

// combination is a way to learn.
type combination struct {
	rule                    Rule
	tied                    bool
	encoderBias, outputBias bool
	decay                   float64
}

func (c combination) String() string {
	return fmt.Sprintf("%v, tied %t, b %t, c %t, decay %g", c.rule, c.tied, c.encoderBias, c.outputBias, c.decay)
}

// combinations returns all that the theory has but Sanger's rule, which knows no biases.
func combinations() []combination {
	var all []combination
	for _, rule := range []Rule{Vanilla, Truncated} {
		for _, tied := range []bool{false, true} {
			for _, encoder := range []bool{false, true} {
				for _, output := range []bool{false, true} {
					all = append(all, combination{rule, tied, encoder, output, 0})
				}
			}
			all = append(all, combination{rule, tied, true, true, 0.03})
		}
	}
	return all
}

// combinationsOf returns all combinations for activations that stand for the three ways in
// which averages are had, in closed form with and without biases and by quadrature, and
// for the others the two with most in them: how a flow uses averages doesn't depend on
// where they come from.
func combinationsOf(g gaussian.Activation) []combination {
	switch g.Name() {
	case "erf", "relu", "softplus":
		return combinations()
	}
	return []combination{
		{tied: true, encoderBias: true, outputBias: true},
		{rule: Truncated, encoderBias: true, outputBias: true, decay: 0.03},
	}
}

// problem returns a problem of that kind with random weights and biases of that scale.
func (c combination) problem(g gaussian.Activation, hidden int, eigenvalues []float64, scale float64) Problem {
	w := startWeights(hidden, len(eigenvalues), scale, 3)
	if c.tied {
		copy(w.V, w.W)
	}
	stream := random.New(4, "test biases", 0)
	if c.encoderBias {
		w.B = make([]float64, hidden)
		stream.Normals(w.B, 0.5)
	}
	if c.outputBias {
		w.C = make([]float64, len(eigenvalues))
		stream.Normals(w.C, scale)
	}
	return Problem{
		Activation: g, LearningRate: 0.7, Rule: c.rule, Tied: c.tied,
		TrainEncoderBias: c.encoderBias, TrainOutputBias: c.outputBias, WeightDecay: c.decay,
		Eigenvalues: eigenvalues, Initial: w,
	}
}

// slope returns the time derivative of weights and biases in the paper's own variables.
func slope(t testing.TB, p Problem) order.Weights {
	t.Helper()
	f, err := newFlow(p, false)
	if err != nil {
		t.Fatal(err)
	}
	dy := make([]float64, f.Size())
	f.Derivative(dy, f.Start())
	// Weights are linear in the state: those of its derivative are their derivative.
	y := f.view(dy)
	modes := &Modes{
		Hidden: f.hidden, Dim: f.dim, Rates: f.rates,
		Encoder: y.encoder, Decoder: y.decoder, OutputBias: y.output, EncoderBias: y.bias,
	}
	return f.reduction.weights(modes, -f.decay)
}
