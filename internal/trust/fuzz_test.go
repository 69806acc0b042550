package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A fuzzer that fails, hangs or executes nothing is counted; one that does none of it isn't.
func TestFuzzersThatFailAreCounted(t *testing.T) {
	if testing.Short() {
		t.Skip("runs processes")
	}
	for name, c := range map[string]struct {
		script     string
		executions int
		failure    string
	}{
		"good":                  {`echo "fuzz: elapsed: 1s, execs: 12 (12/sec)"; echo "fuzz: elapsed: 2s, execs: 345 (1/sec), new interesting: 1 (total: 2)"; echo PASS`, 345, ""},
		"crasher":               {`echo "fuzz: elapsed: 1s, execs: 12 (12/sec)"; echo "    Failing input written to testdata/fuzz/FuzzX/0123"; echo FAIL; exit 1`, 12, "testdata/fuzz/FuzzX/0123, which go test repeats"},
		"the end of the time":   {`echo "fuzz: elapsed: 1s, execs: 12 (12/sec)"; echo "--- FAIL: FuzzX (1.04s)"; echo "    context deadline exceeded"; echo FAIL; exit 1`, 12, ""},
		"a deadline of its own": {`echo "fuzz: elapsed: 1s, execs: 12 (12/sec)"; echo "--- FAIL: FuzzX (1.04s)"; echo "    --- FAIL: FuzzX (0.00s)"; echo "        x_test.go:9: context deadline exceeded"; echo FAIL; exit 1`, 12, "failed"},
		"hangs":                 {`echo "fuzz: elapsed: 1s, execs: 12 (12/sec)"; sleep 30`, 12, "hung"},
		"nothing":               {`echo PASS`, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			binary := filepath.Join(dir, "x.test")
			if err := os.WriteFile(binary, []byte("#!/bin/sh\n"+c.script+"\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			got := runFuzzer(t.Context(), fuzzRun{binary: binary, dir: dir, name: "FuzzX", length: "1s", corpus: filepath.Join(dir, "corpus"), limit: time.Second})
			if got.executions != c.executions || (got.failure == "") != (c.failure == "") || !strings.Contains(got.failure, c.failure) {
				t.Errorf("%d executions, failure %q; want %d and %q", got.executions, got.failure, c.executions, c.failure)
			}
		})
	}
}

// The fuzz tests are found where they are, without a list.
func TestFuzzersAreFound(t *testing.T) {
	root := t.TempDir()
	for name, content := range map[string]string{
		"a/a_test.go":          "package a\nimport \"testing\"\nfunc FuzzOne(f *testing.F) {}\n// func FuzzNot(f)\nfunc (x) FuzzMethod() {}\n",
		"a/other.go":           "package a\nfunc FuzzIsNoTest() {}\n",
		"b/b.go":               "package b\n",
		"b/more.go":            "package b\n",
		"b/b_test.go":          "package b_test\nfunc FuzzTwo(f *testing.F) {}\nfunc FuzzThree(f *testing.F) {}\n",
		"b/b_plan9_test.go":    "package b_test\nfunc FuzzElsewhere(f *testing.F) {}\n",
		"b/testdata/x_test.go": "package x\nfunc FuzzData(f *testing.F) {}\n",
		"c/go.mod":             "module other\n",
		"c/c_test.go":          "package c\nfunc FuzzOther(f *testing.F) {}\n",
		".d/d_test.go":         "package d\nfunc FuzzHidden(f *testing.F) {}\n",
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	all, err := findFuzzers(root)
	if want := []fuzzer{{"a", "FuzzOne"}, {"b", "FuzzTwo"}, {"b", "FuzzThree"}}; err != nil || !slices.Equal(all, want) {
		t.Errorf("%v, %v, want %v", all, err, want)
	}
	if _, err := findFuzzers(t.TempDir()); err == nil {
		t.Error("no fuzz tests: no error")
	}
}
