package autoencoder

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/order"
)

// ReduceWeights returns weights over D inputs, in the eigenbasis of the inputs' covariance with
// these eigenvalues, as weights over its levels: modes of one eigenvalue are rotated so
// that as many columns as there are rows of weights (W, V, c) hold what there is in all of
// them. A simulation from them has the law of one that starts from the weights given. It
// returns an error where the eigenvalues don't fit the weights.
func ReduceWeights(w order.Weights, eigenvalues []float64) (LevelWeights, error) {
	if err := w.Check(); err != nil {
		return LevelWeights{}, fmt.Errorf("start weights: %w", err)
	}
	if len(eigenvalues) != w.Dim {
		return LevelWeights{}, fmt.Errorf("%d eigenvalues for start weights over D = %d inputs", len(eigenvalues), w.Dim)
	}
	modes := make([]int, len(eigenvalues))
	for i := range modes {
		modes[i] = i
	}
	slices.SortStableFunc(modes, func(i, j int) int { return cmp.Compare(eigenvalues[j], eigenvalues[i]) })
	rows := weightRows(w)
	reduced := LevelWeights{}
	columns := make([][]float64, len(rows)) // of each row
	for from := 0; from < len(modes); {
		to, eigenvalue := from+1, eigenvalues[modes[from]]
		for to < len(modes) && eigenvalues[modes[to]] == eigenvalue {
			to++
		}
		level := Level{Eigenvalue: eigenvalue, Modes: float64(to - from), Columns: min(to-from, len(rows))}
		for i, row := range entriesAt(rows, modes[from:to], level.Columns) {
			columns[i] = append(columns[i], row...)
		}
		reduced.Levels = append(reduced.Levels, level)
		from = to
	}
	reduced.Weights = weightsOfRows(w, columns)
	return reduced, reduced.Check()
}

// entriesAt returns what the rows have at the modes, in as many columns as given.
func entriesAt(rows [][]float64, modes []int, columns int) [][]float64 {
	entries := make([][]float64, len(rows))
	for i, row := range rows {
		for _, mode := range modes {
			entries[i] = append(entries[i], row[mode])
		}
	}
	if columns < len(modes) {
		triangularise(entries, len(entries))
	}
	for i := range entries {
		entries[i] = entries[i][:columns]
	}
	return entries
}

// weightRows returns the rows of W and V, once where they are equal, and c where there is one.
func weightRows(w order.Weights) [][]float64 {
	var rows [][]float64
	for k := range w.Hidden {
		rows = append(rows, w.Encoder(k))
	}
	if !slices.Equal(w.W, w.V) {
		for k := range w.Hidden {
			rows = append(rows, w.Decoder(k))
		}
	}
	if w.C != nil {
		rows = append(rows, w.C)
	}
	return rows
}

// weightsOfRows is the inverse of weightRows, with the encoder's biases of like.
func weightsOfRows(like order.Weights, rows [][]float64) order.Weights {
	k := like.Hidden
	w := order.Weights{Hidden: k, Dim: len(rows[0]), B: slices.Clone(like.B)}
	w.W = slices.Concat(rows[:k]...)
	w.V = slices.Clone(w.W)
	if len(rows) >= 2*k && !slices.Equal(like.W, like.V) {
		w.V = slices.Concat(rows[k : 2*k]...)
	}
	if like.C != nil {
		w.C = slices.Clone(rows[len(rows)-1])
	}
	return w
}

// WeightsOfColumns returns the start weights that an ensemble has drawn as weights over its
// levels: those that the flow of package theory starts from, where it draws them from an equal
// stream. In a level whose eigenvalue is 0, where no input has anything, the encoder's weights
// of an untied network are unknown and taken for 0. It returns an error where D is infinite
// or too large.
func WeightsOfColumns(c *ensemble.Columns) (LevelWeights, error) {
	if math.IsInf(c.Dim, 1) {
		return LevelWeights{}, fmt.Errorf("start weights at D = ∞: a simulation takes D steps for each unit of time, so take a finite D, up to %g; the limit itself is the flow of package theory", LargestLevelDim)
	}
	reduced := LevelWeights{}
	for i, level := range c.Levels {
		reduced.Levels = append(reduced.Levels, Level{Eigenvalue: level.Rate * c.Dim, Modes: level.Multiplicity, Columns: c.Widths[i]})
	}
	rates := c.Rates()
	w := order.NewWeights(c.Hidden, len(rates))
	w.B = slices.Clone(c.EncoderBias)
	root := math.Sqrt(c.Dim)
	for i, v := range c.Decoder {
		w.V[i] = root * v
		if rate := rates[i%len(rates)]; rate > 0 {
			w.W[i] = c.Encoder[i] / math.Sqrt(rate)
		}
	}
	if c.Tied {
		copy(w.W, w.V)
	}
	for _, bias := range c.OutputBias {
		w.C = append(w.C, root*bias)
	}
	reduced.Weights = w
	return reduced, reduced.Check()
}
