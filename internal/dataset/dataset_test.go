package dataset

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/spectrum"
	"autoencoder-dynamics/stages"
)

// input returns the output of a stage that has one file.
func input(t *testing.T, name string) (in stages.Input, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	return stages.Input{Stage: "images", Kind: "whiten", Files: map[string]string{name: path}}, path
}

func TestImagesRoundTrip(t *testing.T) {
	in, path := input(t, TestFile)
	want := Images{Pixels: []float32{1, 2, 3, 4, 5, 6}, Count: 2, Dim: 3}
	if err := WriteImages(path, want, []uint8{7, 8}); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadImages(in, TestFile); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := ReadImages(in, TrainFile); err == nil || !strings.Contains(err.Error(), "stage images (whiten) has no output train.npz") {
		t.Errorf("error %v", err)
	}
}

func TestImagesOfOtherShapes(t *testing.T) {
	in, path := input(t, TrainFile)
	for _, shape := range [][]int{{4}, {0, 4}, {4, 0}, {1, 2, 2}} {
		data := make([]float32, 4)
		if shape[0] == 0 || len(shape) > 1 && shape[1] == 0 {
			data = nil
		}
		if err := npz.WriteFile(path, npz.Array{Name: "images", Shape: shape, Data: data}); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadImages(in, TrainFile); err == nil || !strings.Contains(err.Error(), "N×D is needed") || !strings.Contains(err.Error(), "stage images") {
			t.Errorf("shape %v: error %v", shape, err)
		}
	}
	if err := npz.WriteFile(path, npz.Array{Name: "pixels", Shape: []int{1}, Data: []float64{1}}); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadImages(in, TrainFile); err == nil || !strings.Contains(err.Error(), `"images"`) {
		t.Errorf("error %v", err)
	}
}

func TestLawStandsIn(t *testing.T) {
	in, path := input(t, LawFile)
	want := spectrum.Spectrum{Eigenvalues: []float64{2, 1}}
	if err := want.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadLaw(in); err != nil || !reflect.DeepEqual(got, want) || !HasLaw(in) {
		t.Errorf("%+v, %v", got, err)
	}
	in.Files[TrainFile] = path
	if HasLaw(in) {
		t.Error("the law stands in though there are images")
	}
	delete(in.Files, LawFile)
	if _, err := ReadLaw(in); err == nil || HasLaw(in) {
		t.Errorf("no law: error %v", err)
	}
}
