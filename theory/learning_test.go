package theory

import (
	"math"
	"sort"
	"testing"

	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// The learning times are those at which densely recorded overlaps pass one half, in
// the order of the eigenvalues, whatever the method and the times recorded.
func TestLearningTimes(t *testing.T) {
	infinite := draw(t, ensemble.Ensemble{
		Levels: []ensemble.Level{{Rate: 0.7, Multiplicity: 1, Share: 0.7}, {Rate: 0.2, Multiplicity: 1, Share: 0.2}, {Multiplicity: math.Inf(1), Share: 0.1}},
		Dim:    math.Inf(1), Hidden: 2, Scale: 0.1,
	}, 0)
	tied := startWeights(2, 60, 0.1, 5)
	copy(tied.W, tied.V)
	for name, p := range map[string]Problem{
		"spiked": {Activation: gaussian.Erf{}, Eigenvalues: spiked(100, 3), LearningRate: 1, Initial: startWeights(2, 100, 0.1, 1)},
		"images": {Activation: gaussian.Linear{}, Eigenvalues: powerLaw(60), LearningRate: 1, Initial: startWeights(3, 60, 0.01, 2)},
		"D = ∞":  {Activation: gaussian.Erf{}, LearningRate: 1, Modes: infinite},
		"tied":   {Activation: gaussian.Linear{}, Rule: Sanger, Eigenvalues: powerLaw(60), LearningRate: 1, Initial: tied},
	} {
		hidden := p.hidden()
		var times []float64
		var overlaps [][]float64
		mustSolve(t, p, Settings{Times: logTimes(0.1, 1000, 3000), Observe: func(s Snapshot) error {
			times, overlaps = append(times, s.Time), append(overlaps, s.SpanOverlaps(hidden+1))
			return nil
		}})
		got := mustSolve(t, p, Settings{Times: []float64{1000}, Learning: hidden + 1, Method: integrate.Rosenbrock{}}).Learning
		again := mustSolve(t, p, Settings{Times: []float64{1, 5, 1000}, Learning: hidden + 1, Method: integrate.Automatic{}}).Learning
		last := 0.0
		for m, learnt := range got {
			if math.Abs(again[m].Time/learnt.Time-1) > 1e-6 { // ten times the tolerance
				t.Errorf("%s: component %d is learnt at %v by one method, at %v by another", name, m+1, learnt.Time, again[m].Time)
			}
			i := sort.Search(len(times), func(i int) bool { return overlaps[i][m] >= learntOverlap })
			if learnt.Component != m+1 || learnt.Learnt != (i < len(times)) || learnt.Learnt == math.IsNaN(learnt.Time) {
				t.Errorf("%s, component %d: %+v, recorded overlaps end at %v", name, m+1, learnt, overlaps[len(times)-1][m])
				continue
			}
			if !learnt.Learnt {
				continue
			}
			before, after := overlaps[i-1][m]-learntOverlap, overlaps[i][m]-learntOverlap
			want := times[i-1] + (times[i]-times[i-1])*before/(before-after)
			if math.Abs(learnt.Time/want-1) > 1e-4 { // linear interpolation of a curve recorded every 0.3 %
				t.Errorf("%s: component %d is learnt at %v, the recorded curve says %v", name, m+1, learnt.Time, want)
			}
			if learnt.Time < last {
				t.Errorf("%s: component %d is learnt before the one before it", name, m+1)
			}
			last = learnt.Time
		}
	}
}

// What is learnt at the start is learnt at t = 0.
func TestLearntFromTheStart(t *testing.T) {
	w := order.NewWeights(1, 3)
	w.V[1], w.V[2] = 2, 0.1
	p := Problem{Activation: gaussian.Linear{}, Eigenvalues: []float64{1, 3, 2}, LearningRate: 1, Initial: w}
	got := mustSolve(t, p, Settings{Times: []float64{1}, Learning: 5}).Learning
	if len(got) != 3 || !got[0].Learnt || got[0].Time != 0 || got[1].Learnt || !math.IsNaN(got[2].Time) {
		t.Errorf("%+v", got)
	}
}

// The linear network whose units start along the components, or along any
// rotation of them, is solvable (A. M. Saxe, J. L. McClelland & S. Ganguli, ICLR 2014).
//
// In the D-free variables u = ω/√r and v̂ encoder and decoder learn at one rate η:
// on a mode of rate r, u' = ηr v̂(1 − uv̂) and v̂' = ηr u(1 − uv̂). Hence u² − v̂² = c is
// conserved, and p = uv̂, the share of the mode that is reconstructed, obeys
// p' = ηr √(c² + 4p²)(1 − p): the time at which it is reached is a closed form, and p is
// a logistic curve where c = 0.
func TestLinearNetworkIsSolvable(t *testing.T) {
	const dim, eta = 20, 0.8
	eigenvalues := powerLaw(dim)
	for _, c := range []struct {
		name   string
		u, v   [2]float64 // on the first and the second mode
		rotate float64    // of the two units into one another
	}{
		{"balanced", [2]float64{0.01, 0.03}, [2]float64{0.01, 0.03}, 0},
		{"unbalanced", [2]float64{0.02, 0.3}, [2]float64{0.1, -0.01}, 0},
		{"rotated", [2]float64{0.02, 0.3}, [2]float64{0.1, 0.05}, 1.1},
	} {
		w := order.NewWeights(2, dim)
		rotation := [2][2]float64{{math.Cos(c.rotate), -math.Sin(c.rotate)}, {math.Sin(c.rotate), math.Cos(c.rotate)}}
		for k := range 2 {
			for mode := range 2 {
				w.Encoder(k)[mode], w.Decoder(k)[mode] = rotation[k][mode]*c.u[mode], rotation[k][mode]*c.v[mode]*math.Sqrt(dim)
			}
		}
		p := Problem{Activation: gaussian.Linear{}, Eigenvalues: eigenvalues, LearningRate: eta, Initial: w}
		times := logTimes(0.5, 300, 25)
		result := mustSolve(t, p, Settings{Times: times, Tolerance: 1e-9})
		for i, time := range times {
			want := floats.Sum(eigenvalues[2:]) / dim
			for mode := range 2 {
				rate := eigenvalues[mode] / dim
				left := 1 - reconstructed(c.u[mode], c.v[mode], eta*rate*time)
				want += rate * left * left
			}
			if math.Abs(result.Error[i]/want-1) > 1e-8 {
				t.Errorf("%s: pmse(%g) = %v, exact %v", c.name, time, result.Error[i], want)
			}
		}
	}
}

// reconstructed returns uv̂ at ηrt = s, by bisection of the exact s(uv̂).
func reconstructed(u, v, s float64) float64 {
	c := u*u - v*v
	a := math.Sqrt(c*c + 4)
	clock := func(p float64) float64 {
		return math.Log((a*math.Sqrt(c*c+4*p*p)+4*p+c*c)/(1-p)) / a
	}
	target := clock(u*v) + s
	low, high := u*v, 1.0
	for range 200 {
		if middle := (low + high) / 2; clock(middle) < target {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// A balanced mode of the solvable network reaches one half at t = ln(1/p₀ − 1)/(2ηr).
func TestLearningOfSolvableNetwork(t *testing.T) {
	const dim, eta, start = 10, 1.0, 0.02
	w := order.NewWeights(1, dim)
	w.W[0], w.V[0] = start, start*math.Sqrt(dim)
	p := Problem{Activation: gaussian.Linear{}, Eigenvalues: powerLaw(dim), LearningRate: eta, Initial: w}
	rate := p.Eigenvalues[0] / dim
	half := math.Log(1/(start*start)-1) / (2 * eta * rate)
	got := mustSolve(t, p, Settings{Times: []float64{half}, Tolerance: 1e-10})
	if want := floats.Sum(p.Eigenvalues[1:])/dim + rate/4; math.Abs(got.Error[0]/want-1) > 1e-9 {
		t.Errorf("pmse = %v, want %v", got.Error[0], want)
	}
}
