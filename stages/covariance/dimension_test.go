package covariance

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// pictures is a kind of stage whose data have nine pixels.
type pictures struct{ stages.Kind }

func (pictures) Dimension(any, map[string][]stages.Upstream) stages.Dimension {
	return stages.Dimension{D: 9}
}

func TestDimension(t *testing.T) {
	file := func(s interface{ WriteFile(path string) error }) stages.File {
		path := filepath.Join(t.TempDir(), "spectrum.npz")
		if err := s.WriteFile(path); err != nil {
			t.Fatal(err)
		}
		return stages.File(path)
	}
	bulk := func(dim float64) spectrum.Levels {
		return spectrum.Levels{Dim: dim, Rates: []float64{1 / dim}, Multiplicities: []float64{dim}, Shares: []float64{1}}
	}
	for name, c := range map[string]struct {
		parameters Parameters
		want       stages.Dimension
	}{
		"model":         {Parameters{Model: modelSpiked, Dim: 1000}, stages.Dimension{D: 1000}},
		"largest":       {Parameters{Model: modelSpiked, Dim: spectrum.LargestDim}, stages.Dimension{D: spectrum.LargestDim}},
		"large":         {Parameters{Model: modelSpiked, Dim: 1e6}, stages.Dimension{D: 1e6, Levels: true}},
		"infinite":      {Parameters{Model: modelSpiked, Dim: math.Inf(1)}, stages.Dimension{D: math.Inf(1), Levels: true}},
		"eigenvalues":   {Parameters{Spectrum: file(spectrum.Spectrum{Eigenvalues: []float64{2, 1, 1}})}, stages.Dimension{D: 3}},
		"few in levels": {Parameters{Spectrum: file(bulk(64))}, stages.Dimension{D: 64}},
		"levels":        {Parameters{Spectrum: file(bulk(1 << 40))}, stages.Dimension{D: 1 << 40, Levels: true}},
		"absent":        {Parameters{Spectrum: "absent.npz"}, stages.Dimension{}},
		"data":          {Parameters{}, stages.Dimension{D: 9}},
	} {
		wired := map[string][]stages.Upstream{"data": {{Stage: "images", Kind: pictures{}}}}
		if got := (Kind{}).Dimension(&c.parameters, wired); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	if got := (Kind{}).Dimension(&Parameters{}, nil); got.Known() {
		t.Errorf("nothing wired: %+v", got)
	}
}

// Why only few dimensions are taken is said where it isn't the model that says it.
func TestFewDimensionsForSamples(t *testing.T) {
	for want, p := range map[string]Parameters{
		"samples is not 0":     {Noise: 1, Model: modelSpiked, Dim: math.Inf(1), Spikes: 2, Samples: 100},
		"the sinusoidal model": {Noise: 1, Model: modelSinusoidal, Dim: 20_000, Spikes: 2},
		"1e+15, or .inf":       {Noise: 1, Model: modelSpiked, Dim: 10.5, Spikes: 2},
	} {
		if problems := (Kind{}).Validate(&p, nil); len(problems) != 1 || !strings.Contains(problems[0].Expected, want) {
			t.Errorf("%+v, want %q", problems, want)
		}
	}
}
