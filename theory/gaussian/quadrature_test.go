package gaussian

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

// higher returns g″ and g‴ of an activation, for the tests only.
func higher(t *testing.T, g Activation) (second, third func(float64) float64) {
	t.Helper()
	switch g.(type) {
	case Erf:
		density := func(x float64) float64 { return math.Sqrt(2/math.Pi) * math.Exp(-x*x/2) }
		return func(x float64) float64 { return -x * density(x) },
			func(x float64) float64 { return (x*x - 1) * density(x) }
	case Linear:
		zero := func(float64) float64 { return 0 }
		return zero, zero
	}
	t.Fatalf("no derivatives of %s in the test", g.Name())
	return nil, nil
}

// standardNodes returns nodes z_i and weights that average a function over N(0,1)
// by the trapezium rule on |z| ≤ 9. For analytic integrands it converges
// geometrically in the node distance, whatever the scale of the activation's
// argument, where Gauss–Hermite would need many nodes at large variances.
func standardNodes(n int) (nodes, weights []float64) {
	const cut = 9.0
	h := 2 * cut / float64(n-1)
	for i := range n {
		z := -cut + float64(i)*h
		nodes = append(nodes, z)
		weights = append(weights, h*math.Exp(-z*z/2)/math.Sqrt(2*math.Pi))
	}
	return nodes, weights
}

// hermiteNodes returns Gauss–Hermite nodes and weights for averages over N(0,1).
func hermiteNodes(n int) (nodes, weights []float64) {
	nodes, weights = make([]float64, n), make([]float64, n)
	quad.Hermite{}.FixedLocations(nodes, weights, math.Inf(-1), math.Inf(1))
	for i := range nodes {
		weights[i] /= math.SqrtPi
		nodes[i] *= math.Sqrt2
	}
	return nodes, weights
}

// average2 averages f(λ_k, λ_l) over the law with tensor nodes.
func average2(law Joint, nodes, weights []float64, f func(k, l float64) float64) float64 {
	sk := math.Sqrt(law.VarianceK)
	slope, rest := 0.0, law.VarianceL
	if sk > 0 {
		slope = law.Covariance / sk
		rest -= slope * slope
	}
	sl := math.Sqrt(max(rest, 0))
	var sum float64
	for i, z := range nodes {
		for j, y := range nodes {
			sum += weights[i] * weights[j] * f(sk*z, slope*z+sl*y)
		}
	}
	return sum
}

// laws returns covariances from the whole range that learning goes through.
func laws() []Joint {
	fixed := []Joint{
		{1, 1, 0}, {1, 1, 0.5}, {1, 1, 1}, {1, 1, -1}, {0, 1, 0}, {0, 0, 0}, {2, 2, 2},
		{0.01, 0.02, 0.005}, {1e-8, 1e-8, -5e-9}, {5, 3, -3.8}, {8, 0.1, 0.7}, {12, 12, 11.99},
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 15 {
		vk, vl := math.Exp(3*random.NormFloat64()-1), math.Exp(3*random.NormFloat64()-1)
		vk, vl = min(vk, 15), min(vl, 15)
		fixed = append(fixed, Joint{vk, vl, (2*random.Float64() - 1) * math.Sqrt(vk*vl)})
	}
	return fixed
}

func TestAveragesAgreeWithQuadrature(t *testing.T) {
	nodes, weights := standardNodes(161)
	for _, g := range all() {
		second, third := higher(t, g)
		for _, law := range laws() {
			single := g.Single(Marginal{law.VarianceK})
			pair := g.Pair(law)
			over := func(f func(k, l float64) float64) float64 { return average2(law, nodes, weights, f) }
			for _, c := range []struct {
				name string
				got  float64
				want float64
			}{
				{"a", single.A, over(func(k, _ float64) float64 { return g.Derivative(k) })},
				{"f", single.F, over(func(k, _ float64) float64 { return third(k) })},
				{"M", pair.M, over(func(k, l float64) float64 { return g.Value(k) * g.Value(l) })},
				{"N", pair.N, over(func(k, l float64) float64 { return g.Derivative(k) * g.Derivative(l) })},
				{"P_kl", pair.PKL, over(func(k, l float64) float64 { return g.Value(l) * second(k) })},
				{"P_lk", pair.PLK, over(func(k, l float64) float64 { return g.Value(k) * second(l) })},
			} {
				if math.Abs(c.got-c.want) > 1e-10 {
					t.Errorf("%s, %+v: %s = %v, quadrature %v", g.Name(), law, c.name, c.got, c.want)
				}
			}
		}
	}
}

// A second, independent rule: gonum's Gauss–Hermite, where it converges.
func TestAveragesAgreeWithGaussHermite(t *testing.T) {
	nodes, weights := hermiteNodes(120)
	for _, law := range []Joint{{0.5, 0.3, 0.2}, {1, 1, -0.9}, {0.2, 0.8, 0.4}} {
		for _, g := range all() {
			got := g.Pair(law).M
			want := average2(law, nodes, weights, func(k, l float64) float64 { return g.Value(k) * g.Value(l) })
			if math.Abs(got-want) > 1e-10 {
				t.Errorf("%s, %+v: M = %v, quadrature %v", g.Name(), law, got, want)
			}
		}
	}
}

func TestPriceTheorem(t *testing.T) {
	for _, g := range all() {
		for _, law := range []Joint{{1, 2, 0.3}, {0.1, 0.4, -0.15}, {30, 20, 21}, {500, 300, -200}} {
			pair := g.Pair(law)
			derivative := func(move func(Joint, float64) Joint) float64 {
				h := 1e-4 * law.VarianceK
				m := func(d float64) float64 { return g.Pair(move(law, d)).M }
				return (8*(m(h)-m(-h)) - (m(2*h) - m(-2*h))) / (12 * h)
			}
			byCovariance := derivative(func(j Joint, d float64) Joint { j.Covariance += d; return j })
			byVariance := derivative(func(j Joint, d float64) Joint { j.VarianceK += d; return j })
			if tol := 1e-9 * (1 + math.Abs(pair.N)); math.Abs(pair.N-byCovariance) > tol {
				t.Errorf("%s, %+v: N = %v, ∂M/∂Q_kl = %v", g.Name(), law, pair.N, byCovariance)
			}
			if math.Abs(pair.PKL-2*byVariance) > 1e-9 {
				t.Errorf("%s, %+v: P = %v, 2 ∂M/∂Q_kk = %v", g.Name(), law, pair.PKL, 2*byVariance)
			}
		}
	}
}

// At large variances and correlations near ±1 the sign function is the limit:
// M → (2/π) asin(r), and M_kk → 1 like 1 − (2/π)√(2/Q).
func TestErfLargeVariance(t *testing.T) {
	for _, q := range []float64{1e4, 1e8, 1e12} {
		deficit := 1 - Erf{}.Pair(Joint{q, q, q}).M
		want := 2 / math.Pi * math.Atan(math.Sqrt(1+2*q)/q)
		if math.Abs(deficit/want-1) > 1e-9+1e-15/want {
			t.Errorf("Q = %g: 1 − M = %v, want %v", q, deficit, want)
		}
	}
}

func TestDerivativeIsTheDerivative(t *testing.T) {
	const h = 1e-3
	for _, g := range all() {
		for _, x := range []float64{-3, -0.4, 0, 0.1, 2} {
			want := (8*(g.Value(x+h)-g.Value(x-h)) - (g.Value(x+2*h) - g.Value(x-2*h))) / (12 * h)
			if got := g.Derivative(x); math.Abs(got-want) > 1e-11 {
				t.Errorf("%s'(%g) = %v, want %v", g.Name(), x, got, want)
			}
		}
	}
}

func TestAveragesCollectPairs(t *testing.T) {
	q := []float64{1, 0.3, -0.2, 0.3, 2, 0.5, -0.2, 0.5, 0.7}
	for _, g := range all() {
		v := NewAverages(3)
		v.Compute(g, q)
		for k := range 3 {
			for l := range 3 {
				pair := g.Pair(Joint{q[4*k], q[4*l], q[3*k+l]})
				if i := 3*k + l; v.M[i] != pair.M || v.N[i] != pair.N || v.P[i] != pair.PKL {
					t.Errorf("%s (%d,%d): %v %v %v, want %+v", g.Name(), k, l, v.M[i], v.N[i], v.P[i], pair)
				}
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
	if _, err := ByName("tanh"); err == nil {
		t.Error("tanh: no error")
	}
}

func ExampleByName() {
	g, err := ByName("erf")
	if err != nil {
		fmt.Println(err)
		return
	}
	pair := g.Pair(Joint{VarianceK: 1, VarianceL: 1, Covariance: 0.5})
	fmt.Printf("E g(λ)g(λ') = %.4f\n", pair.M)
	// Output: E g(λ)g(λ') = 0.1609
}

func BenchmarkAveragesErf4(b *testing.B) {
	v := NewAverages(4)
	q := make([]float64, 16)
	for i := range 4 {
		q[5*i] = 1
	}
	for b.Loop() {
		v.Compute(Erf{}, q)
	}
}
