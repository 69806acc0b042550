package pca

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func TestErrors(t *testing.T) {
	for _, c := range []struct{ eigenvalues, want []float64 }{
		{[]float64{8, 3, 1}, []float64{4, 4.0 / 3, 1.0 / 3, 0}},
		{[]float64{0, 0}, []float64{0, 0, 0}},
		{nil, []float64{0}},
	} {
		if got := Errors(c.eigenvalues); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.eigenvalues, got, c.want)
		}
	}
}

// Many small eigenvalues below a large one are not rounded away.
func TestErrorsKeepTheSmallOnes(t *testing.T) {
	eigenvalues := []float64{1e16}
	for range 1000 {
		eigenvalues = append(eigenvalues, 1)
	}
	if got := Errors(eigenvalues)[0] * 1001; math.Abs(got-1e16-1000) > 4 {
		t.Errorf("the sum is off by %v", got-1e16-1000)
	}
}

func ExampleErrors() {
	fmt.Printf("%.3f\n", Errors([]float64{4, 2, 2}))
	// Output: [2.667 1.333 0.667 0.000]
}
