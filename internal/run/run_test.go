package run

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"autoencoder-dynamics/internal/jsonfile"
)

func TestWriteAndRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	want := Run{
		Method: Theory, Activation: "erf", Hidden: 4, Dim: 3, LearningRate: 0.1, Horizon: 1e5,
		Rule: "truncated", Tied: true, EncoderBias: TrainedBias, OutputBias: NoBias, WeightDecay: 0.01,
		Replicas: 1, Inputs: Normal, Error: ClosedForm, PCAErrors: []float64{1, 0.1, 1.0 / 3, 0},
		BatchSize: 10, Optimizer: &Optimizer{Name: "adam", Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}, Schedule: &Schedule{Power: 0.5, Onset: 10},
		Sampling: Epochs, Samples: 100, FlipSigns: true, Simulator: Direct, Precision: Single,
	}
	if err := want.Write(path); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(path); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Files of earlier versions say nothing of how a simulation was made.
func TestReadOldFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	old := `{"method": "sgd", "activation": "erf", "hidden": 4, "dim": 1024, "learning_rate": 1, "error": "test set", "pca_errors": [1, 0]}`
	if err := os.WriteFile(path, []byte(old), 0o666); err != nil {
		t.Fatal(err)
	}
	want := Run{Method: SGD, Activation: "erf", Hidden: 4, Dim: 1024, LearningRate: 1, Error: TestSet, PCAErrors: []float64{1, 0}}
	if got, err := Read(path); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	// What doesn't apply to theory isn't written.
	if err := (Run{Method: Theory}).Write(path); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || strings.Contains(string(text), "batch_size") || strings.Contains(string(text), "simulator") {
		t.Errorf("%s, %v", text, err)
	}
}

// In the limit of infinitely many dimensions, which JSON has no number for, a word stands for it.
func TestInfinitelyManyDimensions(t *testing.T) {
	path := filepath.Join(t.TempDir(), FileName)
	if err := (Run{Method: Theory, Dim: jsonfile.Number(math.Inf(1))}).Write(path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), `"dim": "infinite"`) {
		t.Errorf("%s, %v", text, err)
	}
	if r, err := Read(path); err != nil || !math.IsInf(float64(r.Dim), 1) {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestBias(t *testing.T) {
	for _, c := range []struct {
		has, learns bool
		want        string
	}{{false, false, "none"}, {true, false, "fixed"}, {true, true, "trained"}} {
		if got := Bias(c.has, c.learns); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
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

// FuzzRead: whatever Read takes is written again, and read again, the same.
func FuzzRead(f *testing.F) {
	dir := f.TempDir()
	path := filepath.Join(dir, FileName)
	f.Add([]byte(`{"method":"theory","dim":"infinite","pca_errors":[1,0.5]}`))
	f.Add([]byte(`{"method":"sgd","dim":10,"optimizer":{"name":"adam"},"schedule":{"power":1},"samples":5}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		first, err := Read(path)
		if err != nil {
			return
		}
		if err := first.Write(path); err != nil {
			t.Fatal(err)
		}
		if second, err := Read(path); err != nil || !cmp.Equal(first, second, cmpopts.EquateEmpty()) {
			t.Errorf("%+v became %+v, %v", first, second, err)
		}
	})
}
