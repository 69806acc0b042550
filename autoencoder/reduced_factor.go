package autoencoder

import (
	"math"

	"autoencoder-dynamics/autoencoder/kernel"
)

// triangulariser rotates columns of rows, which are padded as the kernels want them.
type triangulariser struct {
	kernels *kernel.Kernels[float64]
	mirror  []float64 // the vector of a reflection; 0 outside of the columns
	idle    []float64 // zeros, for groups of fewer than four rows
	group   kernel.Rows[float64]
	rate    [4]float64
	sums    [4]float64
}

func newTriangulariser(instructions kernel.Instructions, width int) *triangulariser {
	padded := kernel.Padded(width)
	return &triangulariser{
		kernels: kernel.For[float64](instructions), mirror: make([]float64, padded), idle: make([]float64, padded),
	}
}

// apply rotates the columns from … to−1 of the rows so that there the first rows, as many as
// count, become a lower triangular matrix: A = L Oᵀ with O orthogonal, an LQ decomposition
// by Householder's reflections. The rows that follow are rotated along. All products of two
// rows stay what they are, to rounding errors relative to the rows' own norms; rows
// may depend on each other, or vanish.
func (t *triangulariser) apply(rows [][]float64, from, to, count int) {
	for i := range min(count, len(rows), to-from-1) {
		pivot := rows[i][from+i : to]
		scale, first := reflector(t.mirror[from+i:to], pivot)
		if scale != 0 {
			t.reflect(rows[i+1:], scale, from+i, to)
		}
		clear(pivot)
		pivot[0] = first
		clear(t.mirror[from+i : to])
	}
}

// reflector sets u, with u[0] = 1, to the vector of the reflection 1 − scale·u uᵀ that takes
// x to (first, 0, …, 0). The scale is 0 where x is of that form already.
func reflector(u, x []float64) (scale, first float64) {
	var square float64
	for _, t := range x[1:] {
		square += float64(t * t) // rounded, so that no compiler fuses product and sum
	}
	if square == 0 {
		return 0, x[0]
	}
	first = -math.Copysign(math.Sqrt(float64(x[0]*x[0])+square), x[0]) // of the sign that cancels nothing
	unit := 1 / (x[0] - first)
	for i, t := range x {
		u[i] = float64(t * unit)
	}
	u[0] = 1
	return (first - x[0]) / first, first
}

// reflect subtracts scale·(u·row) u from every row, where u is the mirror, which vanishes
// outside of the columns from … to−1.
func (t *triangulariser) reflect(rows [][]float64, scale float64, from, to int) {
	from, to = from/kernel.Block*kernel.Block, kernel.Padded(to)
	for len(rows) > 0 {
		n := min(4, len(rows))
		for j := range t.group {
			t.group[j] = t.idle[from:to]
			if j < n {
				t.group[j] = rows[j][from:to]
			}
		}
		t.kernels.Dot(&t.group, t.mirror[from:to], &t.sums)
		for j, along := range t.sums {
			t.rate[j] = -scale * along // 0 for idle rows
		}
		t.kernels.Add(&t.group, &t.rate, t.mirror[from:to])
		rows = rows[n:]
	}
}

// triangularise applies a triangulariser to all columns of rows that aren't padded.
func triangularise(rows [][]float64, count int) {
	if len(rows) == 0 || len(rows[0]) == 0 {
		return
	}
	columns := len(rows[0])
	padded := make([][]float64, len(rows))
	for i, row := range rows {
		padded[i] = append(make([]float64, 0, kernel.Padded(columns)), row...)[:kernel.Padded(columns)]
	}
	newTriangulariser(kernel.Best, columns).apply(padded, 0, columns, count)
	for i, row := range rows {
		copy(row, padded[i])
	}
}
