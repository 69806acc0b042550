package overlap_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"autoencoder-dynamics/theory/overlap"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// random returns rows of lengths that differ by orders of magnitude, and their Gram matrix.
func random(source *rand.Rand, hidden, dim int) (rows [][]float64, gram []float64) {
	for range hidden {
		row, scale := make([]float64, dim), math.Exp(5*source.NormFloat64())
		for i := range row {
			row[i] = scale * source.NormFloat64()
		}
		rows = append(rows, row)
	}
	return rows, gramOf(rows)
}

func gramOf(rows [][]float64) []float64 {
	var gram []float64
	for _, a := range rows {
		for _, b := range rows {
			gram = append(gram, floats.Dot(a, b))
		}
	}
	return gram
}

// column returns the components of the rows along input i.
func column(rows [][]float64, i int) []float64 {
	var components []float64
	for _, row := range rows {
		components = append(components, row[i])
	}
	return components
}

// The overlaps are the diagonal of the projector that a QR decomposition of the rows gives.
func TestOverlapIsTheProjectors(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		hidden := 1 + source.IntN(6)
		dim := hidden + source.IntN(20)
		rows, gram := random(source, hidden, dim)
		transposed := mat.NewDense(dim, hidden, nil)
		for k, row := range rows {
			for i, x := range row {
				transposed.Set(i, k, x/floats.Norm(row, 2))
			}
		}
		var qr mat.QR
		var q mat.Dense
		qr.Factorize(transposed)
		qr.QTo(&q)
		span := overlap.NewSpan(hidden)
		span.Set(gram)
		var rank float64
		for i := range dim {
			var want float64
			for k := range hidden {
				want += q.At(i, k) * q.At(i, k)
			}
			got := span.Overlap(column(rows, i))
			rank += got
			if math.Abs(got-want) > 1e-9 { // Cholesky of a Gram matrix: ε times its condition, up to 10⁵ here
				t.Errorf("K = %d, D = %d: overlap %v, want %v", hidden, dim, got, want)
			}
		}
		if math.Abs(rank-float64(hidden)) > 1e-9*float64(dim) {
			t.Errorf("K = %d random rows: the overlaps add up to %v", hidden, rank)
		}
	}
}

// Rows that repeat each other, lie in the span of others or vanish add nothing.
func TestRowsThatAddNothing(t *testing.T) {
	rows := [][]float64{{1, 0, 0, 0}, {0, 0, 0, 0}, {3, 4, 0, 0}, {-7, 1, 0, 0}, {1, 0, 0, 0}}
	span := overlap.NewSpan(len(rows))
	span.Set(gramOf(rows))
	for i, want := range []float64{1, 1, 0, 0} {
		if got := span.Overlap(column(rows, i)); math.Abs(got-want) > 1e-12 {
			t.Errorf("overlap with input %d is %v, want %v", i, got, want)
		}
	}
	span.Set(make([]float64, 25))
	if got := span.Overlap([]float64{1, 1, 1, 1, 1}); got != 0 {
		t.Errorf("overlap %v with rows of length 0", got)
	}
}

// Rows are told apart by angles above a millionth, whatever their lengths.
func TestSmallestAngle(t *testing.T) {
	for _, c := range []struct{ angle, want float64 }{{1e-2, 1}, {1e-4, 1}, {1e-7, 0}, {0, 0}} {
		rows := [][]float64{{20, 0, 0}, {0.3 * math.Cos(c.angle), 0.3 * math.Sin(c.angle), 0}}
		span := overlap.NewSpan(2)
		span.Set(gramOf(rows))
		for i, want := range []float64{1, c.want, 0} {
			if got := span.Overlap(column(rows, i)); math.Abs(got-want) > 1e-7 { // ε/angle²
				t.Errorf("rows at an angle of %g: overlap %v with input %d, want %v", c.angle, got, i, want)
			}
		}
	}
}

func TestCosines(t *testing.T) {
	components := []float64{3, 4, 0, 0, -2, 0}
	overlap.Cosines(components, components, []float64{5, 0, 2})
	for i, want := range []float64{0.6, 0.8, 0, 0, -1, 0} {
		if components[i] != want {
			t.Errorf("cosines %v", components)
		}
	}
}

// Two rows in a plane: together they have all of its first direction, each makes an angle with it.
func ExampleSpan() {
	rows := [][]float64{{1, 1, 0}, {2, -2, 0}}
	span := overlap.NewSpan(2)
	span.Set([]float64{2, 0, 0, 8}) // v^k·v^l
	fmt.Printf("overlap %.2f with the first direction, %.2f with the third\n",
		span.Overlap([]float64{rows[0][0], rows[1][0]}), span.Overlap([]float64{0, 0}))
	cosines := []float64{rows[0][0], rows[1][0]}
	overlap.Cosines(cosines, cosines, []float64{math.Sqrt2, math.Sqrt(8)})
	fmt.Printf("cosines %.2f\n", cosines)
	// Output:
	// overlap 1.00 with the first direction, 0.00 with the third
	// cosines [0.71 0.71]
}
