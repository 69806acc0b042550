package autoencoder

import (
	"fmt"
	"testing"
	"time"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/kernel/bounds"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
)

// measuring is how long each rate of the machine is measured.
const measuring = 100 * time.Millisecond

// BenchmarkTargets reports steps a second on one core in the cases that the package has targets
// for, and beside them the bound that they run against, measured in the same run: inputs/s is
// how many inputs could be had if nothing were learnt from them, arithmetic/s how many steps if
// only the kernels' operations took time, memory/s if only the weights' way from and to the
// cache did. A step can't be faster than the inputs and the slower of the other two together:
// bound/s. What is left is scalar work, such as activations, and waiting.
func BenchmarkTargets(b *testing.B) {
	for _, c := range []target{
		{name: "normal", dim: 1000, hidden: 4, activation: gaussian.Erf{}, active: 1},
		{name: "images", dim: 1024, hidden: 4, activation: gaussian.Erf{}, active: 1, images: 50_000},
		{name: "images", dim: 1024, hidden: 64, activation: gaussian.ReLU{}, active: 0.5, images: 50_000},
		{name: "images", dim: 1024, hidden: 64, activation: gaussian.Erf{}, active: 1, images: 50_000},
		{name: "batches of 16", dim: 1024, hidden: 64, activation: gaussian.ReLU{}, images: 50_000, batch: 16},
		{name: "batches of 16", dim: 1024, hidden: 64, activation: gaussian.Erf{}, images: 50_000, batch: 16},
		{name: "batches of 32", dim: 1024, hidden: 64, activation: gaussian.Erf{}, images: 50_000, batch: 32},
		{name: "Adam, batches of 32", dim: 1024, hidden: 64, activation: gaussian.Erf{}, images: 50_000, batch: 32, adam: &Adam{}},
	} {
		b.Run(fmt.Sprintf("%s,D=%d,K=%d,%s", c.name, c.dim, c.hidden, c.activation.Name()), c.run)
	}
}

// target is a case with a target.
type target struct {
	name        string
	dim, hidden int
	activation  gaussian.Activation
	active      float64 // share of the units that learn from an input
	images      int     // 0 for normal inputs
	batch       int     // inputs a step, or 0 for one
	adam        *Adam
}

func (c target) run(b *testing.B) {
	steps, inputs := c.measure(b)
	if c.batch > 0 {
		c.reportBatches(b, steps, inputs)
		return
	}
	bound := 1 / (1/inputs + max(1/c.arithmetic(), 1/c.memory()))
	b.ReportMetric(inputs, "inputs/s")
	b.ReportMetric(c.arithmetic(), "arithmetic/s")
	b.ReportMetric(c.memory(), "memory/s")
	b.ReportMetric(bound, "bound/s")
	b.ReportMetric(steps, "steps/s")
	b.ReportMetric(100*steps/bound, "%bound")
	b.ReportMetric(0, "ns/op")
}

// reportBatches reports inputs learnt from a second beside the bound of the arithmetic: each weight has a
// product and a sum of float32 in a pre-activation or a projection, one in a reconstruction (of the decoder
// alone) and one in its update.
func (c target) reportBatches(b *testing.B, steps, inputs float64) {
	learnt := steps * float64(c.batch)
	arithmetic := bounds.Flops(bounds.MultiplyAdd, kernel.Best, measuring) / float64(2*5*c.dim*c.hidden)
	bound := 1 / (1/inputs + 1/arithmetic)
	b.ReportMetric(inputs, "inputs/s")
	b.ReportMetric(arithmetic, "arithmetic/s")
	b.ReportMetric(bound, "bound/s")
	b.ReportMetric(learnt, "learnt/s")
	b.ReportMetric(100*learnt/bound, "%bound")
	b.ReportMetric(0, "ns/op")
}

// measure returns the rates of steps and of inputs alone. The two take turns, so that a machine
// that slows down slows both.
func (c target) measure(b *testing.B) (steps, inputs float64) {
	p := Problem{Learning: Learning{Activation: c.activation, LearningRate: 1, BatchSize: c.batch, Adam: c.adam}, Sampler: newGaussian(b, powerLaw(c.dim), 0)}
	if c.adam != nil {
		p.LearningRate = 1e-4
	}
	p.Initial = combination{Learning: p.Learning}.start(c.hidden, c.dim)
	for i := range p.Initial.W {
		p.Initial.W[i] /= 6 // weights of 0.1
		p.Initial.V[i] /= 6
	}
	if c.images > 0 {
		rows := make([]float32, c.images*c.dim)
		random.NewNormals(1, "benchmark images", 0).Fill(rows)
		var err error
		if p.Sampler, err = NewImages(rows, c.dim, random.New(1, "samples", 0)); err != nil {
			b.Fatal(err)
		}
	}
	simulator, err := NewSimulator(p)
	if err != nil {
		b.Fatal(err)
	}
	const run = 512 // inputs
	stepsARun := int64(run / max(1, c.batch))
	var learning, drawing time.Duration
	var taken int64
	x := kernel.NewRows[float32](1, kernel.Padded(c.dim))[0][:c.dim]
	for b.Loop() {
		taken += stepsARun
		begin := time.Now()
		if err := simulator.Run(b.Context(), taken); err != nil {
			b.Fatal(err)
		}
		middle := time.Now()
		for range run {
			p.Sampler.Sample(x)
		}
		learning += middle.Sub(begin)
		drawing += time.Since(middle)
	}
	return float64(taken) / learning.Seconds(), float64(taken) * float64(max(1, c.batch)) / drawing.Seconds()
}

// arithmetic returns how many steps a second the machine's arithmetic allows. Of each weight of
// an encoder row the product with the input is added up (a fused operation of float64, which
// counts as two), and where the unit is active it is updated (two of float32); of an active
// decoder row it enters the residual (two), its product with that is added up, and it is updated.
func (c target) arithmetic() float64 {
	weights := float64(c.dim * c.hidden)
	single, double := 6*c.active*weights, 2*(1+c.active)*weights
	return 1 / (single/bounds.Flops(bounds.MultiplyAdd, kernel.Best, measuring) + double/bounds.Flops(bounds.Fused, kernel.Best, measuring))
}

// memory returns how many steps a second the cache allows that holds the weights: encoder rows
// are read and active ones written, active decoder rows are read once (where one pass takes
// them all) or twice, and written.
func (c target) memory() float64 {
	rows := float64(4 * c.dim * c.hidden)
	readTwice := 0.0
	if c.hidden > 4 {
		readTwice = c.active
	}
	moved := rows * (1 + c.active + 2*c.active + readTwice)
	return bounds.Bandwidth(8*c.dim*c.hidden, true, measuring) / moved
}

// BenchmarkLevelTargets is [BenchmarkTargets] for the simulation that is exact in law. Its bound
// is the cost of the random numbers, inputs/s.
func BenchmarkLevelTargets(b *testing.B) {
	for _, dim := range []float64{1e3, 1e6, 1e8, 1e12} {
		b.Run(fmt.Sprintf("D=%g,K=4,R=4,erf", dim), func(b *testing.B) {
			s := newLevelSimulator(b, Learning{Activation: gaussian.Erf{}, LearningRate: 1}, spikedStart(b, dim, 4, 4, false), 0)
			const run = 2000
			var learning, drawing time.Duration
			for b.Loop() {
				begin := time.Now()
				if err := s.Run(b.Context(), s.Steps()+run); err != nil {
					b.Fatal(err)
				}
				middle := time.Now()
				for range run {
					s.draw()
				}
				learning += middle.Sub(begin)
				drawing += time.Since(middle)
			}
			steps := float64(s.Steps()) / learning.Seconds()
			inputs := float64(s.Steps()) / drawing.Seconds()
			b.ReportMetric(inputs, "inputs/s")
			b.ReportMetric(steps, "steps/s")
			b.ReportMetric(100*steps/inputs, "%bound")
			b.ReportMetric(0, "ns/op")
		})
	}
}
