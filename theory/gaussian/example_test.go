package gaussian

import "fmt"

func ExampleByName() {
	g, err := ByName("erf")
	if err != nil {
		fmt.Println(err)
		return
	}
	pair := g.Pair(Joint{VarianceK: 1, VarianceL: 1, Covariance: 0.5})
	fmt.Printf("E g(u)g(u') = %.4f\n", pair.M)
	// Output: E g(u)g(u') = 0.1609
}

// Two units with biases under max(x, 0).
func ExampleAverages() {
	averages := NewAverages(2)
	averages.Compute(ReLU{}, []float64{1, 0.2, 0.2, 1}, []float64{0, -1})
	fmt.Printf("m = %.4f\n", averages.Mean)
	fmt.Printf("M = %.4f\n", averages.M)
	// Output:
	// m = [0.3989 0.0833]
	// M = [0.5000 0.0510 0.0510 0.0753]
}

func ExampleSlopes() {
	slopes := NewSlopes(2)
	slopes.Compute(Erf{}, []float64{1, 0.2, 0.2, 1}, nil)
	averages := NewAverages(2)
	averages.Compute(Erf{}, []float64{1, 0.2, 0.2, 1}, nil)
	fmt.Printf("∂M/∂Q_kl = %.4f = N = %.4f\n", slopes.Pairs[1].ByCovariance.M, averages.N[1])
	// Output: ∂M/∂Q_kl = 0.3199 = N = 0.3199
}
