package autoencoder

import (
	"fmt"
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// biasNames are the settings of the biases in the tests.
var biasNames = []string{"no biases", "encoder bias", "output bias", "both biases"}

// testNetwork returns a network with the biases of the name, its weights rounded to float32
// where single.
func testNetwork(g gaussian.Activation, hidden, dim int, biases string, single bool) Network {
	w, stream := startWeights(hidden, dim, 0.6), random.New(1, "test biases", 0)
	if biases == "encoder bias" || biases == "both biases" {
		w.B = make([]float64, hidden)
		stream.Normals(w.B, 0.7)
	}
	if biases == "output bias" || biases == "both biases" {
		w.C = make([]float64, dim)
		stream.Normals(w.C, 0.4)
	}
	if single {
		for _, numbers := range [][]float64{w.W, w.V} {
			for i, x := range numbers {
				numbers[i] = float64(float32(x))
			}
		}
	}
	return Network{Activation: g, Weights: w}
}

// forEveryNetwork runs a test for every activation and setting of the biases.
func forEveryNetwork(t *testing.T, test func(t *testing.T, g gaussian.Activation, biases string)) {
	for _, name := range gaussian.Names() {
		for _, biases := range biasNames {
			g, err := gaussian.ByName(name)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(name+", "+biases, func(t *testing.T) { test(t, g, biases) })
		}
	}
}

// oneByOne averages the error and the order parameters over rows, one at a time.
func oneByOne(n Network, rows []float32) (pmse float64, p *order.Parameters) {
	hidden, dim := n.Weights.Hidden, n.Weights.Dim
	p = order.NewParameters(hidden)
	p.Measure(n.Weights, make([]float64, dim))
	x, lambda := make([]float64, dim), make([]float64, hidden)
	count := float64(len(rows) / dim)
	for from := 0; from < len(rows); from += dim {
		for i := range x {
			x[i] = float64(rows[from+i])
		}
		n.PreActivations(lambda, x)
		pmse += n.SampleError(x) / count
		for k := range hidden {
			p.S[k] += floats.Dot(n.Weights.Decoder(k), x) * lambda[k] / count
			for l := range hidden {
				p.Q[k*hidden+l] += lambda[k] * lambda[l] / count
			}
		}
	}
	return pmse, p
}

// withNegatives returns the rows and their negatives.
func withNegatives(rows []float32) []float32 {
	both := append([]float32(nil), rows...)
	for _, x := range rows {
		both = append(both, -x)
	}
	return both
}

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
			sameAverage(t, fmt.Sprintf("%+v", c), population, network, rows)
			sameAverage(t, fmt.Sprintf("%+v, both signs", c), population.BothSigns(), network, withNegatives(rows))
		}
	})
}

// sameAverage compares to a relative 1e-12 of the largest number that the sums are made of.
func sameAverage(t *testing.T, name string, population *Population, n Network, rows []float32) {
	t.Helper()
	got := order.NewParameters(n.Weights.Hidden)
	pmse := population.Evaluate(n, got)
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
		if len(c.got) != len(c.want) || !floats.EqualApprox(c.got, c.want, 1e-12*scale) {
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
		want := ClosedForm{Eigenvalues: eigenvalues}.Evaluate(network, p)
		got := population.Evaluate(network, p)
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

func TestPopulationRefusesWhatIsNotFinite(t *testing.T) {
	if _, err := NewPopulation([]float32{1, float32(math.NaN())}, 2); err == nil {
		t.Error("no error")
	}
}

// Weights that aren't finite have an error that isn't, in closed form and on average.
func TestEvaluatorsOfWhatIsNotFinite(t *testing.T) {
	rows, _ := newImages(t, 5, 20)
	population := must[*Population](t)(NewPopulation(rows, 20))
	forEveryNetwork(t, func(t *testing.T, g gaussian.Activation, biases string) {
		for _, bad := range []float64{math.NaN(), math.Inf(1), 1e300} {
			network := testNetwork(g, 3, 20, biases, false)
			network.Weights.W[7], network.Weights.V[7] = bad, bad
			for _, evaluator := range []Evaluator{ClosedForm{Eigenvalues: powerLaw(20)}, population, population.BothSigns()} {
				p := order.NewParameters(3)
				if pmse := evaluator.Evaluate(network, p); finite([]float64{pmse}) && finiteParameters(p) {
					t.Errorf("%T: error %v with a weight %v", evaluator, pmse, bad)
				}
			}
		}
	})
}

// An evaluation is the same bits beside others.
func TestPopulationIsSafeForUseTogether(t *testing.T) {
	rows, _ := newImages(t, 600, 32)
	population := must[*Population](t)(NewPopulation(rows, 32))
	network := testNetwork(gaussian.ReLU{}, 5, 32, "both biases", true)
	want := population.Evaluate(network, order.NewParameters(5))
	results := make(chan float64)
	for range 4 {
		go func() { results <- population.Evaluate(network, order.NewParameters(5)) }()
	}
	for range 4 {
		if got := <-results; got != want {
			t.Errorf("error %v, want %v", got, want)
		}
	}
}

func TestClosedFormAgreesWithOrder(t *testing.T) {
	forEveryNetwork(t, func(t *testing.T, g gaussian.Activation, biases string) {
		eigenvalues, network := powerLaw(20), testNetwork(g, 3, 20, biases, false)
		p, want := order.NewParameters(3), order.NewParameters(3)
		got := ClosedForm{Eigenvalues: eigenvalues}.Evaluate(network, p)
		want.Measure(network.Weights, eigenvalues)
		if got != order.Error(network.Weights, eigenvalues, g) || !floats.Equal(p.Q, want.Q) {
			t.Errorf("error %v, parameters %v", got, p)
		}
	})
}

// Coordinates in which all weights vanish may be left out, if D and the variance are said.
func TestClosedFormInFewerCoordinates(t *testing.T) {
	const dim, width, hidden = 50, 8, 3
	forEveryNetwork(t, func(t *testing.T, g gaussian.Activation, biases string) {
		eigenvalues := powerLaw(dim)
		reduced := testNetwork(g, hidden, width, biases, false)
		reduced.Dim = dim
		full := Network{Activation: g, Weights: order.NewWeights(hidden, dim)}
		full.Weights.B = reduced.Weights.B
		for k := range hidden {
			copy(full.Weights.Encoder(k), reduced.Weights.Encoder(k))
			copy(full.Weights.Decoder(k), reduced.Weights.Decoder(k))
		}
		if c := reduced.Weights.C; c != nil {
			full.Weights.C = append(append([]float64(nil), c...), make([]float64, dim-width)...)
		}
		p, q := order.NewParameters(hidden), order.NewParameters(hidden)
		want := ClosedForm{Eigenvalues: eigenvalues}.Evaluate(full, p)
		got := ClosedForm{Eigenvalues: eigenvalues[:width], Trace: floats.Sum(eigenvalues)}.Evaluate(reduced, q)
		if math.Abs(got-want) > 1e-12*want || !floats.EqualApprox(p.Q, q.Q, 1e-12) || !floats.EqualApprox(p.S, q.S, 1e-12) || !floats.EqualApprox(p.T, q.T, 1e-12) {
			t.Errorf("error %v, parameters %v, want %v, %v", got, q, want, p)
		}
	})
}

// Weights that float32 has give the same bits through either type.
func TestPrecisionsAgreeToTheBit(t *testing.T) {
	const dim = 45
	rows, _ := newImages(t, tile, dim)
	network := testNetwork(gaussian.Erf{}, 6, dim, "no biases", true)
	weights := stacked(network.Weights)
	single, double := newMultiplierOf[float32](weights, dim), newMultiplierOf[float64](weights, dim)
	if _, ok := newMultiplier(network).(*multiplierOf[float32]); !ok {
		t.Error("weights of float32 aren't taken so")
	}
	a, b := lists(12, tile), lists(12, tile)
	set := must[*Population](t)(NewPopulation(rows, dim)).rows
	single.multiply(set, 0, tile, a, 0)
	double.multiply(set, 0, tile, b, 0)
	for j := range a {
		if !floats.Equal(a[j], b[j]) {
			t.Fatalf("products with row %d: %v in float32, %v in float64", j, a[j], b[j])
		}
	}
}
