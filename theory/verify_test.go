package theory

import (
	"errors"
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

// Tied weights that start large shrink by orders of magnitude before they learn: what
// they learn when depends on the last digits of the start.
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

// Mirror images of odd units, and networks that are their own mirror image, stay what they are.
func TestMirrorImagesStayMirrorImages(t *testing.T) {
	for _, c := range []struct {
		activation gaussian.Activation
		biases     bool
		biasSign   float64
	}{{gaussian.Erf{}, false, 0}, {gaussian.Linear{}, false, 0}, {gaussian.Erf{}, true, -1}, {gaussian.ReLU{}, true, 1}, {gaussian.ReLU{}, false, 0}} {
		p := combination{encoderBias: c.biases, outputBias: c.biases}.problem(c.activation, 4, spiked(60, 3), 0.1)
		clear(p.Initial.C)
		for k := range 2 {
			for i := range p.Initial.Dim {
				p.Initial.Encoder(2 + k)[i] = -p.Initial.Encoder(k)[i]
				p.Initial.Decoder(2 + k)[i] = -p.Initial.Decoder(k)[i]
			}
			if c.biases {
				p.Initial.B[2+k] = c.biasSign * p.Initial.B[k]
			}
		}
		for _, m := range []integrate.Method{nil, integrate.Automatic{}} {
			w := mustSolve(t, p, Settings{Times: []float64{2000}, Method: m, Verify: true}).Final.Weights()
			for k := range 2 {
				for i := range w.Dim {
					if w.Encoder(2 + k)[i] != -w.Encoder(k)[i] || w.Decoder(2 + k)[i] != -w.Decoder(k)[i] {
						t.Fatalf("%s, biases %t: mirror images have parted", c.activation.Name(), c.biases)
					}
				}
				if c.biases && w.B[2+k] != c.biasSign*w.B[k] {
					t.Errorf("%s: biases have parted", c.activation.Name())
				}
			}
		}
	}
}

// What only looks like a twin isn't one: units of other biases, and units of the truncated rule.
func TestUnitsThatDifferPart(t *testing.T) {
	for _, c := range []combination{{encoderBias: true}, {rule: Truncated}} {
		p := c.problem(gaussian.ReLU{}, 2, spiked(40, 2), 0.1)
		copy(p.Initial.Encoder(1), p.Initial.Encoder(0))
		copy(p.Initial.Decoder(1), p.Initial.Decoder(0))
		if c.encoderBias {
			p.Initial.B = []float64{0.5, -0.5}
		}
		w := mustSolve(t, p, Settings{Times: []float64{100}}).Final.Weights()
		if math.Abs(w.Encoder(1)[0]-w.Encoder(0)[0]) < 1e-3 {
			t.Errorf("%v: units stay alike that aren't", c)
		}
	}
}

// A network that learns everything has an error that goes to 0, and no relative accuracy there.
func TestVerifyTakesAnErrorOfNothing(t *testing.T) {
	for _, tied := range []bool{false, true} {
		for _, tolerance := range []float64{1e-4, 1e-7} {
			p := combination{tied: tied}.problem(gaussian.Linear{}, 4, []float64{30, 15, 7.5, 3.75}, 0.1)
			result, err := Solve(t.Context(), p, Settings{Times: logTimes(0.1, 1000, 61), Tolerance: tolerance, Verify: true})
			if err != nil || result.Error[61] > 1e-6 {
				t.Errorf("tied %t, tolerance %g: pmse %v, %v", tied, tolerance, result.Error[61:], err)
			}
		}
	}
}

// Few recorded times don't hide what happens between them, and loose tolerances are compared with finer ones.
func TestVerifyComparesBetweenTheTimes(t *testing.T) {
	times := []float64{0, 50, 50, 1e4}
	all, recorded := timesToVerify(times)
	count := 0
	for i, is := range recorded {
		if is {
			count++
		}
		if i > 0 && all[i] < all[i-1] {
			t.Errorf("time %g after %g", all[i], all[i-1])
		}
	}
	if count != len(times) || len(all) < len(times)+verifiedTimes/2 {
		t.Errorf("%d times of %d recorded, want %d", count, len(all), len(times))
	}
	p := combination{}.problem(gaussian.Erf{}, 2, spiked(40, 2), 0.1)
	result := mustSolve(t, p, Settings{Times: times, Tolerance: LargestTolerance, Verify: true})
	if result.Deviation == 0 || !slices.Equal(result.Times, times) || len(result.Parameters) != len(times) {
		t.Errorf("deviation %g at times %v", result.Deviation, result.Times)
	}
}

// An evaluation limit that only the coarser solution meets, and one that neither does.
func TestVerifyPassesFailuresOn(t *testing.T) {
	p := combination{}.problem(gaussian.Erf{}, 2, spiked(40, 2), 0.1)
	for _, limit := range []int{100, 1500} {
		_, err := Solve(t.Context(), p, Settings{Times: []float64{1000}, Tolerance: 1e-9, MaxEvaluations: limit, Verify: true})
		if stopped, ok := errors.AsType[*integrate.Error](err); !ok || stopped.Status != integrate.EvaluationLimit {
			t.Errorf("limit %d: %v", limit, err)
		}
	}
}

// Verification sorts times of its own among those asked for; it doesn't mend mistakes in these.
func TestVerifyRefusesMistakenTimes(t *testing.T) {
	p := combination{}.problem(gaussian.Erf{}, 2, spiked(20, 2), 0.1)
	for _, times := range [][]float64{nil, {}, {2, 1}, {0, math.NaN()}, {-1, 1}, {1, math.Inf(1)}} {
		for _, verify := range []bool{false, true} {
			if _, err := Solve(t.Context(), p, Settings{Times: times, Verify: verify}); err == nil || !strings.Contains(err.Error(), "time") {
				t.Errorf("%v, verify %t: %v", times, verify, err)
			}
		}
	}
}
