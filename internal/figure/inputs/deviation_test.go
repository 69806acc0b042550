package inputs

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// The theory of the figures, K = 4 units of activation erf on the spiked model in D = 1000 dimensions, recorded at
// 43 points a decade as in the pipeline: what is read between them is off by less than 0.1 %, on its steepest falls too.
func TestInterpolationIsAccurateEnough(t *testing.T) {
	const perDecade, finer = 43, 6
	times := append([]float64{0}, floats.LogSpan(make([]float64, 5*perDecade*finer+1), 1e-2, 1e3)...)
	solved := spikedTheory(t, times)
	var coarse, values []float64
	for i := range times {
		if i == 0 || (i-1)%finer == 0 {
			coarse, values = append(coarse, times[i]), append(values, solved[i])
		}
	}
	got, err := curvesOf(t, []string{"t", "pmse"}, coarse, values).At("pmse", times)
	if err != nil {
		t.Fatal(err)
	}
	worst, steepest := 0.0, 0.0
	for i := range times {
		worst = max(worst, math.Abs(got[i]/solved[i]-1))
		if i > 1 {
			steepest = max(steepest, -math.Log(solved[i]/solved[i-1])/math.Log(times[i]/times[i-1]))
		}
	}
	if worst > 1e-3 {
		t.Errorf("off by %g", worst)
	}
	if steepest < 3 {
		t.Errorf("the curve falls as t^-%g at the most: too flat to test anything", steepest)
	}
}

// spikedTheory returns pmse of the autoencoder of the figures.
func spikedTheory(t *testing.T, times []float64) []float64 {
	t.Helper()
	const dim, hidden = 1000, 4
	strengths := []float64{17, 9, 5, 3}
	scale := 1 + floats.Dot(strengths, strengths)
	eigenvalues := make([]float64, dim)
	for i := range eigenvalues {
		eigenvalues[i] = 1 / scale
		if i < len(strengths) {
			eigenvalues[i] += dim * strengths[i] * strengths[i] / scale
		}
	}
	activation, err := gaussian.ByName("erf")
	if err != nil {
		t.Fatal(err)
	}
	start := order.NewWeights(hidden, dim)
	draws := random.New(20220106, "initial weights", 0)
	draws.Normals(start.W, 0.1)
	draws.Normals(start.V, 0.1)
	result, err := theory.Solve(t.Context(),
		theory.Problem{Activation: activation, Eigenvalues: eigenvalues, LearningRate: 1, Initial: start},
		theory.Settings{Times: times})
	if err != nil {
		t.Fatal(err)
	}
	return result.Error
}

func TestDeviation(t *testing.T) {
	theory := curvesOf(t, []string{"t", "pmse"}, []float64{0, 1, 2}, []float64{1, 0.5, 0.25})
	simulation := curvesOf(t, []string{"replica", "t", "pmse"}, []float64{1, 1, 1, 2, 2, 2}, []float64{0, 1, 2, 0, 1, 2},
		[]float64{1, 0.52, 0.23, 1, 0.50, 0.25})
	d, err := RelativeDeviation(simulation, theory, "pmse")
	if err != nil {
		t.Fatal(err)
	}
	if want := []float64{0, 0.02, -0.04}; !floats.EqualApprox(d.Values, want, 1e-12) {
		t.Errorf("deviations %v, want %v", d.Values, want)
	}
	// At t = 2 the replicas have 0.23 and 0.25: half their distance is the standard error of the mean of two.
	if w := d.Worst(); math.Abs(w.Size-0.04) > 1e-12 || w.Time != 2 || math.Abs(w.StandardError-0.01/0.25) > 1e-12 {
		t.Errorf("worst %+v", w)
	}
	if m := d.Median(); math.Abs(m-0.02) > 1e-12 {
		t.Errorf("median %g", m)
	}
	learning := d.Below(0.95)
	if w := learning.Worst(); math.Abs(learning.Median()-0.03) > 1e-12 || len(learning.Times) != 2 || w.Time != 2 || math.IsNaN(w.StandardError) {
		t.Errorf("once the error has fallen: median %g, worst %+v of %+v", learning.Median(), w, learning)
	}
}

// NaN is the worst wherever it stands, and nothing can be said of no deviations: neither may pass a claim.
func TestDeviationThatIsNotKnown(t *testing.T) {
	nan := math.NaN()
	for _, values := range [][]float64{nil, {nan}, {nan, 0.1, 0.2}, {0.001, nan, 0.002}, {0.1, nan}} {
		d := Deviation{Times: make([]float64, len(values)), Values: values, Replicas: 1}
		if w := d.Worst(); !math.IsNaN(w.Size) {
			t.Errorf("%v: worst %g", values, w.Size)
		}
		if m := d.Median(); !math.IsNaN(m) {
			t.Errorf("%v: median %g", values, m)
		}
	}
	one := Deviation{Times: []float64{1, 2}, Values: []float64{-0.2, 0.1}, Replicas: 1}
	if w := one.Worst(); w.Size != 0.2 || w.Time != 1 || !math.IsNaN(w.StandardError) {
		t.Errorf("one replica: %+v", w)
	}
}
