package gaussian

import "math"

// conditional returns the averages over two units as averages over the wider one
// of those over the other given it: the method for pairs whose series are long.
func (e *expansions) conditional(k, l int) moments {
	law := joint(e.hidden, e.q, e.b, k, l)
	if law.VarianceL > law.VarianceK {
		return transposed(e.overFirst(law.exchanged()))
	}
	return e.overFirst(law)
}

func transposed(m moments) (t moments) {
	for i := range m {
		for j := range m {
			t[i][j] = m[j][i]
		}
	}
	return t
}

// overFirst averages over u_k of the law, with nodes that are doubled in number
// until every second one gives the same to half the digits, four times at most:
// one time fewer than elsewhere, as there is a whole rule at each of them.
func (e *expansions) overFirst(law Joint) (m moments) {
	k, l := Marginal{law.MeanK, law.VarianceK}, Marginal{law.MeanL, law.VarianceL}
	e.outer.measure(e.activation, k, 0)
	e.inner.measure(e.activation, l, 0)
	sizeK, sizeL := e.outer.square, e.inner.square
	var tolerance Jet
	for a := range tolerance {
		tolerance[a] = halfTolerance * math.Sqrt(sizeL[a][a])
	}
	for refinement := range maxRules - 1 {
		var half moments
		e.placeOuter(law, refinement)
		m, half = e.sumConditional(law, tolerance)
		if converged(half, sizeK, sizeL) {
			break
		}
	}
	return m
}

// placeOuter chooses the nodes of u_k: they crowd where g(u_k) bends, and where
// E[g(u_l) | u_k] does, which is smoothed by the standard deviation of u_l given u_k.
func (e *expansions) placeOuter(law Joint, refinement int) {
	scale, slope := e.activation.scale(), law.Covariance/law.VarianceK
	width := math.Max(scale, math.Sqrt(law.determinant()/law.VarianceK)) / math.Abs(slope)
	other, k := law.MeanK-law.MeanL/slope, Marginal{law.MeanK, law.VarianceK}
	if math.Abs(other) <= scale { // one place: width is at least scale, as |slope| ≤ 1
		e.outer.nodes.set(k, scale, 0, refinement)
		return
	}
	e.outer.nodes.setFor(k, scale, other, width, refinement)
}

// converged compares the differences to every second node with the root mean squares.
func converged(half moments, k, l [4][4]float64) bool {
	for i := range 4 {
		for j := range 4 - i {
			if !(math.Abs(half[i][j]) <= halfTolerance*math.Sqrt(k[i][i]*l[j][j])) {
				return false
			}
		}
	}
	return true
}

// sumConditional sums over the outer nodes. The fourth derivatives come by Stein's
// lemma from third ones: with T_j(u_k) = E[g⁽ʲ⁾(u_l) | u_k], T_j' = slope·T_{j+1},
//
//	E g⁗(u_k) T_0 = E g‴ [T_0 (u_k−b_k)/Q_kk − slope T_1]
//	E g(u_k) T_4 = E [g T_3 (u_k−b_k)/Q_kk − g' T_3]/slope
func (e *expansions) sumConditional(law Joint, tolerance Jet) (m, half moments) {
	slope := law.Covariance / law.VarianceK
	given := Marginal{Variance: law.determinant() / law.VarianceK}
	sd := math.Sqrt(law.VarianceK)
	for i, w := range e.outer.nodes.weight {
		if w < 1e-18 {
			continue
		}
		u, z := e.outer.nodes.u[i], e.outer.nodes.z[i]
		given.Mean = law.MeanL + slope*(u-law.MeanK)
		t, g := e.given(given, tolerance), e.activation.jet(u)
		sign := 1 - 2*float64(i&1)
		for a := range 4 {
			for b := range min(4, 5-a) {
				x := w * g[a] * t[b]
				m[a][b] += x
				half[a][b] += sign * x
			}
		}
		m[4][0] += w * g[3] * (t[0]*z/sd - slope*t[1])
		m[0][4] += w * t[3] * (g[0]*z/sd - g[1]) / slope
	}
	return m, half
}

// given returns the averages of g and its derivatives over one law.
func (e *expansions) given(law Marginal, tolerance Jet) (mean Jet) {
	for refinement := range maxRules {
		e.inner.nodes.set(law, e.activation.scale(), 0, refinement)
		mean = Jet{}
		var half Jet
		for i, w := range e.inner.nodes.weight {
			sign := 1 - 2*float64(i&1)
			for a, x := range e.activation.jet(e.inner.nodes.u[i]) {
				mean[a] += w * x
				half[a] += sign * w * x
			}
		}
		if within(half, tolerance) {
			break
		}
	}
	return mean
}

func within(differences, tolerance Jet) bool {
	for a, d := range differences {
		if !(math.Abs(d) <= tolerance[a]) {
			return false
		}
	}
	return true
}
