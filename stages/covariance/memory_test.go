package covariance

import (
	"path/filepath"
	"testing"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
)

func TestMemory(t *testing.T) {
	basis := filepath.Join(t.TempDir(), "given.npz")
	given, err := (&Parameters{Model: modelSinusoidal, Dim: 350, Spikes: 3, Noise: 1}).model()
	if err != nil {
		t.Fatal(err)
	}
	if err := given.WriteFile(basis); err != nil {
		t.Fatal(err)
	}
	given = spectrum.Any{}
	for name, p := range map[string]Parameters{
		"a model with eigenvectors": {Model: modelSinusoidal, Dim: 450, Spikes: 3, Noise: 1},
		"a model without":           {Model: modelSpiked, Dim: 100_000, Spikes: 3, Noise: 1},
		"samples":                   {Model: modelSinusoidal, Dim: 300, Spikes: 3, Noise: 1, Samples: 20},
		"a given spectrum":          {Spectrum: stages.File(basis), Noise: 1},
	} {
		call := &stages.Call{Stage: "c", Parameters: &p, Seed: 5, Workers: 2, OutputDir: t.TempDir(), Progress: &stagetest.Progress{}}
		stagetest.CheckMemory(t, name, Kind{}, call)
	}
}

// Of infinitely many dimensions nothing is held.
func TestMemoryOfLevels(t *testing.T) {
	call := &stages.Call{Parameters: &Parameters{Model: modelSpiked, Dim: 1e15, Spikes: 3}}
	if m, err := (Kind{}).Memory(call); err != nil || m.Bytes > 10<<20 {
		t.Errorf("%+v, %v", m, err)
	}
}
