package theory

import (
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// twoLevels has two spikes over a level of 98 modes, and two of 1 and 40 modes in between.
func twoLevels(tied bool) ensemble.Ensemble {
	return ensemble.Ensemble{
		Levels: []ensemble.Level{
			{Rate: 0.4, Multiplicity: 1, Share: 0.4}, {Rate: 0.005, Multiplicity: 40, Share: 0.2},
			{Rate: 0.003, Multiplicity: 1, Share: 0.003}, {Rate: 0.001, Multiplicity: 98, Share: 0.098},
		},
		Dim: 140, Hidden: 2, Scale: 0.1, Tied: tied,
	}
}

// Columns of merged modes are no components: they aren't learnt, and aren't counted as
// one component each.
func TestMergedModesAreNoComponents(t *testing.T) {
	for _, tied := range []bool{false, true} {
		p := Problem{Activation: gaussian.Linear{}, LearningRate: 1, Tied: tied, Modes: draw(t, twoLevels(tied), 1)}
		result := mustSolve(t, p, Settings{Times: []float64{0, 10}, Learning: 5, MaxEvaluations: enough})
		s := result.Final
		var components []int
		for i, l := range result.Learning {
			components = append(components, l.Component)
			if l.Time == 0 || l.Learnt != (i == 0) {
				t.Errorf("tied %t: %+v", tied, l)
			}
		}
		leading := s.Leading(5)
		if want := []int{1, 42}; !slices.Equal(components, want) || !slices.Equal(leading.Components, want) || !slices.Equal(leading.Rates, []float64{0.4, 0.003}) {
			t.Errorf("tied %t: components %v, leading modes %v of rates %v", tied, components, leading.Components, leading.Rates)
		}
		if n := len(s.SpanOverlaps(5)); n != 2 {
			t.Errorf("%d overlaps", n)
		}
		// The overlaps with all modes add up to the dimension of the span.
		merged, sum := s.MergedLevels(), s.SpanOverlaps(5)[0]+s.SpanOverlaps(5)[1]
		for i, want := range []MergedLevel{{Rate: 0.005, FirstComponent: 2, Multiplicity: 40}, {Rate: 0.001, FirstComponent: 43, Multiplicity: 98}} {
			sum += merged[i].Overlap
			merged[i].Overlap = 0
			if merged[i] != want {
				t.Errorf("tied %t: merged level %+v, want %+v", tied, merged[i], want)
			}
		}
		near(t, "sum of the overlaps", sum, 2)
		errors := s.PCAErrors(45)
		for m, want := range map[int]float64{0: 0.701, 1: 0.301, 3: 0.291, 41: 0.101, 42: 0.098, 45: 0.095} {
			near(t, "PCA error", errors[m], want)
		}
	}
}

// The law and the plateau know the components of merged levels all the same.
func TestFloorsCountMergedModes(t *testing.T) {
	p := Problem{Activation: gaussian.Erf{}, LearningRate: 1, Modes: draw(t, twoLevels(false), 1)}
	law, err := p.LongTime()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "floor", law.Floor, 0.296)
	plateau, err := p.Plateau()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "plateau", plateau.Error, 0.296)
}

// Spikes 0.6 and 0.3 over a bulk of 0.1: the third component isn't there to be learnt.
func TestBulkIsNotLearntFromTheStart(t *testing.T) {
	e := ensemble.Ensemble{
		Levels: []ensemble.Level{{Rate: 0.6, Multiplicity: 1, Share: 0.6}, {Rate: 0.3, Multiplicity: 1, Share: 0.3}, {Rate: 0.001, Multiplicity: 100, Share: 0.1}},
		Dim:    102, Hidden: 2, Scale: 0.1, Tied: true,
	}
	p := Problem{Activation: gaussian.Linear{}, LearningRate: 1, Tied: true, Modes: draw(t, e, 0)}
	got := mustSolve(t, p, Settings{Times: []float64{100}, Learning: 3, MaxEvaluations: enough}).Learning
	if len(got) != 2 || !got[0].Learnt || !got[1].Learnt || got[0].Time == 0 {
		t.Errorf("%+v", got)
	}
}

// A snapshot's modes are its state: they have its order parameters, tied or not, with D
// in the right places, and the flow goes on from them.
func TestModesOfASnapshot(t *testing.T) {
	for _, c := range []combination{{encoderBias: true, outputBias: true}, {tied: true, outputBias: true}} {
		p := c.problem(gaussian.Erf{}, 2, spiked(40, 3), 0.4)
		s := mustSolve(t, p, Settings{Times: []float64{2}, MaxEvaluations: enough}).Final
		m := s.Modes()
		n, dim := m.Columns(), m.Dim
		got := order.NewParameters(2)
		for k := range 2 {
			for l := range 2 {
				for j := range n {
					got.Q[2*k+l] += m.Encoder[k*n+j] * m.Encoder[l*n+j]
					got.T[2*k+l] += dim * m.Decoder[k*n+j] * m.Decoder[l*n+j]
				}
				near(t, c.String()+" Q", got.Q[2*k+l], s.Parameters.Q[2*k+l])
				near(t, c.String()+" T", got.T[2*k+l], s.Parameters.T[2*k+l])
			}
			var z float64
			for j := range n {
				z += dim * m.Decoder[k*n+j] * m.OutputBias[j]
			}
			near(t, c.String()+" Vc", s.Parameters.Z[k], z)
		}
		var modes float64
		for _, x := range m.Multiplicities {
			modes += x
		}
		near(t, "number of modes", modes, 40)
		q := p
		q.Modes, q.Eigenvalues, q.Initial = m, nil, order.Weights{}
		again := snapshotOf(t, q, true)
		near(t, "pmse", again.Error, s.Error)
		if len(again.MergedLevels()) != 1 || len(again.Leading(9).Rates) != 3 {
			t.Errorf("%v: merged levels %+v", c, again.MergedLevels())
		}
	}
}

func TestModesRefuseMistakes(t *testing.T) {
	for want, change := range map[string]func(*Problem){
		"there are no columns": func(p *Problem) {
			p.Modes = &Modes{Hidden: 2, Dim: 10, Variance: 1}
		},
		"add up to 0.9":                func(p *Problem) { p.Modes.Variance = 0.8 },
		"add up to 6.3":                func(p *Problem) { p.Modes.Multiplicities = []float64{1, 19} },
		"Multiplicities has 1 entries": func(p *Problem) { p.Modes.Multiplicities = []float64{1} },
		"entry 2 of Multiplicities":    func(p *Problem) { p.Modes.Multiplicities = []float64{1, 0.5} },
		"infinitely many modes":        func(p *Problem) { p.Modes.Multiplicities = []float64{1, math.Inf(1)} },
		"both Modes and":               func(p *Problem) { p.Initial.B = []float64{0, 0} },
		"has both Modes":               func(p *Problem) { p.Initial.C = make([]float64, 10) },
		"Decoder has 3 entries":        func(p *Problem) { p.Modes.Decoder = p.Modes.Decoder[:3] },
	} {
		p := Problem{Activation: gaussian.Erf{}, LearningRate: 1, Modes: &Modes{
			Hidden: 2, Dim: 100, Variance: 1, Rates: []float64{0.6, 0.3}, Encoder: make([]float64, 4), Decoder: make([]float64, 4),
		}}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		change(&p)
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}
