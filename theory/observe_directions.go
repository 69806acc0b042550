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
	mode    int       // its index among the problem's eigenvalues, or the column where the problem came as modes
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

// leading returns the m leading modes, or as many as there are: those of the
// largest rates, in decreasing order. At D = ∞ a column of rate 0 stands for the
// bulk as a whole and not for a mode: it isn't among them.
func (f *Flow) leading(m int) []direction {
	if f.reduction != nil {
		return f.reduction.leading(m)
	}
	var all []direction
	for j, rate := range f.rates {
		if rate > 0 || !math.IsInf(f.dim, 1) {
			all = append(all, direction{rate: rate, mode: j, first: j})
		}
	}
	slices.SortStableFunc(all, func(a, b direction) int { return cmp.Compare(b.rate, a.rate) })
	return all[:max(0, min(m, len(all)))]
}

// leading returns the m leading modes. It looks at the groups and at m modes, not at all D.
func (r *reduction) leading(m int) []direction {
	byRate := func(a, b group) int { return cmp.Compare(b.eigenvalue, a.eigenvalue) }
	groups := r.groups
	if !slices.IsSortedFunc(groups, byRate) {
		groups = slices.Clone(groups)
		slices.SortStableFunc(groups, byRate)
	}
	var modes []direction
	for _, g := range groups {
		for i, mode := range g.modes {
			if len(modes) >= m {
				return modes
			}
			d := direction{rate: g.eigenvalue / float64(len(r.eigenvalues)), mode: mode, first: g.first + i}
			if g.basis != nil {
				d.first, d.weights = g.first, g.basis[i*g.columns:][:g.columns]
			}
			modes = append(modes, d)
		}
	}
	return modes
}
