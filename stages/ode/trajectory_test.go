package ode

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

// somebody is somebody else's program: it follows the gradient of pmse, taken by
// differences, at the rates of the learning rule, with the classical Runge–Kutta
// method. Unit k of the truncated rule follows the network of the units up to k.
type somebody struct {
	activation       gaussian.Activation
	eigenvalues      []float64
	learningRate     float64
	truncated        bool
	encoder, outputs bool // which biases learn
}

func (s somebody) pmse(w order.Weights) float64 { return order.Error(w, s.eigenvalues, s.activation) }

// slope sets d to dw/dt.
func (s somebody) slope(d, w order.Weights) {
	dim, eta := float64(w.Dim), s.learningRate
	for k := range w.Hidden {
		seen := w
		if s.truncated {
			n := (k + 1) * w.Dim
			seen.Hidden, seen.W, seen.V = k+1, w.W[:n], w.V[:n]
			if w.B != nil {
				seen.B = w.B[:k+1]
			}
		}
		s.descend(d.Encoder(k), w.Encoder(k), seen, eta/2)
		s.descend(d.Decoder(k), w.Decoder(k), seen, eta*dim/2)
		if s.encoder {
			s.descend(d.B[k:k+1], w.B[k:k+1], seen, eta/2)
		}
	}
	if s.outputs {
		s.descend(d.C, w.C, w, eta*dim/2)
	}
}

// descend sets d to −rate times the gradient of the network's error with respect to x, a part of its weights.
func (s somebody) descend(d, x []float64, network order.Weights, rate float64) {
	const h = 2e-3
	for i, middle := range x {
		at := func(step float64) float64 {
			x[i] = middle + step
			defer func() { x[i] = middle }()
			return s.pmse(network)
		}
		d[i] = -rate * (8*(at(h)-at(-h)) - (at(2*h) - at(-2*h))) / (12 * h)
	}
}

// follow returns times and errors, 0 and every tenth step.
func (s somebody) follow(w order.Weights, horizon float64, steps int) (times, errors []float64) {
	w = w.Clone()
	parts := func(w order.Weights) [][]float64 { return [][]float64{w.W, w.V, w.B, w.C} }
	h := horizon / float64(steps)
	slopes := [4]order.Weights{w.Clone(), w.Clone(), w.Clone(), w.Clone()}
	for i := range slopes {
		for _, part := range parts(slopes[i]) {
			clear(part)
		}
	}
	for n := range steps + 1 {
		if n%10 == 0 {
			times, errors = append(times, float64(n)*h), append(errors, s.pmse(w))
		}
		for i, c := range []float64{0, 0.5, 0.5, 1} {
			at := w.Clone()
			for p, part := range parts(at) {
				for j := range part {
					part[j] += c * h * parts(slopes[max(i-1, 0)])[p][j]
				}
			}
			s.slope(slopes[i], at)
		}
		for p, part := range parts(w) {
			for j := range part {
				part[j] += h / 6 * (parts(slopes[0])[p][j] + 2*parts(slopes[1])[p][j] + 2*parts(slopes[2])[p][j] + parts(slopes[3])[p][j])
			}
		}
	}
	return times, errors
}

// Trajectories of somebody else, handed over as files, are reproduced to 1e-5 and better: spectrum (in no
// order, with eigenvalues that repeat), start weights and biases in NPZ, times and pmse in CSV.
func TestTrajectoriesOfSomebodyElse(t *testing.T) {
	eigenvalues := []float64{0.5, 9, 0.5, 3, 0.5, 1.2, 0.5, 0.5}
	for name, c := range map[string]struct {
		somebody somebody
		change   func(*Parameters)
	}{
		"erf, untied":    {somebody{activation: gaussian.Erf{}}, func(p *Parameters) { p.Activation = "erf" }},
		"erf, truncated": {somebody{activation: gaussian.Erf{}, truncated: true}, func(p *Parameters) { p.Activation, p.Rule = "erf", "truncated" }},
		"ReLU, encoder bias": {somebody{activation: gaussian.ReLU{}, encoder: true}, func(p *Parameters) {
			p.Activation, p.EncoderBias.Train = "relu", true
		}},
		"ReLU, both biases": {somebody{activation: gaussian.ReLU{}, encoder: true, outputs: true}, func(p *Parameters) {
			p.Activation, p.EncoderBias.Train, p.OutputBias.Train = "relu", true, true
		}},
	} {
		s := c.somebody
		s.eigenvalues, s.learningRate = eigenvalues, 0.8
		start := startOfSomebody(len(eigenvalues), s)
		times, want := s.follow(start, 20, 300)
		call := callOfSomebody(t, eigenvalues, start, times, func(p *Parameters) {
			p.LearningRate = s.learningRate
			c.change(p)
		})
		curves := mustRun(t, call)
		got := curves.Columns[1]
		if len(got) != len(want) || !slices.Equal(curves.Columns[0], times) {
			t.Fatalf("%s: times %v, want %v", name, curves.Columns[0], times)
		}
		worst := 0.0
		for i := range want {
			worst = max(worst, math.Abs(got[i]/want[i]-1))
		}
		if worst > 1e-6 {
			t.Errorf("%s: the curves differ by %g", name, worst)
		}
		if want[len(want)-1] > 0.6*want[0] {
			t.Errorf("%s: pmse goes from %v to %v only: nothing was learnt, nothing compared", name, want[0], want[len(want)-1])
		}
	}
}

func startOfSomebody(dim int, s somebody) order.Weights {
	w, stream := order.NewWeights(2, dim), random.New(9, "somebody's weights", 0)
	stream.Normals(w.W, 0.4)
	stream.Normals(w.V, 0.4)
	if s.encoder {
		w.B = []float64{0.3, -0.2}
	}
	if s.outputs {
		w.C = make([]float64, dim)
		stream.Normals(w.C, 0.2)
	}
	return w
}

// callOfSomebody returns a call with the files that they hand over.
func callOfSomebody(t *testing.T, eigenvalues []float64, w order.Weights, times []float64, change func(*Parameters)) *stages.Call {
	t.Helper()
	s, err := spectrum.New(eigenvalues, nil)
	if err != nil {
		t.Fatal(err)
	}
	start, curve := filepath.Join(t.TempDir(), "start.npz"), filepath.Join(t.TempDir(), "times.csv")
	files := []npz.Array{
		{Name: "W", Shape: []int{2, w.Dim}, Data: w.W}, {Name: "V", Shape: []int{2, w.Dim}, Data: w.V},
	}
	if w.B != nil {
		files = append(files, npz.Array{Name: "b", Shape: []int{2}, Data: w.B})
	}
	if w.C != nil {
		files = append(files, npz.Array{Name: "c", Shape: []int{w.Dim}, Data: w.C})
	}
	if err := npz.WriteFile(start, files...); err != nil {
		t.Fatal(err)
	}
	var given table.Table
	given.Add("t", times)
	if err := table.WriteFile(curve, given); err != nil {
		t.Fatal(err)
	}
	return newCall(t, s, func(p *Parameters) {
		p.Horizon, p.Points = setup.Defaults().Horizon, setup.Defaults().Points
		p.Init = &setup.Init{Weights: stages.File(start)}
		p.Times = stages.File(curve)
		change(p)
	})
}
