package integrate

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// The controller always gives positive finite steps, whatever the errors.
func FuzzController(f *testing.F) {
	f.Add(1.0, 0.5, 2.0, 1e-30, math.Inf(1))
	f.Add(1e-12, 0.0, 1e300, 1.0, math.NaN())
	f.Fuzz(func(t *testing.T, step, a, b, c, d float64) {
		step = math.Abs(step)
		if !(step > 1e-200 && step < 1e200) {
			t.Skip()
		}
		control := controller{order: 3}
		for i, size := range []float64{a, b, c, d, c, b, a} {
			size = math.Abs(size)
			before := step
			if size <= 1 {
				step = control.accept(step, size)
			} else {
				step = control.reject(step, size, nil)
			}
			if factor := step / before; !(factor >= 0.099 && factor <= largestGrowth*1.001) {
				t.Fatalf("error %d = %g: factor %g", i, size, factor)
			}
			if size > 1 && step >= before {
				t.Fatalf("error %g: the step grew", size)
			}
			if i == 3 {
				control.follow(5)
			}
		}
	})
}

// Whatever the problem, the tolerance and the times are, a solution is as good as
// its tolerance, up to a factor, or there is an error; and it takes bounded work.
func FuzzSolve(f *testing.F) {
	for seed := range uint64(60) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		source := rand.New(rand.NewPCG(seed, 1))
		logUniform := func(from, to float64) float64 { return from * math.Pow(to/from, source.Float64()) }
		p := randomProblem(source, logUniform(0.1, 1e4))
		tol, end := logUniform(1e-9, 1e-2), logUniform(1e-3, 10)
		times := []float64{end}
		for range source.IntN(6) {
			times = append(times, end*source.Float64())
		}
		slices.Sort(times)
		for _, m := range adaptive() {
			s := Settings{Method: m, RelTol: tol, AbsTol: tol, MaxEvaluations: 300_000}
			allowed := 300 * tol
			if m == (Chebyshev{}) {
				allowed = max(allowed, 10*math.Pow(tol, 2./3)) // the number of steps goes like tol^(−1/3)
			}
			result, err := Solve(t.Context(), p.Problem, times, s, func(_ int, at float64, y []float64) error {
				for i, y := range y {
					if e := math.Abs(y - p.exact(i, at)); !(e <= allowed) {
						t.Errorf("%v, tolerance %g: component %d at %v is off by %g", m, tol, i, at, e)
					}
				}
				return nil
			})
			failure, failed := errors.AsType[*Error](err)
			switch {
			case failed && failure.Status == EvaluationLimit && m != (Rosenbrock{}):
				t.Logf("%v: %v", m, err) // an explicit method on a stiff problem
			case err != nil || result.Time != end:
				t.Errorf("%v: ended at %v of %v: %v", m, result.Time, end, err)
			}
		}
	})
}

// randomProblem is a stable problem in up to four variables, nonlinear, driven and
// coupled, with rates up to fastest and a solution that is known: variables
// u_i = x_i³ + x_i with x_i′ = −r_i (x_i − cos ωt), mirrored in a random plane.
func randomProblem(source *rand.Rand, fastest float64) known {
	n := 1 + source.IntN(4)
	rates, frequencies, starts, normal := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		rates[i] = fastest * math.Pow(source.Float64(), 3)
		frequencies[i] = 5 * source.Float64()
		starts[i] = source.NormFloat64()
		normal[i] = source.NormFloat64()
	}
	mirror := func(v []float64) {
		floats.AddScaled(v, -2*floats.Dot(v, normal)/floats.Dot(normal, normal), normal)
	}
	x := func(i int, t float64) float64 {
		r, w := rates[i], frequencies[i]
		driven := func(t float64) float64 { return r * (r*math.Cos(w*t) + w*math.Sin(w*t)) / (r*r + w*w) }
		return driven(t) + (starts[i]-driven(0))*math.Exp(-r*t)
	}
	state := func(t float64) []float64 {
		y := make([]float64, n)
		for i := range y {
			x := x(i, t)
			y[i] = x*x*x + x
		}
		mirror(y)
		return y
	}
	u := make([]float64, n)
	return known{"random", Problem{
		Initial: state(0),
		Derivative: func(dst []float64, t float64, y []float64) {
			copy(u, y)
			mirror(u)
			for i, u := range u {
				x := cubeAndSelf(u)
				dst[i] = -rates[i] * (x - math.Cos(frequencies[i]*t)) * (3*x*x + 1)
			}
			mirror(dst)
		},
	}, func(i int, t float64) float64 { return state(t)[i] }}
}

// cubeAndSelf solves x³ + x = u: x = 2/√3 sinh(asinh(√27/2 u)/3).
func cubeAndSelf(u float64) float64 {
	return 2 / math.Sqrt(3) * math.Sinh(math.Asinh(math.Sqrt(27)/2*u)/3)
}
