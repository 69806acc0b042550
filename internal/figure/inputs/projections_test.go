package inputs

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"

	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// projected wires images and a covariance, each a folder, to ports of these names.
func projected(images, covariance string) Set {
	files := func(dir string, names ...string) stages.Input {
		in := stages.Input{Stage: "upstream", Files: map[string]string{}}
		for _, name := range names {
			if matches, _ := filepath.Glob(filepath.Join(dir, name)); len(matches) == 1 {
				in.Files[name] = matches[0]
			}
		}
		return in
	}
	return NewSet(map[string][]stages.Input{
		"images":     {files(images, dataset.TrainFile, dataset.LawFile)},
		"covariance": {files(covariance, "spectrum.npz")},
	})
}

// components are turned by an angle whose cosine is 0.6.
func components(t *testing.T, eigenvalues ...float64) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := spectrum.Spectrum{Eigenvalues: eigenvalues}
	if len(eigenvalues) == 2 {
		s.Eigenvectors = []float64{0.6, -0.8, 0.8, 0.6} // columns
	}
	if err := s.WriteFile(filepath.Join(dir, "spectrum.npz")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func imagesOf(t *testing.T, dim int, pixels ...float32) (dir string) {
	t.Helper()
	dir = t.TempDir()
	images := dataset.Images{Pixels: pixels, Count: len(pixels) / dim, Dim: dim}
	if err := dataset.WriteImages(filepath.Join(dir, dataset.TrainFile), images, make([]uint8, images.Count)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestProjections(t *testing.T) {
	p, err := projected(imagesOf(t, 2, 1, 0, 0, 1, 3, 4), components(t, 2, 1)).Projections("images", "covariance", 8)
	if err != nil {
		t.Fatal(err)
	}
	if p.Surrogates || len(p.Along) != 2 || !slices.Equal(p.Eigenvalues, []float64{2, 1}) {
		t.Errorf("%+v", p)
	}
	for m, want := range [][]float64{{0.6, 0.8, 5}, {-0.8, 0.6, 0}} {
		for i, x := range want {
			if math.Abs(p.Along[m][i]-x) > 1e-12 {
				t.Errorf("along component %d they are %v, want %v", m+1, p.Along[m], want)
			}
		}
	}
}

func TestProjectionsRefuse(t *testing.T) {
	for name, test := range map[string]struct {
		images, covariance string
		says               string
	}{
		"other pixels":    {imagesOf(t, 3, 1, 2, 3), components(t, 2, 1), "which have 3 pixels"},
		"no eigenvectors": {imagesOf(t, 3, 1, 2, 3), components(t, 3, 2, 1), "no principal components"},
		"no images":       {t.TempDir(), components(t, 2, 1), "upstream"},
		"no covariance":   {imagesOf(t, 2, 1, 2), t.TempDir(), "upstream"},
	} {
		if _, err := projected(test.images, test.covariance).Projections("images", "covariance", 2); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, err := projected("", "").Projections("nothing", "covariance", 2); err == nil {
		t.Error("nothing was wired, and projected")
	}
}

// Of the law, normal numbers of the eigenvalues' variance are drawn, the same every time.
func TestProjectionsOfTheLaw(t *testing.T) {
	dir := t.TempDir()
	law := spectrum.Spectrum{Eigenvalues: []float64{4, 1}, Eigenvectors: []float64{1, 0, 0, 1}}
	if err := law.WriteFile(filepath.Join(dir, dataset.LawFile)); err != nil {
		t.Fatal(err)
	}
	set := projected(dir, components(t, 4, 1))
	first, err := set.Projections("images", "covariance", 2)
	if err != nil {
		t.Fatal(err)
	}
	second, err := set.Projections("images", "covariance", 2)
	if err != nil {
		t.Fatal(err)
	}
	if !first.Surrogates || !slices.Equal(first.Along[1], second.Along[1]) {
		t.Error("other projections the second time, or of images")
	}
	for m, variance := range []float64{4, 1} {
		mean, got := stat.MeanVariance(first.Along[m], nil)
		if math.Abs(mean) > 0.02*math.Sqrt(variance) || math.Abs(got/variance-1) > 0.03 {
			t.Errorf("component %d has mean %v and variance %v, want 0 and %v", m+1, mean, got, variance)
		}
	}
}
