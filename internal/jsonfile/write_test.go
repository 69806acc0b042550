package jsonfile

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "about.json")
	value := struct {
		Label   string             `json:"label"`
		Numbers map[string]float64 `json:"numbers"`
	}{"tr Ω < D & more", map[string]float64{"b": 0.1, "a": 1}}
	const want = "{\n  \"label\": \"tr Ω < D & more\",\n  \"numbers\": {\n    \"a\": 1,\n    \"b\": 0.1\n  }\n}\n"
	for range 2 { // a new file, then one that is there
		if err := Write(path, value); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%q, %v, want %q", got, err, want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "about.json")
	if err := Write(path, math.NaN()); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("NaN: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file was left behind")
	}
	if err := Write(filepath.Join(path, "below"), 1); err == nil {
		t.Error("no folder: no error")
	}
}

// A number that JSON can't hold is named by its place.
func TestWriteNamesWhatIsNotFinite(t *testing.T) {
	type inner struct {
		Rates []float64 `json:"rates,omitempty"`
		Plain map[string]*float64
	}
	nan, path := math.NaN(), filepath.Join(t.TempDir(), "run.json")
	for want, value := range map[string]any{
		"run.json: rates[1] is -Inf":     inner{Rates: []float64{1, math.Inf(-1)}},
		"run.json: Plain.x is NaN":       &inner{Plain: map[string]*float64{"x": &nan, "y": nil}},
		"run.json: all[0].rates[0] is +": map[string]any{"all": []inner{{Rates: []float64{math.Inf(1)}}}, "none": nil},
		"run.json: [1] is -Inf":          []Number{Number(math.Inf(1)), Number(math.Inf(-1))},
		"unsupported type":               map[string]any{"f": func() {}},
	} {
		if err := Write(path, value); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
