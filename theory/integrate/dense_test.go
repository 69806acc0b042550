package integrate

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
)

// The times at which a solution is wanted leave its steps alone, come in order,
// and get what the exact solution has there.
func TestTimesDontChangeSteps(t *testing.T) {
	p := logistic()
	times := []float64{0, 0, 1e-9, 0.1, 1.0 / 3, 1, 1, 1 + 1e-13, 7, 7.1, 7.2, 20}
	for _, m := range append(adaptive(), Euler{1e-3}) {
		allowed := 1e-5
		if m == (Euler{1e-3}) {
			allowed = 1e-2
		}
		plain := solveTo(t, p.Problem, 20, Settings{Method: m, RelTol: 1e-8})
		var seen []float64
		result, err := Solve(t.Context(), p.Problem, times, Settings{Method: m, RelTol: 1e-8}, func(i int, at float64, y []float64) error {
			seen = append(seen, at)
			if rel := math.Abs(y[0]/p.exact(0, at) - 1); i != len(seen)-1 || rel > allowed {
				t.Errorf("%v: at %v the error is %g", m, at, rel)
			}
			return nil
		})
		if err != nil || !slices.Equal(seen, times) || result.Time != 20 {
			t.Errorf("%v: saw %v, ended at %v with %v", m, seen, result.Time, err)
		}
		if result.Steps != plain.Steps || result.State[0] != plain.State[0] {
			t.Errorf("%v: %d steps to %v, without the times %d to %v", m, result.Steps, result.State[0], plain.Steps, plain.State[0])
		}
	}
}

// A time that is the end of a step gets the state there to the last bit, and
// steps follow each other without a gap.
func TestStepsFitTogether(t *testing.T) {
	p := coupled()
	for _, m := range append(adaptive(), Euler{0.01}) {
		var ends []float64
		var states [][]float64
		record := func(s Step) error {
			start, end := make([]float64, 3), make([]float64, 3)
			s.At(start, s.From)
			s.At(end, s.To)
			if n := len(ends); n > 0 && (s.From != ends[n-1] || !slices.Equal(start, states[n-1])) {
				return fmt.Errorf("step from %v %v after one to %v %v", s.From, start, ends[n-1], states[n-1])
			}
			ends, states = append(ends, s.To), append(states, end)
			return nil
		}
		result := solveTo(t, p.Problem, 3, Settings{Method: m, OnStep: record})
		if len(ends) != result.Steps || ends[len(ends)-1] != 3 {
			t.Fatalf("%v: told of %d steps of %d", m, len(ends), result.Steps)
		}
		_, err := Solve(t.Context(), p.Problem, ends, Settings{Method: m}, func(i int, _ float64, y []float64) error {
			if !slices.Equal(y, states[i]) {
				return fmt.Errorf("%v at the end of step %d, which is %v", y, i, states[i])
			}
			return nil
		})
		if err != nil {
			t.Errorf("%v: %v", m, err)
		}
	}
}

// Within steps the solution is as accurate as at their ends, up to a factor.
func TestWithinStepsAsAccurateAsAtEnds(t *testing.T) {
	for _, p := range []known{logistic(), coupled(), protheroRobinson(1)} {
		for _, m := range adaptive() {
			for _, tol := range []float64{1e-4, 1e-6, 1e-8} {
				ends, within := errorsOf(t, p, 8, Settings{Method: m, RelTol: tol, AbsTol: tol})
				if within > 2*ends+2*tol {
					t.Errorf("%v, %s, tolerance %g: error %.2g within steps, %.2g at their ends", m, p.name, tol, within, ends)
				}
			}
		}
	}
}

// Polynomials of the extension's degree come out exactly.
func TestExtensionsOfPolynomials(t *testing.T) {
	for _, c := range []struct {
		method Method
		degree float64
	}{{DormandPrince{}, 5}, {Rosenbrock{}, 4}, {Chebyshev{}, 2}, {Euler{1}, 1}} {
		p := known{"polynomial", scalar(1, func(t, _ float64) float64 { return c.degree * math.Pow(t, c.degree-1) }),
			func(_ int, t float64) float64 { return 1 + math.Pow(t, c.degree) }}
		// ∂f/∂t comes from a difference that is exact up to t².
		if ends, within := fixedSteps(p, c.method, 1, 1); max(ends, within) > 1e-9 {
			t.Errorf("%v: t^%g is off by %g at the end, %g within", c.method, c.degree, ends, within)
		}
	}
}

func TestTimeOutsideOfStepPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	solveTo(t, logistic().Problem, 1, Settings{OnStep: func(s Step) error {
		s.At(make([]float64, 1), s.To+1)
		return nil
	}})
}

// An error of OnStep ends the solution when the times within the step have been seen.
func TestOnStepEndsSolution(t *testing.T) {
	enough := errors.New("enough")
	times := []float64{0.5, 1, 1.5, 2, 2.5, 3}
	seen := 0
	result, err := Solve(t.Context(), logistic().Problem, times, Settings{OnStep: func(s Step) error {
		if s.To > 1.2 {
			return enough
		}
		return nil
	}}, func(int, float64, []float64) error { seen++; return nil })
	if !errors.Is(err, enough) || !(result.Time > 1.2) || seen < 2 || seen < len(times) && times[seen] <= result.Time {
		t.Errorf("%v at %v with %d times seen", err, result.Time, seen)
	}
}

// A problem whose slope says nothing of the state to come is still resolved:
// output after the last step asked for is the state at the last time.
func TestLastTimeIsMet(t *testing.T) {
	for _, m := range append(adaptive(), Euler{0.3}) {
		for _, end := range []float64{1e-12, 0.1, 1, math.Pi, 1e3} {
			result := solveTo(t, scalar(1, func(_, y float64) float64 { return -y }), end, Settings{Method: m})
			if result.Time != end || !finite(result.State) {
				t.Errorf("%v: ended at %v instead of %v", m, result.Time, end)
			}
		}
	}
}
