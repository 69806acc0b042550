package linalg

import (
	"errors"
	"math"
	"slices"
)

// rotation is a plane rotation of two rows p and q: p ← c p + s q, q ← c q − s p.
type rotation struct{ c, s float64 }

// sweep is one chain of rotations, of the rows (first, first+step), (first+step, first+2 step), ….
type sweep struct {
	first, step int
	rotations   []rotation
}

// maxSweeps per eigenvalue, as in LAPACK. About 1.7 is usual.
const maxSweeps = 30

var errNotConverged = errors.New("the eigenvalue iteration did not converge: the matrix may not be symmetric")

// diagonalise turns T into a diagonal matrix of its eigenvalues, in no order, by the implicit QL
// iteration with Wilkinson's shift. It returns the rotations that do it, in their order: applied to the rows of Qᵀ, where
// A = Q T Qᵀ, they make these rows the eigenvectors. Only T, not the vectors, is needed to find
// them, so that the vectors can be turned later, panel by panel.
//
// It follows LAPACK's dsteqr: T falls into blocks where an off-diagonal element vanishes, and each block is
// taken from its smaller end (B. N. Parlett, The Symmetric Eigenvalue Problem, chapter 8).
func diagonalise(d, e []float64) ([]sweep, error) {
	var sweeps []sweep
	for lo := 0; lo < len(d); {
		hi := lo
		for hi < len(d)-1 && !negligible(d, e, hi) {
			hi++
		}
		q := block{d: d[lo : hi+1], e: e[lo:hi], first: lo, step: 1}
		if math.Abs(d[hi]) < math.Abs(d[lo]) {
			q.reverse()
		}
		err := q.run()
		if q.step < 0 {
			q.reverse()
		}
		sweeps = append(sweeps, q.sweeps...)
		if err != nil {
			return nil, err
		}
		lo = hi + 1
	}
	return sweeps, nil
}

// negligible reports whether e[i] can be taken as zero, and sets it so.
func negligible(d, e []float64, i int) bool {
	const epsilon, smallest = 0x1p-53, 0x1p-1022
	if e[i]*e[i] > epsilon*epsilon*math.Abs(d[i])*math.Abs(d[i+1])+smallest {
		return false
	}
	e[i] = 0
	return true
}

// block is an unreduced block of T. Its index i is the row first + i·step of T.
type block struct {
	d, e        []float64
	first, step int
	sweeps      []sweep
}

func (b *block) reverse() {
	slices.Reverse(b.d)
	slices.Reverse(b.e)
	b.first += b.step * (len(b.d) - 1)
	b.step = -b.step
}

// run finds the eigenvalues of the block, from index 0 on.
func (b *block) run() error {
	budget := maxSweeps * len(b.d)
	for l := 0; l < len(b.d); {
		m := l
		for m < len(b.d)-1 && !negligible(b.d, b.e, m) {
			m++
		}
		if m == l {
			l++
			continue
		}
		if budget--; budget < 0 {
			return errNotConverged
		}
		b.sweep(l, m)
	}
	return nil
}

// sweep makes one implicit QL step on the indices l…m and records its rotations.
func (b *block) sweep(l, m int) {
	d, e := b.d, b.e
	rotations := make([]rotation, 0, m-l)
	g := (d[l+1] - d[l]) / (2 * e[l])
	g = d[m] - d[l] + e[l]/(g+math.Copysign(math.Hypot(g, 1), g))
	c, s, p := 1.0, 1.0, 0.0
	for i := m - 1; i >= l; i-- {
		f, h := s*e[i], c*e[i]
		var r float64
		c, s, r = planeRotation(g, f)
		if i < m-1 {
			e[i+1] = r
		}
		g = d[i+1] - p
		r = (d[i]-g)*s + 2*c*h
		p = s * r
		d[i+1] = g + p
		g = c*r - h
		rotations = append(rotations, rotation{c, s})
	}
	d[l] -= p
	e[l] = g
	b.sweeps = append(b.sweeps, sweep{first: b.first + m*b.step, step: -b.step, rotations: rotations})
}

// planeRotation returns c, s and r with c f + s g = r, c g − s f = 0 and c² + s² = 1.
func planeRotation(f, g float64) (c, s, r float64) {
	if g == 0 {
		return 1, 0, f
	}
	square := f*f + g*g
	if square < 0x1p-900 { // the squares may have lost digits
		r = math.Hypot(f, g)
		return f / r, g / r, r
	}
	r = math.Sqrt(square)
	return f / r, g / r, r
}
