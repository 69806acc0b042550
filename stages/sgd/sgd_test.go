package sgd

import (
	"context"
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
	for _, name := range []string{"curves.csv", "weights.npz", "run.json"} {
		content, err := os.ReadFile(call.OutputPath(name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(content)
	}
	return files
}

func sameOutputs(t *testing.T, what string, a, b map[string]string) {
	t.Helper()
	for name := range a {
		if a[name] != b[name] {
			t.Errorf("%s: %s differs", what, name)
		}
	}
}

// curves reads curves.csv and returns t and pmse of each replica.
func curves(t *testing.T, call *stages.Call) (times, pmse [][]float64) {
	t.Helper()
	p := call.Parameters.(*Parameters)
	read, err := table.ReadFile(call.OutputPath("curves.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if want := append([]string{"replica", "t", "pmse"}, order.ColumnNames(p.Hidden, false, false)...); !slices.Equal(read.Names, want) {
		t.Errorf("columns %v, want %v", read.Names, want)
	}
	times, pmse = make([][]float64, p.Replicas), make([][]float64, p.Replicas)
	for i, replica := range read.Columns[0] {
		r := int(replica) - 1
		times[r], pmse[r] = append(times[r], read.Columns[1][i]), append(pmse[r], read.Columns[2][i])
	}
	return times, pmse
}

// finalNetwork reads a replica's final weights.
func finalNetwork(t *testing.T, call *stages.Call, replica, dim int) autoencoder.Network {
	t.Helper()
	p := call.Parameters.(*Parameters)
	file, err := npz.Open(call.OutputPath("weights.npz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w, size := order.NewWeights(p.Hidden, dim), p.Hidden*dim
	for name, into := range map[string][]float64{"W": w.W, "V": w.V} {
		all, shape, err := file.Float64(name)
		if err != nil || !slices.Equal(shape, []int{p.Replicas, p.Hidden, dim}) {
			t.Fatalf("%s has the shape %v (%v)", name, shape, err)
		}
		copy(into, all[replica*size:(replica+1)*size])
	}
	return autoencoder.Network{Activation: gaussian.Erf{}, Weights: w}
}

func TestNormalInputs(t *testing.T) {
	for _, wired := range []map[string]map[string]string{normal(t, "covariance", "spectrum.npz"), permuted(t, "data", "law.npz")} {
		call := newCall(t, wired, nil)
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

func TestImages(t *testing.T) {
	const dim = 9
	for _, c := range []struct {
		withTest bool
		want     string
	}{{false, run.TrainingSet}, {true, run.TestSet}} {
		wired := map[string]map[string]string{}
		images(t, wired, "data", "train.npz", 40, dim)
		population := wired["data"]
		if c.withTest {
			images(t, wired, "test", "test.npz", 25, dim)
			population = wired["test"]
		}
		call := newCall(t, wired, nil)
		mustRun(t, call)
		_, pmse := curves(t, call)
		for r := range pmse {
			near(t, "last pmse", pmse[r][len(pmse[r])-1], average(t, population, finalNetwork(t, call, r, dim)))
		}
		description, err := run.Read(call.OutputPath(run.FileName))
		if err != nil || description.Inputs != run.Images || description.Error != c.want || description.PCAErrors != nil {
			t.Errorf("%+v, %v", description, err)
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

func TestSameBytesForAnyWorkers(t *testing.T) {
	wired := normal(t, "covariance", "spectrum.npz")
	parallel, serial := newCall(t, wired, nil), newCall(t, wired, nil)
	serial.Workers = 1
	mustRun(t, parallel)
	mustRun(t, serial)
	sameOutputs(t, "one worker", outputs(t, parallel), outputs(t, serial))
}

// Interrupted again and again as it saves, the stage ends with the bytes of an undisturbed run.
func TestInterruptionsChangeNothing(t *testing.T) {
	pictures := map[string]map[string]string{}
	images(t, pictures, "data", "train.npz", 40, 9)
	for name, wired := range map[string]map[string]map[string]string{"normal": normal(t, "covariance", "spectrum.npz"), "images": pictures} {
		undisturbed := newCall(t, wired, nil)
		mustRun(t, undisturbed)

		call := newCall(t, wired, nil)
		checkpoint := call.Checkpoint.(*fakeCheckpoint)
		interruptions := 0
		for {
			ctx, cancel := context.WithCancel(t.Context())
			saved := checkpoint.saves
			checkpoint.onSave = func(saves int) {
				if saves >= saved+2 {
					cancel()
				}
			}
			call.Progress = &stagetest.Progress{}
			err := (Kind{}).Run(ctx, call)
			cancel()
			if err == nil {
				break
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("%s: %v", name, err)
			}
			if interruptions++; interruptions > 100 {
				t.Fatalf("%s: it doesn't come to an end", name)
			}
		}
		if interruptions < 3 {
			t.Errorf("%s: interrupted %d times only", name, interruptions)
		}
		sameOutputs(t, name, outputs(t, undisturbed), outputs(t, call))
	}
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
	for want, call := range map[string]*stages.Call{
		"inputs of stage upstream: hidden is K = 7, but there are D = 6 dimensions": small,
		"inputs of stage upstream: horizon 1e+17 with D = 6 ":                       long,
		"5 to test on":       newCall(t, other, nil),
		"of the shape [4]":   newCall(t, flat, nil),
		"no output spectrum": newCall(t, map[string]map[string]string{"covariance": {}}, nil),
	} {
		if err := (Kind{}).Run(t.Context(), call); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an error with %q", err, want)
		}
	}
}

func TestValidate(t *testing.T) {
	one := []string{"whiten"}
	for name, c := range map[string]struct {
		wired map[string][]string
		want  []string
	}{
		"neither":            {nil, []string{"with.hidden", "with.init", "with.replicas", "needs"}},
		"both":               {map[string][]string{"data": one, "covariance": one}, []string{"with.hidden", "with.init", "with.replicas", "needs"}},
		"covariance, test":   {map[string][]string{"test": one, "covariance": one}, []string{"with.hidden", "with.init", "with.replicas", "needs.test"}},
		"data and test, all": {map[string][]string{"test": one, "data": one}, []string{"with.hidden", "with.init", "with.replicas"}},
	} {
		p := Kind{}.Defaults("").(*Parameters)
		p.Replicas, p.Hidden, p.Init = 0, 0, &setup.Init{}
		var paths []string
		for _, problem := range (Kind{}).Validate(p, c.wired) {
			paths = append(paths, problem.Path)
		}
		if !slices.Equal(paths, c.want) {
			t.Errorf("%s: problems at %v, want %v", name, paths, c.want)
		}
	}
}
