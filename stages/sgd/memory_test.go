package sgd

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages/stagetest"
)

// forgetful is a checkpoint that keeps nothing.
type forgetful struct{}

func (forgetful) Save(string, []byte) error   { return nil }
func (forgetful) Load(string) ([]byte, error) { return nil, nil }

func TestMemory(t *testing.T) {
	const dim = 4000
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	if err := (spectrum.Spectrum{Eigenvalues: slices.Repeat([]float64{1}, dim)}).WriteFile(path); err != nil {
		t.Fatal(err)
	}
	normal := map[string]map[string]string{"covariance": {"spectrum.npz": path}}
	pictures := map[string]map[string]string{}
	images(t, pictures, "data", "train.npz", 4000, 1000)
	short := func(change func(*Parameters)) func(*Parameters) {
		return func(p *Parameters) {
			p.Horizon, p.Points = 0.002, 2
			change(p)
		}
	}
	for name, c := range map[string]struct {
		wired  map[string]map[string]string
		change func(*Parameters)
	}{
		"training sets": {normal, func(p *Parameters) { p.Replicas, p.Sampling, p.Samples = 4, epochs, 500 }},
		"networks":      {normal, func(p *Parameters) { p.Replicas, p.Hidden = 2, 40 }},
		"adam": {normal, func(p *Parameters) {
			p.Replicas, p.Hidden, p.LearningRate = 2, 30, 1e-3
			p.Optimizer = Optimizer{Name: adam, Beta1: 0.9, Beta2: 0.99, Epsilon: 1e-8}
		}},
		"replicas kept": {normal, func(p *Parameters) { p.Replicas, p.Hidden = 40, 4 }},
		"snapshots": {normal, func(p *Parameters) {
			p.Replicas, p.Hidden, p.Snapshots = 2, 10, []float64{0, 0.0005, 0.001, 0.0015, 0.002}
		}},
		"images": {pictures, func(p *Parameters) { p.Replicas = 1 }},
	} {
		call := newCall(t, c.wired, short(c.change))
		call.Checkpoint = forgetful{} // what is saved goes to a disk
		stagetest.CheckMemory(t, name, Kind{}, call)
	}
}

// What a stage states grows with the workers up to the replicas there are, and not with a dimension that nothing is held for.
func TestMemoryDependsOn(t *testing.T) {
	call := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) { p.Replicas, p.Hidden = 3, 4 })
	stated := func(workers int) int64 {
		call.Workers = workers
		m, err := Kind{}.Memory(call)
		if err != nil {
			t.Fatal(err)
		}
		return m.Bytes
	}
	if one, three, many := stated(1), stated(3), stated(100); one >= three || three != many {
		t.Errorf("%d bytes with one worker, %d with three, %d with many", one, three, many)
	}
	m, err := Kind{}.Memory(newCall(t, levels(t, 1e12), nil))
	if err != nil || m.Bytes > 1<<20 {
		t.Errorf("levels: %+v, %v", m, err)
	}
	vast := newCall(t, levels(t, 1e12), func(p *Parameters) { p.Replicas = 10_000 })
	vast.Parameters.(*Parameters).Samples, vast.Parameters.(*Parameters).Sampling = math.MaxInt, epochs
	if m, err := (Kind{}).Memory(vast); err != nil || m.Bytes <= 0 {
		t.Errorf("an overflow: %+v, %v", m, err)
	}
}
