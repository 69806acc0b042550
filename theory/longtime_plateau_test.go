package theory

import (
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"
	"autoencoder-dynamics/theory/order"
)

// plateauSpectra are spectra of four components that are far apart, or close, or follow
// one another without a gap.
func plateauSpectra() map[string][]float64 {
	bulk := slices.Repeat([]float64{0.5}, 10)
	return map[string][]float64{
		"apart":     append([]float64{30, 12, 5, 1}, bulk...),
		"close":     append([]float64{10, 9, 8, 7}, bulk...),
		"spiked":    spiked(60, 4),
		"power law": powerLaw(12),
	}
}

// geometric returns the eigenvalues 1, q, q², …
func geometric(q float64, dim int) []float64 {
	eigenvalues := make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = math.Pow(q, float64(i))
	}
	return eigenvalues
}

// on returns the case's problem for K units on a spectrum.
func (c plateauCase) on(eigenvalues []float64, hidden int, seed uint64) Problem {
	w := startWeights(hidden, len(eigenvalues), 0.1, 100+seed)
	if c.tied || c.rule == Sanger {
		copy(w.W, w.V)
	}
	return Problem{
		Activation: c.activation, Tied: c.tied, Rule: c.rule, TrainEncoderBias: c.encoder, TrainOutputBias: c.output,
		Eigenvalues: eigenvalues, LearningRate: 1, Initial: w,
	}
}

// endOf returns pmse at a late time.
func endOf(t *testing.T, p Problem) float64 {
	t.Helper()
	return mustSolve(t, p, Settings{Times: []float64{1e6}, Tolerance: 1e-5, Method: integrate.Rosenbrock{}, MaxEvaluations: enough}).Error[0]
}

// A plateau that is unique is where flows end, on all spectra; where it isn't stationary
// they end below it, by a part of the next component.
func TestUniquePlateaus(t *testing.T) {
	if testing.Short() {
		t.Skip("one flow after another")
	}
	t.Parallel()
	for _, c := range []struct {
		plateauCase
		most int // units
	}{
		{plateauCase{name: "linear, biases", activation: gaussian.Linear{}, encoder: true, output: true}, 4},
		{plateauCase{name: "tied linear", activation: gaussian.Linear{}, tied: true}, 4},
		{plateauCase{name: "truncated linear, output bias", activation: gaussian.Linear{}, rule: Truncated, output: true}, 4},
		{plateauCase{name: "Sanger", activation: gaussian.Linear{}, rule: Sanger}, 4},
		{plateauCase{name: "erf, biases", activation: gaussian.Erf{}, encoder: true, output: true}, 4},
		{plateauCase{name: "truncated erf, output bias", activation: gaussian.Erf{}, rule: Truncated, output: true}, 4},
		{plateauCase{name: "logistic, output bias", activation: gaussian.Logistic(), output: true}, 4},
		{plateauCase{name: "logistic", activation: gaussian.Logistic()}, 4},
		{plateauCase{name: "logistic, encoder bias", activation: gaussian.Logistic(), encoder: true}, 3},
		{plateauCase{name: "one ReLU", activation: gaussian.ReLU{}}, 1},
		{plateauCase{name: "one tied ReLU", activation: gaussian.ReLU{}, tied: true, output: true}, 1},
		{plateauCase{name: "one leaky ReLU", activation: gaussian.LeakyReLU(0.2), output: true, rule: Truncated}, 1},
	} {
		for name, eigenvalues := range plateauSpectra() {
			sizes := []int{c.most}
			if c.most > 2 && name == "apart" {
				sizes = []int{2, c.most}
			}
			for _, hidden := range sizes {
				p := c.on(eigenvalues, hidden, 0)
				want, err := p.Plateau()
				if err != nil || !want.Unique || want.Reason == "" {
					t.Fatalf("%s, K = %d: %+v, %v", c.name, hidden, want, err)
				}
				// Smooth units still have their excess, which falls as t^{-1/2} or faster.
				low, high := want.Error*(1-1e-4), want.Error*1.02
				if !want.Stationary {
					low -= 0.25 * eigenvalues[hidden-1] / float64(len(eigenvalues))
				}
				if got := endOf(t, p); !(got >= low && got <= high) {
					t.Errorf("%s, K = %d, %s: pmse ends at %v, predicted %v", c.name, hidden, name, got, want.Error)
				}
			}
		}
	}
}

// Pairs of ReLU units, tied and not, on eigenvalues far apart: all end there, though
// others may on other spectra.
func TestPairedPlateaus(t *testing.T) {
	eigenvalues := geometric(0.3, 12)
	for _, c := range []plateauCase{
		{name: "ReLU", activation: gaussian.ReLU{}},
		{name: "tied ReLU", activation: gaussian.ReLU{}, tied: true},
		{name: "half of ReLU", activation: gaussian.LeakyReLU(0)},
	} {
		for _, hidden := range []int{2, 4} {
			for seed := range uint64(3) {
				p := c.on(eigenvalues, hidden, seed)
				p.LearningRate = 10
				want, err := p.Plateau()
				if err != nil || !want.Stationary || want.Unique || want.Components != hidden/2 {
					t.Fatalf("%s, K = %d: %+v, %v", c.name, hidden, want, err)
				}
				near(t, "E_{K/2}", want.Error, order.PCAErrors(eigenvalues)[hidden/2])
				if got := endOf(t, p); math.Abs(got/want.Error-1) > 1e-3 {
					t.Errorf("%s, K = %d, seed %d: pmse ends at %v, predicted %v", c.name, hidden, seed, got, want.Error)
				}
			}
		}
	}
}

// ReLU units with biases end where predicted or, in pairs that have formed, a component
// or two higher; most do the former.
func TestBiasedPlateaus(t *testing.T) {
	for _, c := range []plateauCase{
		{name: "encoder bias", activation: gaussian.ReLU{}, encoder: true},
		{name: "both biases", activation: gaussian.ReLU{}, encoder: true, output: true},
		{name: "leaky, both biases", activation: gaussian.LeakyReLU(0.2), encoder: true, output: true},
	} {
		flows, there := 0, 0
		for name, eigenvalues := range plateauSpectra() {
			for _, hidden := range []int{2, 4} {
				p := c.on(eigenvalues, hidden, 0)
				want, err := p.Plateau()
				if err != nil || want.Unique || want.Stationary != c.output {
					t.Fatalf("%s, K = %d: %+v, %v", c.name, hidden, want, err)
				}
				low := want.Error * (1 - 1e-4)
				if !want.Stationary {
					low -= 0.25 * eigenvalues[hidden-1] / float64(len(eigenvalues))
				}
				got := endOf(t, p)
				if higher := order.PCAErrors(eigenvalues)[want.Components-1]; got < low || got > higher*1.001 {
					t.Errorf("%s, K = %d, %s: pmse ends at %v, predicted %v", c.name, hidden, name, got, want.Error)
				}
				flows++
				if got <= want.Error*1.001 {
					there++
				}
			}
		}
		if 4*there < 3*flows {
			t.Errorf("%s: %d of %d flows end at the plateau predicted", c.name, there, flows)
		}
	}
}

// Where flows don't settle, or end in different states, or elsewhere, there is no
// prediction.
func TestNoPlateau(t *testing.T) {
	spectra := plateauSpectra()
	relu, logistic := gaussian.ReLU{}, gaussian.Logistic()
	biased := plateauCase{activation: gaussian.Erf{}, encoder: true}.on(spectra["apart"], 2, 0)
	biased.Initial.B = []float64{2, 0}
	fixed := plateauCase{activation: relu}.on(spectra["apart"], 2, 0)
	fixed.Initial.B = []float64{0.1, 0}
	decaying := plateauCase{activation: gaussian.Linear{}}.on(spectra["apart"], 2, 0)
	decaying.WeightDecay = 0.1
	for want, problems := range map[string][]Problem{
		"need not come to rest": {
			plateauCase{activation: relu, rule: Truncated, output: true}.on(spectra["apart"], 2, 0),
			plateauCase{activation: relu, rule: Truncated, encoder: true}.on(spectra["apart"], 3, 0),
			plateauCase{activation: relu, rule: Truncated, encoder: true, output: true}.on(spectra["apart"], 3, 0),
			plateauCase{activation: logistic, rule: Truncated, output: true}.on(spectra["apart"], 2, 0),
			plateauCase{activation: logistic, rule: Truncated}.on(spectra["apart"], 2, 0),
		},
		"odd number":               {plateauCase{activation: relu}.on(spectra["apart"], 3, 0)},
		"single units do nearly":   {plateauCase{activation: relu, output: true}.on(spectra["apart"], 2, 0)},
		"leaky":                    {plateauCase{activation: gaussian.LeakyReLU(0.2)}.on(spectra["apart"], 2, 0)},
		"are so close":             {plateauCase{activation: relu}.on(spectra["close"], 2, 0)},
		"are a saddle":             {plateauCase{activation: relu}.on(spectra["power law"], 4, 0), plateauCase{activation: relu, tied: true}.on(spectra["power law"], 4, 0)},
		"tied units with encoder":  {plateauCase{activation: relu, tied: true, encoder: true, output: true}.on(spectra["apart"], 3, 0)},
		"tied units can't":         {plateauCase{activation: gaussian.Erf{}, tied: true}.on(spectra["apart"], 3, 0)},
		"no second unit":           {plateauCase{activation: logistic}.on(spectra["apart"], 1, 0), plateauCase{activation: relu, encoder: true}.on(spectra["apart"], 1, 0)},
		"don't start at 0":         {biased},
		"biases that don't learn":  {fixed},
		"weight decay":             {decaying},
		"hear the bulk":            {infinite(gaussian.Erf{}, 0.5, 0)},
		"no odd part":              {plateauCase{activation: gaussian.LeakyReLU(-1)}.on(spectra["apart"], 2, 0)},
		"more pairs of units than": {plateauCase{activation: relu}.on([]float64{1, 0, 0, 0}, 4, 0)},
		"isn't computed":           {plateauCase{activation: relu}.on(geometric(0.3, 40), 18, 0)},
	} {
		for _, p := range problems {
			got, err := p.Plateau()
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s, K = %d: %+v, %v, want an error with %q", p.Activation.Name(), p.Initial.Hidden, got, err, want)
			}
		}
	}
}
