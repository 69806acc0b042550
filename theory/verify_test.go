package theory

import (
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"
)

func TestVerifyMeasuresTheDeviation(t *testing.T) {
	p := combination{encoderBias: true}.problem(gaussian.ReLU{}, 2, spiked(50, 3), 0.1)
	times, seen := logTimes(0.1, 1000, 20), 0
	result := mustSolve(t, p, Settings{Times: times, Verify: true, Observe: func(Snapshot) error { seen++; return nil }})
	plain := mustSolve(t, p, Settings{Times: times})
	if !slices.Equal(result.Error, plain.Error) || seen != len(times) {
		t.Errorf("verification changes the curve or observes %d times", seen)
	}
	if !(result.Deviation > 0 && result.Deviation < allowedDeviation*DefaultTolerance) || plain.Deviation != 0 {
		t.Errorf("deviation %g, unverified %g", result.Deviation, plain.Deviation)
	}
}

// Tied weights that start large shrink by orders of magnitude before they learn: what they learn
// when depends on the last digits of the start.
func TestVerifyFindsWhatDependsOnTheStartTooFinely(t *testing.T) {
	eigenvalues := append([]float64{30, 12, 5, 1}, slices.Repeat([]float64{0.5}, 10)...)
	refused := 0
	for seed := range uint64(20) {
		p := Problem{Activation: gaussian.Linear{}, Tied: true, LearningRate: 1, Eigenvalues: eigenvalues, Initial: startWeights(2, 14, 30, seed)}
		copy(p.Initial.V, p.Initial.W)
		times := logTimes(0.1, 1000, 40)
		result, err := Solve(t.Context(), p, Settings{Times: times, Tolerance: 1e-6, Verify: true})
		reference := mustSolve(t, p, Settings{Times: times, Tolerance: 1e-11, Method: integrate.DormandPrince{}})
		off := furthest(t, result.Error, reference.Error)
		switch {
		case err != nil && strings.Contains(err.Error(), "depends on its start too finely"):
			refused++
		case err != nil:
			t.Error(err)
		case off > allowedDeviation*1e-6:
			t.Errorf("seed %d: off by %g, and taken as verified with a deviation of %g", seed, off, result.Deviation)
		}
	}
	if refused == 0 {
		t.Error("nothing was refused: nothing tested")
	}
	t.Logf("%d of 20 refused", refused)
}

// Units that start alike stay alike.
func TestTwinsStayTwins(t *testing.T) {
	for _, g := range []gaussian.Activation{gaussian.Erf{}, gaussian.ReLU{}, gaussian.Linear{}} {
		for _, tied := range []bool{false, true} {
			p := combination{tied: tied}.problem(g, 3, spiked(60, 3), 0.1)
			copy(p.Initial.Encoder(2), p.Initial.Encoder(0))
			copy(p.Initial.Decoder(2), p.Initial.Decoder(0))
			for _, m := range []integrate.Method{integrate.Rosenbrock{}, integrate.Automatic{}} {
				w := mustSolve(t, p, Settings{Times: []float64{300}, Method: m}).Final.Weights()
				if !slices.Equal(w.Encoder(2), w.Encoder(0)) || !slices.Equal(w.Decoder(2), w.Decoder(0)) {
					t.Errorf("%s, tied %t: units that started alike have parted", g.Name(), tied)
				}
			}
		}
	}
}

func TestErrorsThatAreNoNumbersAreRefused(t *testing.T) {
	p := combination{}.problem(gaussian.Linear{}, 2, spiked(20, 2), 1e100)
	result, err := Solve(t.Context(), p, Settings{Times: []float64{0, 1}})
	if err == nil || slices.ContainsFunc(result.Error, func(e float64) bool { return math.IsInf(e, 0) || math.IsNaN(e) }) {
		t.Errorf("%v, %v", result.Error, err)
	}
}
