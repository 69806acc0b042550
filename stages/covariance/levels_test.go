package covariance

import (
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// levelOutputs reads the spectrum and about.json of a run that writes levels.
func levelOutputs(t *testing.T, p Parameters) (spectrum.Levels, map[string]any, string) {
	t.Helper()
	if problems := (Kind{}).Validate(&p, nil); len(problems) > 0 {
		t.Fatalf("%+v", problems)
	}
	dir, err := run(t, p, stages.Input{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	read, err := spectrum.ReadAny(filepath.Join(dir, "spectrum.npz"))
	if err != nil {
		t.Fatal(err)
	}
	levels := read.Spectrum.Levels()
	if read.Levels != nil {
		levels = *read.Levels
	}
	about := map[string]any{}
	text, err := os.ReadFile(filepath.Join(dir, "about.json"))
	if err = errors.Join(err, json.Unmarshal(text, &about)); err != nil {
		t.Fatal(err)
	}
	csv, err := os.ReadFile(filepath.Join(dir, "spectrum.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return levels, about, string(csv)
}

func TestSpikedAtInfinity(t *testing.T) {
	levels, about, csv := levelOutputs(t, Parameters{Model: modelSpiked, Dim: math.Inf(1), Spikes: 4, Noise: 1})
	const scale = 405.0
	if !slices.Equal(levels.Rates, []float64{289 / scale, 81 / scale, 25 / scale, 9 / scale, 0}) {
		t.Errorf("rates %v", levels.Rates)
	}
	if !slices.Equal(levels.Multiplicities, []float64{1, 1, 1, 1, math.Inf(1)}) || levels.Shares[4] != 1/scale || math.Abs(levels.Variance()-1) > 1e-15 {
		t.Errorf("multiplicities %v, shares %v", levels.Multiplicities, levels.Shares)
	}
	if about["dim"] != "infinite" || about["total_variance"] != "infinite" || about["variance"] != levels.Variance() {
		t.Errorf("about.json: %v", about)
	}
	lines := strings.Split(strings.TrimSpace(csv), "\n")
	if len(lines) != 6 || lines[0] != "m,multiplicity,rate,share,pmse_pca" || !strings.HasPrefix(lines[1], "1,1,0.71") || !strings.HasPrefix(lines[5], "+Inf,+Inf,0,") || !strings.HasSuffix(lines[5], ",0") {
		t.Errorf("spectrum.csv:\n%s", csv)
	}
}

// A model of few dimensions, of very many and of infinitely many is the same but for what is 1/D.
func TestLevelsGoOnFromEigenvalues(t *testing.T) {
	infinite, _, _ := levelOutputs(t, Parameters{Model: modelSpiked, Dim: math.Inf(1), Spikes: 3, Noise: 2})
	for _, dim := range []float64{1000, spectrum.LargestDim, spectrum.LargestDim + 1, 1e9, 1e15} {
		levels, about, _ := levelOutputs(t, Parameters{Model: modelSpiked, Dim: dim, Spikes: 3, Noise: 2})
		if levels.Dim != dim || about["dim"] != dim || math.Abs(levels.Variance()-1) > 1e-10 {
			t.Errorf("D = %v: dim %v, variance %v", dim, about["dim"], levels.Variance())
		}
		for i, rate := range infinite.Rates {
			if math.Abs(levels.Rates[i]-rate) > 1/dim || math.Abs(levels.Shares[i]-infinite.Shares[i]) > 10/dim+1e-10 {
				t.Errorf("D = %v: rate %v and share %v of level %d, in the limit %v and %v", dim, levels.Rates[i], levels.Shares[i], i+1, rate, infinite.Shares[i])
			}
		}
	}
}

// Equal strengths are one level.
func TestEqualStrengthsAreOneLevel(t *testing.T) {
	levels, _, _ := levelOutputs(t, Parameters{Model: modelSpiked, Dim: math.Inf(1), Strengths: []float64{1, 2, 1}, Noise: 0})
	if !slices.Equal(levels.Multiplicities, []float64{1, 2, math.Inf(1)}) || levels.Shares[2] != 0 || levels.Rates[0] != 4.0/6 {
		t.Errorf("%+v", levels)
	}
}

// A given file of levels is handed on, or written out where it has few enough dimensions.
func TestGivenLevels(t *testing.T) {
	for dim, wantLevels := range map[float64]bool{6: false, 1e7: true} {
		in := written(t, "given.npz", npz.Array{Name: "rates", Shape: []int{2}, Data: []float64{0.5, 1 / dim}},
			npz.Array{Name: "multiplicities", Shape: []int{2}, Data: []float64{2, dim - 2}})
		p := Parameters{Noise: 1, Spectrum: stages.File(in.Files["given.npz"])}
		levels, _, _ := levelOutputs(t, p)
		if levels.Dim != dim || levels.Multiplicities[0] != 2 {
			t.Errorf("D = %v: %+v", dim, levels)
		}
		dir, err := run(t, p, stages.Input{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if read, err := spectrum.ReadAny(filepath.Join(dir, "spectrum.npz")); err != nil || (read.Levels != nil) != wantLevels {
			t.Errorf("D = %v is written as levels: %v (%v)", dim, read.Levels != nil, err)
		}
	}
}

func TestDimensionsThatAreRefused(t *testing.T) {
	infinity := math.Inf(1)
	for _, p := range []Parameters{
		{Model: modelSpiked, Dim: 1000.5}, {Model: modelSpiked, Dim: 2e15}, {Model: modelSpiked, Dim: -infinity}, {Model: modelSpiked, Dim: 0},
		{Model: modelSinusoidal, Dim: infinity}, {Model: modelSpiked, Dim: infinity, Samples: 10}, {Model: modelSinusoidal, Dim: 1e5},
	} {
		p.Spikes, p.Noise = 2, 1
		problems := Kind{}.Validate(&p, nil)
		if len(problems) != 1 || problems[0].Path != "with.dim" || !strings.Contains(problems[0].Expected, "a whole number from 1 to 1") {
			t.Errorf("%+v: %+v", p, problems)
		}
		if offered := strings.Contains(problems[0].Expected, ".inf"); offered != (p.Model == modelSpiked && p.Samples == 0) {
			t.Errorf("%+v: expected %q", p, problems[0].Expected)
		}
	}
}
