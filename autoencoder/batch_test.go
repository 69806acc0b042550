package autoencoder

import (
	"fmt"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/theory/gaussian"
)

// The vanilla rule goes through the inputs of a batch together: through batches that are one block or
// several, that don't fill the last or a group of four, with units that don't either, it comes to
// the formulas, and to the same bits with all instructions.
func TestBatchesOfManyBlocks(t *testing.T) {
	t.Parallel()
	const dim, steps = 31, 4
	for i, size := range []int{2, 5, 16, inputsTogether, inputsTogether + 1, 2*inputsTogether + 6} {
		for _, g := range []gaussian.Activation{gaussian.Erf{}, gaussian.ReLU{}} {
			for _, adam := range []*Adam{nil, {Beta1: 0.8, Beta2: 0.95, Epsilon: 1e-2}} {
				c := combination{Learning: Learning{Activation: g, LearningRate: 2, BatchSize: size, Adam: adam, Tied: i%2 == 1, TrainOutputBias: i%3 > 0, TrainEncoderBias: true}}
				if adam != nil {
					c.LearningRate = 0.02
				}
				testBatches(t, c, 2+3*i, dim, steps)
			}
		}
	}
}

func testBatches(t *testing.T, c combination, hidden, dim, steps int) {
	t.Helper()
	for precision, tolerance := range map[Precision]float64{Single: 2e-6, Double: 1e-12} {
		c.Precision = precision
		w, inputs := toSingle(c.start(hidden, dim)), normalInputs(c.BatchSize*steps, dim)
		plain := newReference(c.Learning, w)
		for range steps {
			var batch [][]float64
			for range c.BatchSize {
				batch = append(batch, inputs.float64s(plain.steps*c.BatchSize+len(batch)))
			}
			plain.step(batch...)
		}
		var first *Simulator
		for _, instructions := range kernel.Available() {
			c.Instructions = instructions
			inputs := normalInputs(c.BatchSize*steps, dim)
			simulator := startOf(Problem{Learning: c.Learning, Initial: w, Sampler: inputs})
			if err := simulator.Run(t.Context(), int64(steps)); err != nil {
				t.Fatalf("%v: %v", c, err)
			}
			if d := distance(simulator.Network().Weights, plain.w); !(d <= tolerance) {
				t.Errorf("%v, K = %d, %v: %v from the formulas", c, hidden, instructions, d)
			}
			if first == nil {
				first = simulator
			}
			sameBits(t, fmt.Sprintf("%v, K = %d, %v", c, hidden, instructions), first, simulator)
		}
	}
}
