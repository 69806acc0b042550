package theory

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// plateauCase is a network of K = R = 4 on the spiked model.
type plateauCase struct {
	name            string
	activation      gaussian.Activation
	tied            bool
	encoder, output bool // biases that learn
	rule            Rule
	horizon         float64
}

// enough right-hand sides for any long flow of these tests: what takes more has gone
// wrong, and is told so within seconds.
const enough = 50_000

func (c plateauCase) problem(dim int) Problem {
	w := startWeights(4, dim, 0.1, 0)
	if c.tied || c.rule == Sanger {
		copy(w.W, w.V)
	}
	if c.encoder {
		w.B = make([]float64, 4)
	}
	return Problem{
		Activation: c.activation, Tied: c.tied, Rule: c.rule, TrainEncoderBias: c.encoder, TrainOutputBias: c.output,
		Eigenvalues: spiked(dim, 4), LearningRate: 1, Initial: w,
	}
}

func TestFixedPoints(t *testing.T) {
	const dim = 500
	floor := order.PCAErrors(spiked(dim, 4))
	for _, c := range []struct {
		plateauCase
		want, tolerance float64
		flat            int
	}{
		// Rotations and scales of linear units: V → A⁻ᵀV, W → AW, and only rotations where
		// tied.
		{plateauCase{name: "linear", activation: gaussian.Linear{}, horizon: 1e4}, floor[4], 1e-9, 16},
		{plateauCase{name: "tied linear", activation: gaussian.Linear{}, tied: true, horizon: 1e3}, floor[4], 1e-9, 6},
		{plateauCase{name: "truncated linear", activation: gaussian.Linear{}, rule: Truncated, horizon: 1e4}, floor[4], 1e-9, 4},
		{plateauCase{name: "Sanger", activation: gaussian.Linear{}, rule: Sanger, horizon: 1e3}, floor[4], 1e-9, 0},
		// Two pairs: the scale of each unit between encoder and decoder, and that between
		// the units of a pair.
		{plateauCase{name: "ReLU", activation: gaussian.ReLU{}, horizon: 1e4}, floor[2], 1e-9, 6},
		// Below E_3, by less than the share 1/(1+z²) of the fourth component for biases of
		// z = 3.37 standard deviations. The value is the one towards which pmse falls by
		// explicit steps (integrate.Automatic): 0.0231893 at t = 1e6, 0.0231875 at t = 1e7.
		{plateauCase{name: "ReLU with encoder bias", activation: gaussian.ReLU{}, encoder: true, horizon: 1e6}, 0.0231873, 1e-5, -1},
		// The value of the same flow by explicit steps to t = 1e5: 97.15502 E_4.
		{plateauCase{name: "tied erf", activation: gaussian.Erf{}, tied: true, horizon: 1e4}, 97.155 * floor[4], 1e-4, 0},
	} {
		end := mustSolve(t, c.problem(dim), Settings{Times: []float64{c.horizon}, Method: integrate.Rosenbrock{}, MaxEvaluations: enough}).Final
		got, err := end.FixedPoint(t.Context(), FixedPointSettings{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if math.Abs(got.Error/c.want-1) > c.tolerance || got.Residual > 1e-9 {
			t.Errorf("%s: pmse %v, want %v; residual %g", c.name, got.Error, c.want, got.Residual)
		}
		if !got.Known || !got.Stable || c.flat >= 0 && got.Flat != c.flat {
			t.Errorf("%s: known %v, stable %v, %d flat directions, want %d; rates from %v", c.name, got.Known, got.Stable, got.Flat, c.flat, got.Rates[0])
		}
		if c.rule == Sanger { // w^k = D^{1/4} ψ_k
			for i, w := range got.Leading(4).W {
				want := 0.0
				if i%5 == 0 {
					want = math.Pow(dim, 0.25)
				}
				if math.Abs(math.Abs(w)-want) > 1e-9 {
					t.Errorf("Sanger: weight %d is %v, want ±%v", i, w, want)
				}
			}
		}
	}
}

// A search from a saddle where one component is missing goes on to the minimum
// as soon as there is anything to grow from.
func TestFixedPointIsNotASaddle(t *testing.T) {
	const dim = 10
	eigenvalues := []float64{4, 3, 1, 1, 1, 1, 1, 1, 1, 1}
	w := order.NewWeights(2, dim)
	scale := math.Sqrt(math.Sqrt(dim))
	w.Encoder(0)[0], w.Decoder(0)[0] = scale, scale
	w.Encoder(1)[1], w.Decoder(1)[1] = 1e-9, 1e-9
	p := Problem{Activation: gaussian.Linear{}, Eigenvalues: eigenvalues, LearningRate: 1, Initial: w}
	s := snapshotOf(t, p, true)
	if stability := s.flow.stability(s.state); !stability.Known || stability.Stable {
		t.Errorf("the saddle's rates begin with %v", stability.Rates[:2])
	} else {
		near(t, "rate of growth of the second component, ηr,", stability.Rates[0], 0.3)
	}
	got, err := s.FixedPoint(t.Context(), FixedPointSettings{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "pmse", got.Error, 0.8)
	if e := got.Exponents(0); !math.IsNaN(e.Excess) || !math.IsNaN(e.Encoder[0]) || !math.IsNaN(e.Decoder[0]) {
		t.Errorf("exponents %+v at t = ∞", e)
	}
}

// At D = ∞ the bulk's noise keeps erf from infinity: there is a fixed point. With one unit
// the error is E(Q) = r(1 − a²Q/M), and M is that of Q and the noise together; its minimum
// over Q, found by golden section, is where the flow ends.
func TestFixedPointOverTheBulk(t *testing.T) {
	const rate, noise = 0.6, 0.05
	p := Problem{Activation: gaussian.Erf{}, LearningRate: 1, Modes: &Modes{
		Hidden: 1, Dim: math.Inf(1), Variance: 1, Rates: []float64{rate, 0}, Encoder: []float64{0.3, math.Sqrt(noise)}, Decoder: []float64{0.1, 0.2},
	}}
	got, err := mustSolve(t, p, Settings{Times: []float64{100}}).Final.FixedPoint(t.Context(), FixedPointSettings{})
	if err != nil {
		t.Fatal(err)
	}
	left := func(q float64) float64 {
		averages := gaussian.NewAverages(1)
		averages.Compute(gaussian.Erf{}, []float64{q + noise}, nil)
		return 1 - rate*averages.A[0]*averages.A[0]*q/averages.M[0]
	}
	low, high := 0.01, 10.0
	for range 200 {
		a, b := low+0.382*(high-low), low+0.618*(high-low)
		if left(a) < left(b) {
			high = b
		} else {
			low = a
		}
	}
	near(t, "pmse", got.Error, left(low))
}

// At eigenvalue 0 the encoder does nothing but decay: at a fixed point, at t = ∞, it is
// where it started, or 0.
func TestWeightsOfZeroEigenvaluesAtAFixedPoint(t *testing.T) {
	const hidden, dim = 2, 8
	for _, tied := range []bool{false, true} {
		for _, decay := range []float64{0, 0.01} {
			w := startWeights(hidden, dim, 0.3, 3)
			if tied {
				copy(w.W, w.V)
			}
			p := Problem{
				Activation: gaussian.Linear{}, Tied: tied, Eigenvalues: []float64{4, 0, 2, 1, 0, 0, 0.5, 0}, LearningRate: 1,
				Initial: w, WeightDecay: decay,
			}
			end := mustSolve(t, p, Settings{Times: []float64{20}, MaxEvaluations: enough}).Final
			point, err := end.FixedPoint(t.Context(), FixedPointSettings{})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range []Snapshot{end, point.Snapshot} {
				weights, leading := s.Weights(), s.Leading(dim)
				for k := range hidden {
					for j, mode := range []int{0, 2, 3, 6, 1, 4, 5, 7} {
						got := weights.Encoder(k)[mode]
						near(t, "the leading mode's weight", leading.W[k*dim+j], got)
						want := w.Encoder(k)[mode]
						switch {
						case p.Eigenvalues[mode] > 0:
							continue
						case tied:
							want = weights.Decoder(k)[mode]
						case decay > 0:
							want *= math.Exp(-decay * s.Time)
						}
						near(t, "weight on eigenvalue 0", got, want)
					}
				}
			}
		}
	}
}

// Only rectified units of the vanilla rule move into their linear part without end;
// linear units with biases rest.
func TestWhoseBiasesGrow(t *testing.T) {
	for _, c := range []struct {
		activation gaussian.Activation
		rule       Rule
		want       bool
	}{
		{gaussian.ReLU{}, Vanilla, true}, {gaussian.LeakyReLU(0.2), Vanilla, true},
		{gaussian.ReLU{}, Truncated, false}, {gaussian.Linear{}, Vanilla, false}, {gaussian.Erf{}, Vanilla, false},
	} {
		s := snapshotOf(t, plateauCase{activation: c.activation, rule: c.rule, encoder: true, output: true}.problem(20), true)
		if got := s.flow.biasesGrow(); got != c.want {
			t.Errorf("%s, %v: biases grow: %v", c.activation.Name(), c.rule, got)
		}
	}
	p := plateauCase{activation: gaussian.Linear{}, encoder: true, output: true}.problem(30)
	p.Initial.B = []float64{0.1, -0.2, 0.3, 0}
	point, err := mustSolve(t, p, Settings{Times: []float64{1e4}, MaxEvaluations: enough}).Final.FixedPoint(t.Context(), FixedPointSettings{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "pmse of linear units with biases", point.Error, order.PCAErrors(p.Eigenvalues)[4])
}

func TestNoFixedPoint(t *testing.T) {
	for _, c := range []plateauCase{
		{name: "erf", activation: gaussian.Erf{}},
		{name: "ReLU with both biases", activation: gaussian.ReLU{}, encoder: true, output: true},
	} {
		s := snapshotOf(t, c.problem(50), true)
		_, err := s.FixedPoint(t.Context(), FixedPointSettings{})
		missing, ok := errors.AsType[*NoFixedPointError](err)
		if !ok || (missing.Law != nil) != (c.name == "erf") {
			t.Errorf("%s: error %v", c.name, err)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	p := plateauCase{activation: gaussian.ReLU{}}.problem(50)
	if _, err := snapshotOf(t, p, true).FixedPoint(stopped, FixedPointSettings{}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}

// Four ReLU units do better on three equal components than two pairs: a tetrahedron, for
// which with α = 4/(8/3 + 0.6555…) the error is 3(1 − 2α/3)² + (α²/4)(4 − 12 E|λλ'|/3), of
// 3.
func TestReLUOnEqualComponents(t *testing.T) {
	const rate, correlation = 0.2, -1. / 3
	p := infinite(gaussian.ReLU{}, rate, rate, rate)
	source := rand.New(rand.NewPCG(0, 5))
	p.Modes.Hidden, p.Modes.Variance, p.Modes.Encoder, p.Modes.Decoder = 4, 3*rate, nil, nil
	for range 12 {
		p.Modes.Encoder, p.Modes.Decoder = append(p.Modes.Encoder, 0.1*source.NormFloat64()), append(p.Modes.Decoder, 0.1*source.NormFloat64())
	}
	absolute := 2 / math.Pi * (math.Sqrt(1-correlation*correlation) + correlation*math.Asin(correlation)) // E|λλ'|
	even := 4 - 4*absolute
	alpha := 4 / (8./3 + even/2)
	want := rate * (3*(1-2*alpha/3)*(1-2*alpha/3) + alpha*alpha/4*even)
	got, err := mustSolve(t, p, Settings{Times: []float64{1e3}}).Final.FixedPoint(t.Context(), FixedPointSettings{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "pmse", got.Error, want)
	if pairs, err := p.Plateau(); err == nil {
		t.Errorf("a plateau of pairs, %+v, where a tetrahedron does better", pairs)
	}
}

// With an odd number of ReLU units a single one takes half of a component's variance.
func TestSingleUnitTakesHalfOfAComponent(t *testing.T) {
	eigenvalues := spiked(60, 4)
	p := Problem{Activation: gaussian.ReLU{}, Eigenvalues: eigenvalues, LearningRate: 1, Initial: startWeights(1, 60, 0.1, 3)}
	want := (floats.Sum(eigenvalues) - eigenvalues[0]/2) / 60
	got, err := p.Plateau()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "prediction", got.Error, want)
	point, err := mustSolve(t, p, Settings{Times: []float64{1e4}}).Final.FixedPoint(t.Context(), FixedPointSettings{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "fixed point", point.Error, want)
}
