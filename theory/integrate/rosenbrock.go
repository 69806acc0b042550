package integrate

import "math"

// Rosenbrock is the linearly implicit method Rodas5P of G. Steinebach, BIT
// Numer. Math. 63 (2023) 27: order 5(4) in 8 stages, stiffly accurate and
// L-stable, with a continuous extension of order 4. However stiff the problem is,
// accuracy alone bounds its steps. With the Jacobian J at the start of the step,
// h its length and k_j the stages,
//
//	(I/(hγ) − J) k_i = f(t + c_i h, y + Σ_{j<i} a_ij k_j) + Σ_{j<i} C_ij k_j/h + h d_i ∂f/∂t
//
// A step costs nine evaluations, one Jacobian, one factorisation and nine
// solutions of a linear system: see [Problem].Linear. One of the nine checks the
// continuous extension, so that the error within a step is controlled as well as
// that at its end; where nothing drives the problem it hardly ever shortens a step.
type Rosenbrock struct{}

// String returns "Rodas5P".
func (Rosenbrock) String() string { return "Rodas5P" }

func (Rosenbrock) stepper(p Problem, _ float64) (stepper, error) {
	dim := len(p.Initial)
	r := &rosenbrock{linear: p.Linear, middle: make([]float64, dim)}
	if r.linear == nil {
		r.linear = NewDense(dim, p.Derivative)
	}
	for i := range r.k {
		r.k[i] = make([]float64, dim)
	}
	if !p.Autonomous {
		r.byTime, r.later = make([]float64, dim), make([]float64, dim)
	}
	return r, nil
}

// rosenbrock is the state of the method between steps.
type rosenbrock struct {
	linear        LinearSystem
	k             [rodasStages][]float64
	byTime, later []float64 // ∂f/∂t, and room for it; nil where f doesn't depend on t
	linearised    bool      // linear and byTime are those at the start of the step
	middle        []float64 // estimated error in the middle of the step
	counts        Result    // Jacobians and factorisations
}

func (*rosenbrock) errorOrder() float64 { return 5 }

func (r *rosenbrock) count(result *Result) {
	result.MaxStages = rodasStages
	result.Linearisations, result.Factorisations = r.counts.Linearisations, r.counts.Factorisations
}

// outcome notes that an accepted step needs a new Jacobian. A rejected one is
// tried again with the same.
func (r *rosenbrock) outcome(accepted bool) { r.linearised = r.linearised && !accepted }

func (r *rosenbrock) prepare(f derivative, t, step float64, y, slope []float64) float64 {
	if !r.linearised {
		r.linear.Linearise(t, y, slope)
		r.counts.Linearisations++
		if r.byTime != nil {
			r.takeByTime(f, t, step, y, slope)
		}
		r.linearised = true
	}
	return step
}

// takeByTime sets byTime to ∂f/∂t, by a difference of order 2 that doesn't look
// before t. Its width is a fraction of the step, over which f is smooth.
func (r *rosenbrock) takeByTime(f derivative, t, step float64, y, slope []float64) {
	const fraction = 1e-5
	half := max(fraction*step, 1e3*epsilon*math.Abs(t))
	middle, end := t+half, t+2*half
	f(r.byTime, middle, y)
	f(r.later, end, y)
	for i, middle := range r.byTime {
		r.byTime[i] = (4*(middle-slope[i]) - (r.later[i] - slope[i])) / (end - t)
	}
}

func (r *rosenbrock) step(f derivative, a *attempt) error {
	gamma := rodasGamma * a.step
	r.counts.Factorisations++
	if err := r.linear.Factor(gamma); err != nil {
		return err
	}
	slope := a.slope
	for i := range r.k {
		if i > 0 {
			r.startStage(i, a)
			f(a.nextSlope, a.t+rodasNodes[i]*a.step, a.next)
			slope = a.nextSlope
		}
		r.finishStage(i, gamma, slope, a)
	}
	combine(a.next, a.next, []float64{1}, r.k[rodasStages-1:])
	r.checkMiddle(f, a)
	f(a.nextSlope, a.t+a.step, a.next)
	return nil
}

// startStage sets next to the argument of stage i, and k_i to γ Σ C_ij k_j.
func (r *rosenbrock) startStage(i int, a *attempt) {
	couplings := rodasCouplings[i]
	scale(couplings[:], rodasGamma)
	k, weights := r.k[i], rodasArguments[i][:i]
	for from := 0; from < len(k); from += block {
		to := min(from+block, len(k))
		copy(a.next[from:to], a.y[from:to])
		addScaled(a.next[from:to], weights, r.k[:], from)
		fill(k[from:to], 0)
		addScaled(k[from:to], couplings[:i], r.k[:], from)
	}
}

// finishStage adds what is missing on the right-hand side of stage i, multiplied
// by hγ, and solves for k_i.
func (r *rosenbrock) finishStage(i int, gamma float64, slope []float64, a *attempt) {
	k := r.k[i]
	if i == 0 {
		fill(k, 0)
	}
	weights, vectors := [2]float64{gamma}, [2][]float64{slope, r.byTime}
	if r.byTime != nil {
		weights[1] = gamma * a.step * rodasTimes[i]
	}
	combine(k, k, weights[:], vectors[:])
	r.linear.Solve(k)
}
