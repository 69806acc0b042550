package gaussian

import "math"

// correlation is a joint law in standardised form: u_k < 0 has probability Φ(−h).
type correlation struct {
	sk, sl float64 // standard deviations, above 0
	h, k   float64 // means over standard deviations
	r, q   float64 // correlation and √(1−r²), each with its own digits
}

// correlate standardises a law of positive variances. A covariance that rounding
// has made too large gives r = ±1.
func correlate(law Joint) correlation {
	sk, sl := math.Sqrt(law.VarianceK), math.Sqrt(law.VarianceL)
	d := math.Sqrt(law.determinant())
	length := math.Hypot(law.Covariance, d)
	c := correlation{
		sk: sk, sl: sl, h: bounded(law.MeanK / sk), k: bounded(law.MeanL / sl),
		r: law.Covariance / length, q: d / length,
	}
	if length == 0 { // both underflow: nothing is known of the correlation
		c.r, c.q = 0, 1
	}
	return c
}

// side is a law seen from a unit that sits on its kink, where the other unit has
// mean μ and standard deviation ν.
type side struct {
	s, h         float64 // this unit's standard deviation and h
	peak         float64 // φ(h)
	y            float64 // μ/ν
	phi          float64 // Φ(y)
	mean         float64 // E max(u_other, 0) on the kink
	densityOther float64 // of u_other at its own kink: φ(y)/ν, 0 where ν = 0
	slope        float64 // −∂μ/∂b of this unit: Q_kl/Q_kk
}

// side returns the law seen from unit k or, exchanged, from unit l.
func (c correlation) side(exchanged bool) side {
	s, other, h, k := c.sk, c.sl, c.h, c.k
	if exchanged {
		s, other, h, k = other, s, k, h
	}
	// k − rh, written so that the digits of 1−|r| aren't lost.
	gap := k - h + h*c.q*c.q/(1+c.r)
	if c.r < 0 {
		gap = k + h - h*c.q*c.q/(1-c.r)
	}
	y := 0.0
	switch {
	case c.q > 0:
		y = bounded(gap / c.q)
	case gap != 0:
		y = math.Inf(1)
		if gap < 0 {
			y = math.Inf(-1)
		}
	}
	at := side{s: s, h: h, peak: density(h), y: y, phi: normal(y), slope: c.r * other / s}
	at.mean = max(0, other*(gap*at.phi+c.q*density(y)))
	if c.q > 0 {
		at.densityOther = density(y) / (other * c.q)
	}
	return at
}

// onKink returns E g⁽ⁱ⁾(u) g⁽ʲ⁾(u_other) of ReLU for ij = 20, 21, 30, 31 and 40.
func (a side) onKink() (g20, g21, g30, g31, g40 float64) {
	p, steep := a.peak/a.s, a.h/a.s
	if p == 0 {
		return 0, 0, 0, 0, 0
	}
	g20, g21 = p*a.mean, p*a.phi
	g30 = -p * (steep*a.mean + a.slope*a.phi)
	g31 = -p * (steep*a.phi + a.slope*a.densityOther)
	g40 = p * ((a.h*a.h-1)/(a.s*a.s)*a.mean + 2*steep*a.slope*a.phi + a.slope*a.slope*a.densityOther)
	return g20, g21, g30, g31, g40
}

// density is the standard normal density.
func density(x float64) float64 { return math.Exp(-x*x/2) / math.Sqrt(2*math.Pi) }

// normal is the standard normal distribution function.
func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// ramp is E max(z + x, 0) for standard normal x.
func ramp(z float64) float64 { return max(0, z*normal(z)+density(z)) }

// bounded keeps a standardised mean in a range whose squares and products are
// finite; φ is 0 and Φ is 0 or 1 long before its ends.
func bounded(z float64) float64 { return max(-1e30, min(z, 1e30)) }

// step01 is the derivative of max(x, 0) with ½ at 0.
func step01(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return 0
	}
	return 0.5
}
