package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/npz"
)

// The comparison of numbers sees what was planted, and how large it is.
func TestDifferSeesPlantedDeviations(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	array := func(name string, data ...float64) string {
		path := filepath.Join(dir, name)
		if err := npz.WriteFile(path, npz.Array{Name: "W", Shape: []int{len(data)}, Data: data}); err != nil {
			t.Fatal(err)
		}
		return path
	}
	curves := "t,network,pmse\n0,erf,1\n1,erf,\n2,erf,0.5\n"
	for name, test := range map[string]struct {
		old, now string
		want     float64 // relative difference
		says     string  // an error
	}{
		"same.csv":    {file("1", curves), file("2", curves), 0, ""},
		"moved.csv":   {file("3", curves), file("4", strings.Replace(curves, "0.5", "0.501", 1)), 1e-3, ""},
		"gap.csv":     {file("5", curves), file("6", strings.Replace(curves, "1,erf,\n", "1,erf,0.7\n", 1)), math.MaxFloat64, ""},
		"text.csv":    {file("7", curves), file("8", strings.Replace(curves, "erf", "relu", 1)), 0, `"erf" became "relu"`},
		"shorter.csv": {file("9", curves), file("10", curves[:len(curves)-len("2,erf,0.5\n")]), 0, "rows below"},
		"W.npz":       {array("11", 1, -4), array("12", 1.0004, -4), 1e-4, ""},
		"longer.npz":  {array("13", 1, 2), array("14", 1, 2, 3), 0, "3 numbers, not 2"},
		"run.json":    {file("15", `{"a": {"b": [1, 2]}, "c": "x"}`), file("16", `{"a": {"b": [1, 2.2]}, "c": "x"}`), 0.1, ""},
		"pass.json":   {file("17", `{"pass": true}`), file("18", `{"pass": false}`), 0, "true became false"},
		"key.json":    {file("19", `{"a": 1}`), file("20", `{"b": 1}`), 0, "became"},
	} {
		d, err := differ(name, test.old, test.now)
		if test.says != "" {
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("%s: error %v, want one with %q", name, err, test.says)
			}
			continue
		}
		if err != nil || math.Abs(d.relative-test.want) > 1e-9*test.want {
			t.Errorf("%s: %v (%v), want %g", name, d, err, test.want)
		}
	}
}

// The variants of the pipeline file are other files that mean the same.
func TestNumbersVariants(t *testing.T) {
	stages := []string{"plain", "huge", "erf-flow", "theory-vs-sgd"}
	const pipeline = `seed: 1
stages:
  plain: {uses: covariance, with: {model: spiked}}
  erf-flow: {uses: ode, needs: {covariance: plain}}
  theory-vs-sgd: {uses: plot, needs: {theory: erf-flow, sgd: huge}}
`
	renamed := otherNames(pipeline, stages)
	for _, want := range []string{"\n  other-plain: {uses", "covariance: other-plain}", "theory: other-erf-flow, sgd: other-huge}", "\n  theory-vs-sgd: {"} {
		if !strings.Contains(renamed, want) {
			t.Errorf("no %q in\n%s", want, renamed)
		}
	}
	if reversed := otherOrder(pipeline); strings.Index(reversed, "  plain:") < strings.Index(reversed, "  theory-vs-sgd:") || len(reversed) != len(pipeline) {
		t.Errorf("reversed:\n%s", reversed)
	}
	if kind, bound := toleranceOf("erf-steps", "curves.csv"); kind != "simulations" || bound > 1e-6 {
		t.Errorf("%s, %g", kind, bound)
	}
}
