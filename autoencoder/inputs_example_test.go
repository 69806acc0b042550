package autoencoder_test

import (
	"context"
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// A finite training set is learnt from in epochs, and the error on it is below that on the
// law it was drawn from.
func ExampleNewEpochs() {
	eigenvalues := make([]float64, 50)
	for i := range eigenvalues {
		eigenvalues[i] = 1
	}
	eigenvalues[0] = 20
	set, err := autoencoder.DrawGaussian(eigenvalues, 40, random.NewNormals(1, "training set", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	inputs, err := autoencoder.NewEpochs(set, len(eigenvalues), random.New(1, "epochs", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	training, err := autoencoder.NewPopulation(set, len(eigenvalues))
	if err != nil {
		fmt.Println(err)
		return
	}
	simulator, err := autoencoder.NewSimulator(autoencoder.Problem{
		Learning: autoencoder.Learning{Activation: gaussian.Linear{}, LearningRate: 0.5},
		Initial:  smallWeights(3, len(eigenvalues)), Sampler: inputs,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := simulator.Run(context.Background(), 20_000); err != nil { // 500 epochs
		fmt.Println(err)
		return
	}
	law, parameters := autoencoder.ClosedForm{Eigenvalues: eigenvalues}, order.NewParameters(3)
	for _, over := range []autoencoder.FurtherError{{Name: "training set:", Evaluator: training}, {Name: "its law:", Evaluator: law}} {
		pmse, err := over.Evaluator.Evaluate(context.Background(), simulator.Network(), parameters)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%-13s pmse = %.2f\n", over.Name, pmse)
	}
	// Output:
	// training set: pmse = 0.80
	// its law:      pmse = 0.97
}

// With random signs the mean of the inputs is 0, and a unit that isn't odd sees no skewness.
func ExampleNewFlipped() {
	images, err := autoencoder.NewImages([]float32{1, 2, 3, 4}, 2, random.New(1, "samples", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	inputs, err := autoencoder.NewFlipped(images, random.New(1, "signs", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	x := make([]float32, inputs.Dim())
	for range 6 {
		inputs.Sample(x)
		fmt.Println(x)
	}
	// Output:
	// [3 4]
	// [-3 -4]
	// [-1 -2]
	// [-3 -4]
	// [3 4]
	// [3 4]
}

// Adam has one rate for all weights and biases, without powers of D. Here it also learns the
// biases, from the mean gradients of 8 inputs a step.
func ExampleAdam() {
	eigenvalues := []float64{40, 20, 1, 1, 1, 1, 1, 1, 1, 1}
	inputs, err := autoencoder.NewGaussian(eigenvalues, random.NewNormals(1, "samples", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	simulator, err := autoencoder.NewSimulator(autoencoder.Problem{
		Learning: autoencoder.Learning{
			Activation: gaussian.ReLU{}, LearningRate: 0.003, Adam: &autoencoder.Adam{}, // β₁ = 0.9, β₂ = 0.999
			BatchSize: 8, TrainEncoderBias: true, TrainOutputBias: true,
		},
		Initial: smallWeights(4, len(eigenvalues)), Sampler: inputs,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	evaluator, parameters := autoencoder.ClosedForm{Eigenvalues: eigenvalues}, order.NewParameters(4)
	for _, steps := range []int64{0, 1000, 10_000} {
		if err := simulator.Run(context.Background(), steps); err != nil {
			fmt.Println(err)
			return
		}
		pmse, err := evaluator.Evaluate(context.Background(), simulator.Network(), parameters)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("step %5d: pmse = %.2f\n", steps, pmse)
	}
	// Output:
	// step     0: pmse = 6.82
	// step  1000: pmse = 2.19
	// step 10000: pmse = 0.61
}
