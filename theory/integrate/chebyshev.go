package integrate

import "math"

// Chebyshev is the stabilised explicit Runge–Kutta–Chebyshev method of order 2
// (RKC: Sommeijer, Shampine & Verwer, J. Comput. Appl. Math. 88 (1998) 315–326).
//
// A step of s stages is stable for real negative eigenvalues down to about
// −0.65 s²/step, so that its cost grows with the square root of the stiffness
// only. The number of stages follows from the spectral radius of the Jacobian,
// which a nonlinear power iteration estimates as the solution goes.
type Chebyshev struct{}

// String returns "RKC2".
func (Chebyshev) String() string { return "RKC2" }

func (Chebyshev) stepper(dim int, relTol float64) stepper {
	return &chebyshev{
		radius: spectralRadius{direction: make([]float64, dim), point: make([]float64, dim), slope: make([]float64, dim)},
		stage:  [3][]float64{make([]float64, dim), make([]float64, dim), make([]float64, dim)},
		// Rounding errors grow like s² within a step; they must stay well below the tolerance.
		maxStages: max(2, int(math.Sqrt(relTol/1e-15))),
	}
}

// chebyshev is the state of the method between steps.
type chebyshev struct {
	radius    spectralRadius
	stage     [3][]float64
	s         int
	maxStages int
}

func (c *chebyshev) errorOrder() float64 { return 3 }
func (c *chebyshev) stages() int         { return c.s }

// prepare brings the spectral radius up to date and limits the step to what the
// largest number of stages is stable for.
func (c *chebyshev) prepare(f derivative, t, step float64, y, slope []float64) float64 {
	c.radius.update(f, t, y, slope)
	if c.stagesFor(step) > c.maxStages {
		s := float64(c.maxStages)
		step = (s*s - 1) / (stability * c.radius.value) * 0.999
	}
	return step
}

// stability relates stages and stable steps: s = 1 + √(1 + 1.54·step·radius).
const stability = 1.54

func (c *chebyshev) stagesFor(step float64) int {
	return max(2, 1+int(min(math.Sqrt(1+stability*step*c.radius.value), 1e9)))
}

func (c *chebyshev) outcome(accepted bool) { c.radius.outcome(accepted) }

// step takes one step by the three-term recursion of the stages. The names
// follow the paper: w0, w1, b_j, μ_j, ν_j, μ̃_j, γ̃_j, and T_j = z.
func (c *chebyshev) step(f derivative, t, step float64, y, slope, next, nextSlope, estimate []float64) {
	c.s = c.stagesFor(step)
	w0, w1 := recursionParameters(c.s)
	var (
		before, last, now = c.stage[0], c.stage[1], c.stage[2]
		b1                = 1 / (4 * w0 * w0)
		bBefore, bLast    = b1, b1
		mu1               = w1 * b1
		cBefore, cLast    = 0.0, mu1
		z                 = chebyshevPolynomial{1, w0, 0, 1, 0, 0}
	)
	copy(before, y)
	for i, fi := range slope {
		last[i] = y[i] + step*mu1*fi
	}
	for j := 2; j <= c.s; j++ {
		aLast := 1 - z.value*bLast
		z.advance(w0)
		b := z.second / (z.first * z.first)
		mu, nu := 2*w0*b/bLast, -b/bBefore
		muTilde := mu * w1 / w0
		f(nextSlope, t+step*cLast, last)
		combine(now, y, last, before, nextSlope, slope, 1-mu-nu, mu, nu, step*muTilde, -step*muTilde*aLast)
		cBefore, cLast = cLast, mu*cLast+nu*cBefore+muTilde*(1-aLast)
		bBefore, bLast = bLast, b
		before, last, now = last, now, before
	}
	copy(next, last)
	f(nextSlope, t+step, next)
	for i := range estimate {
		estimate[i] = 0.8*(y[i]-next[i]) + 0.4*step*(slope[i]+nextSlope[i])
	}
}

// combine sets dst to the weighted sum of five vectors.
func combine(dst, y, last, before, f, f0 []float64, cy, cLast, cBefore, cf, cf0 float64) {
	n := len(dst)
	y, last, before, f, f0 = y[:n], last[:n], before[:n], f[:n], f0[:n]
	for i := range dst {
		dst[i] = cy*y[i] + cLast*last[i] + cBefore*before[i] + cf*f[i] + cf0*f0[i]
	}
}

// recursionParameters returns w0 = 1 + (2/13)/s² and w1 = T_s′(w0)/T_s″(w0).
func recursionParameters(s int) (w0, w1 float64) {
	n := float64(s)
	w0 = 1 + 2.0/13/(n*n)
	squared := w0*w0 - 1
	root := math.Sqrt(squared)
	angle := n * math.Log(w0+root)
	w1 = math.Sinh(angle) * squared / (math.Cosh(angle)*n*root - w0*math.Sinh(angle))
	return w0, w1
}

// chebyshevPolynomial holds T_{j−1}, T_j and their first two derivatives at one point.
type chebyshevPolynomial struct {
	valueBefore, value   float64
	firstBefore, first   float64
	secondBefore, second float64
}

// advance goes from T_j to T_{j+1} = 2x T_j − T_{j−1}.
func (z *chebyshevPolynomial) advance(x float64) {
	value := 2*x*z.value - z.valueBefore
	first := 2*x*z.first - z.firstBefore + 2*z.value
	second := 2*x*z.second - z.secondBefore + 4*z.first
	*z = chebyshevPolynomial{z.value, value, z.first, first, z.second, second}
}
