package gaussian

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

// At large variances and correlations near ±1 the sign function is the limit:
// M → (2/π) asin(r), and M_kk → 1 like 1 − (2/π)√(2/Q).
func TestErfLargeVariance(t *testing.T) {
	for _, q := range []float64{1e4, 1e8, 1e12} {
		deficit := 1 - Erf{}.Pair(centred(q, q, q)).M
		want := 2 / math.Pi * math.Atan(math.Sqrt(1+2*q)/q)
		if math.Abs(deficit/want-1) > 1e-9+1e-15/want {
			t.Errorf("Q = %g: 1 − M = %v, want %v", q, deficit, want)
		}
	}
}

// The closed form with biases goes over into that without.
func TestErfWithoutBiasIsTheLimit(t *testing.T) {
	for _, law := range []Joint{centred(1, 2, 0.4), centred(300, 200, -240), centred(1e6, 1e6, 1e6), centred(0, 1, 0), centred(1e-9, 1, 3e-5)} {
		got, want := pairVector(Erf{}.jointMoments(law).pair()), pairVector(Erf{}.Pair(law))
		for i := range got {
			if math.Abs(got[i]-want[i]) > 1e-15+1e-14*math.Abs(want[i]) {
				t.Errorf("%+v: average %d is %v, want %v", law, i, got[i], want[i])
			}
		}
	}
}

// A third, independent rule: gonum's Gauss–Hermite, where it converges.
func TestErfAgreesWithGaussHermite(t *testing.T) {
	x, w := make([]float64, 120), make([]float64, 120)
	quad.Hermite{}.FixedLocations(x, w, math.Inf(-1), math.Inf(1))
	for _, law := range []Joint{centred(0.5, 0.3, 0.2), centred(1, 1, -0.9), {0.3, -1, 0.2, 0.8, 0.4}} {
		sk := math.Sqrt(law.VarianceK)
		slope, sl := law.Covariance/sk, math.Sqrt(law.determinant()/law.VarianceK)
		var want float64
		for i, z := range x {
			for j, y := range x {
				u, v := law.MeanK+sk*math.Sqrt2*z, law.MeanL+math.Sqrt2*(slope*z+sl*y)
				want += w[i] * w[j] / math.Pi * Erf{}.Value(u) * Erf{}.Value(v)
			}
		}
		if got := (Erf{}).Pair(law).M; math.Abs(got-want) > 1e-10 {
			t.Errorf("%+v: M = %v, quadrature %v", law, got, want)
		}
	}
}
