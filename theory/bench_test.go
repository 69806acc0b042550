package theory

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"

	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/integrate"
)

// cifar10Eigenvalues returns the spectrum of the greyscale training images, as the
// pipeline's stage "natural" computes it.
func cifar10Eigenvalues(t testing.TB) []float64 {
	t.Helper()
	file, err := os.Open("testdata/cifar10-eigenvalues.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var eigenvalues []float64
	lines := bufio.NewScanner(file)
	lines.Scan() // the header
	for lines.Scan() {
		x, err := strconv.ParseFloat(lines.Text(), 64)
		if err != nil {
			t.Fatal(err)
		}
		eigenvalues = append(eigenvalues, x)
	}
	return eigenvalues
}

// spikedProblem returns K = R = 4 in D = dim dimensions, which may be infinite.
func spikedProblem(t testing.TB, g gaussian.Activation, dim float64, biases bool) Problem {
	e := ensemble.Ensemble{Levels: spikedLevels(dim, 4), Dim: dim, Hidden: 4, Scale: 0.1, OutputBias: biases}
	if biases {
		e.EncoderBias = make([]float64, 4)
	}
	return Problem{
		Activation: g, LearningRate: 1, Modes: draw(t, e, 0),
		TrainEncoderBias: biases, TrainOutputBias: biases,
	}
}

func imagesProblem(t testing.TB, hidden int) Problem {
	eigenvalues := cifar10Eigenvalues(t)
	return Problem{
		Activation: gaussian.Erf{}, LearningRate: 1, Eigenvalues: eigenvalues,
		Initial: startWeights(hidden, len(eigenvalues), 0.1, 0),
	}
}

// BenchmarkDerivative times one right-hand side.
func BenchmarkDerivative(b *testing.B) {
	for _, c := range []struct {
		name    string
		problem Problem
	}{
		{"spiked,D=∞,K=4", spikedProblem(b, gaussian.Erf{}, math.Inf(1), false)},
		{"images,K=4", imagesProblem(b, 4)}, {"images,K=16", imagesProblem(b, 16)}, {"images,K=64", imagesProblem(b, 64)},
	} {
		b.Run(c.name, func(b *testing.B) {
			flow, err := NewFlow(c.problem)
			if err != nil {
				b.Fatal(err)
			}
			y, dy := flow.Start(), make([]float64, flow.Size())
			b.ReportAllocs()
			for b.Loop() {
				flow.Derivative(dy, y)
			}
		})
	}
}

// BenchmarkSolve takes the flows that the figures need to the times that they
// need, at a relative tolerance of 1e-6; 80 times are recorded.
func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct {
		name    string
		horizon float64
		problem func() Problem
	}{
		{"spiked,erf,D=1000,t=1e7", 1e7, func() Problem {
			return Problem{Activation: gaussian.Erf{}, LearningRate: 1, Eigenvalues: spiked(1000, 4), Initial: startWeights(4, 1000, 0.1, 0)}
		}},
		{"spiked,erf,D=1e8,t=1e7", 1e7, func() Problem { return spikedProblem(b, gaussian.Erf{}, 1e8, false) }},
		{"spiked,erf,D=∞,t=1e7", 1e7, func() Problem { return spikedProblem(b, gaussian.Erf{}, math.Inf(1), false) }},
		{"spiked,ReLU,biases,D=1000,t=1e7", 1e7, func() Problem { return spikedProblem(b, gaussian.ReLU{}, 1000, true) }},
		{"spiked,ReLU,biases,D=∞,t=1e7", 1e7, func() Problem { return spikedProblem(b, gaussian.ReLU{}, math.Inf(1), true) }},
		{"images,erf,K=4,t=1e5", 1e5, func() Problem { return imagesProblem(b, 4) }},
		{"images,erf,K=64,t=1e4", 1e4, func() Problem { return imagesProblem(b, 64) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := c.problem()
			var result Result
			b.ReportAllocs()
			for b.Loop() {
				result = mustSolve(b, p, Settings{Times: logTimes(0.1, c.horizon, 80), Tolerance: 1e-6})
			}
			b.ReportMetric(float64(result.Statistics.Evaluations), "evaluations")
			b.ReportMetric(float64(result.Statistics.Steps), "steps")
		})
	}
}

// BenchmarkVerify takes three of these flows without and with a second solution, to
// compare with.
func BenchmarkVerify(b *testing.B) {
	for _, c := range []struct {
		name    string
		horizon float64
		problem Problem
	}{
		{"spiked,erf,D=∞,t=1e7", 1e7, spikedProblem(b, gaussian.Erf{}, math.Inf(1), false)},
		{"spiked,ReLU,biases,D=1000,t=1e7", 1e7, spikedProblem(b, gaussian.ReLU{}, 1000, true)},
		{"images,erf,K=4,t=1e4", 1e4, imagesProblem(b, 4)},
	} {
		for _, verify := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/verify=%t", c.name, verify), func(b *testing.B) {
				for b.Loop() {
					mustSolve(b, c.problem, Settings{Times: logTimes(0.1, c.horizon, 80), Tolerance: 1e-6, Verify: verify})
				}
			})
		}
	}
}

// BenchmarkWorkPrecision is the table in docs/integrators.md: what each method takes,
// and the error that it makes in pmse, against the methods' common limit. The first
// rows are explicit Euler at dt = 1/D, one step per sample, which is what the field's
// scripts do. The error is in units of 1e-9.
func BenchmarkWorkPrecision(b *testing.B) {
	erf := Problem{Activation: gaussian.Erf{}, LearningRate: 1, Eigenvalues: spiked(1000, 4), Initial: startWeights(4, 1000, 0.1, 0)}
	all := []integrate.Method{integrate.DormandPrince{}, integrate.Chebyshev{}, integrate.Automatic{}, integrate.Rosenbrock{}}
	for _, c := range []struct {
		name      string
		horizon   float64
		problem   Problem
		euler     bool
		methods   []integrate.Method
		reference Settings
	}{
		{"spiked,erf,D=1000,t=1e3", 1e3, erf, true, all, Settings{Tolerance: 1e-11, Method: integrate.DormandPrince{}}},
		{"spiked,ReLU,biases,D=1000,t=1e3", 1e3, spikedProblem(b, gaussian.ReLU{}, 1000, true), true, all, Settings{Tolerance: 1e-11, Method: integrate.DormandPrince{}}},
		{"images,erf,K=4,t=1e3", 1e3, imagesProblem(b, 4), true, all, Settings{Tolerance: 1e-11, Method: integrate.DormandPrince{}}},
		{"spiked,erf,D=1000,t=1e6", 1e6, erf, false, all[2:], Settings{Tolerance: 1e-10, Method: integrate.Rosenbrock{}}},
	} {
		c.reference.Times = logTimes(0.1, c.horizon, 80)
		reference := mustSolve(b, c.problem, c.reference)
		run := func(m integrate.Method, tolerance float64) {
			b.Run(fmt.Sprintf("%s/%v,%g", c.name, m, tolerance), func(b *testing.B) {
				var result Result
				for b.Loop() {
					result = mustSolve(b, c.problem, Settings{Times: c.reference.Times, Tolerance: tolerance, Method: m})
				}
				b.ReportMetric(float64(result.Statistics.Evaluations), "evaluations")
				b.ReportMetric(float64(result.Statistics.Steps), "steps")
				b.ReportMetric(1e9*furthest(b, result.Error, reference.Error), "error·1e9")
			})
		}
		if c.euler {
			run(integrate.Euler{Step: 1 / c.problem.dim()}, 0)
		}
		for _, m := range c.methods {
			for _, tolerance := range []float64{1e-4, 1e-6, 1e-8} {
				if _, slow := m.(integrate.Chebyshev); !slow || tolerance > 1e-8 {
					run(m, tolerance)
				}
			}
		}
	}
}
