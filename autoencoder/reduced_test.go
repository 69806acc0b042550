package autoencoder

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"

	"gonum.org/v1/gonum/floats"
)

// However the steps are divided into runs, looked at, saved and resumed, and whatever the
// instructions, the weights are the same bits.
func TestLevelSimulatorResumesToTheSameBits(t *testing.T) {
	for name, l := range learners() {
		t.Run(name, func(t *testing.T) {
			l.LearningRate = 1
			start := spikedStart(t, 1e6, 2, 2, l.tied())
			whole := newLevelSimulator(t, l, start, 0)
			run(t, whole, 3000)
			l.Instructions = kernel.Go
			parts := newLevelSimulator(t, l, start, 0)
			for _, steps := range []int64{1, 2, 7, 19, 100, 1025, 2999, 3000} {
				run(t, parts, steps)
				parts.Network()
				state, err := parts.MarshalBinary()
				if err != nil {
					t.Fatal(err)
				}
				parts = newLevelSimulator(t, l, start, 99)
				run(t, parts, 5)
				if err := parts.UnmarshalBinary(state); err != nil {
					t.Fatal(err)
				}
			}
			a, b := whole.Network().Weights, parts.Network().Weights
			if whole.Steps() != parts.Steps() || !slices.Equal(a.W, b.W) || !slices.Equal(a.V, b.V) || !slices.Equal(a.B, b.B) || !slices.Equal(a.C, b.C) {
				t.Error("the weights differ")
			}
			first, _ := whole.MarshalBinary()
			second, _ := parts.MarshalBinary()
			if !bytes.Equal(first, second) {
				t.Error("the states differ")
			}
		})
	}
}

// Weights over levels have the order parameters of those that they come from, and so have those
// that a simulator starts from.
func TestStartWeightsKeepOrderParameters(t *testing.T) {
	eigenvalues := make([]float64, 80) // in no order
	for i := range eigenvalues {
		eigenvalues[i] = []float64{2, 0.5, 0, 9}[i*i%7%4]
	}
	eigenvalues[77] = 33
	for name, change := range map[string]func(w *order.Weights, l *Learning){
		"untied":         func(*order.Weights, *Learning) {},
		"both biases":    func(w *order.Weights, _ *Learning) { w.B, w.C = []float64{1, -2}, slices.Clone(w.W[30:110]) },
		"tied":           func(w *order.Weights, l *Learning) { copy(w.V, w.W); l.Tied = true },
		"untied, equal":  func(w *order.Weights, _ *Learning) { copy(w.V, w.W) },
		"tied, to learn": func(w *order.Weights, l *Learning) { copy(w.V, w.W); l.Tied, l.TrainOutputBias = true, true },
		"dependent rows": func(w *order.Weights, _ *Learning) { copy(w.Encoder(1), w.Encoder(0)); clear(w.Decoder(0)) },
	} {
		w, l := normalWeights(2, len(eigenvalues), 0.7), Learning{Activation: gaussian.ReLU{}, LearningRate: 1}
		change(&w, &l)
		reduced, err := ReduceWeights(w, eigenvalues)
		if err != nil {
			t.Fatal(err)
		}
		wide := LevelWeights{Weights: w} // with a column for each mode
		for _, rho := range eigenvalues {
			wide.Levels = append(wide.Levels, Level{Eigenvalue: rho, Modes: 1, Columns: 1})
		}
		p, q := order.NewParameters(2), order.NewParameters(2)
		want := evaluate(t, ClosedForm{Eigenvalues: eigenvalues}, Network{Activation: l.Activation, Weights: w}, p)
		for _, start := range []LevelWeights{reduced, wide} {
			s := newLevelSimulator(t, l, start, 0)
			got := evaluate(t, s.Evaluator(), s.Network(), q)
			if l.TrainOutputBias {
				q.Z, q.C2 = nil, 0 // the direct network has none yet
			}
			if math.Abs(got/want-1) > 1e-13 || !floats.EqualApprox(p.AppendColumns(nil), q.AppendColumns(nil), 1e-12) {
				t.Errorf("%s, %d columns: error %v, want %v; %v, want %v", name, start.Weights.Dim, got, want, q.AppendColumns(nil), p.AppendColumns(nil))
			}
		}
	}
}

// A level may come with more columns than there are rows of weights.
func TestStartWeightsOfManyColumns(t *testing.T) {
	w := normalWeights(2, 30, 1)
	start := LevelWeights{Levels: []Level{{Eigenvalue: 50, Modes: 1, Columns: 1}, {Eigenvalue: 0.5, Modes: 1e6, Columns: 29}}, Weights: w}
	s := newLevelSimulator(t, Learning{Activation: gaussian.Erf{}, LearningRate: 1}, start, 0)
	p, q := order.NewParameters(2), order.NewParameters(2)
	want := evaluate(t, ClosedForm{Eigenvalues: start.Eigenvalues(), Trace: start.Trace()}, Network{Activation: gaussian.Erf{}, Weights: w, Dim: start.Dim()}, p)
	got := evaluate(t, s.Evaluator(), s.Network(), q)
	if math.Abs(got/want-1) > 1e-13 || !floats.EqualApprox(p.AppendColumns(nil), q.AppendColumns(nil), 1e-13) || width(s.slots) >= 30 {
		t.Errorf("error %v, want %v; %v, want %v; %d slots", got, want, q.AppendColumns(nil), p.AppendColumns(nil), width(s.slots))
	}
}

func run(t *testing.T, s Simulation, steps int64) {
	t.Helper()
	if err := s.Run(t.Context(), steps); err != nil {
		t.Fatal(err)
	}
}

// A state that can't be restored leaves the simulator as it was.
func TestLevelSimulatorRefusesOtherStates(t *testing.T) {
	l := Learning{Activation: gaussian.Erf{}, LearningRate: 1}
	s := newLevelSimulator(t, l, spikedStart(t, 1e6, 2, 2, false), 0)
	run(t, s, 10)
	state := must[[]byte](t)(s.MarshalBinary())
	tied := l
	tied.Tied = true
	other := must[[]byte](t)(newLevelSimulator(t, tied, spikedStart(t, 1e6, 2, 2, true), 0).MarshalBinary())
	smaller := must[[]byte](t)(newLevelSimulator(t, l, spikedStart(t, 1e5, 2, 2, false), 0).MarshalBinary())
	unchanged := func(after string) {
		if !bytes.Equal(must[[]byte](t)(s.MarshalBinary()), state) {
			t.Errorf("%s: a refused state changed the simulator", after)
		}
	}
	moved := newLevelSimulator(t, l, spikedStart(t, 1e6, 2, 2, false), 5)
	run(t, moved, 25)
	noRadii := must[[]byte](t)(moved.MarshalBinary())
	noRadii[bytes.LastIndex(noRadii, []byte("chacha8:"))] = 'C' // in the last part of it
	for want, bad := range map[string][]byte{
		"isn't one of a simulator by levels": []byte("something else"),
		"state of a random stream":           noRadii,
		"it is cut off":                      state[:40],
		"cut off, or more than one":          append(slices.Clone(state), 0),
		"after a compression":                other,
		"at D = 100000, not":                 smaller,
	} {
		if err := s.UnmarshalBinary(bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
		unchanged(want)
	}
	for n := range len(state) {
		if err := s.UnmarshalBinary(state[:n]); err == nil {
			t.Fatalf("%d bytes of %d were taken for a state", n, len(state))
		}
	}
	unchanged("cut off")
}

func TestLevelProblemNamesWhatIsWrong(t *testing.T) {
	for want, change := range map[string]func(*LevelProblem){
		"Adam has a rate for each weight by":  func(p *LevelProblem) { p.Adam = &Adam{} },
		"precision double or automatic":       func(p *LevelProblem) { p.Precision = Single },
		"needs Normals and Radii":             func(p *LevelProblem) { p.Radii = nil },
		"learning rate 0":                     func(p *LevelProblem) { p.LearningRate = 0 },
		"level 3 has 2.5 modes":               func(p *LevelProblem) { p.Initial.Levels[2].Modes = 2.5 },
		"infinitely many modes":               func(p *LevelProblem) { p.Initial.Levels[2].Modes = math.Inf(1) },
		"simulated are D up to 1e+13":         func(p *LevelProblem) { p.Initial.Levels[2].Modes = 1e16 },
		"level 1 has the eigenvalue -1":       func(p *LevelProblem) { p.Initial.Levels[0].Eigenvalue = -1 },
		"level 2 has 3 columns for 1 modes":   func(p *LevelProblem) { p.Initial.Levels[1].Columns = 3 },
		"5 columns in all, but the weights 6": func(p *LevelProblem) { p.Initial.Levels[2].Columns = 3 },
		"the levels have 0 columns in all":    func(p *LevelProblem) { p.Initial.Levels = nil },
		"make V a copy of W":                  func(p *LevelProblem) { p.Tied = true },
		"the rule sanger is for linear":       func(p *LevelProblem) { p.Rule = Sanger },
		"weight W[0,0] is NaN":                func(p *LevelProblem) { p.Initial.Weights.W[0] = math.NaN() },
		"weight decay 1e+09":                  func(p *LevelProblem) { p.WeightDecay = 1e9 },
		"at most 1024, since a batch needs":   func(p *LevelProblem) { p.BatchSize = LargestLevelBatch + 1 },
		"it must be from 1 to 65536":          func(p *LevelProblem) { p.BatchSize = math.MaxInt },
		"1 hidden units over 0 inputs": func(p *LevelProblem) {
			p.Tied, p.Initial = true, LevelWeights{Weights: order.Weights{Hidden: 1, W: []float64{1}, V: []float64{2}}}
		},
	} {
		start := spikedStart(t, 1e6, 2, 2, false)
		p := LevelProblem{
			Learning: Learning{Activation: gaussian.Erf{}, LearningRate: 1}, Initial: start,
			Normals: random.NewNormals(1, "x", 0), Radii: random.New(1, "x", 0),
		}
		change(&p)
		if _, err := NewLevelSimulator(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
	if _, err := ReduceWeights(normalWeights(2, 5, 1), []float64{1, 1}); err == nil || !strings.Contains(err.Error(), "2 eigenvalues for start weights over D = 5") {
		t.Errorf("%v, want an error about the eigenvalues", err)
	}
	columns := spikedColumns(t, 1e3, 2, 2, 0.1, false, 1)
	columns.Dim = math.Inf(1)
	if _, err := WeightsOfColumns(columns); err == nil || !strings.Contains(err.Error(), "take a finite D") {
		t.Errorf("%v, want an error about infinitely many dimensions", err)
	}
}

// Steps at the largest D still change the weights by what they should: along a spike, where
// nothing else moves the decoder much, by η/D times the average of δ g a step.
func TestLevelSimulatorAtHugeDimension(t *testing.T) {
	const dim, steps = LargestLevelDim, 20000
	s := newLevelSimulator(t, Learning{Activation: gaussian.Erf{}, LearningRate: 1}, spikedStart(t, dim, 2, 2, false), 0)
	before := s.Network()
	p, q := order.NewParameters(2), order.NewParameters(2)
	first := evaluate(t, s.Evaluator(), before, p)
	run(t, s, steps)
	after := s.Network()
	last := evaluate(t, s.Evaluator(), after, q)
	if s.Time() != steps/dim || after.Dim != dim {
		t.Errorf("t = %v at D = %v", s.Time(), after.Dim)
	}
	if math.Abs(last/first-1) > 1e-9 || math.Abs(q.Q[0]/p.Q[0]-1) > 1e-9 {
		t.Errorf("error %v, was %v; Q_11 = %v, was %v", last, first, q.Q[0], p.Q[0])
	}
	moved := after.Weights.V[0] - before.Weights.V[0]
	eigenvalue := s.Eigenvalues()[0]
	averages := gaussian.NewAverages(2)
	averages.Compute(gaussian.Erf{}, p.Q, nil)
	drift := averages.A[0] * before.Weights.W[0] * eigenvalue / math.Sqrt(dim) // − M V, which is small
	for l := range 2 {
		drift -= averages.M[l] * before.Weights.V[l*before.Weights.Dim]
	}
	want, spread := steps/dim*drift, math.Sqrt(steps*eigenvalue)/dim
	if math.Abs(moved-want) > 5*spread || moved == 0 {
		t.Errorf("a decoder's weight moved by %v, want %v ± %v", moved, want, spread)
	}
}

func TestLevelSimulatorStopsWithTheContext(t *testing.T) {
	s := newLevelSimulator(t, Learning{Activation: gaussian.Linear{}, LearningRate: 1}, spikedStart(t, 1e3, 2, 2, false), 0)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Run(ctx, 1e6); !errors.Is(err, context.Canceled) || s.Steps() != 0 {
		t.Errorf("%v after %d steps, want an interruption", err, s.Steps())
	}
}
