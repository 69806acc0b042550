package autoencoder

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/theory/order"
	"autoencoder-dynamics/theory/overlap"

	"gonum.org/v1/gonum/floats"
)

// Components are principal components ψ_m of the inputs with which a network's overlaps are
// measured: how much of each lies in the span of the decoder, ‖Pψ_m‖², and its cosine with
// each unit's decoder vector; see package overlap.
type Components struct {
	dim     int       // coordinates of the weights
	numbers []int     // m of each, from 1 on
	columns []int     // the coordinate of the weights that is along each, or
	vectors []float64 // the components themselves, m×D
	levels  []componentLevel
}

// componentLevel is a level of components that aren't told apart: the weights have
// fewer columns for it than it has components.
type componentLevel struct {
	name    string // its components' numbers, "3_to_22"
	columns []int
}

// LeadingComponents returns the m leading principal components, or as many as there are, for
// weights in the eigenbasis of the inputs: those of the largest of the coordinates'
// eigenvalues, and of one eigenvalue in the order of the coordinates.
//
// In reduced coordinates multiplicities says for how many components each coordinate
// stands, see theory.Modes: those that stand for more than one are taken together by level,
// and the sum of their overlaps is measured; single ones of eigenvalue 0 are left out.
// Otherwise it is nil. LeadingComponents returns an error where the numbers can't be
// eigenvalues and their multiplicities.
func LeadingComponents(eigenvalues, multiplicities []float64, m int) (*Components, error) {
	if err := checkLevels(eigenvalues, multiplicities); err != nil {
		return nil, err
	}
	count := func(column int) float64 {
		if multiplicities == nil {
			return 1
		}
		return multiplicities[column]
	}
	c, before := &Components{dim: len(eigenvalues)}, 0.0
	for _, columns := range byEigenvalue(eigenvalues) {
		level, merged, single := componentLevel{}, 0.0, 0
		for _, column := range columns {
			if n := count(column); n > 1 {
				level.columns, merged = append(level.columns, column), merged+n
				continue
			}
			single++
			if len(c.numbers) < m && (multiplicities == nil || eigenvalues[column] > 0) {
				c.numbers, c.columns = append(c.numbers, int(before)+single), append(c.columns, column)
			}
		}
		merged, before = math.Round(merged), before+float64(single)
		if merged > 0 {
			level.name = fmt.Sprintf("%.0f_to_%.0f", before+1, before+merged)
			c.levels = append(c.levels, level)
		}
		before += merged
	}
	return c, nil
}

func checkLevels(eigenvalues, multiplicities []float64) error {
	if multiplicities != nil && len(multiplicities) != len(eigenvalues) {
		return fmt.Errorf("%d multiplicities of %d eigenvalues", len(multiplicities), len(eigenvalues))
	}
	if err := checkEigenvalues(eigenvalues); err != nil {
		return err
	}
	for i, n := range multiplicities {
		if !(n >= 1) || math.IsInf(n, 1) {
			return fmt.Errorf("multiplicity %d is %v: a coordinate stands for one component at least, and for finitely many", i+1, n)
		}
	}
	return nil
}

// byEigenvalue returns the coordinates of each eigenvalue, the largest eigenvalue first.
func byEigenvalue(eigenvalues []float64) [][]int {
	sorted := make([]int, len(eigenvalues))
	for i := range sorted {
		sorted[i] = i
	}
	slices.SortStableFunc(sorted, func(i, j int) int { return cmp.Compare(eigenvalues[j], eigenvalues[i]) })
	var groups [][]int
	for i, column := range sorted {
		if i == 0 || eigenvalues[column] != eigenvalues[sorted[i-1]] {
			groups = append(groups, nil)
		}
		last := &groups[len(groups)-1]
		*last = append(*last, column)
	}
	return groups
}

// Components returns the m leading principal components, or as many as there are, for the
// overlaps of the simulator's networks: levels of which the networks have fewer columns than
// there are modes are measured as a whole.
func (s *LevelSimulator) Components(m int) (*Components, error) {
	eigenvalues := s.Eigenvalues()
	multiplicities := make([]float64, len(eigenvalues))
	for _, level := range s.slots {
		for j := range level.count {
			multiplicities[level.first+j] = level.modes / float64(level.count)
		}
	}
	return LeadingComponents(eigenvalues, multiplicities, m)
}

// ComponentsAlong returns the principal components given as an m×dim array, one a row, the
// one of the largest eigenvalue first, for weights in the coordinates that they are given
// in, such as pixels. It returns an error where the numbers aren't rows of that length,
// or a row isn't of length 1.
func ComponentsAlong(eigenvectors []float64, dim int) (*Components, error) {
	if dim < 1 || len(eigenvectors)%dim != 0 {
		return nil, fmt.Errorf("%d numbers can't be split into eigenvectors of %d inputs", len(eigenvectors), dim)
	}
	c := &Components{dim: dim, vectors: eigenvectors}
	for from := 0; from < len(eigenvectors); from += dim {
		c.numbers = append(c.numbers, from/dim+1)
		if norm := floats.Norm(eigenvectors[from:from+dim], 2); !(math.Abs(norm-1) < 1e-5) {
			return nil, fmt.Errorf("eigenvector %d has length %v, not 1", from/dim+1, norm)
		}
	}
	return c, nil
}

// ColumnNames returns the names of what [Components.Overlaps] returns for K = hidden units, as
// in the table of the theory's overlaps; see [overlap.ColumnNames].
func (c *Components) ColumnNames(hidden int) []string {
	var levels []string
	for _, level := range c.levels {
		levels = append(levels, level.name)
	}
	return overlap.ColumnNames(c.numbers, levels, hidden)
}

// errCoordinates says that weights and components don't belong together.
var errCoordinates = errors.New("the components are in other coordinates than the weights")

// Overlaps returns the overlaps of a network's decoder with the components, in the order of
// ColumnNames. gram is V Vᵀ, the order parameter T of the weights. It returns an error where
// the weights have other coordinates than the components.
func (c *Components) Overlaps(w order.Weights, gram []float64) ([]float64, error) {
	if w.Dim != c.dim {
		return nil, fmt.Errorf("%w: %d and %d", errCoordinates, c.dim, w.Dim)
	}
	span := overlap.NewSpan(w.Hidden)
	span.Set(gram)
	count := len(c.numbers)
	entries, column := make([]float64, w.Hidden*count), make([]float64, w.Hidden) // v^k·ψ_m
	overlaps := make([]float64, 0, count+len(c.levels)+len(entries))
	for i := range count {
		for k := range column {
			column[k] = c.entry(w.Decoder(k), i)
			entries[k*count+i] = column[k]
		}
		overlaps = append(overlaps, span.Overlap(column))
	}
	for _, level := range c.levels {
		var sum float64
		for _, j := range level.columns {
			for k := range column {
				column[k] = w.Decoder(k)[j]
			}
			sum += span.Overlap(column)
		}
		overlaps = append(overlaps, sum)
	}
	return c.appendCosines(overlaps, entries, gram), nil
}

// entry returns the component of a decoder vector along component i.
func (c *Components) entry(decoder []float64, i int) float64 {
	if c.vectors == nil {
		return decoder[c.columns[i]]
	}
	return floats.Dot(decoder, c.vectors[i*c.dim:(i+1)*c.dim])
}

// appendCosines appends the cosines, from the entries along the components and the lengths
// of the decoder vectors.
func (c *Components) appendCosines(dst, entries, gram []float64) []float64 {
	count := len(c.numbers)
	if count == 0 {
		return dst
	}
	lengths := make([]float64, len(entries)/count)
	for k := range lengths {
		lengths[k] = math.Sqrt(gram[k*len(lengths)+k])
	}
	overlap.Cosines(entries, entries, lengths)
	for k := range lengths {
		dst = append(dst, entries[k*count:][:overlap.CosineComponents(count, len(lengths))]...)
	}
	return dst
}
