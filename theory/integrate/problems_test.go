package integrate

import (
	"math"
	"testing"
)

// adaptive are the methods with error control.
func adaptive() []Method {
	return []Method{Automatic{}, Chebyshev{}, DormandPrince{}, Rosenbrock{}}
}

// solveTo integrates to one time and returns the state there.
func solveTo(t *testing.T, p Problem, end float64, s Settings) Result {
	t.Helper()
	result, err := Solve(t.Context(), p, []float64{end}, s, ignore)
	if err != nil {
		t.Fatalf("%v: %v", s.Method, err)
	}
	return result
}

func ignore(int, float64, []float64) error { return nil }

// scalar is a problem in one variable.
func scalar(initial float64, f func(t, y float64) float64) Problem {
	return Problem{
		Initial:    []float64{initial},
		Derivative: func(dst []float64, t float64, y []float64) { dst[0] = f(t, y[0]) },
	}
}

// known is a problem with its solution.
type known struct {
	name string
	Problem
	exact func(i int, t float64) float64
}

// logistic is y' = y(1−y): growth, and then rest.
func logistic() known {
	p := scalar(1e-3, func(_, y float64) float64 { return y * (1 - y) })
	p.Autonomous = true
	return known{"logistic", p, func(_ int, t float64) float64 { return 1 / (1 + 999*math.Exp(-t)) }}
}

// heat is y_i' = −r_i (y_i − cos t), with rates up to 1e6: stiff, driven, and
// explicitly dependent on time. It starts a distance away from the smooth solution.
func heat(n int, distance float64) known {
	rate := func(i int) float64 { return math.Pow(10, 6*float64(i)/float64(n-1)) }
	exact := func(i int, t float64) float64 {
		r := rate(i)
		return r*(r*math.Cos(t)+math.Sin(t))/(r*r+1) + distance*math.Exp(-r*t)
	}
	initial := make([]float64, n)
	for i := range initial {
		initial[i] = exact(i, 0)
	}
	return known{"heat", Problem{
		Initial: initial,
		Derivative: func(dst []float64, t float64, y []float64) {
			for i := range y {
				dst[i] = -rate(i) * (y[i] - math.Cos(t))
			}
		},
	}, exact}
}

// coupled is a nonlinear problem in three variables that depends on time, made
// such that its solution is known.
func coupled() known {
	solution := func(t float64) (y, slope [3]float64) {
		return [3]float64{math.Sin(t), math.Cos(2 * t), math.Exp(-t)}, [3]float64{math.Cos(t), -2 * math.Sin(2*t), -math.Exp(-t)}
	}
	force := func(y []float64) [3]float64 {
		return [3]float64{-y[0] + y[1]*y[2], y[0]*y[0] - 2*y[1] + math.Sin(y[2]), y[0]*y[1]*y[2] - y[2]}
	}
	start, _ := solution(0)
	return known{"coupled", Problem{
		Initial: start[:],
		Derivative: func(dst []float64, t float64, y []float64) {
			exact, slope := solution(t)
			here, there := force(y), force(exact[:])
			for i := range dst {
				dst[i] = here[i] - there[i] + slope[i]
			}
		},
	}, func(i int, t float64) float64 { y, _ := solution(t); return y[i] }}
}

// protheroRobinson is y' = −rate (y − φ) + φ′ with y = φ = sin(t + t²/4): a fast
// variable that follows a given curve and nothing else. It is the hardest test of
// order and of continuous extensions where a problem is stiff.
func protheroRobinson(rate float64) known {
	phase := func(t float64) float64 { return t + t*t/4 }
	return known{"Prothero–Robinson", scalar(0, func(t, y float64) float64 {
		return -rate*(y-math.Sin(phase(t))) + math.Cos(phase(t))*(1+t/2)
	}), func(_ int, t float64) float64 { return math.Sin(phase(t)) }}
}

// errorsOf returns the largest errors of an adaptive solution up to end, at the
// steps' ends and within them.
func errorsOf(t *testing.T, p known, end float64, s Settings) (ends, within float64) {
	t.Helper()
	dst := make([]float64, len(p.Initial))
	s.OnStep = func(step Step) error {
		for j := 1; j <= 20; j++ {
			at := step.From + float64(j)/20*(step.To-step.From)
			largest := &within
			if j == 20 {
				at, largest = step.To, &ends
			}
			step.At(dst, at)
			for i, y := range dst {
				*largest = max(*largest, math.Abs(y-p.exact(i, at)))
			}
		}
		return nil
	}
	solveTo(t, p.Problem, end, s)
	return ends, within
}

// fixedSteps takes n equal steps and returns the largest errors at their ends and within.
func fixedSteps(p known, m Method, end float64, n int) (ends, within float64) {
	method, err := m.stepper(p.Problem, 1e-6)
	if err != nil {
		panic(err)
	}
	a := newAttempt(0, p.Initial)
	a.step = end / float64(n)
	p.Derivative(a.slope, 0, a.y)
	dst := make([]float64, len(a.y))
	for step := range n {
		method.prepare(p.Derivative, a.t, a.step, a.y, a.slope)
		if err := method.step(p.Derivative, &a); err != nil {
			panic(err)
		}
		for _, theta := range []float64{0.1, 0.3, 0.5, 0.7, 0.9} {
			method.interpolate(p.Derivative, dst, theta, &a)
			for i, y := range dst {
				within = max(within, math.Abs(y-p.exact(i, a.t+theta*a.step)))
			}
		}
		method.outcome(true)
		a.advance(float64(step+1) * a.step)
		for i, y := range a.y {
			ends = max(ends, math.Abs(y-p.exact(i, a.t)))
		}
	}
	return ends, within
}
