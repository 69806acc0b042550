package autoencoder_test

import (
	"context"
	"fmt"
	"math"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// smallWeights returns small random weights.
func smallWeights(hidden, dim int) order.Weights {
	w := order.NewWeights(hidden, dim)
	random.New(1, "initial weights", 0).Normals(w.W, 0.1)
	random.New(1, "initial weights", 1).Normals(w.V, 0.1)
	return w
}

// SGD on Gaussian inputs with one strong component among 200.
func ExampleRecorder() {
	eigenvalues := []float64{150}
	for range 199 {
		eigenvalues = append(eigenvalues, 0.25)
	}
	inputs, err := autoencoder.NewGaussian(eigenvalues, random.NewNormals(1, "samples", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	simulator, err := autoencoder.NewSimulator(autoencoder.Problem{
		Learning: autoencoder.Learning{Activation: gaussian.Linear{}, LearningRate: 1},
		Initial:  smallWeights(1, len(eigenvalues)), Sampler: inputs,
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

// The truncated rule finds the principal components themselves, one a unit and in order.
func ExampleSimulator() {
	eigenvalues := []float64{40, 20, 1, 1, 1, 1, 1, 1, 1, 1}
	inputs, err := autoencoder.NewGaussian(eigenvalues, random.NewNormals(1, "samples", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	simulator, err := autoencoder.NewSimulator(autoencoder.Problem{
		Learning: autoencoder.Learning{Activation: gaussian.Linear{}, LearningRate: 0.02, Rule: autoencoder.Truncated},
		Initial:  smallWeights(2, len(eigenvalues)), Sampler: inputs,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := simulator.Run(context.Background(), 100_000); err != nil {
		fmt.Println(err)
		return
	}
	w := simulator.Network().Weights
	for k := range w.Hidden {
		v := w.Decoder(k)
		var square float64
		for _, x := range v {
			square += x * x
		}
		fmt.Printf("unit %d: |cosine| with component 1 is %.1f, with component 2 %.1f\n", k+1, math.Abs(v[0])/math.Sqrt(square), math.Abs(v[1])/math.Sqrt(square))
	}
	// Output:
	// unit 1: |cosine| with component 1 is 1.0, with component 2 0.0
	// unit 2: |cosine| with component 1 is 0.0, with component 2 1.0
}

// Every mistake in a problem is named.
func ExampleProblem_Check() {
	inputs, err := autoencoder.NewGaussian([]float64{2, 1, 1}, random.NewNormals(1, "samples", 0))
	if err != nil {
		fmt.Println(err)
		return
	}
	problem := autoencoder.Problem{
		Learning: autoencoder.Learning{
			Activation: gaussian.Erf{}, LearningRate: 1,
			Schedule: autoencoder.Schedule{Power: 0.5}, WeightDecay: 7,
		},
		Initial: smallWeights(2, 3), Sampler: inputs,
	}
	fmt.Println(problem.Check())
	// Output:
	// the learning rate's schedule has a power but no onset: give the time from which on the rate falls
	// weight decay 7: a step takes the share κ/D of the weights, so that it must be below D = 3
}

func ExampleNetwork_Reconstruct() {
	w := order.NewWeights(1, 2)
	copy(w.Encoder(0), []float64{math.Sqrt2, 0})
	copy(w.Decoder(0), []float64{1, -1})
	network, reconstruction := autoencoder.Network{Activation: gaussian.ReLU{}, Weights: w}, make([]float64, 2)
	for _, x := range [][]float64{{3, 0}, {-3, 0}} {
		network.Reconstruct(reconstruction, x)
		fmt.Printf("%v becomes %.1f, error %.1f\n", x, reconstruction, network.SampleError(x))
	}
	// Output:
	// [3 0] becomes [3.0 -3.0], error 4.5
	// [-3 0] becomes [0.0 0.0], error 4.5
}

func ExampleRuleByName() {
	rule, err := autoencoder.RuleByName("truncated")
	fmt.Println(rule, err)
	_, err = autoencoder.RuleByName("oja")
	fmt.Println(err)
	// Output:
	// truncated <nil>
	// there is no rule "oja"; there are vanilla, truncated, sanger
}
