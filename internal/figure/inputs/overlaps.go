package inputs

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
)

// Overlaps say how the decoder's vectors v^k lie to the principal components ψ_m over time, in a theory or in each
// replica of a simulation.
type Overlaps struct {
	Stage    string      // that they come from, for messages
	Times    []float64   // increasing; the first may be 0
	measured table.Table // a row for each time, replica by replica
	points   []int       // the place in time of each row
	replicas int
}

// Overlaps reads overlaps.csv of every stage wired to the port, in order.
func (s Set) Overlaps(port string) ([]Overlaps, error) {
	var all []Overlaps
	for _, in := range s.ports[port] {
		overlaps, err := readOverlaps(in)
		if err != nil {
			return nil, fmt.Errorf("overlaps of stage %s: %w", in.Stage, err)
		}
		all = append(all, overlaps)
	}
	if len(all) == 0 {
		return nil, nothingWired(port)
	}
	return all, nil
}

// overlapsFile is what stages write overlaps to.
const overlapsFile = "overlaps.csv"

func readOverlaps(in stages.Input) (Overlaps, error) {
	if !in.Has(overlapsFile) {
		return Overlaps{}, fmt.Errorf("it has no %s; a simulation on images knows its components from a covariance stage wired to its port components", overlapsFile)
	}
	path, err := in.Path(overlapsFile)
	if err != nil {
		return Overlaps{}, err
	}
	measured, err := table.ReadFile(path)
	if err != nil {
		return Overlaps{}, err
	}
	if err := checkPossible(overlapsFile, measured); err != nil {
		return Overlaps{}, err
	}
	return newOverlaps(in.Stage, measured)
}

func newOverlaps(stage string, measured table.Table) (Overlaps, error) {
	times, err := measured.Column("t")
	if err != nil {
		return Overlaps{}, err
	}
	points, replicas, err := pointOfRow(measured, times)
	if err != nil {
		return Overlaps{}, err
	}
	if len(times) == 0 {
		return Overlaps{}, errors.New("there is no row below the header")
	}
	o := Overlaps{Stage: stage, points: points, replicas: replicas, measured: measured}
	if replicas > 1 {
		o.sortRows()
	}
	o.Times, _ = o.measured.Column("t") // read above
	o.Times = o.Times[:len(times)/replicas]
	for i := 1; i < len(o.Times); i++ {
		if !(o.Times[i] > o.Times[i-1]) {
			return Overlaps{}, fmt.Errorf("times don't increase: %g is followed by %g", o.Times[i-1], o.Times[i])
		}
	}
	return o, nil
}

// sortRows puts the rows of each replica together, in the order in which replicas begin.
func (o *Overlaps) sortRows() {
	ids, _ := o.measured.Column("replica") // it was there to number the points
	first := map[float64]int{}
	order := make([]int, len(ids))
	for i, id := range ids {
		if _, known := first[id]; !known {
			first[id] = len(first)
		}
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return first[ids[i]] - first[ids[j]] })
	sorted := table.Table{Names: o.measured.Names, Columns: make([][]float64, len(o.measured.Columns))}
	for c, column := range o.measured.Columns {
		for _, row := range order {
			sorted.Columns[c] = append(sorted.Columns[c], column[row])
		}
	}
	points := make([]int, len(order))
	for i, row := range order {
		points[i] = o.points[row]
	}
	o.measured, o.points = sorted, points
}

// Components returns the number of leading components whose overlaps were recorded one by one, from the first on.
func (o Overlaps) Components() int {
	m := 0
	for o.measured.Has(overlapColumn(m + 1)) {
		m++
	}
	return m
}

// Cosines returns the largest n for which the angles of the first n units to the first n components were recorded.
func (o Overlaps) Cosines() int {
	n := 0
	for o.hasCosines(n + 1) {
		n++
	}
	return n
}

func (o Overlaps) hasCosines(n int) bool {
	for k := 1; k <= n; k++ {
		if !o.measured.Has(cosineColumn(k, n)) || !o.measured.Has(cosineColumn(n, k)) {
			return false
		}
	}
	return true
}

func overlapColumn(m int) string { return fmt.Sprintf("overlap_%d", m) }

func cosineColumn(k, m int) string { return fmt.Sprintf("cosine_%d_%d", k, m) }

// Overlap returns ‖Pψ_m‖² over time, the share of component m = 1, 2, … that lies in the decoder's span.
func (o Overlaps) Overlap(m int) (Statistic, error) {
	values, err := o.column(overlapColumn(m))
	if err != nil {
		return Statistic{}, err
	}
	return o.statistic(values)
}

// Cosine returns |cos(v^k, ψ_m)| over time, for k and m from 1 on. Its sign means nothing, since −ψ_m is as good an
// eigenvector as ψ_m, and may differ between replicas.
func (o Overlaps) Cosine(k, m int) (Statistic, error) {
	values, err := o.column(cosineColumn(k, m))
	if err != nil {
		return Statistic{}, err
	}
	sizes := make([]float64, len(values))
	for i, value := range values {
		sizes[i] = math.Abs(value)
	}
	return o.statistic(sizes)
}

// Misalignment returns max_k (1 − |cos(v^k, ψ_k)|) over time, for k = 1 … n: 0 where each of the first n units is
// parallel to its principal component. It is taken in each replica.
func (o Overlaps) Misalignment(n int) (Statistic, error) {
	largest := make([]float64, len(o.points))
	for k := 1; k <= n; k++ {
		values, err := o.column(cosineColumn(k, k))
		if err != nil {
			return Statistic{}, err
		}
		for i, value := range values {
			largest[i] = max(largest[i], 1-math.Abs(value))
		}
	}
	return o.statistic(largest)
}

// Passing returns, for each replica, the first time at which the overlap of component m is at least level, between
// times recorded by interpolation, linear in log t: NaN where it never is, and 0 where it is from the start.
func (o Overlaps) Passing(m int, level float64) ([]float64, error) {
	values, err := o.column(overlapColumn(m))
	if err != nil {
		return nil, err
	}
	var passed []float64
	for replica := range slices.Chunk(values, len(o.Times)) {
		passed = append(passed, firstPassing(o.Times, replica, level))
	}
	return passed, nil
}

func firstPassing(times, values []float64, level float64) float64 {
	i := slices.IndexFunc(values, func(value float64) bool { return value >= level })
	switch {
	case i < 0:
		return math.NaN()
	case i == 0:
		return times[0]
	}
	share := (level - values[i-1]) / (values[i] - values[i-1])
	if times[i-1] <= 0 {
		return share * times[i]
	}
	return times[i-1] * math.Pow(times[i]/times[i-1], share)
}

func (o Overlaps) column(name string) ([]float64, error) {
	values, err := o.measured.Column(name)
	if err != nil {
		return nil, fmt.Errorf("overlaps of stage %s: %w", o.Stage, err)
	}
	return values, nil
}

// statistic reduces a row of values, one for each row of the table, to mean and spread over replicas.
func (o Overlaps) statistic(values []float64) (Statistic, error) {
	if o.replicas == 1 {
		return Statistic{Mean: values, Replicas: 1}, nil
	}
	const name = "value"
	reduced, err := aggregated(table.Table{Names: []string{name}, Columns: [][]float64{values}}, o.points, []string{name}, o.replicas)
	if err != nil {
		return Statistic{}, fmt.Errorf("overlaps of stage %s: %w", o.Stage, err)
	}
	return reduced[name], nil
}
