package theory_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// twoComponents is a problem of two units and two components that stand out of the noise
// of 50 inputs.
func twoComponents(activation gaussian.Activation) theory.Problem {
	eigenvalues := []float64{32, 8}
	for len(eigenvalues) < 50 {
		eigenvalues = append(eigenvalues, 0.2)
	}
	start, source := order.NewWeights(2, len(eigenvalues)), rand.New(rand.NewPCG(1, 1))
	for i := range start.W {
		start.W[i], start.V[i] = 0.1*source.NormFloat64(), 0.1*source.NormFloat64()
	}
	return theory.Problem{Activation: activation, Eigenvalues: eigenvalues, LearningRate: 1, Initial: start}
}

// The span of the decoder takes up the components one after the other.
func ExampleSnapshot_SpanOverlaps() {
	settings := theory.Settings{Times: []float64{0, 2, 20}, Observe: func(s theory.Snapshot) error {
		fmt.Printf("t = %2g: overlap with the first three components %.2f\n", s.Time, s.SpanOverlaps(3))
		return nil
	}}
	if _, err := theory.Solve(context.Background(), twoComponents(gaussian.Erf{}), settings); err != nil {
		fmt.Println(err)
	}
	// Output:
	// t =  0: overlap with the first three components [0.01 0.01 0.06]
	// t =  2: overlap with the first three components [0.71 0.07 0.02]
	// t = 20: overlap with the first three components [1.00 0.96 0.00]
}

// When is which component learnt?
func ExampleLearningTime() {
	result, err := theory.Solve(context.Background(), twoComponents(gaussian.Erf{}), theory.Settings{Times: []float64{1000}, Learning: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, learnt := range result.Learning {
		fmt.Printf("component %d, rate %.3f: learnt %-5v at t = %.2f\n", learnt.Component, learnt.Rate, learnt.Learnt, learnt.Time)
	}
	// Output:
	// component 1, rate 0.640: learnt true  at t = 1.35
	// component 2, rate 0.160: learnt true  at t = 6.56
	// component 3, rate 0.004: learnt false at t = NaN
}

// How a sigmoidal unit goes on towards the error of PCA, at any D.
func ExampleProblem_LongTime() {
	problem := theory.Problem{Activation: gaussian.Erf{}, LearningRate: 1, Modes: &theory.Modes{
		Hidden: 1, Dim: math.Inf(1), Variance: 1, Rates: []float64{0.9}, Encoder: []float64{0.1}, Decoder: []float64{0},
	}}
	law, err := problem.LongTime()
	if err != nil {
		fmt.Println(err)
		return
	}
	excess, encoder, decoder := law.Exponents()
	fmt.Printf("exponents: %.3f of the excess, %.3f of √Q, %.3f of ‖v‖\n", excess, encoder, decoder)
	fmt.Printf("at t = 1e6 the excess over %.2f is %.2e\n", law.Floor, law.Excess(1e6))
	// Output:
	// exponents: -0.667 of the excess, -0.167 of √Q, 0.167 of ‖v‖
	// at t = 1e6 the excess over 0.10 is 1.28e-05
}

// The exponents of a solution where it is, from the flow itself.
func ExampleSnapshot_Exponents() {
	result, err := theory.Solve(context.Background(), twoComponents(gaussian.Erf{}), theory.Settings{Times: []float64{1e6}})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := result.Final
	e := s.Exponents(s.PCAErrors(2)[2])
	fmt.Printf("excess %.2f, encoder %.2f, decoder %.2f\n", e.Excess, e.Encoder, e.Decoder)
	// Output:
	// excess -0.67, encoder [-0.17 -0.17], decoder [0.16 0.17]
}

// Where a flow comes to rest: linear units at the error of PCA, ReLU units without
// bias at half as many components, and sigmoidal units nowhere.
func ExampleSnapshot_FixedPoint() {
	for _, activation := range []gaussian.Activation{gaussian.Linear{}, gaussian.ReLU{}, gaussian.Erf{}} {
		result, err := theory.Solve(context.Background(), twoComponents(activation), theory.Settings{Times: []float64{1000}})
		if err != nil {
			fmt.Println(err)
			return
		}
		point, err := result.Final.FixedPoint(context.Background(), theory.FixedPointSettings{})
		if _, escapes := errors.AsType[*theory.NoFixedPointError](err); escapes {
			fmt.Printf("%s: it goes on for ever\n", activation.Name()) // err says how
		} else if err != nil {
			fmt.Println(err)
		} else {
			fmt.Printf("%s: pmse = %.3f, stable: %v\n", activation.Name(), point.Error, point.Stable)
		}
	}
	// Output:
	// linear: pmse = 0.192, stable: true
	// relu: pmse = 0.352, stable: true
	// erf: it goes on for ever
}

func ExampleProblem_Plateau() {
	for _, activation := range []gaussian.Activation{gaussian.Erf{}, gaussian.ReLU{}} {
		plateau, err := twoComponents(activation).Plateau()
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%s: E_%d = %.3f\n", activation.Name(), plateau.Components, plateau.Error)
	}
	// Output:
	// erf: E_2 = 0.192
	// relu: E_1 = 0.352
}
