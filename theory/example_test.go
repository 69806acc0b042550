package theory_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"autoencoder-dynamics/theory"
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
