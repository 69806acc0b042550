package autoencoder

import (
	"fmt"
	"math"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
	"gonum.org/v1/gonum/floats"
)

// BenchmarkPopulation evaluates on 5000 images, a tenth of a training set, and beside it
// the way through gonum's matrix product, as it was before there were kernels.
func BenchmarkPopulation(b *testing.B) {
	const count, dim = 5000, 1024
	rows, _ := newImages(b, count, dim)
	population := must[*Population](b)(NewPopulation(rows, dim))
	for _, hidden := range []int{4, 64} {
		network := testNetwork(gaussian.Erf{}, hidden, dim, "both biases", true)
		double := testNetwork(gaussian.Erf{}, hidden, dim, "both biases", false)
		for _, c := range []struct {
			name     string
			evaluate func(*order.Parameters) float64
		}{
			{"single", func(p *order.Parameters) float64 { return evaluate(b, population, network, p) }},
			{"double", func(p *order.Parameters) float64 { return evaluate(b, population, double, p) }},
			{"both signs", func(p *order.Parameters) float64 { return evaluate(b, population.BothSigns(), network, p) }},
			{"gonum", func(*order.Parameters) float64 { return throughGonum(network, rows) }},
		} {
			b.Run(fmt.Sprintf("N=%d,D=%d,K=%d,%s", count, dim, hidden, c.name), func(b *testing.B) {
				p := order.NewParameters(hidden)
				for b.Loop() {
					c.evaluate(p)
				}
				products := float64(2*hidden*dim*count) * float64(b.N)
				b.ReportMetric(products/b.Elapsed().Seconds()/1e9, "Gproducts/s")
			})
		}
	}
}

// throughGonum returns the error with the products of gonum's Dgemm on blocks of 32 rows.
func throughGonum(n Network, rows []float32) float64 {
	const block = 32
	w := n.Weights
	hidden, dim, count := w.Hidden, w.Dim, len(rows)/w.Dim
	weights := append(append([]float64(nil), w.W...), w.V...)
	inputs, products := make([]float64, block*dim), make([]float64, block*2*hidden)
	value, squares := make([]float64, hidden), make([]float64, hidden*hidden)
	values, mean := make([]float64, hidden), make([]float64, dim)
	var total, cross float64
	var kernel gonum.Implementation
	for from := 0; from < count; from += block {
		size := min(block, count-from)
		for i, x := range rows[from*dim : (from+size)*dim] {
			inputs[i] = float64(x)
			mean[i%dim] += float64(x) / float64(count)
			total += inputs[i] * inputs[i]
		}
		kernel.Dgemm(blas.NoTrans, blas.Trans, size, 2*hidden, dim, 1, inputs, dim, weights, dim, 0, products, 2*hidden)
		for r := range size {
			for k := range hidden {
				value[k] = n.Activation.Value(products[2*hidden*r+k]/math.Sqrt(float64(dim)) + w.B[k])
				cross += value[k] * products[2*hidden*r+hidden+k]
			}
			floats.Add(values, value)
			for k, g := range value {
				floats.AddScaled(squares[k*hidden:(k+1)*hidden], g, value)
			}
		}
	}
	p := order.NewParameters(hidden)
	p.Measure(w, make([]float64, dim))
	sum := (total - 2*cross + floats.Dot(p.T, squares) + 2*floats.Dot(p.Z, values)) / float64(count)
	return (sum + p.C2 - 2*floats.Dot(w.C, mean)) / float64(dim)
}

// The benchmark's other way comes to the same error.
func TestPopulationAgreesWithGonum(t *testing.T) {
	rows, _ := newImages(t, 77, 48)
	network := testNetwork(gaussian.Erf{}, 6, 48, "both biases", true)
	got := evaluate(t, must[*Population](t)(NewPopulation(rows, 48)), network, order.NewParameters(6))
	if want := throughGonum(network, rows); math.Abs(got-want) > 1e-8*want {
		t.Errorf("error %v, through gonum %v", got, want)
	}
}
