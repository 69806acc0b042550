package ensemble_test

import (
	"fmt"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/ensemble"
)

// Two hidden units over one strong component and 10¹² equal ones: 5 columns hold the start
// weights.
func ExampleEnsemble_Draw() {
	const dim = 1e12 + 1
	columns, err := ensemble.Ensemble{
		Levels: []ensemble.Level{
			{Rate: 0.8, Multiplicity: 1, Share: 0.8},
			{Rate: 0.2 / 1e12, Multiplicity: 1e12, Share: 0.2},
		},
		Dim: dim, Hidden: 2, Scale: 0.1,
	}.Draw(random.New(1, "initial weights", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	var square float64 // ‖v^1‖²/D, which should be about 0.1²
	for _, v := range columns.Decoder[:5] {
		square += v * v
	}
	fmt.Printf("columns %v, ‖v‖²/D = %.6f, tr Ω/D = %.1f\n", columns.Widths, square, columns.Variance())
	// Output: columns [1 4], ‖v‖²/D = 0.010000, tr Ω/D = 1.0
}
