package linalg

import (
	"math"
	"slices"
	"testing"
)

func TestAffine(t *testing.T) {
	const n, dim, m = 300, 5, 70
	rows := RowsOf(randomData(n, dim, 3), dim)
	a, about := make([]float64, m*dim), []float64{1, 2, 3, 4, 5}
	for i := range a {
		a[i] = math.Sin(float64(i))
	}
	got := make([]float64, n*m)
	if err := Affine(t.Context(), got, rows, about, a, 2); err != nil {
		t.Fatal(err)
	}
	x := make([]float64, dim)
	for i := range n {
		rows.Load(x, i)
		for k := range m {
			want := 0.0
			for j := range dim {
				want += a[k*dim+j] * (x[j] - about[j])
			}
			if math.Abs(got[i*m+k]-want) > 1e-12 {
				t.Fatalf("row %d, component %d: %v, want %v", i, k, got[i*m+k], want)
			}
		}
	}
	single := make([]float32, n*m)
	if err := Affine(t.Context(), single, rows, about, a, 1); err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(single, got, func(x float32, y float64) bool { return x == float32(y) }) {
		t.Error("float32 is not float64, rounded")
	}
}
