package gaussian

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/integrate/quad"
)

// The reference of the tests: averages over the normal law by composite
// Gauss–Legendre quadrature, with panels that are graded around the points where
// the integrand bends. It shares nothing with the rules of the package.

var legendreNodes, legendreWeights = func() (x, w []float64) {
	x, w = make([]float64, 12), make([]float64, 12)
	quad.Legendre{}.FixedLocations(x, w, -1, 1)
	return x, w
}()

// bendAt is a point in u around which an integrand varies over a width.
type bendAt struct{ at, width float64 }

// reference averages over N(mean, s²).
type reference struct {
	mean, s    float64
	z, weights []float64
}

func newReference(law Marginal, bends ...bendAt) reference {
	const cut = 9.0
	r := reference{mean: law.Mean, s: math.Sqrt(law.Variance)}
	if r.s == 0 {
		r.z, r.weights = []float64{0}, []float64{1}
		return r
	}
	ends := []float64{-cut, cut}
	for z := -cut + 1; z < cut; z++ {
		ends = append(ends, z)
	}
	for _, b := range bends {
		centre, width := (b.at-r.mean)/r.s, max(b.width/r.s, 1e-7)
		ends = append(ends, centre)
		for ; width < 2*cut; width *= 2 {
			ends = append(ends, centre-width, centre+width)
		}
	}
	ends = slices.DeleteFunc(ends, func(z float64) bool { return math.Abs(z) > cut })
	slices.Sort(ends)
	for i, end := range ends[1:] {
		half := (end - ends[i]) / 2
		for j, x := range legendreNodes {
			z := ends[i] + half*(1+x)
			r.z = append(r.z, z)
			r.weights = append(r.weights, half*legendreWeights[j]*density(z))
		}
	}
	return r
}

func (r reference) average(f func(u float64) Jet) (sum Jet) {
	for i, z := range r.z {
		for a, x := range f(r.mean + r.s*z) {
			sum[a] += r.weights[i] * x
		}
	}
	return sum
}

// referenceMoments returns E g⁽ⁱ⁾(u_k) g⁽ʲ⁾(u_l) for i, j ≤ 3 of a function that
// bends at 0 over a width (0 for a kink), and the root mean squares of its derivatives.
func referenceMoments(jet func(float64) Jet, law Joint, width float64) (m [4][4]float64, sizeK, sizeL Jet) {
	slope, rest := 0.0, law.VarianceL
	if law.VarianceK > 0 {
		slope, rest = law.Covariance/law.VarianceK, law.determinant()/law.VarianceK
	}
	own := bendAt{0, width}
	bends := []bendAt{own}
	if slope != 0 {
		bends = append(bends, bendAt{law.MeanK - law.MeanL/slope, max(math.Sqrt(rest), width) / math.Abs(slope) / 4})
	}
	outer := newReference(Marginal{law.MeanK, law.VarianceK}, bends...)
	for i, z := range outer.z {
		u := outer.mean + outer.s*z
		inner := newReference(Marginal{law.MeanL + slope*(u-law.MeanK), rest}, own).average(jet)
		for a, x := range jet(u) {
			for b, y := range inner {
				m[a][b] += outer.weights[i] * x * y
			}
		}
	}
	return m, rootMeanSquares(jet, Marginal{law.MeanK, law.VarianceK}), rootMeanSquares(jet, Marginal{law.MeanL, law.VarianceL})
}

func rootMeanSquares(jet func(float64) Jet, law Marginal) Jet {
	squares := newReference(law, bendAt{0, 0.5}).average(func(u float64) Jet {
		j := jet(u)
		for a := range j {
			j[a] *= j[a]
		}
		return j
	})
	for a := range squares {
		squares[a] = math.Sqrt(squares[a])
	}
	return squares
}

// jetOf returns an activation and its derivatives, Dirac's δ left out.
func jetOf(g Activation) func(x float64) Jet {
	switch g := g.(type) {
	case Smooth:
		return g.jet
	case Erf:
		return erfJet
	}
	return func(x float64) Jet { return Jet{g.Value(x), g.Derivative(x)} }
}

func erfJet(x float64) Jet {
	d := math.Sqrt(2/math.Pi) * math.Exp(-x*x/2)
	return Jet{math.Erf(x / math.Sqrt2), d, -x * d, (x*x - 1) * d}
}

// bySmooth puts activations that have closed forms through the quadrature.
func bySmooth() []Smooth {
	return []Smooth{
		{Called: "erf by quadrature", Function: Erf{}.Value, First: Erf{}.Derivative, All: erfJet},
		{
			Called: "linear by quadrature", Function: Linear{}.Value, First: Linear{}.Derivative,
			All: func(x float64) Jet { return Jet{x, 1} },
		},
	}
}

// centred is a law without biases.
func centred(varianceK, varianceL, covariance float64) Joint {
	return Joint{VarianceK: varianceK, VarianceL: varianceL, Covariance: covariance}
}

// laws returns laws from the whole range that learning goes through, and its edges.
func laws(count int) []Joint {
	all := []Joint{
		centred(1, 1, 0), centred(1, 1, 0.5), centred(1, 1, 1), centred(1, 1, -1), centred(0, 1, 0), centred(0, 0, 0),
		centred(2, 2, 2), centred(0.01, 0.02, 0.005), centred(1e-8, 1e-8, -5e-9), centred(5, 3, -3.8), centred(12, 12, 11.99),
		centred(1e4, 1e4, 9.9e3), centred(1e4, 1e-4, 0.3), centred(100, 100, 100*(1-1e-9)), centred(1e-12, 50, 1e-6),
		{0.3, 0.3, 1, 1, 1}, {0.3, -0.3, 1, 1, -1}, {2, -1, 0, 1, 0}, {0, 0.7, 0, 1, 0}, {1, 1, 0, 0, 0},
		{5, -4, 0.01, 0.02, 0.01}, {-30, 2, 4, 9, 5}, {3, 3.5, 25, 16, 19.99}, {8, -8, 64, 36, -47}, {0.1, 0.1, 1e-6, 1e-6, 9e-7},
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range count {
		sk, sl := math.Pow(10, 5*random.Float64()-3), math.Pow(10, 5*random.Float64()-3)
		r := 2*random.Float64() - 1
		if random.IntN(3) == 0 {
			r = math.Copysign(1-math.Pow(10, -10*random.Float64()), r)
		}
		law := centred(sk*sk, sl*sl, r*sk*sl)
		if random.IntN(3) > 0 {
			law.MeanK, law.MeanL = (1+sk)*random.NormFloat64(), (1+sl)*random.NormFloat64()
		}
		all = append(all, law)
	}
	return all
}
