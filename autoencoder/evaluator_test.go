package autoencoder

import (
	"math"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// The average over a data set is that of its rows one by one.
func TestPopulationIsTheExactAverage(t *testing.T) {
	const dim = 13
	for _, g := range []gaussian.Activation{gaussian.Erf{}, gaussian.Linear{}} {
		for _, count := range []int{1, 31, 32, 77} {
			rows, _ := newImages(t, count, dim)
			network := Network{g, startWeights(3, dim, 0.6)}
			population, err := NewPopulation(rows, dim)
			if err != nil {
				t.Fatal(err)
			}
			p := order.NewParameters(3)
			got := population.Evaluate(network, p)
			want, q, s := averageOneByOne(network, rows)
			if math.Abs(got-want) > 1e-12*want {
				t.Errorf("%s, %d rows: error %v, want %v", g.Name(), count, got, want)
			}
			if !floats.EqualApprox(p.Q, q, 1e-12) || !floats.EqualApprox(p.S, s, 1e-12) {
				t.Errorf("%s, %d rows: Q = %v, S = %v, want %v, %v", g.Name(), count, p.Q, p.S, q, s)
			}
			if want := floats.Dot(network.Weights.Decoder(0), network.Weights.Decoder(2)); math.Abs(p.T[2]-want) > 1e-12 {
				t.Errorf("T_1_3 = %v, want %v", p.T[2], want)
			}
		}
	}
}

func averageOneByOne(n Network, rows []float32) (pmse float64, q, s []float64) {
	hidden, dim := n.Weights.Hidden, n.Weights.Dim
	q, s = make([]float64, hidden*hidden), make([]float64, hidden)
	x, lambda := make([]float64, dim), make([]float64, hidden)
	count := len(rows) / dim
	for row := range count {
		for i := range x {
			x[i] = float64(rows[row*dim+i])
		}
		n.PreActivations(lambda, x)
		pmse += n.SampleError(x) / float64(count)
		for k := range hidden {
			s[k] += floats.Dot(n.Weights.Decoder(k), x) * lambda[k] / float64(count)
			for l := range hidden {
				q[k*hidden+l] += lambda[k] * lambda[l] / float64(count)
			}
		}
	}
	return pmse, q, s
}

func TestPopulationRefusesWhatIsNotFinite(t *testing.T) {
	if _, err := NewPopulation([]float32{1, float32(math.NaN())}, 2); err == nil {
		t.Error("no error")
	}
}

func TestClosedFormAgreesWithOrder(t *testing.T) {
	eigenvalues, w := powerLaw(20), startWeights(3, 20, 0.5)
	p, want := order.NewParameters(3), order.NewParameters(3)
	got := ClosedForm{eigenvalues}.Evaluate(Network{gaussian.Erf{}, w}, p)
	want.Measure(w, eigenvalues)
	if got != order.Error(w, eigenvalues, gaussian.Erf{}) || !floats.Equal(p.Q, want.Q) {
		t.Errorf("error %v, parameters %v", got, p)
	}
}
