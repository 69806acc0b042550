package autoencoder_test

import (
	"context"
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"
)

// Stochastic gradient descent over 10⁹ inputs with one strong component: a hundred thousand
// steps, each of which would go over gigabytes of weights. That is t = 10⁻⁴ only, but with this
// learning rate, still far below D, ηt = 4. The theory's flow can start from the same columns.
func ExampleLevelSimulator() {
	const dim, steps, rate = 1e9, 100_000, 40_000
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
		Learning: autoencoder.Learning{Activation: gaussian.Linear{}, LearningRate: rate}, Initial: start,
		Normals: random.NewNormals(1, "samples", 0), Radii: random.New(1, "samples", 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	flow, err := theory.Solve(context.Background(),
		theory.Problem{Activation: gaussian.Linear{}, LearningRate: rate, Modes: theory.ModesOf(columns)},
		theory.Settings{Times: []float64{0, steps / dim}, Tolerance: 1e-9})
	if err != nil {
		fmt.Println(err)
		return
	}
	recorder := autoencoder.Recorder{
		Simulator: simulator, Evaluator: simulator.Evaluator(), Steps: []int64{0, steps},
	}
	if err := recorder.Run(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	for i, record := range recorder.Records {
		fmt.Printf("t = %g: pmse = %.3f, of the flow %.3f\n", float64(record.Step)/dim, record.Error, flow.Error[i])
	}
	// Output:
	// t = 0: pmse = 1.004, of the flow 1.004
	// t = 0.0001: pmse = 0.356, of the flow 0.355
}
