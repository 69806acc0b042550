package gaussian

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// everything returns all activations there are, and closed forms by quadrature.
func everything() []Activation {
	list := all()
	for _, g := range bySmooth() {
		list = append(list, g)
	}
	return append(list, hardTanh())
}

func hardTanh() PiecewiseLinear {
	return PiecewiseLinear{Called: "hard tanh", Kinks: []float64{-1, 1}, Slopes: []float64{0, 1, 0}}
}

// compared is an average, what it should be and the size of its error's unit.
type compared struct {
	name      string
	got, want float64
	size      float64
}

func compare(t *testing.T, g Activation, law any, tolerance float64, list []compared) {
	t.Helper()
	for _, c := range list {
		if !(math.Abs(c.got-c.want) <= tolerance*c.size) {
			t.Errorf("%s, %+v: %s = %v, want %v, error %.1e of %.3g", g.Name(), law, c.name, c.got, c.want, math.Abs(c.got-c.want)/c.size, c.size)
		}
	}
}

// Erf, by its closed form and by quadrature, has all laws. The others have every
// fourth, each beginning one further on than the one before it: the reference of a
// pair is slow, and the method is the same for all of them.
func TestAveragesAgreeWithQuadrature(t *testing.T) {
	for i, g := range everything() {
		switch g.(type) {
		case PiecewiseLinear, ReLU:
			continue // see TestReLUAgreesWithQuadrature
		}
		for j, law := range laws(7) {
			if !strings.HasPrefix(g.Name(), "erf") && (i+j)%4 != 0 {
				continue
			}
			m, k, l := referenceMoments(jetOf(g), law, 0.5)
			pair, small := g.Pair(law), 1e-4 // what is next to nothing needn't have digits
			compare(t, g, law, 1e-10, []compared{
				{"M", pair.M, m[0][0], k[0]*l[0] + small}, {"N", pair.N, m[1][1], k[1]*l[1] + small},
				{"H_kl", pair.HKL, m[1][0], k[1]*l[0] + small}, {"H_lk", pair.HLK, m[0][1], k[0]*l[1] + small},
				{"P_kl", pair.PKL, m[2][0], k[2]*l[0] + small}, {"P_lk", pair.PLK, m[0][2], k[0]*l[2] + small},
			})
		}
	}
}

func TestSinglesAgreeWithQuadrature(t *testing.T) {
	for _, g := range everything() {
		for _, law := range laws(12) {
			u := Marginal{law.MeanK, law.VarianceK}
			if _, smooth := g.(Smooth); !smooth && g.Name() != "erf" {
				continue
			}
			want, size, got := newReference(u, bendAt{0, 0.5}).average(jetOf(g)), rootMeanSquares(jetOf(g), u), g.Single(u)
			compare(t, g, u, 1e-10, []compared{
				{"m", got.Mean, want[0], size[0] + 1e-4}, {"a", got.A, want[1], size[1] + 1e-4},
				{"e", got.E, want[2], size[2] + 1e-4}, {"f", got.F, want[3], size[3] + 1e-4},
			})
		}
	}
}

// Price's theorem: N = ∂M/∂Q_kl, P_kl = 2 ∂M/∂Q_kk, H_kl = ∂M/∂b_k, and the same
// of one unit: a = ∂m/∂b, e = 2 ∂m/∂Q, f = 2 ∂a/∂Q.
func TestPriceTheorem(t *testing.T) {
	for _, g := range everything() {
		for _, law := range []Joint{
			centred(1, 2, 0.3), centred(0.1, 0.4, -0.15), centred(30, 20, 21), centred(50, 30, -20),
			{0.4, -0.7, 1, 2, 1.1}, {-2, 1, 0.5, 4, -0.9}, {3, 4, 20, 30, 23},
		} {
			moved := func(move func(*Joint, float64), h float64) float64 {
				m := func(d float64) float64 { j := law; move(&j, d); return g.Pair(j).M }
				return (8*(m(h)-m(-h)) - (m(2*h) - m(-2*h))) / (12 * h)
			}
			pair, s := g.Pair(law), math.Sqrt(law.VarianceK)
			n := moved(func(j *Joint, d float64) { j.Covariance += d }, 2e-3*law.VarianceK)
			p := 2 * moved(func(j *Joint, d float64) { j.VarianceK += d }, 2e-3*law.VarianceK)
			h := moved(func(j *Joint, d float64) { j.MeanK += d }, 4e-3*s)
			compare(t, g, law, 1e-8, []compared{
				{"N", pair.N, n, 1 + math.Abs(n)}, {"P_kl", pair.PKL, p, 1 + math.Abs(p)}, {"H_kl", pair.HKL, h, 1 + math.Abs(h)},
			})
			single := func(mean, variance float64) vector {
				return singleVector(g.Single(Marginal{law.MeanK + mean, law.VarianceK + variance}))
			}
			u := single(0, 0).single()
			byMean := central(2e-3*s, func(d float64) vector { return single(d, 0) })
			byVariance := central(2e-3*law.VarianceK, func(d float64) vector { return single(0, d) })
			compare(t, g, law, 1e-8, []compared{
				{"a", u.A, byMean[0], 1}, {"e", u.E, 2 * byVariance[0], 1}, {"f", u.F, 2 * byVariance[1], 1},
				{"e by mean", u.E, byMean[1], 1}, {"f by mean", u.F, byMean[2], 1},
			})
		}
	}
}

// Averages over draws of a fixed stream are within five standard errors.
func TestAveragesAgreeWithMonteCarlo(t *testing.T) {
	const draws = 40_000
	for _, g := range everything() {
		random := rand.New(rand.NewPCG(7, 9))
		for _, law := range []Joint{centred(1, 2, -1.1), {0.5, -1, 3, 0.5, 0.8}} {
			sk := math.Sqrt(law.VarianceK)
			slope, sl := law.Covariance/sk, math.Sqrt(law.determinant()/law.VarianceK)
			var sum, square [5]float64
			for range draws {
				x := random.NormFloat64()
				u, v := law.MeanK+sk*x, law.MeanL+slope*x+sl*random.NormFloat64()
				for i, f := range [5]float64{g.Value(u), g.Derivative(u), g.Value(u) * g.Value(v), g.Derivative(u) * g.Derivative(v), g.Value(v) * g.Derivative(u)} {
					sum[i] += f / draws
					square[i] += f * f / draws
				}
			}
			single, pair := g.Single(Marginal{law.MeanK, law.VarianceK}), g.Pair(law)
			for i, got := range [5]float64{single.Mean, single.A, pair.M, pair.N, pair.HKL} {
				bound := 5*math.Sqrt(max(square[i]-sum[i]*sum[i], 0)/draws) + 1e-9
				if math.Abs(got-sum[i]) > bound {
					t.Errorf("%s, %+v: average %d is %v, of draws %v ± %v", g.Name(), law, i, got, sum[i], bound/5)
				}
			}
		}
	}
}

func TestDerivativeIsTheDerivative(t *testing.T) {
	const h = 1e-3
	for _, g := range everything() {
		for _, x := range []float64{-40, -3, -0.4, 0.1, 2, 25} {
			want := (8*(g.Value(x+h)-g.Value(x-h)) - (g.Value(x+2*h) - g.Value(x-2*h))) / (12 * h)
			if got := g.Derivative(x); math.Abs(got-want) > 1e-10 {
				t.Errorf("%s'(%g) = %v, want %v", g.Name(), x, got, want)
			}
		}
	}
}

func TestAveragesCollectPairs(t *testing.T) {
	q := []float64{1, 0.3, -0.2, 0.3, 2, 0.5, -0.2, 0.5, 0.7}
	for _, b := range [][]float64{nil, {0.3, -0.5, 1}} {
		for _, g := range everything() {
			v := NewAverages(3)
			for range 2 { // the second time with working space in use
				v.Compute(g, q, b)
			}
			for k := range 3 {
				single, got := g.Single(marginal(3, q, b, k)), Single{v.Mean[k], v.A[k], v.E[k], v.F[k]}
				compare(t, g, q, 1e-12, compareVectors("single", singleVector(got), singleVector(single)))
				for l := range 3 {
					i, j := 3*k+l, 3*l+k
					got := Pair{v.M[i], v.N[i], v.H[i], v.H[j], v.P[i], v.P[j]}
					compare(t, g, q, 1e-12, compareVectors("pair", pairVector(got), pairVector(g.Pair(joint(3, q, b, k, l)))))
				}
			}
		}
	}
}

// The results depend on the arguments alone, to the last bit: not on what the
// working space was used for before.
func TestAveragesForgetWhatWasBefore(t *testing.T) {
	for _, g := range everything() {
		fresh, used := NewAverages(3), NewAverages(3)
		for _, network := range networks() {
			used.Compute(Tanh(), network.q, network.b)
			used.Compute(g, network.q, network.b)
		}
		last := networks()[1]
		fresh.Compute(g, last.q, last.b)
		used.Compute(g, last.q, last.b)
		for i, list := range fresh.lists() {
			if !slices.Equal(list, used.lists()[i]) {
				t.Errorf("%s: list %d is %v, and %v in used space", g.Name(), i, list, used.lists()[i])
			}
		}
	}
}

// Trial steps of an integrator go astray: NaN comes back, at once.
func TestAveragesOfNaN(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	v, s := NewAverages(2), NewSlopes(2)
	for _, g := range everything() {
		for _, law := range []Joint{
			{0, 0, nan, 1, 0}, {0, 0, 1, 1, nan}, {nan, 0, 1, 1, 0}, {0, 0, inf, 1, inf}, {inf, 0, 1, 1, 0.5},
			{0, 0, 1e300, 1e300, 9e299}, {1e200, 1, 1e9, 1, 1e4}, {0, 0, -1e-18, 1, 1e-9},
		} {
			v.Compute(g, law.covariance(), law.means())
			s.Compute(g, law.covariance(), law.means())
			if _, linear := g.(Linear); math.IsNaN(law.VarianceK) && !linear && !math.IsNaN(v.A[0]) {
				t.Errorf("%s, %+v: a = %v", g.Name(), law, v.A)
			}
		}
	}
}

func compareVectors(name string, got, want vector) (list []compared) {
	for i := range got {
		list = append(list, compared{fmt.Sprint(name, " ", i), got[i], want[i], 1 + math.Abs(want[i])})
	}
	return list
}

// Nothing is ever infinite or not a number, and M is a covariance.
func FuzzAverages(f *testing.F) {
	for _, law := range laws(10) {
		f.Add(law.MeanK, law.MeanL, math.Sqrt(law.VarianceK), math.Sqrt(law.VarianceL), law.Covariance/math.Sqrt(law.VarianceK*law.VarianceL+1e-300))
	}
	f.Add(1e100, -1e-100, 1e-60, 1e-40, 1.0000001)
	f.Add(0.0, 0.0, 1e-170, 1e-20, 1.0)
	f.Fuzz(func(t *testing.T, meanK, meanL, sk, sl, r float64) {
		for _, x := range []float64{meanK, meanL, sk, sl, r} {
			if math.IsNaN(x) || math.Abs(x) > 1e4 {
				return
			}
		}
		r = max(-1-1e-15, min(r, 1+1e-15))
		q, b := []float64{sk * sk, r * sk * sl, r * sk * sl, sl * sl}, []float64{meanK, meanL}
		v, s := NewAverages(2), NewSlopes(2)
		for _, g := range everything() {
			v.Compute(g, q, b)
			s.Compute(g, q, b)
			finite(t, g, q, b, v.Mean, v.A, v.E, v.F, v.M, v.N, v.H, v.P)
			if excess := v.M[1]*v.M[1] - v.M[0]*v.M[3]; excess > 1e-9*(1+v.M[0]*v.M[3]) {
				t.Errorf("%s, q = %v, b = %v: M = %v isn't positive semi-definite", g.Name(), q, b, v.M)
			}
			for _, pair := range []PairSlopes{s.Pairs[0], s.Pairs[1], s.Pairs[3]} {
				for _, p := range []Pair{pair.ByVarianceK, pair.ByVarianceL, pair.ByCovariance, pair.ByMeanK, pair.ByMeanL} {
					x := pairVector(p)
					finite(t, g, q, b, x[:])
				}
			}
			for _, single := range s.Singles {
				x, y := singleVector(single.ByVariance), singleVector(single.ByMean)
				finite(t, g, q, b, x[:], y[:])
			}
		}
	})
}

func finite(t *testing.T, g Activation, q, b []float64, lists ...[]float64) {
	t.Helper()
	for i, list := range lists {
		for _, x := range list {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("%s, q = %v, b = %v: list %d is %v", g.Name(), q, b, i, list)
			}
		}
	}
}

func TestByName(t *testing.T) {
	for _, name := range Names() {
		if g, err := ByName(name); err != nil || g.Name() != name {
			t.Errorf("ByName(%q) = %v, %v", name, g, err)
		}
	}
	const want = `there is no activation "cubic"; there are erf, linear, `
	if _, err := ByName("cubic"); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("cubic: error %v, want one that begins with %q", err, want)
	}
}
