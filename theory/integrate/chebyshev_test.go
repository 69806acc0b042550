package integrate

import (
	"math"
	"testing"
)

// A step of s stages is stable, and damped, all over the interval that the choice
// of s relies on.
func TestChebyshevIsStable(t *testing.T) {
	for _, s := range []int{2, 3, 5, 10, 50, 200} {
		reach := (float64(s)*float64(s) - 1) / stability
		for i := 1; i <= 400; i++ {
			lambda := -reach * float64(i) / 400
			c := newChebyshev(1, 1e-8)
			c.radius.value = reach * 0.9999
			f := func(dst []float64, _ float64, y []float64) { dst[0] = lambda * y[0] }
			a := newAttempt(0, []float64{1})
			a.step, a.slope[0] = 1, lambda
			if err := c.step(f, &a); err != nil || c.s > s || math.Abs(a.next[0]) > 1 {
				t.Fatalf("%d stages for %d: |P(%g)| = %g, %v", c.s, s, lambda, a.next[0], err)
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
	c := newChebyshev(5, 1e-6)
	slope := make([]float64, 5)
	p.Derivative(slope, 0, p.Initial)
	c.prepare(p.Derivative, 0, 1, p.Initial, slope)
	if c.radius.value < 2000 || c.radius.value > 2500 {
		t.Errorf("estimate %g, want between 2000 and 2500", c.radius.value)
	}
}

// The automatic method takes the stabilised one where the problem is stiff, and only there.
func TestAutomaticSwitches(t *testing.T) {
	if result := solveTo(t, logistic().Problem, 10, Settings{}); result.MaxStages != 7 {
		t.Errorf("smooth problem: up to %d stages", result.MaxStages)
	}
	stiff := heat(5, 0).Problem
	plain := solveTo(t, stiff, 0.01, Settings{Method: DormandPrince{}})
	if result := solveTo(t, stiff, 0.01, Settings{}); result.Evaluations > plain.Evaluations/10 {
		t.Errorf("stiff problem: %d evaluations, the pair %d", result.Evaluations, plain.Evaluations)
	}
}
