package covariance

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/npz/npztest"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
	"autoencoder-dynamics/theory/pca"
)

// run runs the stage and returns its folder; data is wired in where it has a name.
func run(t *testing.T, p Parameters, data stages.Input, workers int) (dir string, err error) {
	t.Helper()
	wired, inputs := map[string][]string{}, map[string][]stages.Input{}
	if data.Stage != "" {
		wired["data"], inputs["data"] = []string{"whiten"}, []stages.Input{data}
	}
	if problems := (Kind{}).Validate(&p, wired); len(problems) > 0 {
		t.Fatal(problems)
	}
	call := &stages.Call{Stage: "c", Parameters: &p, Seed: 5, Workers: workers, Inputs: inputs, OutputDir: t.TempDir(), Progress: &stagetest.Progress{}}
	return call.OutputDir, Kind{}.Run(t.Context(), call)
}

// outputs reads the three outputs and checks that they agree.
func outputs(t *testing.T, dir string) (spectrum.Spectrum, About) {
	t.Helper()
	s, err := spectrum.ReadFile(filepath.Join(dir, "spectrum.npz"))
	if err != nil {
		t.Fatal(err)
	}
	var about About
	text, err := os.ReadFile(filepath.Join(dir, "about.json"))
	if err = errors.Join(err, json.Unmarshal(text, &about)); err != nil {
		t.Fatal(err)
	}
	csv, err := table.ReadFile(filepath.Join(dir, "spectrum.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(csv.Names, []string{"m", "eigenvalue", "pmse_pca"}) || !slices.Equal(csv.Columns[1], s.Eigenvalues) ||
		!slices.Equal(csv.Columns[2], pca.Errors(s.Eigenvalues)[1:]) || csv.Columns[0][0] != 1 {
		t.Errorf("spectrum.csv doesn't say what spectrum.npz does: %+v", csv)
	}
	if int(about.Dim) != s.Dim() || float64(about.TotalVariance) != s.TotalVariance() || math.Abs(about.Variance*float64(s.Dim())/s.TotalVariance()-1) > 1e-15 {
		t.Errorf("about.json doesn't say what spectrum.npz does: %+v", about)
	}
	return s, about
}

func TestSpiked(t *testing.T) {
	p := Parameters{Model: modelSpiked, Dim: 1000, Spikes: 4, Noise: 1}
	dir, err := run(t, p, stages.Input{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	s, about := outputs(t, dir)
	const scale = 3*3 + 5*5 + 9*9 + 17*17 + 1
	for i, want := range []float64{(289*1000 + 1) / 405.0, (81*1000 + 1) / 405.0, (25*1000 + 1) / 405.0, (9*1000 + 1) / 405.0, 1 / 405.0} {
		if got := s.Eigenvalues[i]; math.Abs(got/want-1) > 1e-14 {
			t.Errorf("eigenvalue %d is %v, want %v (scale %d)", i+1, got, want, scale)
		}
	}
	if s.Eigenvectors != nil {
		t.Error("the spiked model has eigenvectors")
	}
	if math.Abs(s.TotalVariance()-1000) > 1e-9 {
		t.Errorf("tr Ω = %v, want D", s.TotalVariance())
	}
	if about.Source != "model" || about.Model != "spiked" || about.Spikes != 4 || *about.Noise != 1 || about.Samples != 0 {
		t.Errorf("%+v", about)
	}
}

func TestStrengthsAndNoiseOfOnesOwn(t *testing.T) {
	dir, err := run(t, Parameters{Model: modelSpiked, Dim: 10, Strengths: []float64{1, 2}, Noise: 0}, stages.Input{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	s, about := outputs(t, dir)
	if s.Eigenvalues[0] != 8 || s.Eigenvalues[1] != 2 || s.Eigenvalues[2] != 0 || about.Spikes != 2 {
		t.Errorf("eigenvalues %v, want 8, 2, 0, …", s.Eigenvalues)
	}
}

func TestSinusoidal(t *testing.T) {
	for _, dim := range []int{30, 31} { // even and odd: the bases end differently
		dir, err := run(t, Parameters{Model: modelSinusoidal, Dim: float64(dim), Spikes: 3, Noise: 1}, stages.Input{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := outputs(t, dir) // reading checks that the eigenvectors are orthonormal
		// The largest spike is the fastest wave, with 3 periods.
		for i := range dim {
			want := math.Sqrt(2/float64(dim)) * math.Sin(2*math.Pi*3*(float64(i)+0.5)/float64(dim))
			if got := s.Eigenvectors[i*dim]; math.Abs(got-want) > 1e-14 {
				t.Errorf("D = %d: component %d of the first eigenvector is %v, want %v", dim, i, got, want)
			}
		}
		if math.Abs(s.TotalVariance()-float64(dim)) > 1e-12*float64(dim) {
			t.Errorf("tr Ω = %v, want %d", s.TotalVariance(), dim)
		}
	}
}

// TestSampleCovariance compares the bulk with its edges σ²(1 ± √(D/n))² (Marchenko & Pastur 1967) and the spike with the
// population's, from which it differs by the sampling error √(2/n) and by σ²D/n, which is far less.
func TestSampleCovariance(t *testing.T) {
	const dim, n = 200, 800
	dir, err := run(t, Parameters{Model: modelSpiked, Dim: dim, Spikes: 1, Noise: 1, Samples: n}, stages.Input{}, 2)
	if err != nil {
		t.Fatal(err)
	}
	s, about := outputs(t, dir)
	noise := 1.0 / 10 // the strength is 3, the scale 10
	lowest, highest := noise*math.Pow(1-math.Sqrt(dim/float64(n)), 2), noise*math.Pow(1+math.Sqrt(dim/float64(n)), 2)
	if got := s.Eigenvalues[1]; math.Abs(got/highest-1) > 0.1 {
		t.Errorf("upper edge of the bulk %v, want %v", got, highest)
	}
	if got := s.Eigenvalues[dim-1]; math.Abs(got/lowest-1) > 0.2 {
		t.Errorf("lower edge of the bulk %v, want %v", got, lowest)
	}
	if got, want := s.Eigenvalues[0], (9.0*dim+1)/10; math.Abs(got/want-1) > 4*math.Sqrt(2.0/n) {
		t.Errorf("spike %v, want %v", got, want)
	}
	if s.Eigenvectors == nil || math.Abs(s.Eigenvectors[0]) < 0.99 {
		t.Error("the first eigenvector should be close to the first axis")
	}
	if about.Samples != n {
		t.Errorf("%+v", about)
	}
}

// TestSampleCovarianceInDataCoordinates: the first eigenvector comes back as the sine wave, not as an axis.
func TestSampleCovarianceInDataCoordinates(t *testing.T) {
	const dim = 64
	dir, err := run(t, Parameters{Model: modelSinusoidal, Dim: float64(dim), Spikes: 2, Noise: 1, Samples: 4000}, stages.Input{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := outputs(t, dir)
	overlap := 0.0
	for i := range dim {
		overlap += s.Eigenvectors[i*dim] * math.Sqrt(2.0/dim) * math.Sin(2*math.Pi*2*(float64(i)+0.5)/dim)
	}
	if math.Abs(overlap) < 0.999 {
		t.Errorf("overlap %v with the wave of two periods, want 1", overlap)
	}
}

func TestSampleCovarianceIsTheSameForAnyWorkers(t *testing.T) {
	p := Parameters{Model: modelSpiked, Dim: 50, Spikes: 2, Noise: 1, Samples: 600}
	var files [][]byte
	for _, workers := range []int{1, 3} {
		dir, err := run(t, p, stages.Input{}, workers)
		if err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(dir, "spectrum.npz"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, content)
	}
	if !slices.Equal(files[0], files[1]) {
		t.Error("spectrum.npz differs between one worker and three")
	}
}

// written writes the arrays to a file of a whiten stage's output.
func written(t *testing.T, name string, arrays ...npz.Array) stages.Input {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	npztest.WriteFile(t, path, arrays...)
	return stages.Input{Stage: "images", Kind: "whiten", Files: map[string]string{name: path}}
}

func TestData(t *testing.T) {
	data := written(t, "train.npz",
		npz.Array{Name: "images", Shape: []int{4, 2}, Data: []float32{1, 1, 1, -1, 3, 3, -3, -3}},
		npz.Array{Name: "labels", Shape: []int{4}, Data: make([]uint8, 4)})
	for _, model := range []string{"", modelData} {
		dir, err := run(t, Parameters{Model: model, Noise: 1}, data, 1)
		if err != nil {
			t.Fatal(err)
		}
		s, about := outputs(t, dir)
		// Σ x² = Σ y² = 20 and Σ xy = 18, over 4: Ω = (5, 4.5; 4.5, 5).
		if math.Abs(s.Eigenvalues[0]-9.5) > 1e-14 || math.Abs(s.Eigenvalues[1]-0.5) > 1e-14 {
			t.Errorf("eigenvalues %v, want 9.5 and 0.5", s.Eigenvalues)
		}
		if about.Source != "data" || about.Model != "" || about.Images != 4 {
			t.Errorf("%+v", about)
		}
	}
}

func TestLaw(t *testing.T) {
	data := written(t, "law.npz", npz.Array{Name: "eigenvalues", Shape: []int{2}, Data: []float64{3, 1}},
		npz.Array{Name: "eigenvectors", Shape: []int{2, 2}, Data: []float64{0, 1, 1, 0}})
	dir, err := run(t, Parameters{Noise: 1}, data, 1)
	if err != nil {
		t.Fatal(err)
	}
	if s, about := outputs(t, dir); s.Eigenvalues[0] != 3 || s.Eigenvectors[1] != 1 || about.Source != "embedded law" {
		t.Errorf("%+v %+v", s, about)
	}
}

func TestRunRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		data stages.Input
		want string
	}{
		"shape":  {written(t, "train.npz", npz.Array{Name: "images", Shape: []int{2}, Data: []float32{1, 2}}), "N×D"},
		"NaN":    {written(t, "train.npz", npz.Array{Name: "images", Shape: []int{1, 1}, Data: []float32{float32(math.NaN())}}), "NaN"},
		"zero":   {written(t, "train.npz", npz.Array{Name: "images", Shape: []int{1, 1}, Data: []float32{0}}), "no eigenvalue above 0"},
		"output": {written(t, "other.npz", npz.Array{Name: "images", Shape: []int{1}, Data: []float32{0}}), "no output train.npz"},
	} {
		if _, err := run(t, Parameters{Noise: 1}, c.data, 1); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	call := &stages.Call{Parameters: &Parameters{Model: modelSpiked, Dim: 9, Spikes: 1, Noise: 1, Samples: 9}, Workers: 1, OutputDir: t.TempDir(), Progress: &stagetest.Progress{}}
	if err := (Kind{}).Run(ctx, call); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after the context was cancelled", err)
	}
}

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		p     Parameters
		wired bool
		want  []string // paths of the problems
	}{
		{Parameters{Noise: 1}, true, nil},
		{Parameters{Noise: 1}, false, []string{"needs.data"}},
		{Parameters{Noise: 1, Samples: -1}, true, []string{"with.samples"}},
		{Parameters{Noise: 1, Samples: maxSamples + 1}, true, []string{"with.samples"}},
		{Parameters{Noise: 1, Dim: 3, Spikes: 1, Strengths: []float64{1}}, true, []string{"with.dim", "with.spikes", "with.strengths"}},
		{Parameters{Noise: 2, Spectrum: "x"}, false, []string{"with.noise"}},
		{Parameters{Noise: 1, Spectrum: "x"}, true, []string{"needs.data"}},
		{Parameters{Noise: 1, Spectrum: "x", Model: modelSpiked, Dim: 9, Spikes: 1}, true, []string{"with.spectrum", "needs.data"}},
		{Parameters{Noise: 1, Model: "wishart"}, true, []string{"with.model"}},
		{Parameters{Noise: 1, Model: modelSpiked, Dim: 9, Spikes: 8}, false, nil},
		{Parameters{Noise: 1, Model: modelSpiked, Dim: 9, Spikes: 9}, false, []string{"with.spikes"}},
		{Parameters{Noise: 1, Model: modelSpiked, Dim: 9}, false, []string{"with.spikes"}},
		{Parameters{Noise: 1, Model: modelSpiked, Spikes: 1}, false, []string{"with.dim"}},
		{Parameters{Noise: 1, Model: modelSpiked, Dim: 20_000, Spikes: 1, Samples: 1}, false, []string{"with.dim"}},
		{Parameters{Noise: 1, Model: modelSpiked, Dim: 2000, Spikes: 600}, false, []string{"with.spikes"}},
		{Parameters{Noise: -1, Model: modelSpiked, Dim: 9, Strengths: []float64{0, math.NaN(), 1}}, false, []string{"with.strengths.0", "with.strengths.1", "with.noise"}},
		{Parameters{Noise: 1, Model: modelSpiked, Dim: 9, Spikes: 2, Strengths: []float64{1}}, false, []string{"with.strengths"}},
		{Parameters{Noise: 1, Model: modelSinusoidal, Dim: 9, Spikes: 4}, false, nil},
		{Parameters{Noise: 1, Model: modelSinusoidal, Dim: 8, Spikes: 4}, false, []string{"with.spikes"}},
	} {
		wired := map[string][]string{}
		if c.wired {
			wired["data"] = []string{"whiten"}
		}
		var got []string
		for _, problem := range (Kind{}).Validate(&c.p, wired) {
			got = append(got, problem.Path)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: problems at %q, want %q", c.p, got, c.want)
		}
	}
}

func TestPorts(t *testing.T) {
	for model, want := range map[string]bool{"": false, modelData: true, modelSpiked: false} {
		if got := (Kind{}).Ports(&Parameters{Model: model})[0].Required; got != want {
			t.Errorf("model %q: data required is %v, want %v", model, got, want)
		}
	}
	if p := (Kind{}).Defaults("x").(*Parameters); p.Noise != 1 || p.Model != "" {
		t.Errorf("defaults %+v", p)
	}
}
