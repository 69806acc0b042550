package sgd

import (
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/internal/dataset"
	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/run"
	"autoencoder-dynamics/internal/run/setup"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/stagetest"
	"autoencoder-dynamics/theory/gaussian"
	"autoencoder-dynamics/theory/order"
)

func mustRun(t *testing.T, call *stages.Call) {
	t.Helper()
	if err := (Kind{}).Run(t.Context(), call); err != nil {
		t.Fatal(err)
	}
}

// outputs reads every file that the stage writes.
func outputs(t *testing.T, call *stages.Call) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(call.OutputDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, err := os.ReadFile(call.OutputPath(entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(content)
	}
	return files
}

func sameOutputs(t *testing.T, what string, a, b map[string]string) {
	t.Helper()
	if len(a) != len(b) || len(a) < 3 {
		t.Errorf("%s: %d files and %d", what, len(a), len(b))
	}
	for name := range a {
		if a[name] != b[name] {
			t.Errorf("%s: %s differs", what, name)
		}
	}
}

// curves reads curves.csv and returns t and pmse of each replica.
func curves(t *testing.T, call *stages.Call) (times, pmse [][]float64) {
	t.Helper()
	return column(t, call, "t"), column(t, call, "pmse")
}

// column reads a column of curves.csv for each replica.
func column(t *testing.T, call *stages.Call, name string) [][]float64 {
	t.Helper()
	read, err := table.ReadFile(call.OutputPath("curves.csv"))
	if err != nil {
		t.Fatal(err)
	}
	values, err := read.Column(name)
	if err != nil {
		t.Fatal(err)
	}
	byReplica := make([][]float64, call.Parameters.(*Parameters).Replicas)
	for i, replica := range read.Columns[0] {
		byReplica[int(replica)-1] = append(byReplica[int(replica)-1], values[i])
	}
	return byReplica
}

// arrays reads every array of an NPZ file, with its shape.
func arrays(t *testing.T, path string) (data map[string][]float64, shapes map[string][]int) {
	t.Helper()
	file, err := npz.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	data, shapes = map[string][]float64{}, map[string][]int{}
	for _, name := range file.Names() {
		if data[name], shapes[name], err = file.Float64(name); err != nil {
			t.Fatal(err)
		}
	}
	return data, shapes
}

// finalNetwork reads a replica's final weights.
func finalNetwork(t *testing.T, call *stages.Call, replica, dim int) autoencoder.Network {
	t.Helper()
	p := call.Parameters.(*Parameters)
	data, shapes := arrays(t, call.OutputPath("weights.npz"))
	size := p.Hidden * dim
	for _, name := range []string{"W", "V"} {
		if !slices.Equal(shapes[name], []int{p.Replicas, p.Hidden, dim}) {
			t.Fatalf("%s has the shape %v", name, shapes[name])
		}
	}
	w := order.Weights{Hidden: p.Hidden, Dim: dim, W: data["W"][replica*size : (replica+1)*size], V: data["V"][replica*size : (replica+1)*size]}
	if b, ok := data["b"]; ok {
		w.B = b[replica*p.Hidden : (replica+1)*p.Hidden]
	}
	if c, ok := data["c"]; ok {
		w.C = c[replica*dim : (replica+1)*dim]
	}
	g, err := gaussian.ByName(p.Activation)
	if err != nil {
		t.Fatal(err)
	}
	return autoencoder.Network{Activation: g, Weights: w}
}

func TestNormalInputs(t *testing.T) {
	for _, wired := range []map[string]map[string]string{normal(t, "covariance", "spectrum.npz"), permuted(t, "data", "law.npz")} {
		call := newCall(t, wired, func(p *Parameters) { p.Precision = double })
		mustRun(t, call)
		times, pmse := curves(t, call)
		// The start and the end, in the data's coordinates: coordinate i has the variance of mode j.
		variances := []float64{0.5, 12, 0.3, 5, 1, 0.5}
		start, err := call.Parameters.(*Parameters).StartWeights(1, 6)
		if err != nil {
			t.Fatal(err)
		}
		last := len(times[0]) - 1
		for r := range times {
			near(t, "pmse at t = 0", pmse[r][0], order.Error(start, variances, gaussian.Erf{}))
			near(t, "last pmse", pmse[r][last], order.Error(finalNetwork(t, call, r, 6).Weights, variances, gaussian.Erf{}))
			if times[r][last] != 200 || pmse[r][last] > 0.6*pmse[r][0] {
				t.Errorf("replica %d ends at t = %v, pmse %v (from %v)", r+1, times[r][last], pmse[r][last], pmse[r][0])
			}
		}
		if pmse[0][last] == pmse[1][last] {
			t.Error("two replicas have the same samples")
		}
		description, err := run.Read(call.OutputPath(run.FileName))
		if err != nil || description.Inputs != run.Normal || description.Error != run.ClosedForm || len(description.PCAErrors) != 7 || description.Replicas != 3 {
			t.Errorf("%+v, %v", description, err)
		}
		if total, done := call.Progress.(*stagetest.Progress).Counts(); done != 3*200*6 || total != done {
			t.Errorf("progress %d of %d", done, total)
		}
	}
}

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got/want-1) > 1e-12 {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

// The errors are exact averages over the training images, the finite training set where there is one, and test images.
func TestImages(t *testing.T) {
	const dim = 9
	wired := map[string]map[string]string{}
	images(t, wired, "data", "train.npz", 40, dim)
	images(t, wired, "test", "test.npz", 25, dim)
	for name, change := range map[string]func(*Parameters){
		"online":     func(*Parameters) {},
		"all images": func(p *Parameters) { p.Sampling = epochs },
		"some":       func(p *Parameters) { p.Sampling, p.Samples = epochs, 7 },
		"biased":     func(p *Parameters) { p.Activation, p.EncoderBias.Train, p.OutputBias.Train = "relu", true, true },
	} {
		call := newCall(t, wired, change)
		p := call.Parameters.(*Parameters)
		mustRun(t, call)
		_, pmse := curves(t, call)
		last := len(pmse[0]) - 1
		for r := range pmse {
			network := finalNetwork(t, call, r, dim)
			near(t, name+": last pmse", pmse[r][last], average(t, wired["data"], network))
			near(t, name+": last pmse_test", column(t, call, "pmse_test")[r][last], average(t, wired["test"], network))
		}
		if p.Sampling == epochs {
			train := column(t, call, "pmse_train")
			if equal := slices.Equal(train[0], pmse[0]); equal != (p.Samples == 0) || train[0][last] > 1.0001*pmse[0][last] {
				t.Errorf("%s: training error %v, of the population %v", name, train[0][last], pmse[0][last])
			}
		}
		description, err := run.Read(call.OutputPath(run.FileName))
		if err != nil || description.Inputs != run.Images || description.Error != run.TrainingSet || description.PCAErrors != nil || description.Sampling != p.Sampling {
			t.Errorf("%s: %+v, %v", name, description, err)
		}
		if want := map[string]int{"all images": 40, "some": 7}[name]; description.Samples != want {
			t.Errorf("%s: %d samples, want %d", name, description.Samples, want)
		}
	}
}

// average is the error over the images of a file, one by one.
func average(t *testing.T, files map[string]string, n autoencoder.Network) float64 {
	t.Helper()
	for name := range files {
		images, err := dataset.ReadImages(stages.Input{Files: files}, name)
		if err != nil {
			t.Fatal(err)
		}
		rows, dim := images.Pixels, images.Dim
		var sum float64
		x := make([]float64, dim)
		for from := 0; from < len(rows); from += dim {
			for i := range x {
				x[i] = float64(rows[from+i])
			}
			sum += n.SampleError(x)
		}
		return sum * float64(dim) / float64(len(rows))
	}
	return math.NaN()
}

func TestDivergenceNamesTheReplica(t *testing.T) {
	call := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) {
		p.Activation, p.LearningRate, p.Horizon = "linear", 500, 1e4
	})
	err := (Kind{}).Run(t.Context(), call)
	if err == nil || !strings.Contains(err.Error(), "replica ") || !strings.Contains(err.Error(), "learning rate 500") {
		t.Errorf("error %v", err)
	}
}

// Weights that run away in the last step of all end in an error, and not in a curve with NaN.
func TestDivergenceInTheLastSteps(t *testing.T) {
	for steps := 1; steps <= 30; steps++ {
		call := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) {
			p.Activation, p.LearningRate, p.Horizon, p.Points = "linear", 1e6, float64(steps)/6, 2
		})
		err := (Kind{}).Run(t.Context(), call)
		if err == nil {
			curves(t, call) // reads numbers alone
		} else if _, diverged := errors.AsType[*autoencoder.DivergenceError](err); !diverged {
			t.Errorf("%d steps: %v", steps, err)
		}
		if steps == 30 && err == nil {
			t.Error("no divergence")
		}
	}
}

func TestRunErrors(t *testing.T) {
	small := newCall(t, normal(t, "covariance", "spectrum.npz"), func(p *Parameters) { p.Hidden = 7 })
	long := newCall(t, normal(t, "covariance", "spectrum.npz"), nil)
	long.Parameters.(*Parameters).Horizon = 1e17
	other := map[string]map[string]string{}
	images(t, other, "data", "train.npz", 10, 4)
	images(t, other, "test", "test.npz", 10, 5)
	flat := map[string]map[string]string{"data": {"train.npz": t.TempDir() + "/train.npz"}}
	if err := npz.WriteFile(flat["data"]["train.npz"], npz.Array{Name: "images", Shape: []int{4}, Data: make([]float32, 4)}); err != nil {
		t.Fatal(err)
	}
	wrong := map[string]map[string]string{}
	images(t, wrong, "data", "train.npz", 10, 4)
	components(t, wrong)
	pixels := normal(t, "covariance", "spectrum.npz")
	images(t, pixels, "test", "test.npz", 10, 6)
	unknown := permuted(t, "covariance", "spectrum.npz")
	unknown["test"] = pixels["test"]
	few := map[string]map[string]string{}
	images(t, few, "data", "train.npz", 10, 4)
	for want, call := range map[string]*stages.Call{
		"inputs of stage upstream: hidden is K = 7, but there are D = 6 dimensions": small,
		"inputs of stage upstream: horizon 1e+17 with D = 6 ":                       long,
		"images of 5 pixels to test on":                                             newCall(t, other, nil),
		"of the shape [4]":                                                          newCall(t, flat, nil),
		"no eigenvectors":                                                           newCall(t, unknown, nil),
		"components of D = 9 dimensions":                                            newCall(t, wrong, nil),
		"batch_size is 11, but the training set has 10 inputs":                      newCall(t, few, func(p *Parameters) { p.Sampling, p.BatchSize = epochs, 11 }),
		"a training set of 11 images":                                               newCall(t, few, func(p *Parameters) { p.Sampling, p.Samples = epochs, 11 }),
		"take a finite dim":                                                         newCall(t, levels(t, math.Inf(1)), nil),
		"leading 2 alone":                                                           newCall(t, levels(t, 1e6), func(p *Parameters) { p.Hidden, p.Init = 3, &setup.Init{Informed: true} }),
		"take simulator: in_law":                                                    newCall(t, levels(t, 1e6), func(p *Parameters) { p.Simulator = direct }),
		"no output spectrum":                                                        newCall(t, map[string]map[string]string{"covariance": {}}, nil),
	} {
		if err := (Kind{}).Run(t.Context(), call); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}
