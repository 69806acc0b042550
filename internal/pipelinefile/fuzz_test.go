package pipelinefile_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"autoencoder-dynamics/internal/pipelinefile"
)

// check tests what must hold of every answer of Parse.
func check(t *testing.T, p *pipelinefile.Pipeline, err error) {
	t.Helper()
	if err != nil {
		checkProblems(t, err)
		return
	}
	if len(p.Order()) != len(p.Stages) {
		t.Errorf("%d stages are in order, of %d", len(p.Order()), len(p.Stages))
	}
	for _, s := range p.Stages {
		if !json.Valid(s.Canonical) {
			t.Errorf("the canonical parameters of %s are no JSON: %s", s.Name, s.Canonical)
		}
	}
}

func checkProblems(t *testing.T, err error) {
	t.Helper()
	var problems pipelinefile.Problems
	if !errors.As(err, &problems) || len(problems.List) == 0 {
		t.Fatalf("error %v is no Problems", err)
	}
	for _, p := range problems.List {
		if p.File == "" || p.Message == "" || p.Line < 0 || p.Column < 0 {
			t.Errorf("problem without a place or a message: %+v", p)
		}
	}
	for _, r := range err.Error() {
		if r < ' ' && r != '\n' && r != '\t' {
			t.Errorf("the message holds the control character %q", r)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(paper(f), "quick")
	f.Add(paper(f), "")
	for _, source := range []string{
		merges(3, "{<<: [*, *], p: *}"), merges(4, "{p: *, q: *}"), merges(3, "[*, *]"), "stages: &a {<<: *a, b: [*a]}\n", "stages: {<<: [[{a: 1}], {<<: {b: 1}}]}\n",
		"stages: {? &a [*a] : 1, ? {b: 1} : 2, *a : 3}\n", "%TAG ! tag:\n---\nstages: !x {}\n---\n", "stages: {\"\\e[2J\u202e\": !!binary aGk=}\n", "\xff\xfes\x00",
		"profiles: {q: {stages: {a: null, <<: *b}}}\nstages: &b {a: {uses: sgd, with: {<<: {hidden: 2}, hidden: null}}}\n", "seed: 0x\nstages: |\n \ta\r\n",
	} {
		f.Add(source, "q")
	}
	paths, _ := filepath.Glob(filepath.Join("testdata", "problems", "*.txt"))
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		profile, _ := arguments(part(string(content), "arguments"))
		f.Add(part(string(content), "pipeline.yaml"), profile)
	}
	f.Fuzz(func(t *testing.T, source, profile string) {
		p, err := parse(source, profile)
		check(t, p, err)
	})
}

func FuzzSet(f *testing.F) {
	content, err := os.ReadFile(filepath.Join("testdata", "problems", "set.txt"))
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(part(string(content), "arguments")) {
		f.Add(strings.TrimSuffix(line, "\n"))
	}
	f.Add("erf-sgd.init={scale: 1e-3, weights: [\nstart.npz]}")
	f.Add("erf-sgd.init={weights: start.npz}")
	source := paper(f)
	f.Fuzz(func(t *testing.T, argument string) {
		p, err := parse(source, "quick", argument)
		check(t, p, err)
	})
}
