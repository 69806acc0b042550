package autoencoder

import (
	"math"
	"strings"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

func TestMistakesAreNamed(t *testing.T) {
	infinite, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		want   string
		change func(*Problem)
	}{
		{"no activation", func(p *Problem) { p.Activation = nil }},
		{"learning rate -1", func(p *Problem) { p.LearningRate = -1 }},
		{"learning rate NaN", func(p *Problem) { p.LearningRate = nan }},
		{"rule 7", func(p *Problem) { p.Rule = 7 }},
		{"weight decay -1", func(p *Problem) { p.WeightDecay = -1 }},
		{"must be below D = 10", func(p *Problem) { p.WeightDecay = 10 }},
		{"power -1", func(p *Problem) { p.Schedule = Schedule{Power: -1} }},
		{"onset +Inf", func(p *Problem) { p.Schedule.Onset = infinite }},
		{"no onset", func(p *Problem) { p.Schedule.Power = 1 }},
		{"batch size -2", func(p *Problem) { p.BatchSize = -2 }},
		{"from 1 to 65536", func(p *Problem) { p.BatchSize = LargestBatch + 1 }},
		{"batch size 9223372036854775807", func(p *Problem) { p.BatchSize = math.MaxInt }},
		{"precision 9", func(p *Problem) { p.Precision = 9 }},
		{"instructions", func(p *Problem) { p.Instructions = 99 }},
		{"β₁ of Adam is 1", func(p *Problem) { p.Adam = &Adam{Beta1: 1} }},
		{"β₂ of Adam is -0.5", func(p *Problem) { p.Adam = &Adam{Beta2: -0.5} }},
		{"ε of Adam is NaN", func(p *Problem) { p.Adam = &Adam{Epsilon: nan} }},
		{"0 in single precision", func(p *Problem) { p.Adam, p.Precision = &Adam{Epsilon: 1e-60}, Single }},
		{"linear units, not erf", func(p *Problem) { p.Rule, p.Initial.V = Sanger, p.Initial.W }},
		{"without biases", func(p *Problem) {
			p.Rule, p.Initial.V, p.Activation, p.TrainOutputBias = Sanger, p.Initial.W, gaussian.Linear{}, true
		}},
		{"Adam has nothing to go down", func(p *Problem) {
			p.Rule, p.Initial.V, p.Activation, p.Adam = Sanger, p.Initial.W, gaussian.Linear{}, &Adam{}
		}},
		{"make V a copy of W", func(p *Problem) { p.Tied = true }},
		{"1 hidden units over 0 inputs", func(p *Problem) {
			p.Tied, p.Initial, p.Sampler = true, order.Weights{Hidden: 1, W: []float64{1}, V: []float64{2}}, newGaussian(t, nil, 0)
		}},
		{"0 hidden units", func(p *Problem) { p.Initial, p.Sampler = order.Weights{Dim: 10}, newGaussian(t, powerLaw(10), 0) }},
		{"entry 3 of V is 1e+60", func(p *Problem) { p.Precision, p.Initial.V[3] = Single, 1e60 }},
		{"no sampler", func(p *Problem) { p.Sampler = nil }},
		{"length 9", func(p *Problem) { p.Sampler = newGaussian(t, powerLaw(9), 0) }},
	} {
		p := Problem{Learning: Learning{Activation: gaussian.Erf{}, LearningRate: 1}, Initial: startWeights(2, 10, 1), Sampler: newGaussian(t, powerLaw(10), 0)}
		c.change(&p)
		_, err := NewSimulator(p)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v, want one error with %q", err, c.want)
		}
	}
	_, err := NewSimulator(Problem{Learning: Learning{Rule: -1, BatchSize: -1}})
	if count := strings.Count(err.Error(), "\n") + 1; count != 6 {
		t.Errorf("%d errors where there are 6 mistakes:\n%v", count, err)
	}
}

func second[T any](_ T, err error) error { return err }
