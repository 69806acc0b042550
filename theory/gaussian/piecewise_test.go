package gaussian

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestPiecewiseLinearReproducesReLUAndLinear(t *testing.T) {
	relu := PiecewiseLinear{Called: "relu", Kinks: []float64{0}, Slopes: []float64{0, 1}}
	line := PiecewiseLinear{Called: "linear", Kinks: []float64{-1, 2}, Slopes: []float64{1, 1, 1}}
	for _, law := range laws(20) {
		scale := (1 + math.Hypot(law.MeanK, math.Sqrt(law.VarianceK))) * (1 + math.Hypot(law.MeanL, math.Sqrt(law.VarianceL)))
		for _, c := range [][2]Activation{{relu, ReLU{}}, {line, Linear{}}} {
			got, want := pairVector(c[0].Pair(law)), pairVector(c[1].Pair(law))
			compare(t, c[0], law, 1e-14*scale, compareVectors("pair", got, want))
			u := Marginal{law.MeanK, law.VarianceK}
			compare(t, c[0], u, 1e-14*scale, compareVectors("single", singleVector(c[0].Single(u)), singleVector(c[1].Single(u))))
		}
	}
}

// hard tanh = max(x+1, 0) − max(x−1, 0) − 1, and a leaky ReLU's parts by hand.
func TestPiecewiseLinearValues(t *testing.T) {
	g, leaky := hardTanh(), LeakyReLU(0.01)
	for _, x := range []float64{-5, -1, -0.3, 0, 0.4, 1, 7} {
		if got, want := g.Value(x), max(-1, min(x, 1)); math.Abs(got-want) > 1e-15 {
			t.Errorf("hard tanh(%g) = %g, want %g", x, got, want)
		}
		if got, want := leaky.Value(x), max(x, 0)+0.01*min(x, 0); math.Abs(got-want) > 1e-15 {
			t.Errorf("leaky ReLU(%g) = %g, want %g", x, got, want)
		}
	}
}

// At a kink of its own a unit is symmetric: hard tanh is odd.
func TestHardTanhIsOdd(t *testing.T) {
	g := hardTanh()
	for _, variance := range []float64{0, 1e-6, 0.3, 1, 50} {
		if single := g.Single(Marginal{0, variance}); math.Abs(single.Mean) > 1e-15 || math.Abs(single.E) > 1e-15 {
			t.Errorf("variance %g: %+v", variance, single)
		}
		if pair := g.Pair(centred(variance, 2, -0.1*math.Sqrt(variance))); math.Abs(pair.HKL) > 1e-15 {
			t.Errorf("variance %g: %+v", variance, pair)
		}
	}
	// E hard tanh(u)² = E u² within the kinks + P(outside) at variance 1.
	inside := math.Erf(1 / math.Sqrt2)
	want := inside - 2*density(1) + 1 - inside
	if got := g.Pair(centred(1, 1, 1)).M; math.Abs(got-want) > 1e-14 {
		t.Errorf("M = %v, want %v", got, want)
	}
}

func TestPiecewiseLinearCheck(t *testing.T) {
	if err := hardTanh().Check(); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		g    PiecewiseLinear
		want string
	}{
		{PiecewiseLinear{}, "0 slopes for 0 kinks"},
		{PiecewiseLinear{Kinks: []float64{0}, Slopes: []float64{1}}, "1 slopes for 1 kinks"},
		{PiecewiseLinear{Kinks: []float64{1, 0}, Slopes: []float64{0, 1, 0}}, "kink 1 is at 0 and the one before it at 1"},
		{PiecewiseLinear{Kinks: []float64{1, 1}, Slopes: []float64{0, 1, 0}}, "kinks must increase"},
		{PiecewiseLinear{Kinks: []float64{math.Inf(-1), 1}, Slopes: []float64{0, 1, 0}}, "kink 0 is at -Inf"},
		{PiecewiseLinear{Kinks: []float64{0}, Slopes: []float64{1, math.NaN()}}, "slope 1 is NaN"},
		{PiecewiseLinear{Slopes: []float64{1}, AtZero: math.Inf(1)}, "value at 0 is +Inf"},
	} {
		if err := c.g.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want one with %q", c.g, err, c.want)
		}
	}
}

func ExamplePiecewiseLinear() {
	g := PiecewiseLinear{Called: "hard tanh", Kinks: []float64{-1, 1}, Slopes: []float64{0, 1, 0}}
	fmt.Printf("a = %.4f\n", g.Single(Marginal{Variance: 1}).A)
	// Output: a = 0.6827
}
