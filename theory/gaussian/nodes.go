package gaussian

import "math"

// nodes is a quadrature rule for averages over u = mean + s z, z ~ N(0,1). Every
// second node with twice its weight is a rule of its own, which tells the error.
type nodes struct {
	u, z, weight []float64
	cut          float64 // largest |z|
}

const (
	// cut is the largest |z| of a node. What lies beyond is below the square root
	// of the density there, 10⁻¹⁴, for every Hermite function he_n(z)φ(z), and
	// shortCut serves averages without Hermite polynomials.
	cut, shortCut = 11.0, 8.3

	// bend and sinhStep are c and the step in t of the rule u = c sinh t, for an
	// activation of scale 1: with them the averages of tanh, whose poles are π/2 from
	// the real axis, have errors below 10⁻¹² at large variances.
	bend     = 2.0
	sinhStep = 0.12

	// narrow is the standard deviation, for scale 1, below which equal steps in z serve.
	narrow = 0.4
)

// set chooses nodes for an activation of that scale and terms Hermite
// coefficients. Each refinement halves the step.
func (r *nodes) set(law Marginal, scale float64, terms, refinement int) {
	r.u, r.z, r.weight, r.cut = r.u[:0], r.z[:0], r.weight[:0], cut
	if terms == 0 {
		r.cut = shortCut
	}
	s := math.Sqrt(law.Variance)
	if !isFinite(law.Mean) || !isFinite(s) { // a trajectory that diverges: averages are NaN
		r.append(math.NaN(), math.NaN(), math.NaN())
		return
	}
	refine := math.Ldexp(1, -refinement)
	step := 2 * math.Pi / bandwidth(terms) // in z
	if s <= narrow*scale || math.Abs(law.Mean) > 1000*(s+scale) {
		r.uniform(law.Mean, s, step*refine)
		return
	}
	c := bend * scale
	inT := step * s / math.Hypot(c, law.Mean) // at the mean
	r.sinh(law.Mean, s, c, refine/(1/inT+1/sinhStep))
}

// bandwidth is that of he_n(z)φ(z) for n < terms: √n on top of the density's own,
// which is 6.5 at twelve digits, and something for a slowly varying factor.
func bandwidth(terms int) float64 { return 8.5 + math.Sqrt(float64(max(terms, 16))) }

// uniform has equal steps in z. It needs no positive s.
func (r *nodes) uniform(mean, s, step float64) {
	last := int(r.cut / step)
	for i := -last; i <= last; i++ {
		z := float64(i) * step
		r.append(mean+s*z, z, step*density(z))
	}
}

// sinh has equal steps in t, u = c sinh t; eᵗ is carried on from node to node.
func (r *nodes) sinh(mean, s, c, step float64) {
	first := int(math.Floor(math.Asinh((mean-r.cut*s)/c) / step))
	last := int(math.Ceil(math.Asinh((mean+r.cut*s)/c) / step))
	grow, factor := math.Exp(float64(first)*step), math.Exp(step)
	for i := first; i <= last; i++ {
		shrink := 1 / grow
		u := c / 2 * (grow - shrink)
		z := (u - mean) / s
		r.append(u, z, c/2*(grow+shrink)*step/s*density(z))
		grow *= factor
	}
}

// setFor is set for an integrand that bends over the activation's scale at 0, and
// over width at other: the nodes crowd at both, t = asinh(u/c) + asinh((u−other)/w).
func (r *nodes) setFor(law Marginal, scale, other, width float64, refinement int) {
	r.u, r.z, r.weight, r.cut = r.u[:0], r.z[:0], r.weight[:0], shortCut
	m, s := twoBends{c: bend * scale, other: other, w: bend * width}, math.Sqrt(law.Variance)
	_, slope := m.at(law.Mean)
	step := math.Ldexp(1/(bandwidth(0)/(2*math.Pi*s*slope)+1/sinhStep), -refinement)
	u := law.Mean - r.cut*s
	first, _ := m.at(u)
	last, _ := m.at(law.Mean + r.cut*s)
	for i := math.Ceil(first / step); i*step <= last; i++ {
		u, slope = m.follow(i*step, u)
		z := (u - law.Mean) / s
		r.append(u, z, step/(s*slope)*density(z))
	}
}

// twoBends is the map u → t of setFor.
type twoBends struct{ c, other, w float64 }

// at returns t and dt/du.
func (m twoBends) at(u float64) (t, slope float64) {
	v := u - m.other
	return math.Asinh(u/m.c) + math.Asinh(v/m.w), 1/math.Hypot(u, m.c) + 1/math.Hypot(v, m.w)
}

// follow returns u at t, and dt/du there, by Newton's method from a point that is
// near in t, where it converges quadratically from the first step on.
func (m twoBends) follow(t, near float64) (u, slope float64) {
	u = near
	for range 8 {
		var at float64
		at, slope = m.at(u)
		u += (t - at) / slope
		if math.Abs(t-at) < 1e-9 { // the next would be below 10⁻¹⁶
			break
		}
	}
	_, slope = m.at(u)
	return u, slope
}

func (r *nodes) append(u, z, weight float64) {
	r.u, r.z, r.weight = append(r.u, u), append(r.z, z), append(r.weight, weight)
}

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
