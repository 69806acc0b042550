package autoencoder_test

import (
	"context"
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// SGD on Gaussian inputs with one strong component among 200.
func ExampleRecorder() {
	eigenvalues := []float64{150}
	for range 199 {
		eigenvalues = append(eigenvalues, 0.25)
	}
	start := order.NewWeights(1, len(eigenvalues))
	random.New(1, "initial weights", 0).Normals(start.W, 0.1)
	random.New(1, "initial weights", 1).Normals(start.V, 0.1)
	inputs, err := autoencoder.NewGaussian(eigenvalues, random.New(1, "samples", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	simulator, err := autoencoder.NewSimulator(autoencoder.Problem{
		Activation: gaussian.Linear{}, LearningRate: 1, Initial: start, Sampler: inputs,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	recorder := autoencoder.Recorder{
		Simulator: simulator, Evaluator: autoencoder.ClosedForm{Eigenvalues: eigenvalues},
		Steps: []int64{0, 200, 20000},
	}
	if err := recorder.Run(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	for _, record := range recorder.Records {
		fmt.Printf("t = %3d: pmse = %.2f\n", record.Step/200, record.Error)
	}
	fmt.Printf("PCA leaves %.2f\n", order.PCAErrors(eigenvalues)[1])
	// Output:
	// t =   0: pmse = 1.00
	// t =   1: pmse = 0.99
	// t = 100: pmse = 0.25
	// PCA leaves 0.25
}
