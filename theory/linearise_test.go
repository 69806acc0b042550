package theory

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"

	"gonum.org/v1/gonum/floats"
)

// linearCase is a flow with a state to linearise it at.
type linearCase struct {
	name  string
	flow  *Flow
	state []float64
}

// linearCases returns every rule, tied or not, with and without biases and weight
// decay, for one activation. The rates are spread, repeat and vanish, and one
// column has no weights.
func linearCases(t testing.TB, g gaussian.Activation, hidden int) []linearCase {
	t.Helper()
	var all []linearCase
	modes := func(dim float64) *Modes {
		return &Modes{Hidden: hidden, Dim: dim, Variance: 2, Rates: []float64{0.9, 0.4, 0.4, 0.1, 1e-3, 1e-7, 0}}
	}
	add := func(p Problem) { all = append(all, newLinearCase(t, p, g, uint64(len(all)))) }
	for _, rule := range []Rule{Vanilla, Truncated} {
		for _, tied := range []bool{false, true} {
			for _, encoder := range []bool{false, true} {
				for _, output := range []bool{false, true} {
					add(Problem{Rule: rule, Tied: tied, TrainEncoderBias: encoder, TrainOutputBias: output, Modes: modes(40), WeightDecay: 0.03})
				}
			}
			fixed := modes(40)
			fixed.OutputBias, fixed.EncoderBias = make([]float64, 7), make([]float64, hidden)
			add(Problem{Rule: rule, Tied: tied, Modes: fixed})
		}
	}
	add(Problem{Modes: modes(math.Inf(1)), TrainEncoderBias: true})
	if _, linear := g.(gaussian.Linear); linear {
		add(Problem{Rule: Sanger, Modes: modes(40), WeightDecay: 0.03})
	}
	return all
}

// newLinearCase draws the weights and biases that the problem's modes have.
func newLinearCase(t testing.TB, p Problem, g gaussian.Activation, index uint64) linearCase {
	t.Helper()
	m, stream := p.Modes, random.New(5, "linearise", index)
	n := len(m.Rates)
	normals := func(n int) []float64 {
		x := make([]float64, n)
		stream.Normals(x, 0.5)
		return x
	}
	p.Activation, p.LearningRate = g, 0.7
	m.Decoder = normals(m.Hidden * n)
	if !p.tied() {
		m.Encoder = normals(m.Hidden * n)
	}
	if p.TrainEncoderBias || m.EncoderBias != nil {
		m.EncoderBias = normals(m.Hidden)
	}
	if p.TrainOutputBias || m.OutputBias != nil {
		m.OutputBias = normals(n)
	}
	for k := range m.Hidden {
		m.Decoder[k*n+3] = 0
		if !p.tied() {
			m.Encoder[k*n+3] = 0
		}
	}
	f, err := NewFlow(p)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("%s, K = %d, D = %g, %v, tied %t, b %t, c %t (learns %t), decay %g", g.Name(), m.Hidden, m.Dim, p.Rule, p.tied(),
		p.TrainEncoderBias, m.OutputBias != nil, p.TrainOutputBias, p.WeightDecay)
	return linearCase{name, f, f.Start()}
}

// The system agrees with a dense one whose Jacobian is taken by differences of
// the flow, as far as differences go.
func TestLinearisedAgreesWithDense(t *testing.T) {
	for _, name := range []string{"erf", "linear", "relu", "tanh"} {
		g, err := gaussian.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, hidden := range []int{1, 2, 4} {
			for _, c := range linearCases(t, g, hidden) {
				agreesWithDense(t, c, map[float64]float64{0.05: 1e-9, 3: 1e-7, 1e4: 1e-4})
			}
		}
	}
}

// More columns than are taken in one block, degenerate levels that are reduced,
// and more unknowns than gonum's LAPACK takes in one block.
func TestLinearisedAgreesWithDenseOnLargerProblems(t *testing.T) {
	for _, c := range []struct {
		hidden      int
		rule        Rule
		eigenvalues []float64
	}{{1, Truncated, powerLaw(300)}, {2, Vanilla, powerLaw(150)}, {3, Vanilla, spiked(100, 5)}, {9, Vanilla, spiked(30, 4)}} {
		f, err := NewFlow(Problem{
			Activation: gaussian.Erf{}, LearningRate: 1, Rule: c.rule, TrainOutputBias: true,
			Eigenvalues: c.eigenvalues, Initial: startWeights(c.hidden, len(c.eigenvalues), 0.7, 0),
		})
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("K = %d, n = %d", c.hidden, f.Columns())
		agreesWithDense(t, linearCase{name, f, f.Start()}, map[float64]float64{0.3: 1e-8, 30: 1e-6})
	}
}

// agreesWithDense compares one solution for each γ, whose relative error may be as
// large as said.
func agreesWithDense(t *testing.T, c linearCase, tolerances map[float64]float64) {
	t.Helper()
	derivative := func(dst []float64, _ float64, y []float64) { c.flow.Derivative(dst, y) }
	dense, got := integrate.NewDense(len(c.state), derivative), newLinearised(c.flow)
	dense.Linearise(0, c.state, nil)
	got.Linearise(0, c.state, nil)
	for gamma, tolerance := range tolerances {
		x := rightHandSide(len(c.state))
		want := slices.Clone(x)
		if err := dense.Factor(gamma); err != nil {
			t.Fatal(c.name, err)
		}
		dense.Solve(want)
		if err := got.Factor(gamma); err != nil {
			t.Errorf("%s, γ = %g: %v", c.name, gamma, err)
			continue
		}
		got.Solve(x)
		if off := floats.Distance(x, want, 2) / floats.Norm(want, 2); !(off < tolerance) {
			t.Errorf("%s, γ = %g: off by %.2g", c.name, gamma, off)
		}
	}
}

func rightHandSide(n int) []float64 {
	x := make([]float64, n)
	random.New(6, "right-hand side", 0).Normals(x, 1)
	return x
}

// One column of a linear unit at the origin has J = ((0, r√r), (√r, 0)): I − γJ is
// singular at γ = 1/r.
func TestLinearisedRefusesASingularMatrix(t *testing.T) {
	f, err := NewFlow(Problem{Activation: gaussian.Linear{}, LearningRate: 1, Modes: &Modes{
		Hidden: 1, Dim: 2, Variance: 1, Rates: []float64{0.25}, Encoder: make([]float64, 1), Decoder: make([]float64, 1),
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := newLinearised(f)
	s.Linearise(0, f.Start(), nil)
	if err := s.Factor(4); err == nil {
		t.Error("the matrix is singular, but there is no error")
	}
	if err := s.Factor(2); err != nil {
		t.Error("after a singular matrix:", err)
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e200} {
		s.Linearise(0, []float64{bad, 1}, nil)
		if err := s.Factor(1); err == nil {
			t.Errorf("there is no error at a loading of %v", bad)
		}
	}
}

func TestLinearisedDoesNotDependOnProcessors(t *testing.T) {
	f, err := NewFlow(Problem{Activation: gaussian.Erf{}, LearningRate: 1, Eigenvalues: powerLaw(200), Initial: startWeights(12, 200, 0.7, 0)})
	if err != nil {
		t.Fatal(err)
	}
	var want []float64
	for _, processors := range []int{1, 2, 7} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		s, x := newLinearised(f), rightHandSide(f.Size())
		s.Linearise(0, f.Start(), nil)
		if err := s.Factor(0.5); err != nil {
			t.Fatal(err)
		}
		s.Solve(x)
		if want == nil {
			want = x
		} else if !slices.Equal(x, want) {
			t.Errorf("another solution with %d processors", processors)
		}
	}
}

func TestLinearisedDoesNotAllocate(t *testing.T) {
	c := linearCases(t, gaussian.Erf{}, 3)[3]
	s, x := newLinearised(c.flow), rightHandSide(len(c.state))
	step := func() {
		s.Linearise(0, c.state, nil)
		if err := s.Factor(1e6); err != nil {
			t.Fatal(err)
		}
		s.Solve(x)
	}
	step()
	if n := testing.AllocsPerRun(5, step); n > 0 {
		t.Errorf("%v allocations in a step after the first", n)
	}
}
