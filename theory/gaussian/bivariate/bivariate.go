package bivariate

import "math"

// Density returns the density φ₂(h, k; r) of two standard normal numbers with
// correlation r at (h, k):
//
//	φ₂ = exp(−(h² − 2rhk + k²)/(2(1−r²))) / (2π√(1−r²))
//
// At r = ±1 it is 0 off the line h = ±k and infinite on it.
func Density(h, k, r float64) float64 {
	r = clamp(r)
	q := complement(r)
	if q == 0 {
		if h == r*k {
			return math.Inf(1)
		}
		return 0
	}
	x := (h - r*k) / q
	return math.Exp(-(x*x+k*k)/2) / (2 * math.Pi * q)
}

// Distribution returns Φ₂(h, k; r), the probability that two standard normal
// numbers with correlation r are below h and k. A correlation beyond ±1 is taken
// to be ±1; NaN gives NaN. The error is below 10⁻¹⁵.
func Distribution(h, k, r float64) float64 {
	r = clamp(r)
	return DistributionAngle(h, k, r, complement(r))
}

// Excess returns Φ₂(h, k; r) − Φ(h)Φ(k), the covariance of the events that the
// two numbers are below h and k, without cancellation where it is small.
func Excess(h, k, r float64) float64 {
	r = clamp(r)
	return ExcessAngle(h, k, r, complement(r))
}

// DistributionAngle is Distribution for the correlation r = c/√(c²+d²), d ≥ 0.
// A caller that knows a covariance c and the root d of the covariance matrix's
// determinant keeps in it the digits of 1 − r² that r itself has lost near ±1.
func DistributionAngle(h, k, c, d float64) float64 {
	if math.IsNaN(h) || math.IsNaN(k) || math.IsNaN(c) || math.IsNaN(d) {
		return math.NaN()
	}
	h, k = limit(h), limit(k)
	below, left := normal(h), normal(k)
	p := 0.0
	switch angle := math.Atan2(d, math.Abs(c)); {
	case !isSteep(c, d):
		p = below*left + excessAngle(h, k, c, d)
	case c > 0:
		p = min(below, left) - deficit(h, k, angle)
	default:
		p = max(0, below-normal(-k)) + deficit(h, -k, angle)
	}
	return max(0, min(p, below, left))
}

// ExcessAngle is Excess for the correlation r = c/√(c²+d²), d ≥ 0; see [DistributionAngle].
func ExcessAngle(h, k, c, d float64) float64 {
	if math.IsNaN(h) || math.IsNaN(k) || math.IsNaN(c) || math.IsNaN(d) {
		return math.NaN()
	}
	return excessAngle(limit(h), limit(k), c, d)
}

func excessAngle(h, k, c, d float64) float64 {
	if c < 0 {
		return -excessAngle(h, -k, -c, d) // P(x<h, y<k) = P(x<h) − P(x<h, −y<−k)
	}
	if h == 0 && k == 0 {
		return math.Atan2(c, d) / (2 * math.Pi)
	}
	if isSteep(c, d) {
		// The largest that it can be is that at r = 1.
		return normal(min(h, k))*normal(-max(h, k)) - deficit(h, k, math.Atan2(d, c))
	}
	return shallow(h, k, math.Atan2(c, d))
}

// isSteep says that |r| is above 0.925, where the integrand of the excess grows
// too steep and the integral is taken from r = 1 downwards instead.
func isSteep(c, d float64) bool { return math.Abs(c) > 2.4344*d }

// shallow is the excess for r = sin(angle) ≥ 0, the integral over r of Plackett's
// ∂Φ₂/∂r = φ₂ with r = sin θ (Drezner & Wesolowsky 1990, Genz 2004):
//
//	(1/2π) ∫ exp((hk sin θ − (h²+k²)/2)/cos²θ) dθ,  θ = 0 … angle
func shallow(h, k, angle float64) float64 {
	rule := legendre12[:]
	if angle > 0.5 || math.Abs(h*k) > 4 {
		rule = legendre20[:]
	}
	// Written so that nothing cancels: (h²+k²−2hk sin θ)/(2cos²θ).
	difference, product := (h-k)*(h-k)/2, h*k
	integrand := func(theta float64) float64 {
		sin, cos := math.Sincos(theta)
		return math.Exp(-difference/(cos*cos) - product/(1+sin))
	}
	var sum float64
	for _, n := range rule {
		sum += n.weight * (integrand(angle/2*(1-n.x)) + integrand(angle/2*(1+n.x)))
	}
	return sum * angle / (4 * math.Pi)
}

// deficit returns Φ₂(h, k; 1) − Φ₂(h, k; r) for r = cos(angle) near 1,
//
//	(1/2π) ∫ exp(−(h−k)²/(2x²) − hk/(1+√(1−x²))) dx/√(1−x²),  x = 0 … sin(angle),
//
// after Genz (2004): the first exponential, which has an essential singularity at
// 0, times a quadratic in x² is integrated in closed form and only the rest, which
// is of order x⁶, by quadrature.
func deficit(h, k, angle float64) float64 {
	top := math.Sin(angle)
	square, product, gap := top*top, h*k, math.Abs(h-k)
	if product < -100 || top == 0 {
		return 0 // |h−k| > 20: nothing of the integral is above 10⁻²⁰⁰
	}
	c, d, gap2 := (4-product)/8, (12-product)/16, gap*gap
	sum := top * math.Exp(-(gap2/square+product)/2) * (1 - c*(gap2-square)*(1-d*gap2/5)/3 + c*d*square*square/5)
	sum -= math.Exp(-product/2) * math.Sqrt(2*math.Pi) * normal(-gap/top) * gap * (1 - c*gap2*(1-d*gap2/5)/3)
	for _, n := range legendre20 {
		for _, x := range [2]float64{top / 2 * (1 - n.x), top / 2 * (1 + n.x)} {
			x2 := x * x
			root := math.Sqrt(1 - x2)
			first := math.Exp(-(gap2/x2 + product) / 2)
			second := math.Exp(-product*x2/(2*(1+root)*(1+root))) / root
			sum += top / 2 * n.weight * first * (second - (1 + c*x2*(1+d*x2)))
		}
	}
	return max(0, sum/(2*math.Pi))
}

func clamp(r float64) float64 { return max(-1, min(r, 1)) }

// complement is √(1−r²).
func complement(r float64) float64 { return math.Sqrt((1 - r) * (1 + r)) }

// limit keeps products of arguments finite; Φ(±40) is 0 and 1 to all digits.
func limit(h float64) float64 { return max(-40, min(h, 40)) }

// normal is the standard normal distribution function.
func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
