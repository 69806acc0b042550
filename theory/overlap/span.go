package overlap

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Span is the space spanned by K rows v^k, found from their Gram matrix by a Cholesky
// decomposition with pivoting. The rows are brought to length 1 first, so that the length
// of a row has no say, only its direction. It has working space of its own: it isn't safe
// for use from several goroutines.
type Span struct {
	hidden  int
	rank    int // the dimension of the span
	norms   []float64
	pivots  []int     // the rows taken: at each turn the one furthest from the span of those before
	factor  []float64 // K×K: row i holds the components of all rows along the i-th vector of the basis
	left    []float64 // squared distance of each row from the span so far
	overlap []float64
}

// smallestAngle is the sine of the angle below which a row counts as lying in the span of
// the others, so that its remainder is rounding and not a direction. The Gram matrix
// knows squares of sines to the precision of float64.
const smallestAngle = 1e-6

// NewSpan returns the span of K = hidden rows of length 0.
func NewSpan(hidden int) *Span {
	return &Span{
		hidden: hidden, norms: make([]float64, hidden), pivots: make([]int, hidden),
		factor: make([]float64, hidden*hidden), left: make([]float64, hidden), overlap: make([]float64, hidden),
	}
}

// Set takes the Gram matrix of the rows, v^k·v^l: K×K, row by row, in any unit. A row that
// makes an angle below 1e-6 with the span of the others adds nothing to it, nor does one of
// length 0. Set costs O(K³) and panics where the size doesn't fit.
func (s *Span) Set(gram []float64) {
	hidden := s.hidden
	if len(gram) != hidden*hidden {
		panic(fmt.Sprintf("overlap: a Gram matrix of %d entries for %d rows", len(gram), hidden))
	}
	for k := range hidden {
		s.norms[k], s.left[k] = math.Sqrt(gram[k*hidden+k]), 0
		if s.norms[k] > 0 {
			s.left[k] = 1
		}
	}
	for s.rank = 0; s.rank < hidden; s.rank++ {
		pivot := floats.MaxIdx(s.left)
		if !(s.left[pivot] > smallestAngle*smallestAngle) {
			return
		}
		s.take(pivot, gram)
	}
}

// take adds a row to the basis.
func (s *Span) take(pivot int, gram []float64) {
	hidden, length := s.hidden, math.Sqrt(s.left[pivot])
	line := s.factor[s.rank*hidden : (s.rank+1)*hidden]
	for k := range hidden {
		line[k] = 0
		if s.left[k] == 0 { // a row taken before, or one of length 0
			continue
		}
		sum := gram[pivot*hidden+k] / (s.norms[pivot] * s.norms[k])
		for i := range s.rank {
			sum -= s.factor[i*hidden+pivot] * s.factor[i*hidden+k]
		}
		line[k] = sum / length
		s.left[k] = max(0, s.left[k]-line[k]*line[k])
	}
	s.pivots[s.rank], s.left[pivot] = pivot, 0
}

// Overlap returns ‖Pψ‖² in [0, 1], with P the projector on the span, from the components
// v^k·ψ of the K rows along the unit vector ψ, in the unit that the Gram matrix has the
// squares of. It is 1 where ψ can be put together from the rows. It costs O(K²).
func (s *Span) Overlap(components []float64) float64 {
	var sum float64
	for i := range s.rank {
		pivot := s.pivots[i]
		x := components[pivot] / s.norms[pivot]
		for j := range i {
			x -= s.factor[j*s.hidden+pivot] * s.overlap[j]
		}
		s.overlap[i] = x / s.factor[i*s.hidden+pivot]
		sum += s.overlap[i] * s.overlap[i]
	}
	return min(sum, 1)
}
