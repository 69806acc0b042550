package autoencoder_test

import (
	"context"
	"fmt"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// Learning from a finite training set: the errors on it and on the law that it was drawn
// from, and the principal components that the network has learnt.
func ExampleComponents() {
	eigenvalues := []float64{40, 10, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}
	set, err := autoencoder.DrawGaussian(eigenvalues, 50, random.NewNormals(1, "training set", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	recorder, err := recorderOfSet(set, eigenvalues)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := recorder.Run(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	for _, record := range recorder.Records {
		fmt.Printf("t = %5d: pmse %.2f, training set %.2f, overlaps %.2f\n", record.Step/10, record.Error, record.Errors[0], record.Overlaps[:2])
	}
	// Output:
	// t =     0: pmse 5.44, training set 4.94, overlaps [0.11 0.43]
	// t =    30: pmse 1.21, training set 1.35, overlaps [1.00 0.89]
	// t = 10000: pmse 0.41, training set 0.41, overlaps [1.00 1.00]
}

// recorderOfSet returns a recorder of a network that learns from the set in epochs.
func recorderOfSet(set []float32, eigenvalues []float64) (*autoencoder.Recorder, error) {
	inputs, err := autoencoder.NewEpochs(set, len(eigenvalues), random.New(1, "samples", 0))
	if err != nil {
		return nil, err
	}
	training, err := autoencoder.NewPopulation(set, len(eigenvalues))
	if err != nil {
		return nil, err
	}
	components, err := autoencoder.LeadingComponents(eigenvalues, nil, 2)
	if err != nil {
		return nil, err
	}
	initial := order.NewWeights(2, len(eigenvalues))
	random.New(1, "initial weights", 0).Normals(initial.W, 0.1)
	random.New(1, "initial weights", 1).Normals(initial.V, 0.1)
	simulator, err := autoencoder.NewSimulator(autoencoder.Problem{
		Learning: autoencoder.Learning{Activation: gaussian.Linear{}, LearningRate: 0.1}, Initial: initial, Sampler: inputs,
	})
	if err != nil {
		return nil, err
	}
	return &autoencoder.Recorder{
		Simulator: simulator, Evaluator: autoencoder.ClosedForm{Eigenvalues: eigenvalues}, Steps: []int64{0, 300, 100000},
		Errors: []autoencoder.FurtherError{{Name: "training set", Evaluator: training}}, Components: components,
	}, nil
}
