package covariance

import (
	"math"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/stages"
)

func TestGivenSpectrum(t *testing.T) {
	path := written(t, "given.npz", npz.Array{Name: "eigenvalues", Shape: []int{3}, Data: []float64{1, 4, 2}}).Files["given.npz"]
	dir, err := run(t, Parameters{Noise: 1, Spectrum: stages.File(path)}, stages.Input{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	s, about := outputs(t, dir)
	if !slices.Equal(s.Eigenvalues, []float64{4, 2, 1}) || !slices.Equal(s.Order, []int{1, 2, 0}) || about.Source != "spectrum" {
		t.Errorf("%+v %+v", s, about)
	}
}

// A sample covariance of a given spectrum is in the coordinates of the file, whatever the order of its eigenvalues.
func TestSamplesOfAnUnsortedSpectrum(t *testing.T) {
	path := written(t, "given.npz", npz.Array{Name: "eigenvalues", Shape: []int{3}, Data: []float64{0.01, 100, 1}}).Files["given.npz"]
	dir, err := run(t, Parameters{Noise: 1, Spectrum: stages.File(path), Samples: 500}, stages.Input{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := outputs(t, dir)
	for tau, coordinate := range []int{1, 2, 0} {
		if v := s.Eigenvectors[3*coordinate+tau]; math.Abs(v) < 0.9 {
			t.Errorf("eigenvector %d has %v along coordinate %d, want ±1", tau+1, v, coordinate+1)
		}
	}
}

// What is wrong in a given file is found before anything runs, and said with the file's path once.
func TestValidateLooksIntoTheSpectrum(t *testing.T) {
	many := make([]float64, maxVectorDim+1)
	for i := range many {
		many[i] = 1
	}
	for _, c := range []struct {
		array   npz.Array
		samples int
		path    string
		want    string
	}{
		{npz.Array{Name: "lambda", Shape: []int{1}, Data: []float64{1}}, 0, "with.spectrum", `the file has ["lambda"]`},
		{npz.Array{Name: "eigenvalues", Shape: []int{2}, Data: []float64{1, math.NaN()}}, 0, "with.spectrum", "eigenvalue 2 is NaN"},
		{npz.Array{Name: "eigenvalues", Shape: []int{2}, Data: []float64{1, -1}}, 0, "with.spectrum", "eigenvalue 2 is -1"},
		{npz.Array{Name: "eigenvalues", Shape: []int{1, 1}, Data: []float64{1}}, 0, "with.spectrum", "one dimension"},
		{npz.Array{Name: "eigenvalues", Shape: []int{len(many)}, Data: many}, 1, "with.samples", "10001 eigenvalues"},
		{npz.Array{Name: "eigenvalues", Shape: []int{len(many)}, Data: many}, 0, "", ""},
	} {
		path := written(t, "given.npz", c.array).Files["given.npz"]
		problems := Kind{}.Validate(&Parameters{Noise: 1, Spectrum: stages.File(path), Samples: c.samples}, nil)
		if c.path == "" && len(problems) == 0 {
			continue
		}
		if len(problems) != 1 || problems[0].Path != c.path || !strings.Contains(problems[0].Message, c.want) || strings.Count(problems[0].Message, path) > 1 {
			t.Errorf("%+v, want one at %s with %q", problems, c.path, c.want)
		}
	}
}
