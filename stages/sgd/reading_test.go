package sgd

import (
	"maps"
	"math"
	"os"
	"slices"
	"testing"

	"autoencoder-dynamics/autoencoder"
	"autoencoder-dynamics/internal/dataset"
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

// finalNetwork reads a replica's final weights.
func finalNetwork(t *testing.T, call *stages.Call, replica, dim int) autoencoder.Network {
	t.Helper()
	p := call.Parameters.(*Parameters)
	data, shapes := stagetest.Arrays(t, call.OutputPath("weights.npz"))
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

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got/want-1) > 1e-12 {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

// nearOverImages is near for averages over images, the products of whose pixels with weights of float32 are float32:
// over few images that doesn't average out.
func nearOverImages(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got/want-1) > 1e-6 {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

// average is the error over the images of a file, one by one, and over −x for each image x as well where signs are flipped.
func average(t *testing.T, files map[string]string, n autoencoder.Network, bothSigns bool) float64 {
	t.Helper()
	images := readImages(t, files)
	return averageOver(images.Pixels, images.Dim, n, bothSigns)
}

// readImages reads the one file of images.
func readImages(t *testing.T, files map[string]string) dataset.Images {
	t.Helper()
	names := slices.Collect(maps.Keys(files))
	images, err := dataset.ReadImages(stages.Input{Files: files}, names[0])
	if err != nil {
		t.Fatal(err)
	}
	return images
}

// averageOver is the error over the rows of an array.
func averageOver(rows []float32, dim int, n autoencoder.Network, bothSigns bool) float64 {
	var sum float64
	x, signs := make([]float64, dim), []float64{1, 1}
	if bothSigns {
		signs[1] = -1
	}
	for from := 0; from < len(rows); from += dim {
		for _, sign := range signs {
			for i := range x {
				x[i] = sign * float64(rows[from+i])
			}
			sum += n.SampleError(x) / 2
		}
	}
	return sum * float64(dim) / float64(len(rows))
}
