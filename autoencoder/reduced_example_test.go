package autoencoder_test

import (
	"context"
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"
)

// Stochastic gradient descent over 10⁵ inputs with one strong component. The theory's flow can
// start from the same columns.
func ExampleLevelSimulator() {
	const dim = 1e5
	columns, err := ensemble.Ensemble{
		Levels: []ensemble.Level{
			{Rate: 0.75, Multiplicity: 1, Share: 0.75},
			{Rate: 0.25 / (dim - 1), Multiplicity: dim - 1, Share: 0.25},
		},
		Dim: dim, Hidden: 1, Scale: 0.3,
	}.Draw(random.New(1, "initial weights", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	start, err := autoencoder.WeightsOfColumns(columns)
	if err != nil {
		fmt.Println(err)
		return
	}
	simulator, err := autoencoder.NewLevelSimulator(autoencoder.LevelProblem{
		Learning: autoencoder.Learning{Activation: gaussian.Linear{}, LearningRate: 1}, Initial: start,
		Normals: random.NewNormals(1, "samples", 0), Radii: random.New(1, "samples", 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	recorder := autoencoder.Recorder{
		Simulator: simulator, Evaluator: simulator.Evaluator(), Steps: []int64{0, dim, 5 * dim},
	}
	if err := recorder.Run(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	for _, record := range recorder.Records {
		fmt.Printf("t = %d: pmse = %.2f\n", record.Step/dim, record.Error)
	}
	// Output:
	// t = 0: pmse = 1.00
	// t = 1: pmse = 0.96
	// t = 5: pmse = 0.28
}
