package autoencoder

import (
	"fmt"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/theory/gaussian"
)

// BenchmarkStep reports steps a second on one core: in the cases that the package has
// targets for, and then in one of them with everything that a step can have.
func BenchmarkStep(b *testing.B) {
	for _, c := range []struct {
		dim, hidden int
		images      bool
		activation  gaussian.Activation
	}{
		{1000, 4, false, gaussian.Erf{}},
		{1024, 4, true, gaussian.Erf{}},
		{1024, 64, true, gaussian.ReLU{}},
		{1024, 64, true, gaussian.Erf{}},
	} {
		inputs := "normal"
		if c.images {
			inputs = "images"
		}
		for _, precision := range []Precision{Single, Double} {
			name := fmt.Sprintf("%s,D=%d,K=%d,%s,%v", inputs, c.dim, c.hidden, c.activation.Name(), precision)
			l := Learning{Activation: c.activation, LearningRate: 0.8, Precision: precision}
			b.Run(name, func(b *testing.B) { benchmarkSteps(b, l, c.hidden, c.dim, c.images) })
		}
	}
}

// BenchmarkRules is BenchmarkStep on images with D = 1024 and K = 4, erf units in single
// precision, and one thing changed.
func BenchmarkRules(b *testing.B) {
	for _, c := range []struct {
		name   string
		change func(*Learning)
	}{
		{"vanilla", func(*Learning) {}},
		{"truncated", func(l *Learning) { l.Rule = Truncated }},
		{"tied", func(l *Learning) { l.Tied = true }},
		{"sanger", func(l *Learning) { l.Rule, l.Activation = Sanger, gaussian.Linear{} }},
		{"encoder bias", func(l *Learning) { l.TrainEncoderBias = true }},
		{"output bias", func(l *Learning) { l.TrainOutputBias = true }},
		{"truncated output bias", func(l *Learning) { l.Rule, l.TrainOutputBias = Truncated, true }},
		{"weight decay", func(l *Learning) { l.WeightDecay = 0.1 }},
		{"schedule", func(l *Learning) { l.Schedule = Schedule{Power: 0.5, Onset: 10} }},
		{"batch of 10", func(l *Learning) { l.BatchSize = 10 }},
		{"truncated batch of 10", func(l *Learning) { l.Rule, l.BatchSize = Truncated, 10 }},
		{"Adam", func(l *Learning) { l.Adam, l.LearningRate = &Adam{}, 1e-4 }},
		{"Adam batch of 10", func(l *Learning) { l.Adam, l.LearningRate, l.BatchSize = &Adam{}, 1e-4, 10 }},
	} {
		l := Learning{Activation: gaussian.Erf{}, LearningRate: 0.8, Precision: Single}
		c.change(&l)
		b.Run(c.name, func(b *testing.B) { benchmarkSteps(b, l, 4, 1024, true) })
	}
}

// BenchmarkInstructions is BenchmarkStep with each kind of kernels.
func BenchmarkInstructions(b *testing.B) {
	for _, instructions := range kernel.Available() {
		l := Learning{Activation: gaussian.Erf{}, LearningRate: 0.8, Precision: Single, Instructions: instructions}
		b.Run(instructions.String(), func(b *testing.B) { benchmarkSteps(b, l, 4, 1024, true) })
	}
}

func benchmarkSteps(b *testing.B, l Learning, hidden, dim int, images bool) {
	c := combination{Learning: l}
	p := Problem{Learning: l, Initial: c.start(hidden, dim), Sampler: newGaussian(b, powerLaw(dim), 0)}
	for i := range p.Initial.W {
		p.Initial.W[i] /= 6 // weights of 0.1
		p.Initial.V[i] /= 6
	}
	if images {
		_, p.Sampler = newImages(b, 5000, dim)
	}
	simulator, err := NewSimulator(p)
	if err != nil {
		b.Fatal(err)
	}
	const run = 256
	var steps int64
	for b.Loop() {
		if steps++; steps%run == 0 {
			if err := simulator.Run(b.Context(), steps); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(simulator.Steps())/b.Elapsed().Seconds(), "steps/s")
	if size := c.batchSize(); size > 1 {
		b.ReportMetric(float64(simulator.Steps())*float64(size)/b.Elapsed().Seconds(), "inputs/s")
	}
}
