package theory

import (
	"math"
	"slices"
)

// groups is the number of groups of a column's rows: the encoder's, the decoder's
// and ĉ, or the weights and ĉ where they are tied.
const groups = 3

// bound is a bound of entries of G_j or U_j, one number per column: of those of
// one kind in one group of rows.
type bound struct {
	kind, group int
	factors     [][]float64 // the entries are ± these, up to the weights
	divide      bool        // for U_j, which the scales divide; G_j they multiply
	scaled      bool
	most        []float64
}

// bounds are those of all terms. They say how strongly a column is coupled to
// itself through the coefficients, which decides what it postpones.
type bounds struct{ gradient, source []bound }

// setBounds lists the bounds for the terms of all rows.
func (s *linearised) setBounds() {
	for i, row := range s.rows {
		for _, t := range row.gradient {
			s.bounds.gradient = s.addFactor(s.bounds.gradient, i, t, false)
		}
		for _, t := range row.source {
			s.bounds.source = s.addFactor(s.bounds.source, i, t, true)
		}
	}
}

// addFactor adds the factor of a term of row i to the bound of its kind and group.
func (s *linearised) addFactor(list []bound, i int, t term, divide bool) []bound {
	kind, group := s.macro.kind(t.index), s.blocks.groups[i]
	at := slices.IndexFunc(list, func(b bound) bool { return b.kind == kind && b.group == group })
	if at < 0 {
		at = len(list)
		list = append(list, bound{
			kind: kind, group: group, divide: divide, scaled: i < s.blocks.scaled, most: make([]float64, s.flow.columns),
		})
	}
	b := &list[at]
	if !slices.ContainsFunc(b.factors, func(f []float64) bool { return &f[0] == &t.factor[0] }) {
		b.factors = append(b.factors, t.factor)
	}
	return list
}

// update sets the bound at the state.
func (b *bound) update(scales []float64) {
	fill(b.most, 0)
	for _, factor := range b.factors {
		for j, x := range factor[:len(b.most)] {
			b.most[j] = max(b.most[j], math.Abs(x))
		}
	}
	if !b.scaled {
		return
	}
	for j, scale := range scales {
		switch {
		case !b.divide:
			b.most[j] *= scale
		case scale > 0:
			b.most[j] /= scale
		}
	}
}

// setCoupling bounds the entries of G_jᵀ … U_j Θ where … is an entry of a matrix
// between two groups of rows.
func (s *linearised) setCoupling() {
	for i := range s.bounds.gradient {
		s.bounds.gradient[i].update(s.blocks.scales)
	}
	for i := range s.bounds.source {
		s.bounds.source[i].update(s.blocks.scales)
	}
	largest, n := s.largestSlopes(), s.flow.columns
	fill(s.blocks.coupling, 0)
	for _, g := range s.bounds.gradient {
		for _, u := range s.bounds.source {
			slope := 2 * s.flow.learningRate * largest[u.kind][g.kind] // 2 is the largest weight
			if slope == 0 {
				continue
			}
			source := u.most[:n]
			coupling := s.blocks.coupling[(g.group*groups+u.group)*n:][:n]
			for j, x := range g.most[:n] {
				coupling[j] = max(coupling[j], slope*x*source[j])
			}
		}
	}
	s.blocks.setStrongest()
}

// largestSlopes returns the largest entries of Θ by kind of coefficient and parameter.
func (s *linearised) largestSlopes() (largest [kinds][kinds]float64) {
	for i := range s.macro.size {
		c := s.macro.kind(i)
		from, to := s.theta.row(i)
		for e := from; e < to; e++ {
			m := s.macro.kind(s.theta.columns[e])
			largest[c][m] = max(largest[c][m], math.Abs(s.theta.values[e]))
		}
	}
	return largest
}

// setStrongest sets the largest coupling of each column between any two groups.
func (b *blocks) setStrongest() {
	fill(b.strongest, 0)
	for g := range groups * groups {
		for j, x := range b.coupling[g*b.columns:][:b.columns] {
			b.strongest[j] = max(b.strongest[j], x)
		}
	}
}
