package autoencoder

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// The average over a data set is that of its rows one by one, for every activation, with and
// without biases, both signs, both precisions, and tied weights.
func TestPopulationIsTheExactAverage(t *testing.T) {
	forEveryNetwork(t, func(t *testing.T, g gaussian.Activation, biases string) {
		for _, c := range []struct {
			count, dim, hidden int
			single, tied       bool
		}{{1, 13, 3, true, false}, {33, 16, 4, false, false}, {32, 40, 5, true, true}, {300, 13, 6, false, true}, {257, 13, 1, true, false}} {
			rows, _ := newImages(t, c.count, c.dim)
			network := testNetwork(g, c.hidden, c.dim, biases, c.single)
			if c.tied {
				copy(network.Weights.V, network.Weights.W)
			}
			population := must[*Population](t)(NewPopulation(rows, c.dim))
			tolerance := 1e-12
			if c.single {
				tolerance = 2e-7 // of few rows, over which rounding doesn't average out
			}
			sameAverage(t, fmt.Sprintf("%+v", c), population, network, rows, tolerance)
			sameAverage(t, fmt.Sprintf("%+v, both signs", c), population.BothSigns(), network, withNegatives(rows), tolerance)
		}
	})
}

// sameAverage compares relatively to the largest number that the sums are made of.
func sameAverage(t *testing.T, name string, population *Population, n Network, rows []float32, tolerance float64) {
	t.Helper()
	got := order.NewParameters(n.Weights.Hidden)
	pmse := evaluate(t, population, n, got)
	wantError, want := oneByOne(n, rows)
	for _, c := range []struct {
		name      string
		got, want []float64
	}{
		{"error", []float64{pmse}, []float64{wantError}}, {"Q", got.Q, want.Q}, {"S", got.S, want.S}, {"T", got.T, want.T},
		{"b", got.B, want.B}, {"z", got.Z, want.Z}, {"‖c‖²", []float64{got.C2}, []float64{want.C2}},
	} {
		scale := 1 + wantError
		for _, x := range c.want {
			scale = max(scale, math.Abs(x))
		}
		if len(c.got) != len(c.want) || !floats.EqualApprox(c.got, c.want, tolerance*scale) {
			t.Errorf("%s: %s = %v, want %v", name, c.name, c.got, c.want)
		}
	}
}

// Over draws from a normal law the average tends to the closed form: within 5 standard
// errors of the mean of the errors of the draws.
func TestPopulationTendsToTheClosedForm(t *testing.T) {
	const count, dim, hidden = 4000, 10, 3
	eigenvalues := powerLaw(dim)
	set := must[[]float32](t)(DrawGaussian(eigenvalues, count, random.NewNormals(3, "samples", 0)))
	population := must[*Population](t)(NewPopulation(set, dim))
	forEveryNetwork(t, func(t *testing.T, g gaussian.Activation, biases string) {
		network := testNetwork(g, hidden, dim, biases, true)
		p := order.NewParameters(hidden)
		want := evaluate(t, ClosedForm{Eigenvalues: eigenvalues}, network, p)
		got := evaluate(t, population, network, p)
		var square float64
		x := make([]float64, dim)
		for from := 0; from < len(set); from += dim {
			for i := range x {
				x[i] = float64(set[from+i])
			}
			e := network.SampleError(x) - want
			square += e * e / count
		}
		if math.Abs(got-want) > 5*math.Sqrt(square/count) {
			t.Errorf("average %v, closed form %v ± %v", got, want, math.Sqrt(square/count))
		}
	})
}

// A context that is done ends an average, with its error.
func TestPopulationIsInterrupted(t *testing.T) {
	rows, _ := newImages(t, 3*block, 10)
	population := must[*Population](t)(NewPopulation(rows, 10))
	ctx := &countdown{Context: t.Context(), looks: 2}
	network := testNetwork(gaussian.Erf{}, 2, 10, "no biases", true)
	if _, err := population.Evaluate(ctx, network, order.NewParameters(2)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// countdown is a context that is done after so many looks at it.
type countdown struct {
	context.Context
	looks int
}

func (c *countdown) Err() error {
	if c.looks--; c.looks >= 0 {
		return nil
	}
	return context.Canceled
}

func TestPopulationRefusesWhatIsNotFinite(t *testing.T) {
	if _, err := NewPopulation([]float32{1, float32(math.NaN())}, 2); err == nil {
		t.Error("no error")
	}
}

// An evaluation is the same bits beside others.
func TestPopulationIsSafeForUseTogether(t *testing.T) {
	rows, _ := newImages(t, 600, 32)
	population := must[*Population](t)(NewPopulation(rows, 32))
	network := testNetwork(gaussian.ReLU{}, 5, 32, "both biases", true)
	want := evaluate(t, population, network, order.NewParameters(5))
	results := make(chan float64)
	for range 4 {
		go func() { results <- evaluate(t, population, network, order.NewParameters(5)) }()
	}
	for range 4 {
		if got := <-results; got != want {
			t.Errorf("error %v, want %v", got, want)
		}
	}
}

// Weights that float32 has go through products of float32, whose rounding averages out over the
// rows: pmse and the order parameters are those of products in float64, at the size of images and
// of the networks that learn from them.
func TestPrecisionsAgree(t *testing.T) {
	const count, dim, hidden = 2000, 1024, 16
	rows, _ := newImages(t, count, dim)
	population := must[*Population](t)(NewPopulation(rows, dim))
	for _, g := range []gaussian.Activation{gaussian.Erf{}, gaussian.ReLU{}} {
		network := testNetwork(g, hidden, dim, "both biases", true)
		if _, ok := newMultiplier(network).(*multiplierOf[float32]); !ok {
			t.Error("weights of float32 aren't taken so")
		}
		single, double := order.NewParameters(hidden), order.NewParameters(hidden)
		got := evaluate(t, population, network, single)
		network.Weights.W[0] *= 1 + 1e-15 // float32 doesn't have it
		want := evaluate(t, population, network, double)
		if math.Abs(got-want) > 5e-9*want {
			t.Errorf("%s: pmse %v from products of float32, %v of float64", g.Name(), got, want)
		}
		if !floats.EqualApprox(single.Q, double.Q, 1e-7) || !floats.EqualApprox(single.S, double.S, 1e-6*math.Sqrt(dim)) {
			t.Errorf("%s: Q %v and S %v from products of float32, %v and %v of float64", g.Name(), single.Q, single.S, double.Q, double.S)
		}
	}
}
