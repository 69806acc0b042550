package inputs_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// set puts one stage with the files of a folder at a port.
func set(t *testing.T, port, dir string) inputs.Set {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		files[entry.Name()] = filepath.Join(dir, entry.Name())
	}
	return inputs.NewSet(map[string][]stages.Input{port: {{Stage: "upstream", Files: files}}})
}

func TestSpectrum(t *testing.T) {
	dir := t.TempDir()
	if err := (spectrum.Spectrum{Eigenvalues: []float64{3, 1}}).WriteFile(filepath.Join(dir, "spectrum.npz")); err != nil {
		t.Fatal(err)
	}
	about := filepath.Join(dir, "about.json")
	if err := os.WriteFile(about, []byte(`{"model":"spiked","spikes":1,"samples":20,"dim":2}`), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := set(t, "spiked", dir).Spectrum("spiked")
	if err != nil {
		t.Fatal(err)
	}
	if s.Trace() != 4 || s.About.Spikes != 1 || s.About.Samples != 20 || s.About.Model != "spiked" {
		t.Errorf("spectrum: %+v", s)
	}
	if err := os.WriteFile(about, []byte(`{`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := set(t, "spiked", dir).Spectrum("spiked"); err == nil {
		t.Error("a broken about.json was taken")
	}
	if _, err := set(t, "spiked", dir).Spectrum("natural"); err == nil {
		t.Error("a spectrum from nowhere")
	}
}

func TestSamplesOfImages(t *testing.T) {
	dir := t.TempDir()
	if err := npz.WriteFile(filepath.Join(dir, "train.npz"),
		npz.Array{Name: "images", Shape: []int{3, 2}, Data: []float32{1, 2, 3, 4, 5, 6}}); err != nil {
		t.Fatal(err)
	}
	samples, err := set(t, "images", dir).Samples("images", 2)
	if err != nil {
		t.Fatal(err)
	}
	if samples.Surrogates || !slices.Equal(samples.Inputs[1], []float64{3, 4}) {
		t.Errorf("samples: %+v", samples)
	}
	if _, err := set(t, "images", dir).Samples("images", 4); err == nil {
		t.Error("four of three images")
	}
}

// Surrogates vary along the law's eigenvectors alone, and are the same every time.
func TestSamplesOfTheLaw(t *testing.T) {
	dir := t.TempDir()
	law := spectrum.Spectrum{Eigenvalues: []float64{4, 0}, Eigenvectors: []float64{0.6, -0.8, 0.8, 0.6}}
	if err := law.WriteFile(filepath.Join(dir, "law.npz")); err != nil {
		t.Fatal(err)
	}
	first, err := set(t, "images", dir).Samples("images", 3)
	if err != nil {
		t.Fatal(err)
	}
	second, err := set(t, "images", dir).Samples("images", 3)
	if err != nil {
		t.Fatal(err)
	}
	if !first.Surrogates {
		t.Error("surrogates pass for images")
	}
	for i, x := range first.Inputs {
		if across := -0.8*x[0] + 0.6*x[1]; across > 1e-12 || across < -1e-12 {
			t.Errorf("surrogate %d varies along an eigenvector without variance: %v", i, x)
		}
		if !slices.Equal(x, second.Inputs[i]) {
			t.Errorf("surrogate %d is %v, then %v", i, x, second.Inputs[i])
		}
	}
}
