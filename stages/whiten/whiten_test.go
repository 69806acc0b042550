package whiten

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/cifar10"
	"autoencoder-dynamics/internal/linalg"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
)

// colourImages returns n images whose planes have different levels and whose pixels are correlated.
func colourImages(n int, seed uint64) []uint8 {
	r := rand.New(rand.NewPCG(seed, 0))
	images := make([]uint8, n*cifar10.ImageBytes)
	for i := range n {
		level := r.Float64() * 150
		for j := range cifar10.ImageBytes {
			images[i*cifar10.ImageBytes+j] = uint8(level + 60*r.Float64() + float64(j%cifar10.Pixels)/40)
		}
	}
	return images
}

// imageInput returns the output of a download stage with that many training and test images.
func imageInput(t *testing.T, train, test int) stages.Input {
	t.Helper()
	files := map[string]string{}
	for name, n := range map[string]int{"train.npz": train, "test.npz": test} {
		files[name] = filepath.Join(t.TempDir(), name)
		err := npz.WriteFile(files[name],
			npz.Array{Name: "images", Shape: []int{n, 3, 32, 32}, Data: colourImages(n, uint64(n))},
			npz.Array{Name: "labels", Shape: []int{n}, Data: slices.Repeat([]uint8{7}, n)})
		if err != nil {
			t.Fatal(err)
		}
	}
	return stages.Input{Stage: "cifar10", Kind: "download", Files: files}
}

func run(t *testing.T, p Parameters, data stages.Input, workers int) (dir string, err error) {
	t.Helper()
	if problems := (Kind{}).Validate(&p, nil); len(problems) > 0 {
		t.Fatal(problems)
	}
	var counted stagetest.Progress
	call := &stages.Call{
		Stage: "images", Parameters: &p, Workers: workers, OutputDir: t.TempDir(), Progress: &counted,
		Inputs: map[string][]stages.Input{"data": {data}},
	}
	err = Kind{}.Run(t.Context(), call)
	if total, done := counted.Counts(); err == nil && total != done {
		t.Errorf("%d of %d announced were done", done, total)
	}
	return call.OutputDir, err
}

func readImages(t *testing.T, dir, name string) (images []float32, n int) {
	t.Helper()
	file, err := npz.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	images, shape, err := file.Float32("images")
	if err != nil || len(shape) != 2 || shape[1] != cifar10.Pixels {
		t.Fatalf("images of the shape %v, %v", shape, err)
	}
	labels, _, err := file.Uint8("labels")
	if err != nil || len(labels) != shape[0] || labels[0] != 7 {
		t.Fatalf("labels %v, %v", labels, err)
	}
	return images, shape[0]
}

func TestStandardize(t *testing.T) {
	input := imageInput(t, 30, 10)
	dir, err := run(t, Parameters{Method: standardize}, input, 2)
	if err != nil {
		t.Fatal(err)
	}
	images, n := readImages(t, dir, "train.npz")
	var sum, squares float64
	for _, x := range images {
		sum += float64(x)
		squares += float64(x) * float64(x)
	}
	if mean := sum / float64(len(images)); math.Abs(mean) > 1e-7 {
		t.Errorf("mean %v, want 0", mean)
	}
	if trace, want := squares/float64(n), float64(cifar10.Pixels)/4; math.Abs(trace/want-1) > 1e-7 {
		t.Errorf("tr Ω = %v, want D/4 = %v", trace, want)
	}
	// The test set gets the training set's map.
	about := readAbout(t, dir)
	grey := make([]float64, 10*cifar10.Pixels)
	cifar10.Greyscale(grey, colourImages(10, 10))
	test, _ := readImages(t, dir, "test.npz")
	for i, y := range grey {
		if want := (y - about.GlobalMean) / (2 * about.GlobalDeviation); math.Abs(float64(test[i])-want) > 1e-6 {
			t.Fatalf("test pixel %d is %v, want %v", i, test[i], want)
		}
	}
	if want := (About{"images", standardize, 0, 1024, about.GlobalMean, about.GlobalDeviation, 30, 10}); about != want {
		t.Errorf("%+v, want %+v", about, want)
	}
}

func readAbout(t *testing.T, dir string) (about About) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "about.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &about); err != nil {
		t.Fatal(err)
	}
	return about
}

// momentOf returns the second moment of the transformed training images.
func momentOf(t *testing.T, dir string) []float64 {
	t.Helper()
	images, _ := readImages(t, dir, "train.npz")
	omega, err := linalg.SecondMoment(t.Context(), linalg.RowsOf(images, cifar10.Pixels), nil, 2)
	if err != nil {
		t.Fatal(err)
	}
	return omega
}

// TestWhiteningOfImages checks that the principal components of 30 images are uncorrelated after pca, their
// variances λ/(λ+ε), and that the 995 directions in which the images don't vary stay empty.
func TestWhiteningOfImages(t *testing.T) {
	const epsilon = 1e-3
	dir, err := run(t, Parameters{Method: pca, Epsilon: epsilon}, imageInput(t, 30, 2), 2)
	if err != nil {
		t.Fatal(err)
	}
	omega := momentOf(t, dir)
	for i := range cifar10.Pixels {
		for j := range i {
			if v := omega[i*cifar10.Pixels+j]; math.Abs(v) > 1e-6 {
				t.Fatalf("components %d and %d have the covariance %v", j, i, v)
			}
		}
		kept := omega[i*cifar10.Pixels+i]
		if i < 29 && (kept < 0.2 || kept > 1) || i >= 29 && kept > 1e-10 {
			t.Errorf("component %d keeps the variance %v", i, kept)
		}
	}
}

func TestRankDeficiencyIsRefused(t *testing.T) {
	input := momentInput(t, []float64{0.1, 0.2}, []float64{1, 2, 2, 4})
	for _, method := range []string{pca, zca} {
		_, err := run(t, Parameters{Method: method}, input, 1)
		if err == nil || !strings.Contains(err.Error(), "rank 1 in 2") || !strings.Contains(err.Error(), "epsilon") {
			t.Errorf("error %v, want one with the rank and epsilon", err)
		}
		if _, err := run(t, Parameters{Method: method, Epsilon: 0.1}, input, 1); err != nil {
			t.Errorf("with epsilon: %v", err)
		}
	}
}

func TestSameBytesForAnyWorkers(t *testing.T) {
	input := imageInput(t, 300, 3)
	one, err := run(t, Parameters{Method: standardize}, input, 1)
	if err != nil {
		t.Fatal(err)
	}
	three, err := run(t, Parameters{Method: standardize}, input, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"train.npz", "test.npz", "about.json"} {
		a, errA := os.ReadFile(filepath.Join(one, name))
		b, errB := os.ReadFile(filepath.Join(three, name))
		if err := errors.Join(errA, errB); err != nil || !slices.Equal(a, b) {
			t.Errorf("%s differs between one worker and three, error %v", name, err)
		}
	}
}

func TestRefusesOtherInputs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "train.npz")
	for name, c := range map[string]struct {
		images npz.Array
		want   string
	}{
		"greyscale": {npz.Array{Name: "images", Shape: []int{1, 1024}, Data: make([]uint8, 1024)}, "N×3×32×32"},
		"real":      {npz.Array{Name: "images", Shape: []int{1}, Data: []float64{1}}, "integers are needed"},
		"constant":  {npz.Array{Name: "images", Shape: []int{1, 3, 32, 32}, Data: slices.Repeat([]uint8{9}, 3072)}, "nothing to rescale"},
	} {
		if err := npz.WriteFile(path, c.images, npz.Array{Name: "labels", Shape: []int{1}, Data: []uint8{7}}); err != nil {
			t.Fatal(err)
		}
		_, err := run(t, Parameters{Method: standardize}, stages.Input{Stage: "s", Files: map[string]string{"train.npz": path}}, 1)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	call := &stages.Call{Parameters: &Parameters{Method: standardize}, Workers: 1, OutputDir: t.TempDir(), Progress: &stagetest.Progress{},
		Inputs: map[string][]stages.Input{"data": {imageInput(t, 3, 1)}}}
	if err := (Kind{}).Run(ctx, call); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// momentInput returns the output of a download stage that fell back on the embedded moments.
func momentInput(t *testing.T, mean, covariance []float64) stages.Input {
	t.Helper()
	path := filepath.Join(t.TempDir(), "moments.npz")
	err := npz.WriteFile(path,
		npz.Array{Name: "mean", Shape: []int{len(mean)}, Data: mean},
		npz.Array{Name: "covariance", Shape: []int{len(mean), len(mean)}, Data: covariance})
	if err != nil {
		t.Fatal(err)
	}
	return stages.Input{Stage: "cifar10", Kind: "download", Files: map[string]string{"moments.npz": path}}
}

func TestLaw(t *testing.T) {
	mean := []float64{0.4, 0.5, 0.9} // 0.6 on average
	covariance := []float64{
		0.05, 0.02, 0,
		0.02, 0.05, 0,
		0, 0, 0.01,
	}
	variance := (0.11 + 0.04 + 0.01 + 0.09) / 3 // trace of the covariance, and squares of mean − 0.6
	half := math.Sqrt(0.5)
	for _, c := range []struct {
		p           Parameters
		eigenvalues []float64
		omega       []float64
	}{
		{Parameters{Method: standardize}, nil, []float64{
			(0.05 + 0.04) / (4 * variance), (0.02 + 0.02) / (4 * variance), -0.06 / (4 * variance),
			(0.02 + 0.02) / (4 * variance), (0.05 + 0.01) / (4 * variance), -0.03 / (4 * variance),
			-0.06 / (4 * variance), -0.03 / (4 * variance), (0.01 + 0.09) / (4 * variance),
		}},
		{Parameters{Method: center}, []float64{0.07, 0.03, 0.01}, covariance},
		{Parameters{Method: pca, Epsilon: 0.01}, []float64{0.875, 0.75, 0.5}, []float64{0.875, 0, 0, 0, 0.75, 0, 0, 0, 0.5}},
		{Parameters{Method: zca, Epsilon: 0.01}, []float64{0.875, 0.75, 0.5}, []float64{
			half*half*0.875 + half*half*0.75, half*half*0.875 - half*half*0.75, 0,
			half*half*0.875 - half*half*0.75, half*half*0.875 + half*half*0.75, 0,
			0, 0, 0.5,
		}},
		{Parameters{Method: zca}, []float64{1, 1, 1}, []float64{1, 0, 0, 0, 1, 0, 0, 0, 1}},
	} {
		dir, err := run(t, c.p, momentInput(t, mean, covariance), 1)
		if err != nil {
			t.Fatal(err)
		}
		law, err := spectrum.ReadFile(filepath.Join(dir, "law.npz"))
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range c.eigenvalues {
			if math.Abs(law.Eigenvalues[i]-want) > 1e-14 {
				t.Errorf("%+v: eigenvalue %d is %v, want %v", c.p, i, law.Eigenvalues[i], want)
			}
		}
		for i, want := range c.omega {
			if got := rebuilt(law, i/3, i%3); math.Abs(got-want) > 1e-14 {
				t.Errorf("%+v: Ω[%d,%d] = %v, want %v", c.p, i/3, i%3, got, want)
			}
		}
		if about := readAbout(t, dir); about.Inputs != "embedded law" || about.Dim != 3 || math.Abs(about.GlobalMean-0.6) > 1e-15 {
			t.Errorf("%+v", about)
		}
	}
}

// rebuilt returns an element of Ψ diag(ρ) Ψᵀ.
func rebuilt(s spectrum.Spectrum, i, j int) float64 {
	sum := 0.0
	for k, rho := range s.Eigenvalues {
		sum += s.Eigenvectors[i*s.Dim()+k] * rho * s.Eigenvectors[j*s.Dim()+k]
	}
	return sum
}

func TestValidate(t *testing.T) {
	for _, c := range []struct {
		p    Parameters
		want string // path of the problem, "" for none
	}{
		{Parameters{Method: pca, Epsilon: 0.1}, ""},
		{*Kind{}.Defaults("x").(*Parameters), ""},
		{Parameters{Method: standardize, Epsilon: 0.1}, "with.epsilon"},
		{Parameters{Method: zca, Epsilon: -1}, "with.epsilon"},
		{Parameters{Method: zca, Epsilon: math.NaN()}, "with.epsilon"},
		{Parameters{Method: zca, Epsilon: math.Inf(1)}, "with.epsilon"},
		{Parameters{Method: "whiten"}, "with.method"},
	} {
		problems := Kind{}.Validate(&c.p, nil)
		if c.want == "" && len(problems) > 0 || c.want != "" && (len(problems) != 1 || problems[0].Path != c.want) {
			t.Errorf("%+v: %v, want a problem at %q", c.p, problems, c.want)
		}
	}
}
