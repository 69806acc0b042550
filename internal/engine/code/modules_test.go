package code_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"autoencoder-dynamics/internal/engine/code"
)

const goMod = "module example.com/m\n\ngo 1.26\n\nrequire (\n\tgonum.org/v1/gonum v0.17.0\n\tcodeberg.org/fonts v0.5.0 // indirect\n\texample.com/far v1.0.0 // indirect\n)\n"

// with returns the small module with some files replaced or added: path, text, path, text…
func with(pathsAndTexts ...string) fstest.MapFS {
	files := module()
	for i := 0; i < len(pathsAndTexts); i += 2 {
		files[pathsAndTexts[i]] = file(pathsAndTexts[i+1])
	}
	return files
}

func TestModulesBehindAnImportCount(t *testing.T) {
	dependencies := "# head\n\ngonum.org/v1/gonum/mat: codeberg.org/fonts gonum.org/v1/gonum example.com/gone\nexample.com/unused: example.com/far\n"
	files := with("go.mod", goMod, "internal/engine/code/dependencies.txt", dependencies)
	parts := digest(t, files, stageRoot)
	for module, want := range map[string]string{
		"gonum.org/v1/gonum": "v0.17.0 h1:abc=", "codeberg.org/fonts": "v0.5.0", "example.com/far": "", "example.com/gone": "",
	} {
		if parts[module] != want {
			t.Errorf("part %s is %q, want %q", module, parts[module], want)
		}
	}
	files["go.mod"] = file(strings.ReplaceAll(goMod, "v0.5.0", "v0.5.1"))
	if maps.Equal(parts, digest(t, files, stageRoot)) {
		t.Error("a new version of a module behind an import changes nothing")
	}
	_, err := code.New(with("internal/engine/code/dependencies.txt", "nonsense\n"))
	if err == nil || !strings.Contains(err.Error(), "go generate") {
		t.Errorf("an unreadable file of dependencies: %v", err)
	}
}

func TestLanguageCounts(t *testing.T) {
	before := digest(t, with("go.mod", goMod), stageRoot)
	tests := []struct {
		name, mod string
		change    bool
	}{
		{"go directive", strings.ReplaceAll(goMod, "go 1.26\n", "go 1.25\n"), true},
		{"godebug", goMod + "\ngodebug asynctimerchan=1\n", true},
		{"toolchain", strings.ReplaceAll(goMod, "go 1.26\n", "go 1.26\n\ntoolchain go1.26.8\n"), false},
	}
	for _, test := range tests {
		if changed := !maps.Equal(before, digest(t, with("go.mod", test.mod), stageRoot)); changed != test.change {
			t.Errorf("%s: changed: %t, want %t", test.name, changed, test.change)
		}
	}
	constraint := "//go:build go1.20\n\n" + string(module()["solver/solver.go"].Data)
	if maps.Equal(before, digest(t, with("go.mod", goMod, "solver/solver.go", constraint), stageRoot)) {
		t.Error("an older language for one file changes nothing")
	}
}

func TestReplacements(t *testing.T) {
	fork := "\nreplace gonum.org/v1/gonum v0.17.0 => example.com/fork v1.2.3\n\nreplace gonum.org/v1/gonum => example.com/other v1.0.0\n"
	sums := "example.com/fork v1.2.3 h1:fork=\ngonum.org/v1/gonum v0.17.0 h1:abc=\n"
	parts := digest(t, with("go.mod", goMod+fork, "go.sum", sums), stageRoot)
	if got, want := parts["gonum.org/v1/gonum"], "example.com/fork@v1.2.3 h1:fork="; got != want {
		t.Errorf("replaced by a module: %q, want %q", got, want)
	}
	_, err := code.New(with("go.mod", goMod+"\nreplace gonum.org/v1/gonum => ../gonum\n"))
	if err == nil || !strings.Contains(err.Error(), "gonum.org/v1/gonum") || !strings.Contains(err.Error(), "../gonum") {
		t.Errorf("replaced by a folder: %v", err)
	}
	if _, err := code.New(with("go.mod", goMod+"\nreplace example.com/absent => ../absent\n")); err != nil {
		t.Errorf("a replacement of what isn't required: %v", err)
	}
}
