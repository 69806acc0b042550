package integrate

import "math"

// firstStep guesses a first step from the sizes of y, f and a difference of f
// (Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I, II.4).
func (run *solution) firstStep(span float64) float64 {
	a := &run.attempt
	size := func(v []float64) float64 {
		var largest float64
		for i, x := range v {
			largest = max(largest, math.Abs(x)/(run.settings.AbsTol+run.settings.RelTol*math.Abs(run.sizes[i])))
		}
		return largest
	}
	y, slope := size(a.y), size(a.slope)
	if slope == 0 {
		return span
	}
	guess := min(0.01*max(y, 1e-5)/slope, span)
	combine(a.next, a.y, []float64{guess}, [][]float64{a.slope})
	run.f(a.nextSlope, a.t+guess, a.next)
	for i := range run.spare {
		run.spare[i] = (a.nextSlope[i] - a.slope[i]) / guess
	}
	curvature := size(run.spare)
	if math.IsNaN(curvature) || math.IsInf(curvature, 0) {
		return guess
	}
	second := math.Pow(0.01/max(slope, curvature), 1/run.control.order)
	return min(100*guess, second, span)
}
