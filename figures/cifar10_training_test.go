package figures

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/figure/inputs"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/stages"
)

// trainingFall is a stand-in for the error over flow time: from 1 to an end, most of the way by t = 100.
func trainingFall(end float64) func(float64) float64 {
	return func(t float64) float64 { return end + (1-end)/(1+t/10) }
}

// trainingStage writes a theory, or a simulation of two replicas, of two units and 16 inputs, whose error is a function of flow time.
func trainingStage(t *testing.T, stage string, r run.Run, horizon float64, pmse func(float64) float64) stages.Input {
	t.Helper()
	r.Hidden, r.Dim, r.PCAErrors, r.Replicas = 2, 16, []float64{1, 0.4, 0.1}, max(r.Replicas, 1)
	times := append([]float64{0}, floats.LogSpan(make([]float64, 240), 0.01/r.LearningRate, horizon)...)
	columns := make([][]float64, 3)
	for replica := range 2 {
		for _, at := range times {
			scatter := 1 + 1e-4*(float64(replica)-0.5)
			columns[0], columns[1], columns[2] = append(columns[0], float64(replica+1)), append(columns[1], at), append(columns[2], pmse(r.LearningRate*at)*scatter)
		}
	}
	names, kind := []string{"replica", "t", "pmse"}, "sgd"
	if r.Method == run.Theory {
		kind, names = "ode", names[1:]
		columns = [][]float64{columns[1][:len(times)], columns[2][:len(times)]}
	}
	files := writeCurves(t, r, names, columns)
	writeTrainedWeights(t, files.dir, r)
	return files.named(stage).input(kind)
}

// writeTrainedWeights writes weights of two replicas, two units and 16 inputs. In each, the second unit's decoder is the longer one.
func writeTrainedWeights(t *testing.T, dir string, r run.Run) {
	t.Helper()
	weights := make([]float64, 2*2*16)
	for i := range weights {
		weights[i] = -float64(i%32) / 10
	}
	arrays := []npz.Array{{Name: "W", Shape: []int{2, 2, 16}, Data: weights}, {Name: "V", Shape: []int{2, 2, 16}, Data: weights}}
	if r.EncoderBias == run.TrainedBias {
		arrays = append(arrays, npz.Array{Name: "b", Shape: []int{2, 2}, Data: []float64{1, 2, 3, 4}})
	}
	if err := npz.WriteFile(filepath.Join(dir, "weights.npz"), arrays...); err != nil {
		t.Fatal(err)
	}
}

// trainingCase is what a test changes: where each network ends, how long its theory goes on, and how it is trained.
type trainingCase struct {
	untied, tied, plainReLU, biasedReLU float64 // the errors at the end
	off                                 float64 // of SGD from the theory of untied erf units
	horizon                             float64
	change                              func(*run.Run) // of the SGD of untied erf units
	images                              bool           // real images
}

func newTrainingCase() trainingCase {
	return trainingCase{untied: 0.105, tied: 0.2, plainReLU: 0.3, biasedReLU: 0.2, horizon: 2e4, change: func(*run.Run) {}}
}

func (c trainingCase) ports(t *testing.T) map[string][]stages.Input {
	t.Helper()
	theory := func(activation string) run.Run {
		return run.Run{Method: run.Theory, Activation: activation, LearningRate: 1}
	}
	batches := func(r run.Run) run.Run {
		r.Method, r.LearningRate, r.BatchSize, r.Replicas, r.Sampling, r.Samples = run.SGD, 16, 16, 2, run.Epochs, trainingImages
		r.Inputs = c.inputs()
		return r
	}
	erf, tied, relu, biased := theory("erf"), theory("erf"), theory("relu"), theory("relu")
	tied.Tied = true
	biased.EncoderBias, biased.OutputBias = run.TrainedBias, run.TrainedBias
	online := erf
	online.Method, online.Replicas, online.BatchSize, online.Sampling, online.Inputs = run.SGD, 2, 1, run.Online, c.inputs()
	c.change(&online)
	adam := batches(erf)
	adam.LearningRate, adam.Optimizer = 0.001, &run.Optimizer{Name: "adam"}
	measured := trainingFall(c.untied)
	ports := map[string][]stages.Input{
		"theory": {
			trainingStage(t, "relu-theory", relu, 500, trainingFall(c.plainReLU)),
			trainingStage(t, "tied-theory", tied, c.horizon, trainingFall(c.tied)),
			trainingStage(t, "erf-theory", erf, c.horizon, measured),
			trainingStage(t, "biased-theory", biased, 500, trainingFall(c.biasedReLU)),
		},
		"sgd": {
			trainingStage(t, "adam", adam, 100, trainingFall(0.1)),
			trainingStage(t, "erf-sgd", online, min(c.horizon, 2000), func(t float64) float64 { return measured(t) * (1 + c.off) }),
			trainingStage(t, "tied-sgd", batches(tied), 10, trainingFall(c.tied)),
			trainingStage(t, "relu-sgd", batches(relu), 10, trainingFall(c.plainReLU)),
			trainingStage(t, "biased-sgd", batches(biased), 10, trainingFall(c.biasedReLU)),
		},
		"natural": {covarianceFiles(t, decreasing(16), map[string]any{"dim": 16})},
		"images":  {lawFiles(t)},
	}
	if c.images {
		ports["images"] = []stages.Input{trainingPictures(t, trainingTiles, 16)}
	}
	return ports
}

func (c trainingCase) inputs() string {
	if c.images {
		return run.Images
	}
	return run.Normal
}

func decreasing(n int) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = 1 / float64(i+1)
	}
	return values
}

// trainingPictures writes images in place of the law.
func trainingPictures(t *testing.T, n, dim int) stages.Input {
	t.Helper()
	dir := t.TempDir()
	images := dataset.Images{Pixels: make([]float32, n*dim), Count: n, Dim: dim}
	for i := range images.Pixels {
		images.Pixels[i] = float32(i%7) - 3
	}
	if err := dataset.WriteImages(filepath.Join(dir, dataset.TrainFile), images, make([]uint8, n)); err != nil {
		t.Fatal(err)
	}
	return stageFiles{dir: dir}.input("whiten")
}

// Each claim fails where the data contradict it, and is left open where they can't tell.
func TestCIFAR10Training(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*trainingCase)
		want   string
	}{
		"as it should be":   {func(*trainingCase) {}, "++++"},
		"far from PCA":      {func(c *trainingCase) { c.untied = 0.113 }, "-+++"},
		"SGD is off":        {func(c *trainingCase) { c.off = 0.04 }, "+-++"},
		"tied reaches PCA":  {func(c *trainingCase) { c.tied = 0.1 }, "++!++"},
		"ratio 1":           {func(c *trainingCase) { c.untied, c.tied = 0.104, 0.104 }, "++!++"},
		"ratio 0.57":        {func(c *trainingCase) { c.untied, c.tied = 0.1825, 0.104 }, "-+!++"},
		"ratio 1.43":        {func(c *trainingCase) { c.tied = 0.15 }, "++--+"},
		"tied below PCA":    {func(c *trainingCase) { c.tied = 0.06 }, "++--+"},
		"biases don't help": {func(c *trainingCase) { c.biasedReLU = 0.3 }, "+++-"},
		"short runs":        {func(c *trainingCase) { c.horizon = 200 }, "???+"},
		"a falling rate":    {func(c *trainingCase) { c.change = func(r *run.Run) { r.Schedule = &run.Schedule{Power: 1, Onset: 1} } }, "+?++"},
		"a few images":      {func(c *trainingCase) { c.change = func(r *run.Run) { r.Sampling, r.Samples = run.Epochs, 100 } }, "+?++"},
		"another rule":      {func(c *trainingCase) { c.change = func(r *run.Run) { r.Rule = "truncated" } }, "+?++"},
	} {
		c := newTrainingCase()
		test.change(&c)
		b := build(t, CIFAR10Training{}, c.ports(t))
		got := []byte(claimMarks(b))
		for i, claim := range b.Claims {
			if claim.Contradicted {
				got[i] = '!'
			}
		}
		if string(got) != test.want {
			t.Errorf("%s: claims %s, want %s\n%+v", name, got, test.want, b.Claims)
		}
	}
}

// The evidence against the paper's claim is what this run has measured, and nothing else.
func TestTiedEvidence(t *testing.T) {
	network := func(pmse func(t float64) float64, sgd ...trainedRun) trainedNetwork {
		in := inputs.NewSet(map[string][]stages.Input{
			"theory": {trainingStage(t, "theory", run.Run{Method: run.Theory, Activation: "erf", LearningRate: 1}, 2e4, pmse)}})
		theory, err := in.OneCurves("theory")
		if err != nil {
			t.Fatal(err)
		}
		return trainedNetwork{theory: &theory, sgd: sgd}
	}
	flat := func(float64) float64 { return 1 }
	bump := func(t float64) float64 { return 0.95 + 0.25*math.Exp(-math.Pow(math.Log10(t/20), 2)) }
	for want, tied := range map[string]trainedNetwork{
		"above untied ones for 1.1 < *t* < 371 alone, by a factor of 1.2 at the most; it says nothing of later times": network(bump),
		"nowhere above untied ones up to *t* = 20000; it says nothing of later times":                                 network(func(float64) float64 { return 0.9 }),
	} {
		got, err := tiedEvidence(network(flat), tied)
		if err != nil || !strings.Contains(got, want) {
			t.Errorf("%q doesn't say %q: %v", got, want, err)
		}
	}
}

// An error that still falls is on no plateau.
func TestTrainingPlateaus(t *testing.T) {
	c := newTrainingCase() // by t = 500 the stand-ins for ReLU still fall like 1/t
	var rows []string
	for _, row := range build(t, CIFAR10Training{}, c.ports(t)).Tables.Plateaus {
		rows = append(rows, row.Network)
	}
	if want := []string{"erf, K = 2", "erf, tied, K = 2"}; !slices.Equal(rows, want) {
		t.Errorf("plateaus %q", rows)
	}
}

// Tiles say for how long their networks were trained, and the caption warns where that differs.
func TestTrainingDurations(t *testing.T) {
	b := build(t, CIFAR10Training{}, newTrainingCase().ports(t))
	var headings []string
	for _, group := range b.Panels[3].Tiles.Groups[2:] {
		headings = append(headings, group.Heading)
	}
	if want := "0.051 epochs, erf, tied"; headings[0] != want {
		t.Errorf("headings %q", headings)
	}
	if want := "such tiles compare durations, not networks"; !strings.Contains(b.Caption, want) {
		t.Errorf("caption %q", b.Caption)
	}
}

// A batch of 16 at 16 times the rate takes as many inputs as single ones do, and lies on their theory.
func TestTrainingOverEpochs(t *testing.T) {
	b := build(t, CIFAR10Training{}, newTrainingCase().ports(t))
	erf := b.Panels[0]
	names := []string{}
	for _, s := range erf.Series {
		names = append(names, s.Name)
		epochs := map[string]float64{
			"erf, untied, theory": 2e4 * 16 / trainingImages, "erf, untied, SGD": 2000. * 16 / trainingImages,
			"erf, tied, theory": 2e4 * 16 / trainingImages,
			"erf, tied, SGD, batches of 16, epochs over 50000 samples":    10. * 16 * 16 / trainingImages,
			"erf, untied, Adam, batches of 16, epochs over 50000 samples": 100. * 16 * 16 / trainingImages,
		}[s.Name]
		if last := s.X[len(s.X)-1]; math.Abs(last/epochs-1) > 1e-9 {
			t.Errorf("%s ends after %g epochs, want %g", s.Name, last, epochs)
		}
	}
	if len(names) != 5 || erf.Series[0].Color != erf.Series[1].Color || erf.Series[0].Color == erf.Series[3].Color {
		t.Errorf("series %q", names)
	}
	for _, d := range b.Tables.Deviations {
		if !(d.Largest < 1e-3) {
			t.Errorf("%+v", d)
		}
	}
	if len(b.Tables.Deviations) != 4 || len(b.Tables.Plateaus) != 2 || b.Tables.Plateaus[0].Expected != 0.1 {
		t.Errorf("%d deviations and plateaus %+v", len(b.Tables.Deviations), b.Tables.Plateaus)
	}
	if b.Panels[0].Y.Min != b.Panels[1].Y.Min || b.Panels[0].X.Max <= b.Panels[1].X.Max || len(erf.References) != 2 {
		t.Errorf("axes %+v and %+v, reference lines %+v", b.Panels[0].Y, b.Panels[1].Y, erf.References)
	}
	for _, fact := range []string{"*K* = 2", "SGD in batches of 16, epoch by epoch, *η* = 16", "Adam in batches of 16", "2 replicas", "stand in their place"} {
		if !strings.Contains(b.Caption, fact) {
			t.Errorf("the caption doesn't say %q: %s", fact, b.Caption)
		}
	}
}

// Images of the data set, and what is made of them, are private; surrogates, components and weights aren't.
func TestTrainingTilesThatArePrivate(t *testing.T) {
	for _, real := range []bool{false, true} {
		c := newTrainingCase()
		c.images = real
		b := build(t, CIFAR10Training{}, c.ports(t))
		features, images := b.Panels[2].Tiles, b.Panels[3].Tiles
		if len(features.Groups) != 7 || len(images.Groups) != 7 {
			t.Fatalf("%d groups of features and %d of images", len(features.Groups), len(images.Groups))
		}
		for i := range 7 {
			if features.Groups[i].Private || images.Groups[i].Private != real {
				t.Errorf("real images %v: %q is private: %v, %q: %v", real, features.Groups[i].Heading, features.Groups[i].Private,
					images.Groups[i].Heading, images.Groups[i].Private)
			}
		}
		if strings.Contains(b.Claims[1].Claim, "real images") != real || strings.Contains(b.Caption, "training images, what PCA") != real {
			t.Errorf("real images %v: claim %q, caption %q", real, b.Claims[1].Claim, b.Caption)
		}
	}
}

func TestTrainingRefuses(t *testing.T) {
	for want, change := range map[string]func(ports map[string][]stages.Input){
		"stages relu-theory and relu-theory are theories of one network": func(p map[string][]stages.Input) { p["theory"] = append(p["theory"], p["theory"][0]) },
		"the covariance 8 and the images 16": func(p map[string][]stages.Input) {
			p["natural"] = []stages.Input{covarianceFiles(t, decreasing(8), map[string]any{"dim": 8})}
		},
		"learns from images, the other from normal inputs": func(p map[string][]stages.Input) {
			p["sgd"] = append(p["sgd"], trainingStage(t, "other", run.Run{Method: run.SGD, Activation: "erf", LearningRate: 1, Inputs: run.Images}, 10, trainingFall(0.1)))
		},
		"a figure is of networks of one size": func(p map[string][]stages.Input) {
			p["sgd"] = append(p["sgd"], curves(t, described("erf"), 2, 0).withWeights(t).input("sgd"))
		},
		"stage erf-sgd, which ends at η t = 2000, against the theory of stage erf-theory": func(p map[string][]stages.Input) {
			p["theory"][2] = trainingStage(t, "erf-theory", run.Run{Method: run.Theory, Activation: "erf", LearningRate: 1}, 100, trainingFall(0.1))
		},
	} {
		ports := newTrainingCase().ports(t)
		change(ports)
		refuses(t, CIFAR10Training{}, ports, want)
	}
}

// withWeights writes weights beside the curves.
func (s stageFiles) withWeights(t *testing.T) stageFiles {
	t.Helper()
	writeTrainedWeights(t, s.dir, run.Run{})
	return s
}

// A theory alone, and a training alone, are drawn as they are.
func TestTrainingWithoutPairs(t *testing.T) {
	ports := newTrainingCase().ports(t)
	ports["theory"], ports["sgd"] = ports["theory"][2:3], ports["sgd"][3:4] // untied erf, and ReLU without a bias
	b := build(t, CIFAR10Training{}, ports)
	if b.Panels[0].Legend[0].Role != figure.Theory || b.Panels[1].Legend[0].Role != figure.Images || len(b.Tables.Deviations) != 0 {
		t.Errorf("legends %+v and %+v", b.Panels[0].Legend, b.Panels[1].Legend)
	}
	if !b.Claims[0].Pass || !b.Claims[1].Unmeasured || !b.Claims[2].Unmeasured || !b.Claims[3].Unmeasured {
		t.Errorf("claims %+v", b.Claims)
	}
}
