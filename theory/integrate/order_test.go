package integrate

import (
	"math"
	"testing"
)

// Halving fixed steps divides the errors by 2^order, at the ends of the steps and within.
func TestConvergenceOrder(t *testing.T) {
	for _, c := range []struct {
		problem known
		end     float64
		method  Method
		steps   int
		order   float64
	}{
		{logistic(), 8, Euler{1}, 4000, 1},
		{logistic(), 8, Chebyshev{}, 200, 2},
		{logistic(), 8, DormandPrince{}, 80, 5},
		{logistic(), 8, Rosenbrock{}, 80, 5},
		{coupled(), 4, Euler{1}, 1000, 1},
		{coupled(), 4, Chebyshev{}, 300, 2},
		{coupled(), 4, DormandPrince{}, 160, 5},
		{coupled(), 4, Rosenbrock{}, 80, 5},
	} {
		coarse, coarseWithin := fixedSteps(c.problem, c.method, c.end, c.steps)
		fine, fineWithin := fixedSteps(c.problem, c.method, c.end, 2*c.steps)
		if order := math.Log2(coarse / fine); math.Abs(order-c.order) > 0.2 {
			t.Errorf("%v, %s: order %.2f, want %g (errors %.2g, %.2g)", c.method, c.problem.name, order, c.order, coarse, fine)
		}
		if order := math.Log2(coarseWithin / fineWithin); math.Abs(order-c.order) > 0.2 {
			t.Errorf("%v, %s: order %.2f within steps, want %g (errors %.2g, %.2g)", c.method, c.problem.name, order, c.order, coarseWithin, fineWithin)
		}
	}
}

// Where the fast variable follows a curve, orders fall, but only to 3 at the ends
// (times 1/rate) and 4 within; and errors don't grow with the stiffness.
func TestStiffOrder(t *testing.T) {
	for _, rate := range []float64{1e5, 1e7, 1e9} {
		coarse, coarseWithin := fixedSteps(protheroRobinson(rate), Rosenbrock{}, 4, 40)
		fine, fineWithin := fixedSteps(protheroRobinson(rate), Rosenbrock{}, 4, 80)
		if order := math.Log2(coarse / fine); order < 2.8 || fine > 1e-4/rate {
			t.Errorf("rate %g: order %.2f, error %.2g at the ends", rate, order, fine)
		}
		if order := math.Log2(coarseWithin / fineWithin); order < 3.7 || fineWithin > 3e-7 {
			t.Errorf("rate %g: order %.2f, error %.2g within the steps", rate, order, fineWithin)
		}
	}
}

func TestSmoothProblemWithinTolerance(t *testing.T) {
	p := logistic()
	for _, m := range adaptive() {
		for _, tol := range []float64{1e-4, 1e-6, 1e-8, 1e-10} {
			if m == (Chebyshev{}) && tol < 1e-8 {
				continue // too tight for a method of order 2: too many steps' errors add up
			}
			got := solveTo(t, p.Problem, 10, Settings{Method: m, RelTol: tol}).State[0]
			// Errors of the start grow by the factor e^7 that y itself grows by; relative to
			// y they just add up.
			if rel := math.Abs(got/p.exact(0, 10) - 1); rel > 300*tol {
				t.Errorf("%v, tolerance %g: error %g", m, tol, rel)
			}
		}
	}
}

// On stiff problems the errors stay within a multiple of the tolerance, within
// steps as well as at their ends, and the work stays bounded.
func TestStiffProblemWithinTolerance(t *testing.T) {
	for _, c := range []struct {
		problem known
		method  Method
		tols    []float64
		allowed float64 // errors in tolerances
	}{
		{heat(12, 0), Rosenbrock{}, []float64{1e-4, 1e-6, 1e-8}, 2},
		{heat(12, 1), Rosenbrock{}, []float64{1e-4, 1e-6, 1e-8}, 2},
		{protheroRobinson(1), Rosenbrock{}, []float64{1e-4, 1e-6, 1e-8}, 5},
		{protheroRobinson(1e3), Rosenbrock{}, []float64{1e-4, 1e-6, 1e-8}, 5},
		{protheroRobinson(1e6), Rosenbrock{}, []float64{1e-4, 1e-6, 1e-8}, 5},
		{protheroRobinson(1e9), Rosenbrock{}, []float64{1e-4, 1e-6, 1e-8}, 5},
		// A method of order 2 takes many steps, and errors of many steps add up.
		{heat(12, 0), Chebyshev{}, []float64{1e-4, 1e-6}, 30},
		{heat(12, 1), Chebyshev{}, []float64{1e-4, 1e-6}, 100},
		{heat(12, 0), Automatic{}, []float64{1e-4, 1e-6}, 30},
		{heat(12, 1), Automatic{}, []float64{1e-4, 1e-6}, 100},
	} {
		for _, tol := range c.tols {
			s := Settings{Method: c.method, RelTol: tol, AbsTol: tol, MaxEvaluations: 200_000}
			ends, within := errorsOf(t, c.problem, 5, s)
			if max(ends, within) > c.allowed*tol {
				t.Errorf("%v, %s, tolerance %g: errors %.2g at the ends of steps, %.2g within", c.method, c.problem.name, tol, ends, within)
			}
		}
	}
}

// Looser and tighter tolerances cost what they should with a method of order 5.
func TestRosenbrockIsCheapOnStiffProblems(t *testing.T) {
	for tol, most := range map[float64]int{1e-4: 40, 1e-6: 90, 1e-8: 250} {
		result := solveTo(t, heat(12, 0).Problem, 10, Settings{Method: Rosenbrock{}, RelTol: tol, AbsTol: tol})
		if result.Steps > most || result.Linearisations != result.Steps || result.Factorisations != result.Steps+result.Rejected {
			t.Errorf("tolerance %g: %+v", tol, result)
		}
	}
}
