package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"autoencoder-dynamics/internal/npz"
	"autoencoder-dynamics/internal/npz/npztest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pipeline": func() { os.Exit(runProgram(faultsFromEnvironment)) }})
}

// TestScripts runs the command line as a user does: testdata/script/*.txtar.
// Set UPDATE_SCRIPTS=1 to rewrite what the scripts compare with.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PIPELINE_OFFLINE", "true")
			env.Setenv("PIPELINE_JOBS", "2")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"npz": writeArrays, "stages": compareStages, "subst": substitute, "flip-in": flipBit,
			"combinations": runCombinations, "agree": compareCurves, "start-alike": compareStarts, "columns": checkColumns,
			"links": checkLinks,
		},
	})
}

// writeArrays is the command "npz FILE NAME=SHAPE=VALUES...": npz start.npz W=2x3=1,2,3,4,5,6.
func writeArrays(ts *testscript.TestScript, _ bool, arguments []string) {
	var arrays []npz.Array
	for _, argument := range arguments[1:] {
		parts := strings.Split(argument, "=")
		a := npz.Array{Name: parts[0]}
		for size := range strings.SplitSeq(parts[1], "x") {
			n, err := strconv.Atoi(size)
			ts.Check(err)
			a.Shape = append(a.Shape, n)
		}
		var data []float64
		for text := range strings.SplitSeq(parts[2], ",") {
			x, err := strconv.ParseFloat(text, 64)
			ts.Check(err)
			data = append(data, x)
		}
		a.Data = data
		arrays = append(arrays, a)
	}
	npztest.WriteFile(ts, ts.MkAbs(arguments[0]), arrays...)
}

// compareStages is the command "stages ran|cached|failed|skipped NAME...": it
// looks at the standard output of the last "pipeline … --json".
func compareStages(ts *testscript.TestScript, _ bool, arguments []string) {
	text := ts.ReadFile("stdout")
	found := regexp.MustCompile(`"` + arguments[0] + `":\[([^\]]*)\]`).FindStringSubmatch(text)
	if found == nil {
		ts.Fatalf("no list %q in %s", arguments[0], text)
	}
	got := strings.ReplaceAll(strings.ReplaceAll(found[1], `"`, ""), ",", " ")
	if want := strings.Join(arguments[1:], " "); got != want {
		ts.Fatalf("%s: %q, want %q", arguments[0], got, want)
	}
}

// substitute is the command "subst FILE OLD NEW".
func substitute(ts *testscript.TestScript, _ bool, arguments []string) {
	path := ts.MkAbs(arguments[0])
	text := ts.ReadFile(arguments[0])
	if !strings.Contains(text, arguments[1]) {
		ts.Fatalf("%s has no %q", arguments[0], arguments[1])
	}
	ts.Check(os.WriteFile(path, []byte(strings.Replace(text, arguments[1], arguments[2], 1)), 0o666))
}

// flipBit is the command "flip-in FILE": it flips one bit in the middle of the
// file that FILE names in its first line.
func flipBit(ts *testscript.TestScript, _ bool, arguments []string) {
	path := strings.TrimSpace(ts.ReadFile(arguments[0]))
	content, err := os.ReadFile(path)
	ts.Check(err)
	content[len(content)/2] ^= 1
	ts.Check(os.WriteFile(path, content, 0o644))
}

// writeOwnData writes the NPZ files that the README's own pipeline names.
func writeOwnData(t *testing.T, dir string) {
	t.Helper()
	weights := make([]float64, 2*6)
	for i := range weights {
		weights[i] = 0.1 * float64(i%5-2)
	}
	weights[7] = 0.3
	for name, arrays := range map[string][]npz.Array{
		"spectrum.npz": {{Name: "eigenvalues", Shape: []int{6}, Data: []float64{30, 12, 1, 1, 0.5, 0.25}}},
		"start.npz":    {{Name: "W", Shape: []int{2, 6}, Data: weights}, {Name: "V", Shape: []int{2, 6}, Data: weights}},
	} {
		if err := npz.WriteFile(filepath.Join(dir, name), arrays...); err != nil {
			t.Fatal(err)
		}
	}
}
