package figures

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// FiniteSize shows how SGD approaches its theory with the number of dimensions: its deviation falls like D^{−1/2}, and
// the simulator that is exact in law, which takes it over many decades of D, agrees with the one of all weights.
type FiniteSize struct{}

// Name implements figure.Figure.
func (FiniteSize) Name() string { return "finite-size" }

// Title implements figure.Figure.
func (FiniteSize) Title() string {
	return "SGD deviates from the theory by the inverse root of the dimension"
}

// Ports implements figure.Figure. Each has a stage for every D; simulations are matched to the theory of their D.
func (FiniteSize) Ports() []stages.Port {
	return []stages.Port{
		{Name: "theory", Doc: "the flow, one stage for each D", Kinds: []string{"ode"}, Required: true, Many: true},
		{Name: "sgd", Doc: "the simulation exact in law, one stage for each D", Kinds: []string{"sgd"}, Required: true, Many: true},
		{Name: "direct", Doc: "the simulation of all weights, for as many of the D as one likes", Kinds: []string{"sgd"}, Many: true},
	}
}

// sized is a simulation at one D, with its theory and how far it is from it.
type sized struct {
	pair
	dim       float64
	deviation inputs.Deviation
}

// finiteSize is what the figure compares, by increasing D.
type finiteSize struct {
	inLaw, direct []sized
}

// Build implements figure.Figure.
func (f FiniteSize) Build(in inputs.Set) (*figure.Built, error) {
	s, err := readSizes(in)
	if err != nil {
		return nil, err
	}
	measured := s.measure()
	b := &figure.Built{
		Name: f.Name(), Title: f.Title(), Width: figure.DoubleColumn,
		Grid: figure.Grid{Columns: []float64{1, 1}, Rows: []float64{1.5, 1.7}},
	}
	errors, err := s.errorPanel()
	if err != nil {
		return nil, err
	}
	b.Panels = []figure.Panel{errors, s.deviationPanel(), s.collapsePanel(), s.lawPanel(measured)}
	b.Claims = s.claims(measured)
	b.Tables = s.tables(measured)
	b.Caption, b.Alt = s.describe(measured)
	return b, nil
}

// readSizes reads the simulations of both ports with their theories, and refuses what doesn't belong together.
func readSizes(in inputs.Set) (s finiteSize, err error) {
	theories, err := in.Curves("theory")
	if err != nil {
		return s, err
	}
	for _, theory := range theories {
		if err := sameSettings(theories[0], theory, "dim"); err != nil {
			return s, err
		}
		if math.IsInf(float64(theory.Run.Dim), 0) {
			return s, fmt.Errorf("stage %s is the theory of D = ∞, from which nothing deviates by finite size: wire one of finite D", theory.Stage)
		}
	}
	if s.inLaw, err = readSized(in, "sgd", run.InLaw, theories); err != nil {
		return s, err
	}
	if len(s.inLaw) != len(theories) {
		return s, fmt.Errorf("%d theories are wired for %d simulations exact in law: give needs.theory and needs.sgd one stage each for every D", len(theories), len(s.inLaw))
	}
	if in.Has("direct") {
		s.direct, err = readSized(in, "direct", run.Direct, theories)
	}
	return s, err
}

// readSized reads the simulations at a port, which must be made by the simulator named, and finds the theory of each.
func readSized(in inputs.Set, port, simulator string, theories []inputs.Curves) ([]sized, error) {
	simulations, err := in.Curves(port)
	if err != nil {
		return nil, err
	}
	var all []sized
	for _, simulation := range simulations {
		if simulation.Run.Simulator != simulator {
			return nil, fmt.Errorf("stage %s is wired to %q and was simulated by %q: give it simulator: %s", simulation.Stage, port, simulation.Run.Simulator, simulator)
		}
		i := slices.IndexFunc(theories, func(theory inputs.Curves) bool { return agree(theory, simulation) == nil })
		if i < 0 {
			return nil, fmt.Errorf("no theory is wired for the simulation of stage %s (%s, %s): add one to needs.theory, or take the simulation out of needs.%s",
				simulation.Stage, networkName(simulation.Run), plainDimension(simulation.Run), port)
		}
		deviation, err := inputs.RelativeDeviation(simulation, theories[i], errorColumn)
		if err != nil {
			return nil, err
		}
		if deviation.Spread == nil {
			return nil, fmt.Errorf("stage %s has one replica, and the deviation of one says nothing of its size: give it more replicas", simulation.Stage)
		}
		all = append(all, sized{pair{theories[i], simulation}, float64(simulation.Run.Dim), deviation})
	}
	return byDimension(all, port)
}

// byDimension sorts simulations by D, of which each may have one.
func byDimension(all []sized, port string) ([]sized, error) {
	slices.SortStableFunc(all, func(a, b sized) int { return cmp.Compare(a.dim, b.dim) })
	for i := 1; i < len(all); i++ {
		if all[i].dim == all[i-1].dim {
			return nil, fmt.Errorf("stages %s and %s are both wired to %q and both have %s: leave one", all[i-1].simulation.Stage, all[i].simulation.Stage, port, plainDimension(all[i].simulation.Run))
		}
	}
	return all, nil
}

// plainDimension writes D in a message: "D = 1000".
func plainDimension(r run.Run) string { return "D = " + r.Dim.String() }
