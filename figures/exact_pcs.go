package figures

import (
	"fmt"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// ExactPCs shows that vanilla SGD finds the principal subspace, and truncated SGD and Sanger's rule the principal
// components themselves.
type ExactPCs struct{}

// Name implements figure.Figure.
func (ExactPCs) Name() string { return "exact-pcs" }

// Title implements figure.Figure.
func (ExactPCs) Title() string {
	return "Truncated SGD and Sanger's rule find the principal components themselves"
}

// Ports implements figure.Figure. Theories and simulations are matched by their networks.
func (ExactPCs) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow, one stage for each learning rule (vanilla, truncated, sanger)", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "sgd", Doc: "the simulation, one stage for each learning rule", Kinds: []string{"sgd"}, Required: true, Many: true},
	}
}

// ruled is a network trained by one of the rules: theory and simulation, and how units lie to components in both.
type ruled struct {
	pair
	lines, marks inputs.Overlaps
}

// rules are what the figure compares: networks of K units alike but for rule and activation.
type rules struct {
	all   []ruled
	units int // n: the first n units are compared with the first n components
}

// Build implements figure.Figure.
func (f ExactPCs) Build(in inputs.Set) (*figure.Built, error) {
	r, err := readRules(in)
	if err != nil {
		return nil, err
	}
	matrix := min(1.25, 5.3/float64(len(r.all))-0.15) // inches: nearly squares
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn,
		Grid: figure.Grid{Rows: []float64{matrix, matrix, 1.55}},
	}
	for row, source := range []string{"theory", "SGD"} {
		for i := range r.all {
			panel, err := r.matrixPanel(i, source)
			if err != nil {
				return nil, err
			}
			panel.Place = figure.Place{Row: row, Column: i}
			b.Panels = append(b.Panels, panel)
		}
	}
	for i, curves := range []func() (figure.Panel, error){r.misalignmentPanel, r.errorPanel} {
		panel, err := curves()
		if err != nil {
			return nil, err
		}
		panel.Place = figure.Place{Row: 2, Column: i}
		b.Panels = append(b.Panels, panel)
	}
	b.Panels[2*len(r.all)].RowLegend = append([]figure.Entry{{Text: "theory", Role: figure.Theory, Color: "other"}}, variantLegend(r.names(), figure.SGD)...)
	if b.Claims, err = r.claims(); err != nil {
		return nil, err
	}
	b.Tables.Deviations, err = r.deviations()
	b.Caption, b.Alt = r.describe(leavesFrame(b.Panels[2*len(r.all)]))
	return b, err
}

func readRules(in inputs.Set) (rules, error) {
	pairs, err := readPairs(in)
	if err != nil {
		return rules{}, err
	}
	lines, err := overlapsByStage(in, "theory")
	if err != nil {
		return rules{}, err
	}
	marks, err := overlapsByStage(in, "sgd")
	if err != nil {
		return rules{}, err
	}
	r := rules{units: pairs[0].theory.Run.Hidden}
	for _, p := range pairs {
		if err := sameExcept(pairs[0].theory, p.theory, "activation", "rule", "tied"); err != nil {
			return rules{}, err
		}
		one := ruled{p, lines[p.theory.Stage], marks[p.simulation.Stage]}
		r.all = append(r.all, one)
		r.units = min(r.units, one.lines.Cosines(), one.marks.Cosines(), one.lines.Components(), one.marks.Components())
		if r.units == 0 {
			return rules{}, fmt.Errorf("stage %s or stage %s recorded no cosine of a unit with the first component: give both inputs whose leading eigenvalues are single ones",
				p.theory.Stage, p.simulation.Stage)
		}
	}
	slices.SortStableFunc(r.all, func(a, b ruled) int { return a.rank() - b.rank() })
	return r, nil
}

// overlapsByStage reads the overlaps of every stage at a port.
func overlapsByStage(in inputs.Set, port string) (map[string]inputs.Overlaps, error) {
	all, err := in.Overlaps(port)
	if err != nil {
		return nil, err
	}
	byStage := map[string]inputs.Overlaps{}
	for _, one := range all {
		byStage[one.Stage] = one
	}
	return byStage, nil
}

// rule is the learning rule's name.
func (r ruled) rule() string { return orElse(r.theory.Run.Rule, vanilla) }

// rank orders rules as the paper does: vanilla, truncated, Sanger's; and the linear network of each first.
func (r ruled) rank() int {
	rank := 2 * slices.Index([]string{vanilla, "truncated", "sanger"}, r.rule())
	if r.activation() != "linear" {
		rank++
	}
	return rank
}

// names tell the networks apart: "truncated, erf".
func (r rules) names() []string {
	var names []string
	for _, one := range r.all {
		names = append(names, one.name())
	}
	return names
}

// name says what a network is trained by and which activation it has: "truncated, erf". Sanger's rule is for linear
// units alone.
func (r ruled) name() string {
	if r.rule() == "sanger" {
		return qualified("Sanger's rule", r.withoutRule())
	}
	return r.rule() + ", " + networkName(r.withoutRule())
}

// phrase is name within a sentence: "truncated SGD (erf)".
func (r ruled) phrase() string {
	if r.rule() == "sanger" {
		return r.name()
	}
	return fmt.Sprintf("%s SGD (%s)", r.rule(), networkName(r.withoutRule()))
}

// withoutRule is the network as if it were trained by vanilla SGD, for what else sets it apart. That Sanger's rule
// ties weights goes without saying.
func (r ruled) withoutRule() run.Run {
	plain := r.theory.Run
	plain.Tied = plain.Tied && r.rule() != "sanger"
	plain.Rule = vanilla
	return plain
}
