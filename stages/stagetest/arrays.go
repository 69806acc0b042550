package stagetest

import (
	"testing"

	"autoencoder-dynamics/internal/npz"
)

// Arrays reads every array of an NPZ file that a stage has written, with its shape. It fails the
// test where the file can't be read.
func Arrays(t *testing.T, path string) (data map[string][]float64, shapes map[string][]int) {
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
