package theory_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// Two components stand out of the noise of 100 inputs; two hidden units learn
// them one after the other, and the error goes down to what PCA leaves.
func ExampleSolve() {
	eigenvalues := append([]float64{64, 16}, make([]float64, 98)...)
	for i := 2; i < len(eigenvalues); i++ {
		eigenvalues[i] = 0.2
	}
	start, source := order.NewWeights(2, len(eigenvalues)), rand.New(rand.NewPCG(1, 1))
	for i := range start.W {
		start.W[i], start.V[i] = 0.1*source.NormFloat64(), 0.1*source.NormFloat64()
	}
	problem := theory.Problem{Activation: gaussian.Erf{}, Eigenvalues: eigenvalues, LearningRate: 1, Initial: start}
	result, err := theory.Solve(context.Background(), problem, theory.Settings{Times: []float64{0, 10, 100, 1e6}})
	if err != nil {
		fmt.Println(err)
		return
	}
	floor := order.PCAErrors(eigenvalues)
	fmt.Printf("PCA leaves %.3f, %.3f, %.3f with 0, 1, 2 components\n", floor[0], floor[1], floor[2])
	for i, t := range result.Times {
		fmt.Printf("t = %7g: pmse = %.3f\n", t, result.Error[i])
	}
	// Output:
	// PCA leaves 0.996, 0.356, 0.196 with 0, 1, 2 components
	// t =       0: pmse = 0.995
	// t =      10: pmse = 0.354
	// t =     100: pmse = 0.206
	// t =   1e+06: pmse = 0.196
}

// Any activation gets the whole theory: its averages are taken by quadrature.
func ExampleProblem() {
	algebraic := gaussian.Smooth{
		Called:   "algebraic",
		Function: func(x float64) float64 { return x / math.Sqrt(1+x*x) },
		First:    func(x float64) float64 { return 1 / ((1 + x*x) * math.Sqrt(1+x*x)) },
	}
	eigenvalues := append([]float64{30, 10}, slices.Repeat([]float64{0.1}, 38)...)
	start, source := order.NewWeights(2, len(eigenvalues)), rand.New(rand.NewPCG(1, 1))
	for i := range start.W {
		start.W[i], start.V[i] = 0.1*source.NormFloat64(), 0.1*source.NormFloat64()
	}
	start.B = []float64{0.2, -0.1}
	for _, rule := range []theory.Rule{theory.Vanilla, theory.Truncated} {
		problem := theory.Problem{
			Activation: algebraic, LearningRate: 1, Rule: rule, Eigenvalues: eigenvalues, Initial: start,
			TrainEncoderBias: true, TrainOutputBias: true,
		}
		result, err := theory.Solve(context.Background(), problem, theory.Settings{Times: []float64{0, 1e3}, Learning: 2})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%v: pmse = %.4f, components learnt at t = %.1f and %.1f\n",
			rule, result.Error[1], result.Learning[0].Time, result.Learning[1].Time)
	}
	fmt.Printf("PCA: %.4f\n", order.PCAErrors(eigenvalues)[2])
	// Output:
	// vanilla: pmse = 0.0975, components learnt at t = 1.1 and 3.7
	// truncated: pmse = 0.0975, components learnt at t = 1.1 and 3.6
	// PCA: 0.0950
}

// The spiked model in infinitely many dimensions: rectified linear units with
// biases learn as many components as there are units, those without half as many.
func ExampleModesOf() {
	law := ensemble.Ensemble{
		Levels: []ensemble.Level{
			{Rate: 0.6, Multiplicity: 1, Share: 0.6},
			{Rate: 0.3, Multiplicity: 1, Share: 0.3},
			{Rate: 0, Multiplicity: math.Inf(1), Share: 0.1},
		},
		Dim: math.Inf(1), Hidden: 2, Scale: 0.1, OutputBias: true,
	}
	columns, err := law.Draw(rand.NewPCG(1, 1))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, biases := range []bool{false, true} {
		problem := theory.Problem{
			Activation: gaussian.ReLU{}, LearningRate: 1, Modes: theory.ModesOf(columns),
			TrainEncoderBias: biases, TrainOutputBias: biases,
		}
		result, err := theory.Solve(context.Background(), problem, theory.Settings{Times: []float64{0, 1e6}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("biases %t: pmse = %.3f\n", biases, result.Error[1])
	}
	// Output:
	// biases false: pmse = 0.400
	// biases true: pmse = 0.100
}
