package autoencoder

import (
	"fmt"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/theory/ensemble"
	"autoencoder-dynamics/theory/gaussian"
)

// spikedColumns draws start weights over the spiked model with r spikes in dim dimensions:
// eigenvalues (2^m+1)² D + 1 and a bulk of 1, divided so that the trace is D.
func spikedColumns(t testing.TB, dim float64, r, hidden int, scale float64, tied bool, seed uint64) *ensemble.Columns {
	t.Helper()
	e := ensemble.Ensemble{Dim: dim, Hidden: hidden, Scale: scale, Tied: tied}
	trace := dim
	for m := r; m >= 1; m-- {
		deviation := float64(int(1)<<m + 1)
		e.Levels = append(e.Levels, ensemble.Level{Rate: deviation*deviation + 1/dim, Multiplicity: 1})
		trace += deviation * deviation * dim
	}
	e.Levels = append(e.Levels, ensemble.Level{Rate: 1 / dim, Multiplicity: dim - float64(r)})
	for i := range e.Levels {
		e.Levels[i].Rate *= dim / trace
		e.Levels[i].Share = e.Levels[i].Rate * e.Levels[i].Multiplicity
	}
	columns, err := e.Draw(random.New(seed, "start weights", 0))
	if err != nil {
		t.Fatal(err)
	}
	return columns
}

func newLevelSimulator(t testing.TB, l Learning, start LevelWeights, index uint64) *LevelSimulator {
	t.Helper()
	s, err := NewLevelSimulator(LevelProblem{
		Learning: l, Initial: start,
		Normals: random.NewNormals(1, "samples", index), Radii: random.New(1, "samples", index),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func spikedStart(t testing.TB, dim float64, r, hidden int, tied bool) LevelWeights {
	t.Helper()
	start, err := WeightsOfColumns(spikedColumns(t, dim, r, hidden, 0.1, tied, 1))
	if err != nil {
		t.Fatal(err)
	}
	return start
}

func BenchmarkLevelSimulator(b *testing.B) {
	for _, c := range []struct {
		dim     float64
		hidden  int
		learner Learning
		name    string
	}{
		{1e3, 4, Learning{Activation: gaussian.Erf{}}, "erf"},
		{1e6, 4, Learning{Activation: gaussian.Erf{}}, "erf"},
		{1e8, 4, Learning{Activation: gaussian.Erf{}}, "erf"},
		{1e8, 4, Learning{Activation: gaussian.ReLU{}, TrainEncoderBias: true, TrainOutputBias: true}, "relu,b,c"},
		{1e8, 4, Learning{Activation: gaussian.Linear{}, Rule: Sanger}, "sanger"},
		{1e8, 16, Learning{Activation: gaussian.Erf{}}, "erf"},
	} {
		b.Run(fmt.Sprintf("D=%g,K=%d,%s", c.dim, c.hidden, c.name), func(b *testing.B) {
			c.learner.LearningRate = 0.5
			s := newLevelSimulator(b, c.learner, spikedStart(b, c.dim, 4, c.hidden, c.learner.tied()), 0)
			for b.Loop() {
				if err := s.Run(b.Context(), s.Steps()+1000); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(s.Steps())/b.Elapsed().Seconds(), "steps/s")
		})
	}
}
