package plot_test

import (
	"path/filepath"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/table"
	"autoencoder-dynamics/stages"
	"autoencoder-dynamics/stages/plot"
)

func TestMemory(t *testing.T) {
	dir := t.TempDir()
	array := func(name, key string, shape ...int) string {
		n := 1
		for _, size := range shape {
			n *= size
		}
		path := filepath.Join(dir, name)
		if err := npz.WriteFile(path, npz.Array{Name: key, Shape: shape, Data: make([]float32, n)}); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var curves table.Table
	curves.Add("t", make([]float64, 100_000))
	long := filepath.Join(dir, "curves.csv")
	if err := table.WriteFile(long, curves); err != nil {
		t.Fatal(err)
	}
	stated := func(inputs ...stages.Input) int64 {
		t.Helper()
		m, err := kind().Memory(&stages.Call{Parameters: &plot.Parameters{Figure: "parabola"}, Inputs: map[string][]stages.Input{"theory": inputs}})
		if err != nil {
			t.Fatal(err)
		}
		return m.Bytes
	}
	nothing := stated()
	images := stages.Input{Files: map[string]string{"train.npz": array("train.npz", "images", 500, 1000)}}
	if got := stated(images) - nothing; got != 500*1000*4 {
		t.Errorf("%d bytes for images of two million", got)
	}
	tables := stages.Input{Files: map[string]string{"curves.csv": long, "figure.svg": "absent"}}
	if got := stated(tables, tables) - nothing; got != 400_000+4 {
		t.Errorf("%d bytes for tables of 200,002 each", got)
	}
	if _, err := kind().Memory(&stages.Call{Inputs: map[string][]stages.Input{"theory": {{Files: map[string]string{"curves.csv": "absent"}}}}}); err == nil {
		t.Error("no error for an input that isn't there")
	}
}
