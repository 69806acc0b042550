package theory

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// direction is an eigenvector of the covariance as a combination of the flow's columns.
type direction struct {
	rate    float64
	number  int       // m, from 1 on: it is the principal component of the m-th largest eigenvalue
	mode    int       // its index among the problem's eigenvalues, or the column of modes
	first   int       // the first of the columns that make it up
	weights []float64 // their weights, or nil where it is the first column itself
}

// entry returns the component of a row of n columns along the direction.
func (d direction) entry(row []float64) float64 {
	if d.weights == nil {
		return row[d.first]
	}
	return floats.Dot(d.weights, row[d.first:d.first+len(d.weights)])
}

// leading returns the m leading modes, or as many as there are: those of the largest
// rates, in decreasing order. Columns of modes that Modes has merged aren't among them.
func (f *Flow) leading(m int) []direction {
	if f.reduction != nil {
		return f.reduction.leading(m)
	}
	var modes []direction
	for _, level := range f.modes.levels() {
		number := level.first
		for _, j := range level.columns {
			if len(modes) >= m {
				return modes
			}
			if f.modes.multiplicity(j) == 1 {
				modes = append(modes, direction{rate: level.rate, number: whole(number), mode: j, first: j})
			}
			number += f.modes.multiplicity(j)
		}
	}
	return modes
}

// whole returns a number of modes, a sum of equal parts, as an integer, or the largest
// there is.
func whole(x float64) int {
	if x >= math.MaxInt {
		return math.MaxInt
	}
	return int(math.Round(x))
}

// level is the columns of one rate, those that are modes of their own before those of
// merged modes.
type level struct {
	rate    float64
	first   float64 // the number of its first principal component, from 1 on
	columns []int
}

// levels returns the columns by decreasing rate.
func (m *Modes) levels() []level {
	order := make([]int, m.Columns())
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(
			cmp.Compare(m.Rates[j], m.Rates[i]),
			cmp.Compare(min(m.multiplicity(i), 2), min(m.multiplicity(j), 2)),
		)
	})
	var levels []level
	first := 1.0
	for i, j := range order {
		if i == 0 || m.Rates[j] != m.Rates[order[i-1]] {
			levels = append(levels, level{rate: m.Rates[j], first: math.Round(first)})
		}
		last := &levels[len(levels)-1]
		last.columns = append(last.columns, j)
		first += m.multiplicity(j)
	}
	return levels
}

// byRate returns the groups by decreasing eigenvalue.
func (r *reduction) byRate() []group {
	decreasing := func(a, b group) int { return cmp.Compare(b.eigenvalue, a.eigenvalue) }
	if slices.IsSortedFunc(r.groups, decreasing) {
		return r.groups
	}
	groups := slices.Clone(r.groups)
	slices.SortStableFunc(groups, decreasing)
	return groups
}

// leading returns the m leading modes. It looks at the groups and at m modes, not at
// all D.
func (r *reduction) leading(m int) []direction {
	var modes []direction
	for _, g := range r.byRate() {
		for i, mode := range g.modes {
			if len(modes) >= m {
				return modes
			}
			d := direction{
				rate: g.eigenvalue / float64(len(r.eigenvalues)), number: len(modes) + 1, mode: mode,
				first: g.first + i,
			}
			if g.basis != nil {
				d.first, d.weights = g.first, g.basis[i*g.columns:][:g.columns]
			}
			modes = append(modes, d)
		}
	}
	return modes
}
