package theory

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// span is the space spanned by the rows of the decoder, found from their Gram
// matrix T̂ = V̂V̂ᵀ by a Cholesky decomposition with pivoting. The rows are brought to
// length 1 first, so that the length of a decoder vector has no say, only its direction.
type span struct {
	hidden  int
	rank    int
	norms   []float64
	pivots  []int     // the rows taken: at each turn the one furthest from the span of those before
	factor  []float64 // K×K: row i holds the components of all rows along the i-th vector of the basis
	left    []float64 // squared distance of each row from the span so far
	overlap []float64
}

// smallestAngle is the sine of the angle below which a decoder vector counts as
// lying in the span of the others, so that its remainder is rounding and not a
// direction. The Gram matrix knows squares of sines to the precision of float64.
const smallestAngle = 1e-6

func newSpan(hidden int) *span {
	return &span{
		hidden: hidden, norms: make([]float64, hidden), pivots: make([]int, hidden),
		factor: make([]float64, hidden*hidden), left: make([]float64, hidden), overlap: make([]float64, hidden),
	}
}

// set takes the Gram matrix of the rows, K×K.
func (s *span) set(gram []float64) {
	hidden := s.hidden
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
func (s *span) take(pivot int, gram []float64) {
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

// projection returns ‖Pψ‖², with P the projector on the span, from the components
// of the rows along the unit vector ψ.
func (s *span) projection(components []float64) float64 {
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

// spanOverlaps sets dst to the overlap of the span, that of the decoder's rows, with
// each direction.
func (f *Flow) spanOverlaps(dst []float64, s *span, decoder []float64, directions []direction) {
	components := make([]float64, f.hidden)
	for i, d := range directions {
		for k := range components {
			components[k] = d.entry(f.row(decoder, k, 0, f.columns))
		}
		dst[i] = s.projection(components)
	}
}
