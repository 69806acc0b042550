package autoencoder

import (
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

// evaluate returns the error that an evaluator finds, and sets the order parameters.
func evaluate(t testing.TB, e Evaluator, n Network, p *order.Parameters) float64 {
	t.Helper()
	pmse, err := e.Evaluate(t.Context(), n, p)
	if err != nil {
		t.Error(err)
	}
	return pmse
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
				if pmse := evaluate(t, evaluator, network, p); finite([]float64{pmse}) && finiteParameters(p) {
					t.Errorf("%T: error %v with a weight %v", evaluator, pmse, bad)
				}
			}
		}
	})
}

func TestClosedFormAgreesWithOrder(t *testing.T) {
	forEveryNetwork(t, func(t *testing.T, g gaussian.Activation, biases string) {
		eigenvalues, network := powerLaw(20), testNetwork(g, 3, 20, biases, false)
		p, want := order.NewParameters(3), order.NewParameters(3)
		got := evaluate(t, ClosedForm{Eigenvalues: eigenvalues}, network, p)
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
		want := evaluate(t, ClosedForm{Eigenvalues: eigenvalues}, full, p)
		got := evaluate(t, ClosedForm{Eigenvalues: eigenvalues[:width], Trace: floats.Sum(eigenvalues)}, reduced, q)
		if math.Abs(got-want) > 1e-12*want || !floats.EqualApprox(p.Q, q.Q, 1e-12) || !floats.EqualApprox(p.S, q.S, 1e-12) || !floats.EqualApprox(p.T, q.T, 1e-12) {
			t.Errorf("error %v, parameters %v, want %v, %v", got, q, want, p)
		}
	})
}
