package integrate

import "math"

// interpolate takes (1−θ) y + θ (y₁ + (1−θ)(K₂ + θ (K₃ + θ K₄))), K_i = Σ_j h_ij k_j.
func (r *rosenbrock) interpolate(_ derivative, dst []float64, theta float64, a *attempt) {
	var weights [rodasStages + 2]float64
	bubble := theta * (1 - theta)
	for j := range rodasStages {
		weights[j] = bubble * (rodasDense[0][j] + theta*(rodasDense[1][j]+theta*rodasDense[2][j]))
	}
	weights[rodasStages], weights[rodasStages+1] = 1-theta, theta
	vectors := r.vectors(a)
	weighted(dst, weights[:], vectors[:])
}

// vectors are the stages and the states at both ends.
func (r *rosenbrock) vectors(a *attempt) (v [rodasStages + 2][]float64) {
	copy(v[:], r.k[:])
	v[rodasStages], v[rodasStages+1] = a.y, a.next
	return v
}

// checkMiddle estimates the error of the continuous extension u in the middle of
// the step from its residual, as (I − hγJ)⁻¹ hγ (f(u) − u′). For the components
// that are slow compared with the step that is what is missing in hγu′; for the
// fast ones, which follow the slow ones closely, it is their distance from there.
// The estimate of the end knows nothing of it: the fast components may be exact at
// the ends and far out between them.
func (r *rosenbrock) checkMiddle(f derivative, a *attempt) {
	r.interpolate(f, r.middle, 0.5, a)
	f(a.nextSlope, a.t+0.5*a.step, r.middle)
	var weights [rodasStages + 3]float64
	for j := range rodasStages {
		weights[j] = -rodasGamma / 4 * (rodasDense[1][j] + rodasDense[2][j])
	}
	weights[rodasStages], weights[rodasStages+1] = rodasGamma, -rodasGamma
	weights[rodasStages+2] = rodasGamma * a.step
	ends := r.vectors(a)
	weighted(r.middle, weights[:], append(ends[:], a.nextSlope))
	r.linear.Solve(r.middle)
}

// estimate is the larger of the errors at the end and in the middle. The former is
// the last stage: the embedded solution is the argument of it. The slope comes in
// to notice where it isn't finite.
func (r *rosenbrock) estimate(dst []float64, from int, a *attempt) {
	to := from + len(dst)
	k, middle, slope := r.k[rodasStages-1][from:to], r.middle[from:to], a.nextSlope[from:to]
	for i := range dst {
		dst[i] = max(math.Abs(k[i]), math.Abs(middle[i])) + 0*slope[i]
	}
}
