package figures

import (
	"slices"
	"testing"

	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
)

// Few lines are all drawn; of many, as many as can be told apart, the last one among them.
func TestPCAErrorsCanBeToldApart(t *testing.T) {
	errors := make([]float64, 101)
	for m := range errors {
		errors[m] = 1 / float64(m+1)
	}
	c := inputs.Curves{Run: run.Run{PCAErrors: errors}}
	for _, test := range []struct {
		from, to int
		want     []string
	}{
		{1, 4, []string{"*E*_{1}", "*E*_{2}", "*E*_{3}", "*E*_{4}"}},
		{0, 20, []string{"*E*_{0}", "*E*_{1}", "*E*_{2}", "*E*_{4}", "*E*_{8}", "*E*_{16}", "*E*_{20}"}},
		{0, 64, []string{"*E*_{0}", "*E*_{1}", "*E*_{2}", "*E*_{4}", "*E*_{8}", "*E*_{16}", "*E*_{32}", "*E*_{64}"}},
	} {
		var got []string
		for _, line := range pcaErrors(c, test.from, test.to) {
			got = append(got, line.Label)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%d to %d: %v, want %v", test.from, test.to, got, test.want)
		}
	}
}
