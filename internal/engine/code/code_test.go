package code_test

import (
	"maps"
	"testing"
	"testing/fstest"

	"autoencoder-dynamics/internal/engine/code"
)

// module is a small module: stage uses solver and an outside package; other is
// used by nobody; figures holds two figures that share a helper.
func module() fstest.MapFS {
	return fstest.MapFS{
		"go.mod": file("module example.com/m\n\ngo 1.26\n\nrequire gonum.org/v1/gonum v0.17.0\n"),
		"go.sum": file("gonum.org/v1/gonum v0.17.0 h1:abc=\ngonum.org/v1/gonum v0.17.0/go.mod h1:def=\n"),
		"stage/stage.go": file(`// Package stage is documented.
package stage

import (
	"fmt"

	"example.com/m/solver"
	"gonum.org/v1/gonum/mat"
)

// Run runs.
func Run(a ...int) { fmt.Println(solver.Step(1), mat.NewDense(1, 1, nil), a) }
`),
		"stage/stage_test.go": file("package stage\n"),
		"solver/solver.go": file(`package solver

// Step makes a step.
func Step(h float64) float64 { return h + 1 /* one */ }
`),
		"solver/other_windows.go": file("package solver\n\nfunc init() {}\n"),
		"other/other.go":          file("package other\n"),
		"figures/setup.go": file(`package figures

type Setup struct{}

const colour = "#123456"

func (Setup) Draw() string { return label(colour) }
`),
		"figures/curves.go": file(`package figures

import "example.com/m/solver"

type Curves struct{ n int }

func (c *Curves) Draw() string { solver.Step(2); return label("curves") }
`),
		"figures/label.go": file("package figures\n\nfunc label(s string) string { return s }\n"),
	}
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func digest(t *testing.T, files fstest.MapFS, roots ...code.Root) code.Parts {
	t.Helper()
	source, err := code.New(files)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := source.Digest(roots...)
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

var stageRoot = code.Root{Package: "example.com/m/stage"}

func TestDigestTakesInTheImportClosure(t *testing.T) {
	parts := digest(t, module(), stageRoot)
	for _, want := range []string{"stage/stage.go", "solver/solver.go", "gonum.org/v1/gonum"} {
		if parts[want] == "" {
			t.Errorf("no part %s in %v", want, parts)
		}
	}
	for _, unwanted := range []string{"other/other.go", "stage/stage_test.go", "solver/other_windows.go"} {
		if parts[unwanted] != "" {
			t.Errorf("part %s shouldn't count", unwanted)
		}
	}
	if parts["gonum.org/v1/gonum"] != "v0.17.0 h1:abc=" {
		t.Errorf("gonum: %q", parts["gonum.org/v1/gonum"])
	}
}

func TestDigestChangesWithTheCodeOnly(t *testing.T) {
	tests := []struct {
		name, path, text string
		change           bool
	}{
		{"comment", "solver/solver.go", "package solver\n\n// Step makes another step.\nfunc Step(h float64) float64 { return h + 1 }\n", false},
		{"formatting", "solver/solver.go", "package solver\nfunc Step( h float64 )float64{\n\n\treturn h+1\n}\n", false},
		{"constant", "solver/solver.go", "package solver\n\nfunc Step(h float64) float64 { return h + 2 }\n", true},
		{"operator", "solver/solver.go", "package solver\n\nfunc Step(h float64) float64 { return h - 1 }\n", true},
		{"name", "solver/solver.go", "package solver\n\nfunc Step(k float64) float64 { return k + 1 }\n", true},
		{"new file", "solver/more.go", "package solver\n\nfunc Half() {}\n", true},
		{"unrelated package", "other/other.go", "package other\n\nvar X = 1\n", false},
		{"test", "stage/stage_test.go", "package stage\n\nvar X = 1\n", false},
		{"module version", "go.mod", "module example.com/m\n\ngo 1.26\n\nrequire gonum.org/v1/gonum v0.18.0\n", true},
		{"variadic call", "stage/stage.go", string(module()["stage/stage.go"].Data) + "\nfunc f(a []int) { Run(a...) }\n", true},
		{"directive", "solver/solver.go", "package solver\n\n//go:noinline\nfunc Step(h float64) float64 { return h + 1 }\n", true},
	}
	before := digest(t, module(), stageRoot)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := module()
			files[test.path] = file(test.text)
			if changed := !maps.Equal(before, digest(t, files, stageRoot)); changed != test.change {
				t.Errorf("changed: %t, want %t", changed, test.change)
			}
		})
	}
}

func TestDigestTellsSyntaxApart(t *testing.T) {
	pairs := [][2]string{
		{"type A = int", "type A int"},
		{"func f(a []int) { g(a...) }", "func f(a []int) { g(a) }"},
		{"var c chan<- int", "var c <-chan int"},
		{"func f() { for i := range 3 { _ = i } }", "func f() { for i = range 3 { _ = i } }"},
		{"var a = [...]int{1}", "var a = []int{1}"},
		{"func (a *A) f() {}", "func (a A) f() {}"},
		{`var s = "a"`, "var s = 'a'"},
		{"var x = a[1:2]", "var x = a[1:2:2]"},
	}
	for _, pair := range pairs {
		var sums [2]code.Parts
		for i, text := range pair {
			files := module()
			files["solver/solver.go"] = file("package solver\n\n" + text + "\n")
			sums[i] = digest(t, files, stageRoot)
		}
		if maps.Equal(sums[0], sums[1]) {
			t.Errorf("%q and %q have the same digest", pair[0], pair[1])
		}
	}
}

func TestSymbolTakesInWhatItReaches(t *testing.T) {
	setup := code.Root{Package: "example.com/m/figures", Symbol: "Setup"}
	curves := code.Root{Package: "example.com/m/figures", Symbol: "Curves"}
	change := func(path, text string) fstest.MapFS {
		files := module()
		files[path] = file(text)
		return files
	}
	tests := []struct {
		name              string
		files             fstest.MapFS
		inSetup, inCurves bool
	}{
		{"nothing", module(), false, false},
		{"a figure's colour", change("figures/setup.go", "package figures\n\ntype Setup struct{}\n\nconst colour = \"#654321\"\n\nfunc (Setup) Draw() string { return label(colour) }\n"), true, false},
		{"the shared helper", change("figures/label.go", "package figures\n\nfunc label(s string) string { return s + s }\n"), true, true},
		{"a package that one uses", change("solver/solver.go", "package solver\n\nfunc Step(h float64) float64 { return h }\n"), false, true},
		{"an unused declaration", change("figures/more.go", "package figures\n\nfunc more() {}\n"), false, false},
		{"an init", change("figures/more.go", "package figures\n\nfunc init() { panic(1) }\n"), true, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if changed := !maps.Equal(digest(t, module(), setup), digest(t, test.files, setup)); changed != test.inSetup {
				t.Errorf("Setup changed: %t, want %t", changed, test.inSetup)
			}
			if changed := !maps.Equal(digest(t, module(), curves), digest(t, test.files, curves)); changed != test.inCurves {
				t.Errorf("Curves changed: %t, want %t", changed, test.inCurves)
			}
		})
	}
}

func TestEmbeddedFilesCount(t *testing.T) {
	files := module()
	files["solver/solver.go"] = file("package solver\n\nimport _ \"embed\"\n\n//go:embed data/*.bin\nvar data []byte\n")
	files["solver/data/a.bin"] = file("a")
	before := digest(t, files, stageRoot)
	if before["solver/data/a.bin"] == "" {
		t.Fatal("the embedded file doesn't count")
	}
	files["solver/data/a.bin"] = file("b")
	if maps.Equal(before, digest(t, files, stageRoot)) {
		t.Error("changing an embedded file changes nothing")
	}
}

func TestDigestErrors(t *testing.T) {
	source, err := code.New(module())
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range []code.Root{
		{Package: "example.com/m/nowhere"},
		{Package: "example.com/n"},
		{Package: "example.com/m/figures", Symbol: "Nothing"},
	} {
		if _, err := source.Digest(root); err == nil {
			t.Errorf("%v: no error", root)
		}
	}
	if _, err := code.New(fstest.MapFS{}); err == nil {
		t.Error("no go.mod, and no error")
	}
}
