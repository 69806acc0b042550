package autoencoder

import (
	"math"
	"slices"

	"autoencoder-dynamics/autoencoder/kernel"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/order"
)

// slots are the columns in which a simulation keeps the weights on a level's modes.
//
// A level with few modes has a slot for each. In one with many, of eigenvalue ρ, all that is
// known of the weights' directions is the span of the columns in use. An input's part in the
// level is √ρ ξ with ξ normal in n dimensions: along the m columns in use it is normal in m
// dimensions, and the rest of it is orthogonal to all weights, of a length r with
// r² ~ χ²_{n−m}, whatever its direction. That direction becomes the next column: (z, r) is
// the input there, and the weights' first entries in the new column are what they learn from r.
type slots struct {
	first, count int     // where they are, and how many
	modes        float64 // n
	deviation    float64 // √ρ
	resting      int     // columns in use after a compression; count where every mode has its slot
	radii        []chiSquared
}

// compressed reports whether the slots are fewer than the modes.
func (s *slots) compressed() bool { return float64(s.count) < s.modes }

// draw sets the slots of the input where fresh columns are in use besides the resting ones.
// On entry they hold normal numbers times the deviation.
func (s *slots) draw(input []float64, fresh int, stream *random.Stream) {
	if !s.compressed() {
		return
	}
	next := s.first + s.resting + fresh
	input[next] = float64(s.deviation * math.Sqrt(s.radii[fresh].draw(stream)))
	clear(input[next+1 : s.first+s.count])
}

// arrange lays out the slots of all levels: as many as rows of weights and the columns of a
// cycle where a level has more modes than that.
func arrange(levels []Level, rows, cycle int) []slots {
	arranged := make([]slots, len(levels))
	first := 0
	for i, level := range levels {
		s := slots{first: first, modes: level.Modes, deviation: math.Sqrt(level.Eigenvalue)}
		s.count = int(min(level.Modes, float64(rows+cycle)))
		s.resting = s.count
		if s.compressed() {
			s.resting = rows
			for fresh := range cycle {
				s.radii = append(s.radii, newChiSquared(level.Modes-float64(rows+fresh)))
			}
		}
		first += s.count
		arranged[i] = s
	}
	return arranged
}

// width returns the number of slots in all.
func width(arranged []slots) int {
	last := arranged[len(arranged)-1]
	return last.first + last.count
}

// chooseCycle returns the number of samples between compressions, whole batches: twice as
// many as there are rows, which is about the fastest for 1 to 64 hidden units, and then as many
// as fill the width to which rows are padded anyway.
func chooseCycle(levels []Level, rows, batch int) int {
	cycle := (2*rows + batch - 1) / batch * batch
	padded := kernel.Padded(width(arrange(levels, rows, cycle)))
	compressed := func(s slots) bool { return s.compressed() }
	for slices.ContainsFunc(arrange(levels, rows, cycle), compressed) && width(arrange(levels, rows, cycle+batch)) <= padded {
		cycle += batch
	}
	return cycle
}

// spread returns the start weights in their slots.
func spread(start LevelWeights, arranged []slots) order.Weights {
	rows := weightRows(start.Weights)
	columns := make([][]float64, len(rows))
	for i := range columns {
		columns[i] = make([]float64, width(arranged))
	}
	from := 0
	for l, level := range start.Levels {
		part := make([][]float64, len(rows))
		for i, row := range rows {
			part[i] = slices.Clone(row[from : from+level.Columns])
		}
		if level.Columns > arranged[l].resting {
			triangularise(part, len(part))
		}
		for i := range part {
			copy(columns[i][arranged[l].first:], part[i][:min(level.Columns, arranged[l].resting)])
		}
		from += level.Columns
	}
	return weightsOfRows(start.Weights, columns)
}
