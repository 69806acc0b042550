package autoencoder

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder/random"

	"gonum.org/v1/gonum/floats"
)

// normalRows returns rows of normal numbers.
func normalRows(rows, columns int) [][]float64 {
	stream := random.New(3, "test rows", 0)
	made := make([][]float64, rows)
	for i := range made {
		made[i] = make([]float64, columns)
		stream.Normals(made[i], 1)
	}
	return made
}

// products returns the product of each two rows.
func products(rows [][]float64) []float64 {
	var all []float64
	for _, a := range rows {
		for _, b := range rows {
			all = append(all, floats.Dot(a, b))
		}
	}
	return all
}

// awkward are changes that make rows of any rank and of very different lengths of six normal ones.
func awkward() map[string]func([][]float64) {
	return map[string]func([][]float64){
		"full rank":      func([][]float64) {},
		"a row of zeros": func(r [][]float64) { clear(r[2]) },
		"all zeros": func(r [][]float64) {
			for _, row := range r {
				clear(row)
			}
		},
		"equal rows":      func(r [][]float64) { copy(r[3], r[0]); copy(r[4], r[0]) },
		"opposite rows":   func(r [][]float64) { floats.ScaleTo(r[1], -1, r[0]) },
		"dependent rows":  func(r [][]float64) { floats.AddTo(r[5], r[0], r[3]) },
		"triangular":      func(r [][]float64) { triangularise(r, len(r)) },
		"a tiny row":      func(r [][]float64) { floats.Scale(1e-140, r[1]) },
		"unequal lengths": func(r [][]float64) { floats.Scale(1e8, r[0]); floats.Scale(1e-8, r[4]) },
		"one entry":       func(r [][]float64) { clear(r[0]); r[0][len(r[0])-1] = 1 },
	}
}

// The products of rows stay, relative to the rows' norms; the first rows become triangular, and
// a basis that is rotated along stays orthonormal.
func TestTriangulariseKeepsProducts(t *testing.T) {
	const rows, columns, tolerance = 6, 17, 1e-14
	for name, change := range awkward() {
		t.Run(name, func(t *testing.T) {
			matrix := normalRows(rows, columns)
			change(matrix)
			before := products(matrix)
			all := slices.Concat(matrix, unitRows(columns))
			triangularise(all, rows)
			for i, p := range products(matrix) {
				scale := math.Sqrt(before[i/rows*(rows+1)] * before[i%rows*(rows+1)])
				if math.Abs(p-before[i]) > tolerance*scale {
					t.Errorf("product %d is %v, was %v", i, p, before[i])
				}
			}
			for i, row := range matrix {
				if above := row[i+1:]; floats.Norm(above, math.Inf(1)) != 0 {
					t.Errorf("row %d isn't one of a triangular matrix: %v", i, above)
				}
			}
			if !floats.EqualApprox(products(all[rows:]), slices.Concat(unitRows(columns)...), tolerance) {
				t.Error("the rotation isn't orthogonal")
			}
		})
	}
}

// unitRows returns the rows of the unit matrix.
func unitRows(columns int) [][]float64 {
	rows := make([][]float64, columns)
	for i := range rows {
		rows[i] = make([]float64, columns)
		rows[i][i] = 1
	}
	return rows
}

// More rows than columns, and fewer rows to be made triangular than there are.
func TestTriangulariseSizes(t *testing.T) {
	for _, c := range []struct{ rows, count, columns int }{{5, 5, 3}, {5, 2, 3}, {3, 9, 3}, {1, 1, 1}, {2, 2, 0}} {
		matrix := normalRows(c.rows, c.columns)
		before := products(matrix)
		triangularise(matrix, c.count)
		if !floats.EqualApprox(products(matrix), before, 1e-13) {
			t.Errorf("%+v: products %v, were %v", c, products(matrix), before)
		}
	}
}

func BenchmarkTriangularise(b *testing.B) {
	for _, columns := range []int{16, 24, 28} {
		b.Run(fmt.Sprintf("8x%d", columns), func(b *testing.B) {
			source, matrix := normalRows(8, columns), normalRows(8, columns)
			for b.Loop() {
				for i := range matrix {
					copy(matrix[i], source[i])
				}
				triangularise(matrix, 8)
			}
		})
	}
}
