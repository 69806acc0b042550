package run

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestWriteAndRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	want := Run{
		Method: Theory, Activation: "erf", Hidden: 4, Dim: 3, LearningRate: 0.1, Horizon: 1e5,
		Replicas: 1, Inputs: Normal, Error: ClosedForm, PCAErrors: []float64{1, 0.1, 1.0 / 3, 0},
	}
	if err := want.Write(path); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(path); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestReadRefuses(t *testing.T) {
	for content, want := range map[string]string{"": "end of JSON", "{}": `method ""`, "[1]": "cannot unmarshal"} {
		path := filepath.Join(t.TempDir(), FileName)
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v, want an error with the path and %q", content, err, want)
		}
	}
	if _, err := Read(filepath.Join(t.TempDir(), "absent")); err == nil {
		t.Error("absent file: no error")
	}
}
