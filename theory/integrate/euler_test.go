package integrate

import (
	"math"
	"testing"
)

// Euler takes the steps that a script with a loop takes, to the last bit, and
// nothing else: one evaluation each, and a last step that ends at the last time.
func TestEulerIsTheLoop(t *testing.T) {
	p := logistic()
	const step = 1.0 / 1000
	y, want := p.Initial[0], []float64(nil)
	at, times := 0.0, []float64(nil)
	for range 5001 {
		times, want = append(times, at), append(want, y)
		y += step * (y * (1 - y))
		at += step
	}
	result, err := Solve(t.Context(), p.Problem, times, Settings{Method: Euler{step}}, func(i int, _ float64, y []float64) error {
		// The last step ends at the last time: its length is rounded.
		if y[0] != want[i] && !(i == 5000 && math.Abs(y[0]-want[i]) < 1e-14) {
			t.Fatalf("step %d: %v, want %v", i, y[0], want[i])
		}
		return nil
	})
	if err != nil || result.Steps != 5000 || result.Evaluations != 5001 {
		t.Errorf("%+v, %v", result, err)
	}
	uneven := solveTo(t, p.Problem, 1, Settings{Method: Euler{0.3}})
	if uneven.Steps != 4 || uneven.Time != 1 {
		t.Errorf("%+v", uneven)
	}
}

// An unstable step is an error, not a wrong curve.
func TestEulerDiverges(t *testing.T) {
	_, err := Solve(t.Context(), scalar(1, func(_, y float64) float64 { return -1000 * y }), []float64{10}, Settings{Method: Euler{0.01}}, ignore)
	if failure, ok := err.(*Error); !ok || failure.Status != NotFinite || failure.Step != 0.01 {
		t.Errorf("%v", err)
	}
}
