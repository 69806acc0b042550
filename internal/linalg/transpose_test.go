package linalg

import (
	"slices"
	"testing"
)

func TestTranspose(t *testing.T) {
	a := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9}
	if got := Transpose(a, 3); !slices.Equal(got, []float64{1, 4, 7, 2, 5, 8, 3, 6, 9}) || !slices.Equal(Transpose(got, 3), a) {
		t.Errorf("%v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("2 numbers as a 2×2 matrix: no panic")
		}
	}()
	Transpose(a[:2], 2)
}
