package integrate

// DormandPrince is the explicit Runge–Kutta pair of orders 5 and 4 of Dormand &
// Prince, J. Comput. Appl. Math. 6 (1980) 19–26, with local extrapolation; the
// last stage of a step is the first of the next.
type DormandPrince struct{}

// String returns "DOPRI5".
func (DormandPrince) String() string { return "DOPRI5" }

func (DormandPrince) stepper(dim int, _ float64) stepper {
	d := &dormandPrince{}
	for i := range d.k {
		d.k[i] = make([]float64, dim)
	}
	return d
}

type dormandPrince struct{ k [5][]float64 } // stages 2 to 6

func (*dormandPrince) errorOrder() float64 { return 5 }
func (*dormandPrince) stages() int         { return 7 }
func (*dormandPrince) outcome(bool)        {}

func (*dormandPrince) prepare(_ derivative, _, step float64, _, _ []float64) float64 { return step }

// The coefficients of the pair: nodes, stages, solution (the last row), and
// solution less the embedded one.
var (
	dopriNodes  = [6]float64{1. / 5, 3. / 10, 4. / 5, 8. / 9, 1, 1}
	dopriStages = [6][6]float64{
		{1. / 5},
		{3. / 40, 9. / 40},
		{44. / 45, -56. / 15, 32. / 9},
		{19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
		{9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
		{35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84},
	}
	dopriError = [7]float64{71. / 57600, 0, -71. / 16695, 71. / 1920, -17253. / 339200, 22. / 525, -1. / 40}
)

func (d *dormandPrince) step(f derivative, t, step float64, y, slope, next, nextSlope, estimate []float64) {
	slopes := [7][]float64{slope, d.k[0], d.k[1], d.k[2], d.k[3], d.k[4], nextSlope}
	for s, weights := range dopriStages {
		copy(next, y)
		for j, weight := range weights[:s+1] {
			addScaled(next, step*weight, slopes[j])
		}
		f(slopes[s+1], t+step*dopriNodes[s], next)
	}
	fill(estimate, 0)
	for j, weight := range dopriError {
		addScaled(estimate, step*weight, slopes[j])
	}
}

func addScaled(dst []float64, a float64, v []float64) {
	if a == 0 {
		return
	}
	for i, x := range v[:len(dst)] {
		dst[i] += a * x
	}
}
