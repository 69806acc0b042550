package theory

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// postponed is an unknown that column j leaves to the small system.
//
// The flow tends to columns at rest, A_j y_j = 0. There the direction y_j is held
// in place through the coefficients only: I − γA_j is of size 1 in that
// direction, but of size γ in all others, and so is the coupling. To eliminate the
// column first would lose a factor γ or γ² in accuracy. As sparse direct solvers
// do with small pivots, such a direction is postponed: with unit vectors u and v
// near the left and right null vectors of the block,
//
//	(I − γA_j + u vᵀ) x_j = s + u ξ,    ξ = vᵀ x_j
//
// has a harmless matrix, whose inverse X takes the place of (I − γA_j)⁻¹, and the
// number ξ becomes an unknown:
//
//	x_j = X s + X u ξ       (1 − vᵀX u) ξ = vᵀX s
//
// Where a column has several of them, the corner 1 − vᵀX u is a matrix. All this
// is done on rows and columns that are scaled to the size of block and coupling:
// encoder and decoder drift apart by many decades.
type postponed struct {
	column int
	u, v   []float64
	left   []float64 // vᵀX
	right  []float64 // X u
	first  int       // the column's first unknown
	corner []float64 // 1 − vᵀX u, for the column's unknowns from the first on
}

// growthLimit bounds γ times the coupling times the inverse of a block. The small
// system may lose its square in accuracy.
const growthLimit = 1e2

// postpone replaces the inverse of column j in block by one that is within
// bounds, and lists the unknowns that it takes. It reports whether there is an
// inverse; shifted is I − γA_j when it begins.
func (b *blocks) postpone(j int, gamma float64) bool {
	if gamma*b.strongest[j]*largest(b.block) <= growthLimit || b.growth(j, gamma) <= growthLimit {
		return true
	}
	first := len(b.postponed)
	b.balance(j, gamma)
	for b.growth(j, gamma) > growthLimit && len(b.postponed)-first < b.rows {
		p := b.next(j)
		b.direct(p)
		for i, u := range p.u {
			floats.AddScaled(b.shifted[i*b.rows:(i+1)*b.rows], u, p.v)
		}
		copy(b.block, b.shifted)
		if !invert(b.block, b.rows, b.pivots) {
			return false
		}
	}
	b.project(first)
	b.unbalance(b.postponed[first:])
	return true
}

// growth returns a bound of the entries of γ G_jᵀ X U_j Θ for the inverse X in block.
func (b *blocks) growth(j int, gamma float64) float64 {
	var largest [groups][groups]float64
	for i := range b.rows {
		for k, x := range b.block[i*b.rows : (i+1)*b.rows] {
			at := &largest[b.groups[i]][b.groups[k]]
			*at = max(*at, math.Abs(x)*b.balances[i]*b.balances[k])
		}
	}
	var bound float64
	for g := range groups {
		for u := range groups {
			bound = max(bound, largest[g][u]*b.coupling[(g*groups+u)*b.columns+j])
		}
	}
	return gamma * bound
}

// balance scales the block in shifted, and its inverse in block, so that within
// each group of rows the larger of the block and the coupling is of size 1.
func (b *blocks) balance(j int, gamma float64) {
	var sizes [groups]float64
	for g := range groups {
		sizes[g] = gamma * b.coupling[(g*groups+g)*b.columns+j]
	}
	for i, g := range b.groups {
		for k, u := range b.groups {
			if g == u {
				sizes[g] = max(sizes[g], math.Abs(b.shifted[i*b.rows+k]))
			}
		}
	}
	for i, g := range b.groups {
		b.balances[i] = 1 / math.Sqrt(sizes[g])
	}
	for i, own := range b.balances {
		for k, other := range b.balances {
			b.shifted[i*b.rows+k] *= own * other
			b.block[i*b.rows+k] /= own * other
		}
	}
}

// unbalance undoes balance in the inverse and in the column's unknowns.
func (b *blocks) unbalance(list []postponed) {
	for i, own := range b.balances {
		for k, other := range b.balances {
			b.block[i*b.rows+k] *= own * other
		}
	}
	for i := range list {
		floats.Mul(list[i].left, b.balances)
		floats.Mul(list[i].right, b.balances)
	}
	fill(b.balances, 1)
}

// direct sets u and v to the directions in which the inverse is largest.
func (b *blocks) direct(p *postponed) {
	d, at := b.rows, 0
	for i, x := range b.block {
		if math.Abs(x) > math.Abs(b.block[at]) {
			at = i
		}
	}
	row, column := at/d, at%d
	for i := range d {
		p.u[i], p.v[i] = b.block[row*d+i], b.block[i*d+column]
	}
	if b.symmetric {
		copy(p.u, p.v)
	}
	floats.Scale(1/floats.Norm(p.u, 2), p.u)
	floats.Scale(1/floats.Norm(p.v, 2), p.v)
}

// project sets left, right and corner of the unknowns from the first on, all those
// of one column.
func (b *blocks) project(first int) {
	list := b.postponed[first:]
	for i := range list {
		p := &list[i]
		p.first, p.corner = first, p.corner[:0]
		fill(p.left, 0)
		for r, v := range p.v {
			line := b.block[r*b.rows : (r+1)*b.rows]
			floats.AddScaled(p.left, v, line)
			p.right[r] = floats.Dot(line, p.u)
		}
		for other := range list {
			p.corner = append(p.corner, -floats.Dot(p.left, list[other].u))
		}
		p.corner[i]++
	}
}

// next appends an unknown of that column, in the memory of one of an earlier γ
// where there is any.
func (b *blocks) next(column int) *postponed {
	n := len(b.postponed)
	if n < cap(b.postponed) {
		b.postponed = b.postponed[:n+1]
	} else {
		b.postponed = append(b.postponed, postponed{})
	}
	p := &b.postponed[n]
	if p.left == nil {
		vector := func() []float64 { return make([]float64, b.rows) }
		p.left, p.right, p.u, p.v = vector(), vector(), vector(), vector()
	}
	p.column = column
	return p
}
