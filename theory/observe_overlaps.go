package theory

import (
	"math"
	"slices"

	"autoencoder-dynamics/theory/overlap"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat/distuv"
)

// SpanOverlaps returns the overlap of the decoder's span with each of the m
// leading principal components, ‖Pψ_m‖² in [0, 1], with P the projector on the
// rows v^k: 1 where the component can be reconstructed, by whatever combination
// of units. It has as many entries as [Snapshot.Leading] has modes.
//
// The span doesn't depend on the lengths of the rows. A row that makes an angle below 1e-6
// with the span of the others adds nothing to it. The cost is O(K³ + K²m), besides O(Kn)
// where eigenvalues repeat.
func (s Snapshot) SpanOverlaps(m int) []float64 {
	f := s.flow
	directions := f.leading(m)
	overlaps, span := make([]float64, len(directions)), overlap.NewSpan(f.hidden)
	span.Set(s.decoderGram())
	f.spanOverlaps(overlaps, span, f.view(s.state).decoder, directions)
	return overlaps
}

// decoderGram returns T̂, the Gram matrix of the decoder's rows per dimension.
func (s Snapshot) decoderGram() []float64 {
	gram, scale := slices.Clone(s.Parameters.T), decoderScale(s.flow.dim)
	floats.Scale(1/(scale*scale), gram)
	return gram
}

// Cosines returns cos(v^k, ψ_m), the cosine of each unit's decoder vector with each of the
// m leading principal components: K×m, row by row, and 0 for a decoder vector of length 0.
// Eigenvectors have no sign: only the absolute value means something. The number of
// columns is that of the modes of [Snapshot.Leading].
func (s Snapshot) Cosines(m int) []float64 {
	f := s.flow
	directions := f.leading(m)
	cosines := make([]float64, f.hidden*len(directions))
	for k := range f.hidden {
		decoder := f.row(f.view(s.state).decoder, k, 0, f.columns)
		for j, d := range directions {
			cosines[k*len(directions)+j] = d.entry(decoder)
		}
	}
	overlap.Cosines(cosines, cosines, s.DecoderNorms())
	return cosines
}

// EncoderNorms returns √Q_kk for each unit, the standard deviation of its pre-activation.
func (s Snapshot) EncoderNorms() []float64 {
	return rootDiagonal(s.Parameters.Q, s.flow.hidden, 1)
}

// DecoderNorms returns ‖v^k‖/√D for each unit.
func (s Snapshot) DecoderNorms() []float64 {
	return rootDiagonal(s.Parameters.T, s.flow.hidden, 1/decoderScale(s.flow.dim))
}

// rootDiagonal returns scale times the roots of a K×K matrix's diagonal.
func rootDiagonal(square []float64, hidden int, scale float64) []float64 {
	roots := make([]float64, hidden)
	for k := range roots {
		roots[k] = scale * math.Sqrt(square[k*hidden+k])
	}
	return roots
}

// LinearShares returns for each unit the share of inputs whose pre-activation λ^k + b_k
// is positive, Φ(b_k/√Q_kk): of a ReLU unit, those for which it is linear.
// It is one half without bias.
func (s Snapshot) LinearShares() []float64 {
	shares := make([]float64, s.flow.hidden)
	for k, norm := range s.EncoderNorms() {
		var bias float64
		if s.Parameters.B != nil {
			bias = s.Parameters.B[k]
		}
		switch {
		case norm > 0:
			shares[k] = distuv.UnitNormal.CDF(bias / norm)
		case bias > 0:
			shares[k] = 1
		}
	}
	return shares
}

// PCAErrors returns the error that is left with the 0 … m leading principal
// components, E_0 … E_m: pmse_PCA(i) = tr Ω/D − Σ_{j≤i} ρ_j/D, also for problems that
// came as Modes and at D = ∞. There are fewer where there are fewer than m components, as
// over the bulk at D = ∞.
func (s Snapshot) PCAErrors(m int) []float64 {
	left, _ := s.flow.pcaErrors(m)
	return left
}

// MergedLevel is a level of modes that a problem given as Modes has merged, so that its
// columns are directions of its eigenspace and not modes.
type MergedLevel struct {
	Rate           float64 // r = ρ/D
	FirstComponent float64 // number of the first of its modes among the principal components, from 1 on
	Multiplicity   float64 // number of its modes, maybe +Inf
	Overlap        float64 // Σ ‖Pψ‖² over its modes: the dimension of the decoder's span in the level, at most K
}

// MergedLevels returns the levels of merged modes by decreasing rate, the bulk included.
// There are none where the problem came with weights over all inputs, whose modes can be
// restored. Of a level of which some modes were merged and others not only the merged
// ones count.
func (s Snapshot) MergedLevels() []MergedLevel {
	f := s.flow
	if f.reduction != nil {
		return nil
	}
	span, share := overlap.NewSpan(f.hidden), make([]float64, 1)
	span.Set(s.decoderGram())
	var merged []MergedLevel
	for _, level := range f.modes.levels() {
		m := MergedLevel{Rate: level.rate, FirstComponent: level.first}
		for _, j := range level.columns {
			n := f.modes.multiplicity(j)
			if n == 1 {
				m.FirstComponent++
				continue
			}
			f.spanOverlaps(share, span, f.view(s.state).decoder, []direction{{first: j}})
			m.Multiplicity, m.Overlap = m.Multiplicity+n, m.Overlap+share[0]
		}
		if m.Multiplicity > 0 {
			m.Multiplicity = math.Round(m.Multiplicity)
			merged = append(merged, m)
		}
	}
	return merged
}
