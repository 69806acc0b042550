package integrate

import (
	"context"
	"fmt"
)

func ExampleSolve() {
	decay := Problem{
		Initial:    []float64{1},
		Derivative: func(dst []float64, _ float64, y []float64) { dst[0] = -y[0] },
	}
	_, err := Solve(context.Background(), decay, []float64{1, 2}, Settings{}, func(_ int, t float64, y []float64) error {
		fmt.Printf("y(%g) = %.4f\n", t, y[0])
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// y(1) = 0.3679
	// y(2) = 0.1353
}

func ExampleRosenbrock() {
	// A fast component decays at the rate 1e9, a slow one at 1.
	stiff := Problem{Initial: []float64{1, 1}, Autonomous: true, Derivative: func(dst []float64, _ float64, y []float64) {
		dst[0], dst[1] = -1e9*(y[0]-y[1]), -y[1]
	}}
	result, err := Solve(context.Background(), stiff, []float64{1}, Settings{Method: Rosenbrock{}}, func(_ int, t float64, y []float64) error {
		fmt.Printf("y(%g) = %.4f, %.4f\n", t, y[0], y[1])
		return nil
	})
	fmt.Println(result.Steps < 50, err)
	// Output:
	// y(1) = 0.3679, 0.3679
	// true <nil>
}

// A grid of times is not needed to follow a solution: here it is asked for where y
// falls through a half.
func ExampleStep_At() {
	decay := Problem{Initial: []float64{1}, Derivative: func(dst []float64, _ float64, y []float64) { dst[0] = -y[0] }}
	at := func(s Step, t float64) float64 {
		y := make([]float64, 1)
		s.At(y, t)
		return y[0]
	}
	find := func(s Step) error {
		if at(s, s.From) < 0.5 || at(s, s.To) >= 0.5 {
			return nil
		}
		low, high := s.From, s.To
		for range 50 {
			if middle := (low + high) / 2; at(s, middle) >= 0.5 {
				low = middle
			} else {
				high = middle
			}
		}
		fmt.Printf("y = 0.5 at t = %.5f\n", low)
		return nil
	}
	_, err := Solve(context.Background(), decay, []float64{2}, Settings{OnStep: find}, nil)
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// y = 0.5 at t = 0.69315
}
