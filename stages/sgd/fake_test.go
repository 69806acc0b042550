package sgd

import (
	"bytes"
	"math"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"autoencoder-dynamics/autoencoder/random"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
)

// fakeCheckpoint keeps states in memory and can interrupt a run as it saves.
type fakeCheckpoint struct {
	sync.Mutex
	states map[string][]byte
	saves  int
	counts map[string]int // of saves under each name
	onSave func(saves int)
}

func (c *fakeCheckpoint) Save(name string, state []byte) error {
	c.Lock()
	defer c.Unlock()
	if c.states == nil {
		c.states, c.counts = map[string][]byte{}, map[string]int{}
	}
	c.states[name] = bytes.Clone(state)
	c.counts[name]++
	if strings.Contains(name, "snapshot") { // no more than a part of the state that follows
		return nil
	}
	c.saves++
	if c.onSave != nil {
		c.onSave(c.saves)
	}
	return nil
}

func (c *fakeCheckpoint) Load(name string) ([]byte, error) {
	c.Lock()
	defer c.Unlock()
	return c.states[name], nil
}

// newCall returns a call with two workers and these files wired to each port.
func newCall(t *testing.T, wired map[string]map[string]string, change func(*Parameters)) *stages.Call {
	t.Helper()
	p := Kind{}.Defaults("curve").(*Parameters)
	p.Hidden, p.Horizon, p.Points, p.Replicas = 2, 200, 30, 3
	if change != nil {
		change(p)
	}
	kinds, inputs := map[string][]string{}, map[string][]stages.Input{}
	for port, files := range wired {
		kinds[port] = []string{"any"}
		inputs[port] = []stages.Input{{Stage: "upstream", Kind: "any", Files: files}}
	}
	if problems := (Kind{}).Validate(p, kinds); len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	return &stages.Call{
		Stage: "curve", Parameters: p, Seed: 1, Workers: 2, Inputs: inputs, OutputDir: t.TempDir(),
		Progress: &stagetest.Progress{}, Checkpoint: &fakeCheckpoint{},
	}
}

// normal wires a spectrum whose eigenvectors exchange coordinates.
func normal(t *testing.T, port, name string) map[string]map[string]string {
	t.Helper()
	s := spectrum.Spectrum{Eigenvalues: []float64{12, 5, 1, 0.5, 0.5, 0.3}, Eigenvectors: make([]float64, 36)}
	for i, j := range []int{3, 0, 5, 1, 2, 4} {
		s.Eigenvectors[6*i+j] = 1
	}
	path := filepath.Join(t.TempDir(), name)
	if err := s.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	return map[string]map[string]string{port: {name: path}}
}

// permuted wires the same spectrum, its eigenvectors written as an order.
func permuted(t *testing.T, port, name string) map[string]map[string]string {
	t.Helper()
	s := spectrum.Spectrum{Eigenvalues: []float64{12, 5, 1, 0.5, 0.5, 0.3}, Order: []int{1, 3, 4, 0, 5, 2}}
	path := filepath.Join(t.TempDir(), name)
	if err := s.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	return map[string]map[string]string{port: {name: path}}
}

// levels wires a spectrum known by its levels: two spikes and a bulk over very many dimensions.
func levels(t *testing.T, dim float64) map[string]map[string]string {
	t.Helper()
	path, bulk := filepath.Join(t.TempDir(), "spectrum.npz"), 0.3
	if !math.IsInf(dim, 1) {
		bulk = 0.3 / dim * (dim - 2)
	}
	l := spectrum.Levels{
		Dim: dim, Rates: []float64{0.5, 0.2, 0.3 / dim}, Multiplicities: []float64{1, 1, dim - 2}, Shares: []float64{0.5, 0.2, bulk},
	}
	if err := l.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	return map[string]map[string]string{"covariance": {"spectrum.npz": path}}
}

// components wires the covariance of images of nine pixels that images makes: their first pixel has the variance 25.
func components(t *testing.T, wired map[string]map[string]string) {
	t.Helper()
	s := spectrum.Spectrum{Eigenvalues: []float64{25, 1, 1, 1, 1, 1, 1, 1, 1}, Order: []int{0, 3, 2, 1, 4, 5, 6, 7, 8}}
	path := filepath.Join(t.TempDir(), "spectrum.npz")
	if err := s.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	wired["components"] = map[string]string{"spectrum.npz": path}
}

// images wires count random images to a port as that file.
func images(t *testing.T, wired map[string]map[string]string, port, name string, count, dim int) {
	t.Helper()
	stream, rows := random.New(4, "test images", uint64(count)), make([]float32, count*dim)
	for i := range rows {
		rows[i] = float32(stream.NormFloat64())
		if i%dim == 0 {
			rows[i] *= 5
		}
	}
	path := filepath.Join(t.TempDir(), name)
	if err := npz.WriteFile(path, npz.Array{Name: "images", Shape: []int{count, dim}, Data: rows}); err != nil {
		t.Fatal(err)
	}
	wired[port] = map[string]string{name: path}
}
