package inputs

import (
	"errors"
	"fmt"

	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
)

// Curves are the curves of one theory or simulation against time.
type Curves struct {
	Stage   string // that they come from, for messages
	Run     run.Run
	Times   []float64 // increasing; the first may be 0
	Columns []string  // "pmse", "Q_1_1", …, in the order of the file
	values  map[string]Statistic
}

// Statistic is one quantity over time, over the replicas of a simulation.
type Statistic struct {
	Mean     []float64
	Spread   []float64 // standard deviation over replicas; nil where there is one only
	Replicas int
}

// Low returns the means less the spreads, or nil where there are none.
func (s Statistic) Low() []float64 { return s.shifted(-1) }

// High returns the means plus the spreads, or nil where there are none.
func (s Statistic) High() []float64 { return s.shifted(1) }

func (s Statistic) shifted(sign float64) []float64 {
	if s.Spread == nil {
		return nil
	}
	ends := make([]float64, len(s.Mean))
	for i := range ends {
		ends[i] = s.Mean[i] + sign*s.Spread[i]
	}
	return ends
}

// Curves reads the curves of every stage wired to the port, in order.
func (s Set) Curves(port string) ([]Curves, error) { return s.curves(port) }

// ErrorCurves is Curves with the error pmse alone, and none of the order parameters, whose number grows with the square
// of K: of wide networks they take seconds to reduce over replicas.
func (s Set) ErrorCurves(port string) ([]Curves, error) { return s.curves(port, errorColumn) }

// curves reads the columns named, or all.
func (s Set) curves(port string, columns ...string) ([]Curves, error) {
	var all []Curves
	for _, in := range s.ports[port] {
		curves, err := readCurves(in, columns...)
		if err != nil {
			return nil, fmt.Errorf("curves of stage %s: %w", in.Stage, err)
		}
		all = append(all, curves)
	}
	if len(all) == 0 {
		return nil, nothingWired(port)
	}
	return all, nil
}

// OneCurves reads the curves of the first stage wired to the port.
func (s Set) OneCurves(port string) (Curves, error) {
	all, err := s.Curves(port)
	if err != nil {
		return Curves{}, err
	}
	return all[0], nil
}

func readCurves(in stages.Input, columns ...string) (Curves, error) {
	runPath, err := in.Path(run.FileName)
	if err != nil {
		return Curves{}, err
	}
	described, err := run.Read(runPath)
	if err != nil {
		return Curves{}, err
	}
	curvesPath, err := in.Path("curves.csv")
	if err != nil {
		return Curves{}, err
	}
	measured, err := table.ReadFile(curvesPath)
	if err != nil {
		return Curves{}, err
	}
	if err := errors.Join(checkRun(described), checkPossible("curves.csv", measured)); err != nil {
		return Curves{}, err
	}
	if len(columns) > 0 {
		if measured, err = onlyColumns(measured, columns); err != nil {
			return Curves{}, err
		}
	}
	curves, err := newCurves(described, measured)
	curves.Stage = in.Stage
	return curves, err
}

// onlyColumns returns the table with times, replicas and the columns named.
func onlyColumns(measured table.Table, columns []string) (kept table.Table, err error) {
	for _, name := range append([]string{"replica", "t"}, columns...) {
		if name == "replica" && !measured.Has(name) {
			continue
		}
		values, err := measured.Column(name)
		if err != nil {
			return kept, err
		}
		kept.Add(name, values)
	}
	return kept, nil
}

// newCurves takes curves from a table with a column t and, for a simulation, replica.
func newCurves(described run.Run, measured table.Table) (Curves, error) {
	reduced, err := overReplicas(measured)
	if err != nil {
		return Curves{}, err
	}
	if err := reduced.checkFinite(); err != nil {
		return Curves{}, err
	}
	times := reduced.times
	if len(times) == 0 {
		return Curves{}, errors.New("there is no row below the header")
	}
	for i := 1; i < len(times); i++ {
		if !(times[i] > times[i-1]) {
			return Curves{}, fmt.Errorf("times don't increase: %g is followed by %g", times[i-1], times[i])
		}
	}
	return Curves{Run: described, Times: times, Columns: reduced.columns, values: reduced.values}, nil
}

// Statistic returns a column's mean and spread.
func (c Curves) Statistic(column string) (Statistic, error) {
	statistic, ok := c.values[column]
	if !ok {
		return Statistic{}, fmt.Errorf("no column %q; there are %q", column, c.Columns)
	}
	return statistic, nil
}

// PCAError returns E_m, the error left with m principal components, and whether the run knows it.
func (c Curves) PCAError(m int) (value float64, ok bool) {
	if m < 0 || m >= len(c.Run.PCAErrors) {
		return 0, false
	}
	return c.Run.PCAErrors[m], true
}
