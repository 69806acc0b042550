package integrate

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"
)

func methods() []Method { return []Method{Automatic{}, Chebyshev{}, DormandPrince{}} }

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

// logistic is y' = y(1−y), with its solution.
func logistic() (Problem, func(float64) float64) {
	return Problem{
		Initial:    []float64{1e-3},
		Derivative: func(dst []float64, _ float64, y []float64) { dst[0] = y[0] * (1 - y[0]) },
	}, func(t float64) float64 { return 1 / (1 + 999*math.Exp(-t)) }
}

// heat is y_i' = −r_i (y_i − cos t), with rates up to 1e6: stiff, driven, and
// explicitly dependent on time.
func heat(n int) (Problem, func(i int, t float64) float64) {
	rate := func(i int) float64 { return math.Pow(10, 6*float64(i)/float64(n-1)) }
	exact := func(i int, t float64) float64 {
		r := rate(i)
		return r * (r*math.Cos(t) + math.Sin(t)) / (r*r + 1)
	}
	initial := make([]float64, n)
	for i := range initial {
		initial[i] = exact(i, 0)
	}
	return Problem{
		Initial: initial,
		Derivative: func(dst []float64, t float64, y []float64) {
			for i := range y {
				dst[i] = -rate(i) * (y[i] - math.Cos(t))
			}
		},
	}, exact
}

func TestSmoothProblemWithinTolerance(t *testing.T) {
	p, exact := logistic()
	for _, m := range methods() {
		for _, tol := range []float64{1e-4, 1e-6, 1e-8} {
			got := solveTo(t, p, 10, Settings{Method: m, RelTol: tol}).State[0]
			// Errors of the start grow by the factor e^7 that y itself grows by; relative to y they just add up.
			if rel := math.Abs(got/exact(10) - 1); rel > 300*tol {
				t.Errorf("%v, tolerance %g: error %g", m, tol, rel)
			}
		}
	}
}

func TestStiffProblem(t *testing.T) {
	p, exact := heat(12)
	for _, m := range []Method{Automatic{}, Chebyshev{}} {
		result := solveTo(t, p, 3, Settings{Method: m, RelTol: 1e-6, AbsTol: 1e-6})
		for i, y := range result.State {
			if e := math.Abs(y - exact(i, 3)); e > 1e-4 {
				t.Errorf("%v: component %d is off by %g", m, i, e)
			}
		}
		// An explicit pair would need 3e6/3.3 steps of 6 stages: 5e6 evaluations.
		if result.Evaluations > 100_000 {
			t.Errorf("%v: %d evaluations", m, result.Evaluations)
		}
	}
}

// Halving fixed steps divides the error by 2^order.
func TestConvergenceOrder(t *testing.T) {
	p, exact := logistic()
	const end = 8.0
	for _, c := range []struct {
		method Method
		order  float64
		steps  int
	}{{Chebyshev{}, 2, 200}, {DormandPrince{}, 5, 40}} {
		coarse := math.Abs(fixedSteps(p, c.method, end, c.steps)[0] - exact(end))
		fine := math.Abs(fixedSteps(p, c.method, end, 2*c.steps)[0] - exact(end))
		if order := math.Log2(coarse / fine); math.Abs(order-c.order) > 0.15 {
			t.Errorf("%v: order %.2f, want %g (errors %g, %g)", c.method, order, c.order, coarse, fine)
		}
	}
}

func fixedSteps(p Problem, m Method, end float64, n int) []float64 {
	dim := len(p.Initial)
	y, slope := append([]float64(nil), p.Initial...), make([]float64, dim)
	next, nextSlope, estimate := make([]float64, dim), make([]float64, dim), make([]float64, dim)
	method, h := m.stepper(dim, 1e-6), end/float64(n)
	p.Derivative(slope, 0, y)
	for i := range n {
		t := float64(i) * h
		method.prepare(p.Derivative, t, h, y, slope)
		method.step(p.Derivative, t, h, y, slope, next, nextSlope, estimate)
		y, next = next, y
		slope, nextSlope = nextSlope, slope
	}
	return y
}

// A step of s stages is stable, and damped, all over the interval that the choice
// of s relies on.
func TestChebyshevIsStable(t *testing.T) {
	for _, s := range []int{2, 3, 5, 10, 50, 200} {
		reach := (float64(s)*float64(s) - 1) / stability
		for i := 1; i <= 400; i++ {
			lambda := -reach * float64(i) / 400
			c := Chebyshev{}.stepper(1, 1e-8).(*chebyshev)
			c.radius.value = reach * 0.9999
			f := func(dst []float64, _ float64, y []float64) { dst[0] = lambda * y[0] }
			next, slope, estimate := []float64{0}, []float64{0}, []float64{0}
			c.step(f, 0, 1, []float64{1}, []float64{lambda}, next, slope, estimate)
			if c.s > s || math.Abs(next[0]) > 1 {
				t.Fatalf("%d stages for %d: |P(%g)| = %g", c.s, s, lambda, next[0])
			}
		}
	}
}

func TestSpectralRadius(t *testing.T) {
	rates := []float64{1, 50, 2000, 1999, 3}
	p := Problem{Initial: []float64{1, 2, 3, 4, 5}, Derivative: func(dst []float64, _ float64, y []float64) {
		for i := range y {
			dst[i] = -rates[i] * y[i]
		}
	}}
	c := Chebyshev{}.stepper(5, 1e-6).(*chebyshev)
	slope := make([]float64, 5)
	p.Derivative(slope, 0, p.Initial)
	c.prepare(p.Derivative, 0, 1, p.Initial, slope)
	if c.radius.value < 2000 || c.radius.value > 2500 {
		t.Errorf("estimate %g, want between 2000 and 2500", c.radius.value)
	}
}

func TestTimesAreHitExactly(t *testing.T) {
	p, exact := logistic()
	times := []float64{0, 0, 1e-9, 0.1, 1.0 / 3, 1, 1 + 1e-13, 7, 20}
	for _, m := range methods() {
		var seen []float64
		result, err := Solve(t.Context(), p, times, Settings{Method: m, RelTol: 1e-8}, func(i int, at float64, y []float64) error {
			seen = append(seen, at)
			if rel := math.Abs(y[0]/exact(at) - 1); rel > 1e-5 || at != times[i] {
				t.Errorf("%v: at %v the error is %g", m, at, rel)
			}
			return nil
		})
		if err != nil || len(seen) != len(times) || result.Time != 20 {
			t.Errorf("%v: saw %v, ended at %v with %v", m, seen, result.Time, err)
		}
	}
}

func TestDivergenceIsAnError(t *testing.T) {
	explosion := Problem{Initial: []float64{1}, Derivative: func(dst []float64, _ float64, y []float64) { dst[0] = y[0] * y[0] }}
	for _, m := range methods() {
		_, err := Solve(t.Context(), explosion, []float64{2}, Settings{Method: m}, ignore)
		failure, ok := errors.AsType[*Error](err)
		if !ok || math.Abs(failure.Time-1) > 1e-3 {
			t.Errorf("%v: %v, want an integration error near t = 1", m, err)
		}
	}
}

func TestFailuresAreNamed(t *testing.T) {
	p, _ := logistic()
	broken := Problem{Initial: []float64{1}, Derivative: func(dst []float64, t float64, _ []float64) {
		dst[0] = 1
		if t > 0.5 {
			dst[0] = math.NaN()
		}
	}}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	status := func(s Status) func(error) bool {
		return func(err error) bool {
			failure, ok := errors.AsType[*Error](err)
			return ok && failure.Status == s && failure.Error() != ""
		}
	}
	anyError := func(err error) bool { return err != nil }
	for name, c := range map[string]struct {
		ctx      context.Context
		problem  Problem
		times    []float64
		settings Settings
		want     func(error) bool
	}{
		"NaN derivative":  {t.Context(), broken, []float64{1}, Settings{}, status(NotFinite)},
		"NaN start":       {t.Context(), Problem{Initial: []float64{math.NaN()}, Derivative: p.Derivative}, []float64{1}, Settings{}, status(NotFinite)},
		"too many":        {t.Context(), p, []float64{10}, Settings{MaxEvaluations: 20}, status(EvaluationLimit)},
		"cancelled":       {cancelled, p, []float64{10}, Settings{}, func(err error) bool { return errors.Is(err, context.Canceled) }},
		"falling times":   {t.Context(), p, []float64{1, 0.5}, Settings{}, anyError},
		"infinite time":   {t.Context(), p, []float64{math.Inf(1)}, Settings{}, anyError},
		"negative RelTol": {t.Context(), p, []float64{1}, Settings{RelTol: -1}, anyError},
		"NaN AbsTol":      {t.Context(), p, []float64{1}, Settings{AbsTol: math.NaN()}, anyError},
	} {
		if _, err := Solve(c.ctx, c.problem, c.times, c.settings, ignore); !c.want(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stop := errors.New("enough")
	if _, err := Solve(t.Context(), p, []float64{1}, Settings{}, func(int, float64, []float64) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("observer's error became %v", err)
	}
}

// The automatic method takes the stabilised one where the problem is stiff, and only there.
func TestAutomaticSwitches(t *testing.T) {
	smooth, _ := logistic()
	if result := solveTo(t, smooth, 10, Settings{}); result.MaxStages != 7 {
		t.Errorf("smooth problem: up to %d stages", result.MaxStages)
	}
	stiff, _ := heat(5)
	plain := solveTo(t, stiff, 0.01, Settings{Method: DormandPrince{}})
	if result := solveTo(t, stiff, 0.01, Settings{}); result.Evaluations > plain.Evaluations/10 {
		t.Errorf("stiff problem: %d evaluations, the pair %d", result.Evaluations, plain.Evaluations)
	}
}

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
				step = control.reject(step, size)
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

// Whatever the linear decay, the tolerance and the times are, the solution ends at
// its time, close to the exact one.
func FuzzSolve(f *testing.F) {
	f.Add(1.0, 100.0, 1.0, 1e-5)
	f.Add(1e5, 1e-3, 0.01, 1e-3)
	f.Fuzz(func(t *testing.T, rateA, rateB, end, tol float64) {
		rateA, rateB, end, tol = math.Abs(rateA), math.Abs(rateB), math.Abs(end), math.Abs(tol)
		if !(rateA < 1e5 && rateB < 1e5 && end > 1e-6 && end < 10 && tol > 1e-9 && tol < 1e-2) {
			t.Skip()
		}
		p := Problem{Initial: []float64{1, 2}, Derivative: func(dst []float64, _ float64, y []float64) {
			dst[0], dst[1] = -rateA*y[0], rateA*y[0]-rateB*y[1]
		}}
		result, err := Solve(t.Context(), p, []float64{end / 3, end}, Settings{RelTol: tol, AbsTol: tol}, ignore)
		if err != nil || result.Time != end {
			t.Fatalf("ended at %v: %v", result.Time, err)
		}
		if want := math.Exp(-rateA * end); math.Abs(result.State[0]-want) > 1000*tol {
			t.Fatalf("%v, want %v within %v", result.State[0], want, 1000*tol)
		}
	})
}

func ExampleSolve() {
	decay := Problem{
		Initial:    []float64{1},
		Derivative: func(dst []float64, _ float64, y []float64) { dst[0] = -y[0] },
	}
	_, err := Solve(context.Background(), decay, []float64{1, 2}, Settings{}, func(_ int, t float64, y []float64) error {
		fmt.Printf("y(%g) = %.4f\n", t, y[0])
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// y(1) = 0.3679
	// y(2) = 0.1353
}

func BenchmarkStiff(b *testing.B) {
	p, _ := heat(1000)
	for _, m := range []Method{Automatic{}, Chebyshev{}} {
		b.Run(m.String(), func(b *testing.B) {
			var evaluations int
			for b.Loop() {
				result, err := Solve(b.Context(), p, []float64{0.3}, Settings{Method: m}, ignore)
				if err != nil {
					b.Fatal(err)
				}
				evaluations = result.Evaluations
			}
			b.ReportMetric(float64(evaluations), "evaluations")
		})
	}
}
