package inputs

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/go-gota/gota/dataframe"
	"github.com/go-gota/gota/series"

	"autoencoder-dynamics/internal/table"
)

// reduced is a table of curves, replicas reduced to mean and spread.
type reduced struct {
	times   []float64
	columns []string
	values  map[string]Statistic
}

// overReplicas groups the rows of a table by time and takes mean and standard deviation of each
// column over the replicas, which must have been measured at the same times. A table without a
// column "replica" is one replica.
func overReplicas(measured table.Table) (reduced, error) {
	times, err := measured.Column("t")
	if err != nil {
		return reduced{}, err
	}
	points, replicas, err := pointOfRow(measured, times)
	if err != nil {
		return reduced{}, err
	}
	r := reduced{values: map[string]Statistic{}}
	for _, name := range measured.Names {
		if name != "t" && name != "replica" {
			r.columns = append(r.columns, name)
		}
	}
	if replicas == 1 {
		r.times = times
		for _, name := range r.columns {
			column, _ := measured.Column(name) // the name comes from the table itself
			r.values[name] = Statistic{Mean: column, Replicas: 1}
		}
		return r, nil
	}
	return r, r.aggregate(measured, points, replicas)
}

// checkFinite refuses curves that a claim could not be measured on.
func (r reduced) checkFinite() error {
	for _, name := range r.columns {
		statistic := r.values[name]
		for i, mean := range statistic.Mean {
			if !finite(mean) || (statistic.Spread != nil && !finite(statistic.Spread[i])) {
				return fmt.Errorf("column %s isn't finite at t = %g", name, r.times[i])
			}
		}
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// pointOfRow numbers each row by its place in time within its replica. The number, not the time, is
// what rows are grouped by: gota groups by six decimals of a float, which times below 1e-6 share.
func pointOfRow(measured table.Table, times []float64) (points []int, replicas int, err error) {
	points = make([]int, len(times))
	if !measured.Has("replica") {
		for i := range points {
			points[i] = i
		}
		return points, 1, nil
	}
	ids, err := measured.Column("replica")
	if err != nil {
		return nil, 0, err
	}
	seen := map[float64]int{} // rows of each replica so far
	var first []float64       // times of the first replica
	for i, id := range ids {
		if seen[id] == 0 {
			replicas++
		}
		points[i] = seen[id]
		seen[id]++
		if id == ids[0] {
			first = append(first, times[i])
		}
	}
	for i, point := range points {
		if point >= len(first) || times[i] != first[point] || seen[ids[i]] != len(first) {
			return nil, 0, fmt.Errorf("replicas %g and %g were measured at different times", ids[0], ids[i])
		}
	}
	return points, replicas, nil
}

// columnsAtOnce is how many columns gota is given at a time: it looks each of them up among all, so
// that the thousands of order parameters of a wide network would take it a minute.
const columnsAtOnce = 32

// aggregate fills in times and statistics of several replicas.
func (r *reduced) aggregate(measured table.Table, points []int, replicas int) error {
	statistics, err := aggregated(measured, points, []string{"t"}, replicas)
	if err != nil {
		return err
	}
	r.times = statistics["t"].Mean
	for names := range slices.Chunk(r.columns, columnsAtOnce) {
		statistics, err := aggregated(measured, points, names, replicas)
		if err != nil {
			return err
		}
		maps.Copy(r.values, statistics)
	}
	return nil
}

// aggregated returns the statistics of some columns over the rows of the same point.
func aggregated(measured table.Table, points []int, names []string, replicas int) (map[string]Statistic, error) {
	columns := []series.Series{series.New(points, series.Int, "point")}
	var kinds []dataframe.AggregationType
	var of []string
	for _, name := range names {
		values, err := measured.Column(name)
		if err != nil {
			return nil, err
		}
		columns = append(columns, series.New(values, series.Float, name))
		kinds = append(kinds, dataframe.Aggregation_MEAN, dataframe.Aggregation_STD)
		of = append(of, name, name)
	}
	grouped := dataframe.New(columns...).GroupBy("point").Aggregation(kinds, of)
	grouped = grouped.Arrange(dataframe.Sort("point")) // groups come in no order
	if grouped.Err != nil {
		return nil, fmt.Errorf("mean over replicas: %w", grouped.Err)
	}
	statistics := map[string]Statistic{}
	for _, name := range names {
		statistics[name] = Statistic{
			Mean: grouped.Col(name + "_MEAN").Float(), Spread: grouped.Col(name + "_STD").Float(), Replicas: replicas,
		}
	}
	return statistics, nil
}
