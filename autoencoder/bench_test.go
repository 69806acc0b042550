package autoencoder

import (
	"fmt"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

func BenchmarkStep(b *testing.B) {
	for _, c := range []struct {
		input       string
		dim, hidden int
	}{{"normal", 1000, 4}, {"images", 1024, 4}, {"images", 1024, 64}} {
		b.Run(fmt.Sprintf("%s,D=%d,K=%d", c.input, c.dim, c.hidden), func(b *testing.B) {
			var sampler Sampler = newGaussian(b, powerLaw(c.dim), 0)
			if c.input == "images" {
				_, sampler = newImages(b, 5000, c.dim)
			}
			simulator := newSimulator(b, gaussian.Erf{}, startWeights(c.hidden, c.dim, 0.1), sampler)
			var steps int64
			for b.Loop() {
				steps++
				if steps%256 == 0 {
					if err := simulator.Run(b.Context(), steps); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(simulator.Steps())/b.Elapsed().Seconds(), "steps/s")
		})
	}
}

func BenchmarkSample(b *testing.B) {
	sampler, x := newGaussian(b, powerLaw(1000), 0), make([]float64, 1000)
	for b.Loop() {
		sampler.Sample(x)
	}
}

func BenchmarkPopulation(b *testing.B) {
	for _, hidden := range []int{4, 64} {
		b.Run(fmt.Sprintf("N=5000,D=1024,K=%d", hidden), func(b *testing.B) {
			rows, _ := newImages(b, 5000, 1024)
			population, err := NewPopulation(rows, 1024)
			if err != nil {
				b.Fatal(err)
			}
			network, p := Network{gaussian.Erf{}, startWeights(hidden, 1024, 0.1)}, order.NewParameters(hidden)
			for b.Loop() {
				population.Evaluate(network, p)
			}
		})
	}
}

func BenchmarkNormals(b *testing.B) {
	stream, x := random.New(1, "benchmark", 0), make([]float64, 1000)
	for b.Loop() {
		stream.Normals(x, 1)
	}
}
