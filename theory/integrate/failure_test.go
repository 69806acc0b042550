package integrate

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
)

func TestDivergenceIsAnError(t *testing.T) {
	explosion := scalar(1, func(_, y float64) float64 { return y * y })
	for _, m := range append(adaptive(), Euler{1e-4}) {
		end, allowed := 2.0, 1e-3
		if m == (Euler{1e-4}) {
			allowed = 0.1 // it lags behind
		}
		_, err := Solve(t.Context(), explosion, []float64{end}, Settings{Method: m}, ignore)
		failure, ok := errors.AsType[*Error](err)
		if !ok || math.Abs(failure.Time-1) > allowed {
			t.Errorf("%v: %v, want an integration error near t = 1", m, err)
		}
	}
}

func TestFailuresAreNamed(t *testing.T) {
	p := logistic().Problem
	broken := scalar(1, func(t, _ float64) float64 {
		if t > 0.5 {
			return math.NaN()
		}
		return 1
	})
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	status := func(s Status, words string) func(error) bool {
		return func(err error) bool {
			failure, ok := errors.AsType[*Error](err)
			return ok && failure.Status == s && strings.Contains(err.Error(), words)
		}
	}
	says := func(words string) func(error) bool {
		return func(err error) bool { return err != nil && strings.Contains(err.Error(), words) }
	}
	for name, c := range map[string]struct {
		ctx      context.Context
		problem  Problem
		times    []float64
		settings Settings
		want     func(error) bool
	}{
		"NaN derivative":             {t.Context(), broken, []float64{1}, Settings{}, status(NotFinite, "t = 0.5")},
		"NaN derivative, Euler":      {t.Context(), broken, []float64{1}, Settings{Method: Euler{0.1}}, status(NotFinite, "t = 0.5")},
		"NaN derivative, Rosenbrock": {t.Context(), broken, []float64{1}, Settings{Method: Rosenbrock{}}, status(NotFinite, "t = 0.5")},
		"NaN start":                  {t.Context(), Problem{Initial: []float64{math.NaN()}, Derivative: p.Derivative}, []float64{1}, Settings{}, status(NotFinite, "")},
		"NaN start time":             {t.Context(), Problem{Initial: []float64{1}, Start: math.NaN(), Derivative: p.Derivative}, []float64{1}, Settings{}, says("start time")},
		"too many":                   {t.Context(), p, []float64{10}, Settings{MaxEvaluations: 20}, status(EvaluationLimit, "loosen the tolerance")},
		"too many, Rosenbrock":       {t.Context(), p, []float64{10}, Settings{Method: Rosenbrock{}, MaxEvaluations: 20}, status(EvaluationLimit, "")},
		"cancelled":                  {cancelled, p, []float64{10}, Settings{}, func(err error) bool { return errors.Is(err, context.Canceled) }},
		"falling times":              {t.Context(), p, []float64{1, 0.5}, Settings{}, says("time 1 is 0.5")},
		"infinite time":              {t.Context(), p, []float64{math.Inf(1)}, Settings{}, says("finite")},
		"negative RelTol":            {t.Context(), p, []float64{1}, Settings{RelTol: -1}, says("RelTol")},
		"NaN AbsTol":                 {t.Context(), p, []float64{1}, Settings{AbsTol: math.NaN()}, says("AbsTol")},
		"Euler without step":         {t.Context(), p, []float64{1}, Settings{Method: Euler{}}, says("above 0")},
	} {
		if _, err := Solve(c.ctx, c.problem, c.times, c.settings, ignore); !c.want(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stop := errors.New("enough")
	for _, at := range []float64{0, 0.001, 1} { // the start, within a step, and the end of one
		if _, err := Solve(t.Context(), p, []float64{at, 1}, Settings{}, func(int, float64, []float64) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("observer's error at %v became %v", at, err)
		}
	}
}

// However fast a problem is, a solution comes to an end: at its last time, or with
// an error. Nothing here takes more than some seconds, though all would take for
// ever step by step.
func TestTooFastProblemsEnd(t *testing.T) {
	const limit = 4_000_000
	for name, p := range map[string]Problem{
		"decay":                scalar(1, func(_, y float64) float64 { return -1e30 * y }),
		"decay, 1e300":         scalar(1, func(_, y float64) float64 { return -1e300 * y }),
		"decay to a curve":     scalar(1, func(t, y float64) float64 { return -1e30 * (y - math.Cos(t)) }),
		"growth":               scalar(1, func(_, y float64) float64 { return 1e30 * y }),
		"explosion":            scalar(1, func(_, y float64) float64 { return 1e30 * y * y }),
		"slowing decay":        scalar(1, func(_, y float64) float64 { return -1e30 * y * y * y }),
		"infinite after a bit": scalar(1, func(t, _ float64) float64 { return 1 / max(0.5-t, 0) }),
		"root":                 scalar(1, func(_, y float64) float64 { return -3 * math.Sqrt(y) }),
		"oscillation": {Initial: []float64{1, 0}, Derivative: func(dst []float64, _ float64, y []float64) {
			dst[0], dst[1] = 1e30*y[1], -1e30*y[0]
		}},
	} {
		for _, m := range append(adaptive(), Euler{1e-3}) {
			result, err := Solve(t.Context(), p, []float64{0.1, 1}, Settings{Method: m, MaxEvaluations: limit}, ignore)
			failure, failed := errors.AsType[*Error](err)
			switch {
			case failed && failure.Status == EvaluationLimit:
				t.Errorf("%s, %v: not noticed within %d evaluations", name, m, limit)
			case err == nil && (result.Time != 1 || !finite(result.State)):
				t.Errorf("%s, %v: ended at %v with %v", name, m, result.Time, result.State)
			case err != nil && !failed:
				t.Errorf("%s, %v: %v", name, m, err)
			}
		}
	}
	// Rosenbrock passes over decay of any rate, and every method through one that slows down.
	for _, rate := range []float64{1e12, 1e30, 1e300} {
		result := solveTo(t, scalar(1, func(t, y float64) float64 { return -rate * (y - t) }), 1, Settings{Method: Rosenbrock{}})
		if math.Abs(result.State[0]-1) > 1e-6 || result.Evaluations > 20_000 {
			t.Errorf("rate %g: %v", rate, result)
		}
	}
	for _, m := range adaptive() {
		result := solveTo(t, scalar(1, func(_, y float64) float64 { return -1e30 * y * y * y }), 1, Settings{Method: m, AbsTol: 1e-30})
		if math.Abs(result.State[0]/math.Sqrt(0.5e-30)-1) > 1e-3 {
			t.Errorf("%v: slowing decay is %v", m, result.State)
		}
	}
}

// Nobody has to observe, a time may be asked for twice, and without times the
// solution ends where it starts.
func TestTimesAndNoObserver(t *testing.T) {
	p := logistic().Problem
	for _, times := range [][]float64{nil, {p.Start}, {0.5, 0.5, 1}, {1, 1}} {
		end := p.Start
		if len(times) > 0 {
			end = times[len(times)-1]
		}
		seen := 0
		observed, err := Solve(t.Context(), p, times, Settings{}, func(int, float64, []float64) error { seen++; return nil })
		if err != nil || seen != len(times) || observed.Time != end {
			t.Errorf("%v: %d times seen, the last %v, error %v", times, seen, observed.Time, err)
		}
		unobserved, err := Solve(t.Context(), p, times, Settings{}, nil)
		if err != nil || unobserved.Time != end || unobserved.State[0] != observed.State[0] {
			t.Errorf("%v: %+v without observer, %+v with one, error %v", times, unobserved, observed, err)
		}
	}
}

func TestStatusesAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for s := Success; s <= Singular; s++ {
		if text := s.String(); seen[text] || strings.HasPrefix(text, "status") {
			t.Errorf("status %d is %q", int(s), text)
		} else {
			seen[text] = true
		}
	}
	if Status(99).String() != "status 99" {
		t.Error(Status(99))
	}
}
