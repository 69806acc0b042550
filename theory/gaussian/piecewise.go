package gaussian

import (
	"fmt"
	"slices"
)

// PiecewiseLinear is a continuous activation of straight pieces: slope Slopes[0]
// left of Kinks[0], Slopes[i] between Kinks[i−1] and Kinks[i], and so on; its
// value at 0 is AtZero. Its averages are sums of those of [ReLU] and have their
// accuracy:
//
//	g(x) = constant + Slopes[0] x + Σ_i (Slopes[i+1] − Slopes[i]) max(x − Kinks[i], 0)
//
// The slices aren't to be changed once it is in use.
type PiecewiseLinear struct {
	Called string    // its name
	Kinks  []float64 // in increasing order
	Slopes []float64 // one more than there are kinks
	AtZero float64   // g(0)
}

// LeakyReLU returns max(x, 0) + leak·min(x, 0) under the name "leaky_relu".
// ByName gives it with leak 0.01.
func LeakyReLU(leak float64) PiecewiseLinear {
	return PiecewiseLinear{Called: "leaky_relu", Kinks: []float64{0}, Slopes: []float64{leak, 1}}
}

// Check returns an error that says which kink or slope is wrong, counted from 0.
func (g PiecewiseLinear) Check() error {
	if len(g.Slopes) != len(g.Kinks)+1 {
		return fmt.Errorf("activation %q: %d slopes for %d kinks; there must be one more slope than kinks", g.Called, len(g.Slopes), len(g.Kinks))
	}
	for i, kink := range g.Kinks {
		if !isFinite(kink) {
			return fmt.Errorf("activation %q: kink %d is at %v; it must be finite", g.Called, i, kink)
		}
		if i > 0 && kink <= g.Kinks[i-1] {
			return fmt.Errorf("activation %q: kink %d is at %v and the one before it at %v; kinks must increase", g.Called, i, kink, g.Kinks[i-1])
		}
	}
	for i, slope := range g.Slopes {
		if !isFinite(slope) {
			return fmt.Errorf("activation %q: slope %d is %v; it must be finite", g.Called, i, slope)
		}
	}
	if !isFinite(g.AtZero) {
		return fmt.Errorf("activation %q: the value at 0 is %v; it must be finite", g.Called, g.AtZero)
	}
	return nil
}

// Name returns the name.
func (g PiecewiseLinear) Name() string { return g.Called }

// Value returns g(x).
func (g PiecewiseLinear) Value(x float64) float64 {
	sum := g.constant() + g.Slopes[0]*x
	for i, kink := range g.Kinks {
		sum += g.bend(i) * max(x-kink, 0)
	}
	return sum
}

// Derivative returns the slope at x; at a kink that on its left.
func (g PiecewiseLinear) Derivative(x float64) float64 {
	i, _ := slices.BinarySearch(g.Kinks, x)
	return g.Slopes[i]
}

// bend is the change of slope at a kink.
func (g PiecewiseLinear) bend(i int) float64 { return g.Slopes[i+1] - g.Slopes[i] }

// constant is what the sum over kinks lacks of g.
func (g PiecewiseLinear) constant() float64 {
	constant := g.AtZero
	for i, kink := range g.Kinks {
		constant -= g.bend(i) * max(-kink, 0)
	}
	return constant
}

// Single returns the averages over one pre-activation.
func (g PiecewiseLinear) Single(law Marginal) Single {
	m := g.marginalMoments(law)
	return Single{Mean: m[0], A: m[1], E: m[2], F: m[3]}
}

// marginalMoments returns E g⁽ⁱ⁾(u_k) for i = 0 … 5.
func (g PiecewiseLinear) marginalMoments(law Marginal) [6]float64 {
	sum := [6]float64{g.constant() + g.Slopes[0]*law.Mean, g.Slopes[0]}
	for i, kink := range g.Kinks {
		for n, x := range (ReLU{}).marginalMoments(Marginal{law.Mean - kink, law.Variance}) {
			sum[n] += g.bend(i) * x
		}
	}
	return sum
}

// Pair returns the averages over two pre-activations.
func (g PiecewiseLinear) Pair(law Joint) Pair {
	m := g.withoutKinkPairs(law)
	pair := m.pair()
	for i, kink := range g.Kinks {
		for j, other := range g.Kinks {
			pair = pair.plus(ReLU{}.Pair(law.shifted(kink, other)).scaled(g.bend(i) * g.bend(j)))
		}
	}
	return pair
}

// jointMoments returns the averages E g⁽ⁱ⁾(u_k) g⁽ʲ⁾(u_l).
func (g PiecewiseLinear) jointMoments(law Joint) moments {
	m := g.withoutKinkPairs(law)
	for i, kink := range g.Kinks {
		for j, other := range g.Kinks {
			m.add(g.bend(i)*g.bend(j), ReLU{}.jointMoments(law.shifted(kink, other)))
		}
	}
	return m
}

// withoutKinkPairs is the part of jointMoments in which one of the two factors is
// the straight line c + ωx. By Stein's lemma E u_k F(u_l) = b_k E F + Q_kl E F'.
func (g PiecewiseLinear) withoutKinkPairs(law Joint) (m moments) {
	constant, slope := g.constant(), g.Slopes[0]
	lineK, lineL := constant+slope*law.MeanK, constant+slope*law.MeanL
	m[0][0] = lineK*lineL + slope*slope*law.Covariance
	m[1][0], m[0][1], m[1][1] = slope*lineL, slope*lineK, slope*slope
	for i, kink := range g.Kinks {
		bend := g.bend(i)
		k := ReLU{}.marginalMoments(Marginal{law.MeanK - kink, law.VarianceK})
		l := ReLU{}.marginalMoments(Marginal{law.MeanL - kink, law.VarianceL})
		for n := range m {
			m[n][0] += bend * (lineL*k[n] + slope*law.Covariance*k[n+1])
			m[0][n] += bend * (lineK*l[n] + slope*law.Covariance*l[n+1])
			if n < 4 {
				m[n][1] += bend * slope * k[n]
				m[1][n] += bend * slope * l[n]
			}
		}
	}
	return m
}

// shifted is the law of u_k − kink and u_l − other.
func (j Joint) shifted(kink, other float64) Joint {
	j.MeanK -= kink
	j.MeanL -= other
	return j
}

func (m *moments) add(scale float64, o moments) {
	for i := range m {
		for j := range m[i] {
			m[i][j] += scale * o[i][j]
		}
	}
}

// SingleSlopes returns the derivatives of the averages over one pre-activation.
func (g PiecewiseLinear) SingleSlopes(law Marginal) SingleSlopes {
	return singleSlopes(g.marginalMoments(law))
}

// PairSlopes returns the derivatives of the averages over two pre-activations.
func (g PiecewiseLinear) PairSlopes(law Joint) PairSlopes { return g.jointMoments(law).slopes() }

// SelfSlopes returns the derivatives of the averages of a unit with itself. Two
// kinks are never met at once unless they are the same, which ReLU knows about.
func (g PiecewiseLinear) SelfSlopes(law Marginal) PairSlopes {
	together := self(law)
	m := g.withoutKinkPairs(together)
	var same PairSlopes
	for i, kink := range g.Kinks {
		for j, other := range g.Kinks {
			if i != j {
				m.add(g.bend(i)*g.bend(j), ReLU{}.jointMoments(together.shifted(kink, other)))
			}
		}
		own := ReLU{}.SelfSlopes(Marginal{law.Mean - kink, law.Variance})
		weight := g.bend(i) * g.bend(i)
		same.ByVarianceK = same.ByVarianceK.plus(own.ByVarianceK.scaled(weight))
		same.ByMeanK = same.ByMeanK.plus(own.ByMeanK.scaled(weight))
	}
	total := m.slopes().total()
	return PairSlopes{ByVarianceK: total.ByVarianceK.plus(same.ByVarianceK), ByMeanK: total.ByMeanK.plus(same.ByMeanK)}
}
