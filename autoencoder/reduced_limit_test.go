package autoencoder_test

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory"
	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// spiked is the law of start weights of K = 2 hidden units over the spiked model: eigenvalues
// (2^m+1)² D + 1, m = 2, 1, and a bulk of 1, divided so that the trace is D.
func spiked(dim float64) ensemble.Ensemble {
	scale := 1.0 + 25 + 9
	e := ensemble.Ensemble{Dim: dim, Hidden: 2, Scale: 0.3}
	for _, square := range []float64{25, 9} {
		rate := (square + 1/dim) / scale
		e.Levels = append(e.Levels, ensemble.Level{Rate: rate, Multiplicity: 1, Share: rate})
	}
	rate := 1 / scale / dim
	e.Levels = append(e.Levels, ensemble.Level{Rate: rate, Multiplicity: dim - 2, Share: rate * (dim - 2)})
	return e
}

// simulateAndSolve returns the error and Q_11, Q_22 of a simulation after so many steps, and those
// of the flow from the same weights.
func simulateAndSolve(t *testing.T, dim float64, steps int64, index uint64) (simulated, flow []float64) {
	t.Helper()
	columns, err := spiked(dim).Draw(random.New(3, "start weights", index))
	if err != nil {
		t.Fatal(err)
	}
	start, err := autoencoder.WeightsOfColumns(columns)
	if err != nil {
		t.Fatal(err)
	}
	simulator, err := autoencoder.NewLevelSimulator(autoencoder.LevelProblem{
		Learning: autoencoder.Learning{Activation: gaussian.Erf{}, LearningRate: 1}, Initial: start,
		Normals: random.NewNormals(3, "samples", index), Radii: random.New(3, "samples", index),
	})
	if err != nil {
		t.Fatal(err)
	}
	recorder := autoencoder.Recorder{Simulator: simulator, Evaluator: simulator.Evaluator(), Steps: []int64{0, steps}}
	if err := recorder.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	solution, err := theory.Solve(t.Context(),
		theory.Problem{Activation: gaussian.Erf{}, LearningRate: 1, Modes: theory.ModesOf(columns)},
		theory.Settings{Times: []float64{0, simulator.Time()}, Tolerance: 1e-9})
	if err != nil {
		t.Fatal(err)
	}
	at := func(i int) (a, b []float64) {
		p, q := recorder.Records[i].Parameters, solution.Parameters[i]
		return []float64{recorder.Records[i].Error, p.Q[0], p.Q[3]}, []float64{solution.Error[i], q.Q[0], q.Q[3]}
	}
	if a, b := at(0); !floats.EqualApprox(a, b, 1e-12) {
		t.Fatalf("D = %g: simulation and flow don't start from the same weights: error and Q are %v and %v", dim, a, b)
	}
	return at(1)
}

// deviation returns by how much simulations are off the flow: the root mean square over replicas
// of the relative differences, a geometric mean over the quantities compared.
func deviation(t *testing.T, dim float64, steps int64, replicas int) float64 {
	t.Helper()
	var squares [3]float64
	for replica := range replicas {
		got, want := simulateAndSolve(t, dim, steps, uint64(steps)+uint64(replica)<<32)
		for i := range squares {
			squares[i] += math.Pow(got[i]/want[i]-1, 2) / float64(replicas)
		}
	}
	return math.Pow(squares[0]*squares[1]*squares[2], 1.0/6)
}

// The distance of stochastic gradient descent from its deterministic limit falls like
// D^{-1/2}: to t = 1 from D = 10² to 10⁵, and to t = 0.001, where there are few enough
// steps, from 10⁵ to 10⁸.
func TestDeviationFromTheFlowFallsLikeRootD(t *testing.T) {
	if testing.Short() {
		t.Skip("three million steps")
	}
	replicas := []int{400, 400, 80, 12}
	for name, c := range map[string]struct{ time, least float64 }{"t = 1": {1, 1e2}, "t = 0.001": {0.001, 1e5}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var x, y, weights []float64
			for i, dim := 0, c.least; i < len(replicas); i, dim = i+1, 10*dim {
				off := deviation(t, dim, int64(math.Round(c.time*dim)), replicas[i])
				t.Logf("D = %.0e: off by %.2e", dim, off)
				x, y, weights = append(x, math.Log(dim)), append(y, math.Log(off)), append(weights, float64(replicas[i]))
			}
			_, slope := stat.LinearRegression(x, y, weights, false)
			t.Logf("D^%.3f", slope)
			if math.Abs(slope+0.5) > 0.05 {
				t.Errorf("the deviation falls like D^%.3f, want D^−0.5", slope)
			}
		})
	}
}
