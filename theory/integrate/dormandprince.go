package integrate

// DormandPrince is the explicit Runge–Kutta pair of orders 5 and 4 of Dormand &
// Prince, J. Comput. Appl. Math. 6 (1980) 19–26, with local extrapolation; the
// last stage of a step is the first of the next. Its continuous extension is of
// order 5 too, see [Step].
type DormandPrince struct{}

// String returns "DOPRI5".
func (DormandPrince) String() string { return "DOPRI5" }

func (DormandPrince) stepper(p Problem, _ float64) (stepper, error) {
	return newDormandPrince(len(p.Initial)), nil
}

func newDormandPrince(dim int) *dormandPrince {
	d := &dormandPrince{}
	for i := range d.k {
		d.k[i] = make([]float64, dim)
	}
	return d
}

type dormandPrince struct {
	k        [5][]float64 // stages 2 to 6
	extended bool         // k[0] and k[1] are the slopes within the step instead
}

func (*dormandPrince) errorOrder() float64 { return 5 }
func (*dormandPrince) count(r *Result)     { r.MaxStages = max(r.MaxStages, 7) }
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

func (d *dormandPrince) slopes(a *attempt) [7][]float64 {
	return [7][]float64{a.slope, d.k[0], d.k[1], d.k[2], d.k[3], d.k[4], a.nextSlope}
}

func (d *dormandPrince) step(f derivative, a *attempt) error {
	d.extended = false
	slopes := d.slopes(a)
	for s, weights := range dopriStages {
		scale(weights[:], a.step)
		combine(a.next, a.y, weights[:s+1], slopes[:])
		f(slopes[s+1], a.t+a.step*dopriNodes[s], a.next)
	}
	return nil
}

func (d *dormandPrince) estimate(dst []float64, from int, a *attempt) {
	weights, slopes := dopriError, d.slopes(a)
	scale(weights[:], a.step)
	fill(dst, 0)
	addScaled(dst, weights[:], slopes[:], from)
}
