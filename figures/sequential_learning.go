package figures

import (
	"fmt"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/stages"
)

// SequentialLearning shows that principal components are learnt one after another, the one of the largest eigenvalue
// first, in times roughly inversely proportional to the eigenvalues.
type SequentialLearning struct{}

// Name implements figure.Figure.
func (SequentialLearning) Name() string { return "sequential-learning" }

// Title implements figure.Figure.
func (SequentialLearning) Title() string { return "Principal components are learnt one after another" }

// Ports implements figure.Figure. Theories at the port "starts" that differ in nothing but their start weights, by the
// seeds of their stages, are averaged.
func (SequentialLearning) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow", Kinds: []string{"ode"}, Required: true},
		{Name: "sgd", Doc: "SGD from the same start", Kinds: []string{"sgd"}, Required: true},
		{Name: "starts", Doc: "the flow from other starts, of one or more networks, to average learning times over: stages that differ in their seed", Kinds: []string{"ode"}, Many: true},
	}
}

// sequence is what the figure draws.
type sequence struct {
	pair
	lines, marks inputs.Overlaps
	learnt       []inputs.Learnt // in the theory: the components that its units can learn, from the first on
	replicas     []start         // learning times of SGD
	groups       []starts        // of other starts
}

// Build implements figure.Figure.
func (f SequentialLearning) Build(in inputs.Set) (*figure.Built, error) {
	s, err := readSequence(in)
	if err != nil {
		return nil, err
	}
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn,
		Grid: figure.Grid{Columns: []float64{1, 1}, Rows: []float64{1.55, 1.55}},
		Legend: []figure.Entry{
			{Text: "theory", Role: figure.Theory},
			{Text: "SGD, " + replicaText(s.simulation), Role: figure.SGD},
		},
	}
	for _, panel := range []func() (figure.Panel, error){s.errorPanel, s.overlapPanel, s.heatPanel, s.timesPanel} {
		drawn, err := panel()
		if err != nil {
			return nil, err
		}
		drawn.Place = figure.Place{Row: len(b.Panels) / 2, Column: len(b.Panels) % 2}
		b.Panels = append(b.Panels, drawn)
	}
	b.Claims = s.claims()
	b.Tables, err = s.tables()
	b.Caption, b.Alt = s.describe()
	return b, err
}

func readSequence(in inputs.Set) (s sequence, err error) {
	if s.theory, err = in.OneCurves("theory"); err != nil {
		return s, err
	}
	if s.simulation, err = in.OneCurves("sgd"); err != nil {
		return s, err
	}
	if err := agree(s.theory, s.simulation); err != nil {
		return s, fmt.Errorf("needs.sgd: %w", err)
	}
	overlaps := map[string]inputs.Overlaps{}
	for _, port := range []string{"theory", "sgd"} {
		all, err := in.Overlaps(port)
		if err != nil {
			return s, err
		}
		overlaps[port] = all[0]
	}
	s.lines, s.marks = overlaps["theory"], overlaps["sgd"]
	learning, err := in.Learning("theory")
	if err != nil {
		return s, err
	}
	s.learnt = learnable(learning[0].Components, s.theory.Run.Hidden)
	if n := len(s.learnt); n == 0 || s.lines.Components() < n || s.marks.Components() < n {
		return s, fmt.Errorf("stages %s and %s recorded the overlaps of %d and %d components one by one, and the units can learn %d; the leading eigenvalues must be single ones, and modes of both stages large enough",
			s.theory.Stage, s.simulation.Stage, s.lines.Components(), s.marks.Components(), n)
	}
	if s.replicas, err = replicaStarts(s.marks, s.learnt); err != nil {
		return s, err
	}
	s.groups, err = readStarts(in)
	return s, err
}

// learnable returns the leading components that hidden units can learn one by one: as many as there are units, with an
// eigenvalue above the next one. Those of a bulk of equal eigenvalues have no order.
func learnable(components []inputs.Learnt, hidden int) []inputs.Learnt {
	const equal = 1e-9
	n := 0
	for n < min(hidden, len(components)) && components[n].Component == n+1 &&
		(n+1 == len(components) || components[n].Eigenvalue > components[n+1].Eigenvalue*(1+equal)) {
		n++
	}
	return components[:n]
}
