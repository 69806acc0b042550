package theory

import (
	"math"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/gaussian"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// The mean over replicas of stochastic gradient descent follows the theory. At
// finite D the mean is off by a systematic part of the order of 1/D and by its
// standard error; the bound is 4/D of the theory plus 4 standard errors. With these
// seeds the test is deterministic; with others it would fail about once in a thousand.
func TestSimulationFollowsTheory(t *testing.T) {
	t.Parallel()
	const dim, hidden, replicas = 400, 3, 8
	steps := []int64{0, 100, 400, 1200, 2400, 4000, 6000, 9000, 14000, 20000}
	eigenvalues := spiked(dim, 3)
	for _, g := range activations() {
		p := Problem{Activation: g, Eigenvalues: eigenvalues, LearningRate: 0.5, Initial: startWeights(hidden, dim, 0.3, 21)}
		times := make([]float64, len(steps))
		for i, step := range steps {
			times[i] = float64(step) / dim
		}
		want := mustSolve(t, p, Settings{Times: times})
		errors, traces := make([][]float64, len(steps)), make([][]float64, len(steps))
		for r := range replicas {
			for i, record := range simulate(t, p, steps, uint64(r)) {
				errors[i] = append(errors[i], record.Error)
				traces[i] = append(traces[i], trace(record.Parameters.T, hidden))
			}
		}
		for i := range steps {
			within(t, g, "pmse", times[i], errors[i], want.Error[i], dim)
			within(t, g, "tr T", times[i], traces[i], trace(want.Parameters[i].T, hidden), dim)
		}
		if last := want.Error[len(steps)-1]; last > 0.5*want.Error[0] {
			t.Errorf("%s: pmse falls from %v to %v only: nothing was learnt, nothing compared", g.Name(), want.Error[0], last)
		}
	}
}

func simulate(t *testing.T, p Problem, steps []int64, replica uint64) []autoencoder.Record {
	t.Helper()
	sampler, err := autoencoder.NewGaussian(p.Eigenvalues, random.New(8, "samples", replica))
	if err != nil {
		t.Fatal(err)
	}
	simulator, err := autoencoder.NewSimulator(autoencoder.Problem{Activation: p.Activation, LearningRate: p.LearningRate, Initial: p.Initial, Sampler: sampler})
	if err != nil {
		t.Fatal(err)
	}
	recorder := autoencoder.Recorder{Simulator: simulator, Evaluator: autoencoder.ClosedForm{Eigenvalues: p.Eigenvalues}, Steps: steps}
	if err := recorder.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return recorder.Records
}

func trace(square []float64, k int) float64 {
	var sum float64
	for i := range k {
		sum += square[i*k+i]
	}
	return sum
}

func within(t *testing.T, g gaussian.Activation, name string, at float64, values []float64, want float64, dim int) {
	t.Helper()
	mean, deviation := stat.MeanStdDev(values, nil)
	bound := 4/float64(dim)*math.Abs(want) + 4*deviation/math.Sqrt(float64(len(values)))
	t.Logf("%s: t = %5.2f: %s %.5f, theory %.5f, off by %+.2f %% (bound %.2f %%), spread %.2f %%",
		g.Name(), at, name, mean, want, 100*(mean/want-1), 100*bound/want, 100*(floats.Max(values)-floats.Min(values))/want)
	if math.Abs(mean-want) > bound {
		t.Errorf("%s: t = %g: %s is %v, theory %v ± %v", g.Name(), at, name, mean, want, bound)
	}
}
