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

func (Chebyshev) stepper(p Problem, relTol float64) (stepper, error) {
	return newChebyshev(len(p.Initial), relTol), nil
}

func newChebyshev(dim int, relTol float64) *chebyshev {
	return &chebyshev{
		radius: spectralRadius{direction: make([]float64, dim), point: make([]float64, dim), slope: make([]float64, dim)},
		stage:  [3][]float64{make([]float64, dim), make([]float64, dim), make([]float64, dim)},
		// Rounding errors grow like s² within a step; they must stay well below the tolerance.
		maxStages: max(2, int(min(math.Sqrt(relTol/1e-15), mostStages))),
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
func (c *chebyshev) count(r *Result)     { r.MaxStages = max(r.MaxStages, c.s) }

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

// mostStages keeps a step from being endless where a problem is far too stiff: an
// evaluation limit and a cancelled context are noticed between steps.
const mostStages = 3000

// stability relates stages and stable steps: s = 1 + √(1 + 1.54·step·radius).
const stability = 1.54

func (c *chebyshev) stagesFor(step float64) int {
	return max(2, 1+int(min(math.Sqrt(1+stability*step*c.radius.value), 1e9)))
}

func (c *chebyshev) outcome(accepted bool) { c.radius.outcome(accepted) }

// step takes one step by the three-term recursion of the stages. The names
// follow the paper: w0, w1, b_j, μ_j, ν_j, μ̃_j, γ̃_j, and T_j = z.
func (c *chebyshev) step(f derivative, a *attempt) error {
	c.s = c.stagesFor(a.step)
	w0, w1 := recursionParameters(c.s)
	var (
		before, last   = a.y, c.stage[1]
		b1             = 1 / (4 * w0 * w0)
		bBefore, bLast = b1, b1
		mu1            = w1 * b1
		cBefore, cLast = 0.0, mu1
		z              = chebyshevPolynomial{1, w0, 0, 1, 0, 0}
	)
	combine(last, a.y, []float64{a.step * mu1}, [][]float64{a.slope})
	for j := 2; j <= c.s; j++ {
		aLast := 1 - z.value*bLast
		z.advance(w0)
		b := z.second / (z.first * z.first)
		mu, nu := 2*w0*b/bLast, -b/bBefore
		muTilde := mu * w1 / w0
		f(a.nextSlope, a.t+a.step*cLast, last)
		now := c.stage[j%3]
		if j == c.s {
			now = a.next
		}
		recur(now, last, before, a, [5]float64{1 - mu - nu, mu, nu, a.step * muTilde, -a.step * muTilde * aLast})
		cBefore, cLast = cLast, mu*cLast+nu*cBefore+muTilde*(1-aLast)
		bBefore, bLast = bLast, b
		before, last = last, now
	}
	f(a.nextSlope, a.t+a.step, a.next)
	return nil
}

// recur sets dst to the weighted sum of y, the last two stages, and the slopes
// of the last stage and of y.
func recur(dst, last, before []float64, a *attempt, weights [5]float64) {
	n := len(dst)
	y, last, before, f, f0 := a.y[:n], last[:n], before[:n], a.nextSlope[:n], a.slope[:n]
	for i := range dst {
		dst[i] = weights[0]*y[i] + weights[1]*last[i] + weights[2]*before[i] + weights[3]*f[i] + weights[4]*f0[i]
	}
}

func (c *chebyshev) estimate(dst []float64, from int, a *attempt) {
	n := from + len(dst)
	y, next, slope, nextSlope := a.y[from:n], a.next[from:n], a.slope[from:n], a.nextSlope[from:n]
	for i := range dst {
		dst[i] = 0.8*(y[i]-next[i]) + 0.4*a.step*(slope[i]+nextSlope[i])
	}
}

func (c *chebyshev) interpolate(_ derivative, dst []float64, theta float64, a *attempt) {
	hermite(dst, theta, a)
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
