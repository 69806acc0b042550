package figures

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// imageFiles writes images of two pixels, whose values are given.
func imageFiles(t *testing.T, pixels []float32) stages.Input {
	t.Helper()
	dir := t.TempDir()
	images := dataset.Images{Pixels: pixels, Count: len(pixels) / 2, Dim: 2}
	if err := dataset.WriteImages(filepath.Join(dir, dataset.TrainFile), images, make([]uint8, images.Count)); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}.input("whiten")
}

// basisFiles writes a spectrum whose eigenvectors are the pixels themselves.
func basisFiles(t *testing.T, eigenvalues ...float64) stages.Input {
	t.Helper()
	dir, dim := t.TempDir(), len(eigenvalues)
	s := spectrum.Spectrum{Eigenvalues: eigenvalues, Eigenvectors: make([]float64, dim*dim)}
	for i := range dim {
		s.Eigenvectors[i*dim+i] = 1
	}
	if err := s.WriteFile(filepath.Join(dir, "spectrum.npz")); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}.input("covariance")
}

// flippedRun returns a run as one on images of random sign.
func flippedRun(r run.Run) run.Run {
	r = onImages(r)
	r.FlipSigns = true
	return r
}

// beyond wires the figure: simulations that are off by shares.
func beyond(t *testing.T, plainOff, flippedOff float64) map[string][]stages.Input {
	t.Helper()
	relu := described("relu")
	return map[string][]stages.Input{
		"theory":  {curves(t, relu, 0, 0).input("ode")},
		"sgd":     {curves(t, onImages(relu), 3, plainOff).input("sgd")},
		"flipped": {curves(t, flippedRun(relu), 3, flippedOff).input("sgd")},
		"images":  {imageFiles(t, []float32{2, 1, -1, -1, -1, 0, 0, 0})},
		"natural": {basisFiles(t, 1.5, 0.5)},
	}
}

func TestBeyondGaussian(t *testing.T) {
	for name, test := range map[string]struct {
		plain, flipped float64
		verdicts       string
		says           string // the caption
	}{
		"as it is":        {-0.06, 0.005, "++?", "SGD on real images is up to 6 % below the theory"},
		"no difference":   {0.005, 0.005, "-+?", "on images of random sign up to"},
		"flipped off":     {-0.06, 0.03, "+-?", "3 % above the theory"},
		"worse flipped":   {-0.03, 0.06, "--?", "up to 6 % above"},
		"below the bound": {-0.015, 0.005, "-+?", "up to 1.5 % below"},
	} {
		b := build(t, BeyondGaussian{}, beyond(t, test.plain, test.flipped))
		if got := claimMarks(b); got != test.verdicts {
			t.Errorf("%s: claims %s, want %s: %+v", name, got, test.verdicts, b.Claims)
		}
		if !strings.Contains(b.Caption, test.says) {
			t.Errorf("%s: caption %q", name, b.Caption)
		}
		if explains := strings.Contains(b.Caption, "it is odd moments"); explains != (test.verdicts == "++?" || name == "below the bound") {
			t.Errorf("%s: caption %q", name, b.Caption)
		}
		if len(b.Panels) != 4 || len(b.Tables.Deviations) != 2 || b.Tables.Deviations[1].Network != "ReLU, random signs, K = 2" {
			t.Errorf("%s: %d panels, deviations %+v", name, len(b.Panels), b.Tables.Deviations)
		}
	}
}

// Four images have 2, −1, −1, 0 along the first component: about zero the third moment is 1.5 and the variance 1.5.
func TestThirdMoments(t *testing.T) {
	b := build(t, BeyondGaussian{}, beyond(t, -0.06, 0))
	central, about0 := b.Panels[3].Series[0], b.Panels[3].Series[1]
	if want := 1.5 / math.Pow(1.5, 1.5); math.Abs(about0.Y[0]-want) > 1e-12 {
		t.Errorf("the third moment is %v, want %v", about0.Y[0], want)
	}
	if len(central.Y) != 2 || !(about0.Low[0] < about0.Y[0]) {
		t.Errorf("%+v, %+v", about0, central)
	}
	if thirdMoment([]float64{1, 1, 4}) == thirdMoment([]float64{-2, -2, 1}) {
		t.Error("the third moment is that about the mean")
	}
}

// Third moments are compared in size, since a component's sign is a convention.
func TestMomentsClaim(t *testing.T) {
	// Of n values, one at a and the others at b: third moments between those of a coin and of a spike.
	along := func(third float64) []float64 {
		low, high := 0.0, 50.0
		values := make([]float64, 1000)
		for range 60 {
			values[0] = (low + high) / 2
			for i := 1; i < len(values); i++ {
				values[i] = 1 - 2*float64(i%2)
			}
			if thirdMoment(values) < third {
				low = values[0]
			} else {
				high = values[0]
			}
		}
		return values
	}
	negative := along(0.80)
	for i := range negative {
		negative[i] *= -1
	}
	g := beyondGaussian{projections: inputs.Projections{Along: [][]float64{along(0.42), negative, along(0.29)}}}
	if claim := g.momentsClaim(); !claim.Pass || !strings.Contains(claim.Detail, "0.42, −0.8 and 0.29") {
		t.Errorf("%+v", claim)
	}
	g.projections.Along[2] = along(0.4)
	if claim := g.momentsClaim(); claim.Pass || math.Abs(claim.Measured-0.11) > 1e-6 {
		t.Errorf("%+v", claim)
	}
}

// Without images, the figure says what it can't show, and that Gaussian inputs follow the theory.
func TestBeyondGaussianEmbedded(t *testing.T) {
	relu := described("relu")
	ports := beyond(t, 0, 0)
	ports["sgd"] = []stages.Input{curves(t, relu, 3, 0.005).input("sgd")}
	ports["flipped"] = []stages.Input{curves(t, relu, 3, 0.03).input("sgd")}
	ports["images"], ports["natural"] = []stages.Input{lawFiles(t)}, []stages.Input{basisFiles(t, 1, 0.5, 0.25, 0.1)}
	ports["images"][0].Caveats = embeddedDefault()
	b := build(t, BeyondGaussian{}, ports)
	if got := claimMarks(b); got != "???+-" {
		t.Errorf("claims %s: %+v", got, b.Claims)
	}
	if !strings.Contains(b.Caption, "can't show what it is about") || !strings.Contains(b.Caption, "normal numbers") || strings.Contains(b.Caption, "real images") {
		t.Errorf("caption %q", b.Caption)
	}
	if entry := b.Panels[0].Legend[1].Text; !strings.Contains(entry, "in place of images") {
		t.Errorf("the legend says %q", entry)
	}
}

func TestBeyondGaussianRefuses(t *testing.T) {
	relu := described("relu")
	for name, test := range map[string]struct {
		port string
		in   stages.Input
		says string
	}{
		"signs at the wrong port": {"sgd", curves(t, flippedRun(relu), 2, 0).input("sgd"), "needs.sgd: stage upstream shows images with random signs"},
		"no signs flipped":        {"flipped", curves(t, onImages(relu), 2, 0).input("sgd"), "give it flip_signs: true"},
		"another network":         {"flipped", curves(t, flippedRun(described("erf")), 2, 0).input("sgd"), "needs.flipped: the theory of one network"},
		"other components":        {"natural", basisFiles(t, 1, 0.5, 0.1), "no principal components of the images"},
		"no eigenvectors":         {"natural", covarianceFiles(t, []float64{1, 0.5}, nil), "no principal components of the images"},
	} {
		t.Run(name, func(t *testing.T) {
			ports := beyond(t, 0, 0)
			ports[test.port] = []stages.Input{test.in}
			refuses(t, BeyondGaussian{}, ports, test.says)
		})
	}
}
