package main

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	fuzzBudget = 56 * time.Second // of all fuzzers together, at full scale
	fuzzLeast  = time.Second      // of one of them
	fuzzRest   = 90 * time.Second // after its time, one that hasn't ended hangs
	// fuzzTiny is the scale below which one fuzzer runs, and for a few hundred executions, without instrumentation.
	fuzzTiny       = 0.01
	fuzzTinyCounts = "300x"
)

// fuzzer is a fuzz test of the module.
type fuzzer struct {
	folder string // of its package, relative to the module's
	name   string
}

func (f fuzzer) String() string { return f.folder + "." + f.name }

// fuzz runs every fuzz test of the module, wherever it is, for its share of the time.
func fuzz(b *bench) error {
	all, err := findFuzzers(b.program.root)
	if err != nil {
		return err
	}
	tiny := b.options.scale < fuzzTiny && b.options.fuzztime == 0
	share := b.options.fuzztime
	length := fmt.Sprint(share)
	switch {
	case tiny:
		all, length = all[:1], fuzzTinyCounts
	case share == 0:
		share = max(fuzzLeast, time.Duration(float64(fuzzBudget)*b.options.scale)/time.Duration(len(all))).Round(100 * time.Millisecond)
		length = fmt.Sprint(share)
	}
	binaries := fuzzBinaries{root: b.program.root, dir: filepath.Join(b.dir, "fuzz-bin"), instrumented: !tiny}
	var mu sync.Mutex
	least, fewest := "", 0
	b.row("inputs", fmt.Sprintf("inputs made up by %d fuzzers, %s each: nothing crashes, hangs or breaks what it promises", len(all), length), len(all), func(t *trial) {
		f := all[t.number]
		binary, err := binaries.of(t.ctx, f.folder)
		t.must(err)
		result := runFuzzer(t.ctx, fuzzRun{
			binary: binary, dir: filepath.Join(b.program.root, f.folder), name: f.name, length: length, corpus: filepath.Join(t.dir, "corpus"), limit: share + fuzzRest,
		})
		t.tried(result.executions)
		if result.failure != "" {
			t.wrong("%s: %s", f, result.failure)
		} else if result.executions == 0 {
			t.wrong("%s executed nothing\n%s", f, tail(result.output, 800))
		}
		mu.Lock()
		defer mu.Unlock()
		if least == "" || result.executions < fewest {
			least, fewest = f.String(), result.executions
		}
	})
	if least != "" {
		b.note("inputs", "fewest: %s with %d", least, fewest)
	}
	return nil
}

// findFuzzers finds the fuzz tests of the module in a folder, those of small packages first.
func findFuzzers(root string) ([]fuzzer, error) {
	var all []fuzzer
	sizes := map[string]int{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skipFolder(root, path, entry.Name())
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		sizes[folder]++
		names, err := fuzzTests(path)
		for _, name := range names {
			all = append(all, fuzzer{folder: filepath.ToSlash(folder), name: name})
		}
		return err
	})
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("there are no fuzz tests in %s", root)
	}
	slices.SortStableFunc(all, func(a, b fuzzer) int { return sizes[a.folder] - sizes[b.folder] })
	return all, err
}

// skipFolder leaves out folders in which the go command looks for no packages.
func skipFolder(root, path, name string) error {
	if path == root {
		return nil
	}
	_, err := os.Stat(filepath.Join(path, "go.mod"))
	if err == nil || name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
		return fs.SkipDir
	}
	return nil
}

// fuzzTests returns the names of the fuzz tests in a file that is built here.
func fuzzTests(path string) (names []string, err error) {
	if !strings.HasSuffix(path, "_test.go") {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(text, []byte("func Fuzz")) {
		return nil, err
	}
	if match, err := build.Default.MatchFile(filepath.Split(path)); err != nil || !match {
		return nil, err
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, declaration := range file.Decls {
		if f, ok := declaration.(*ast.FuncDecl); ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, "Fuzz") {
			names = append(names, f.Name.Name)
		}
	}
	return names, nil
}

// fuzzBinaries are test binaries of packages, each built once.
type fuzzBinaries struct {
	root, dir    string
	instrumented bool // so that the fuzzer sees which code an input reaches
	mu           sync.Mutex
	once         map[string]func() (string, error)
}

func (f *fuzzBinaries) of(ctx context.Context, folder string) (string, error) {
	f.mu.Lock()
	if f.once == nil {
		f.once = map[string]func() (string, error){}
	}
	if f.once[folder] == nil {
		f.once[folder] = sync.OnceValues(func() (string, error) { return f.build(ctx, folder) })
	}
	built := f.once[folder]
	f.mu.Unlock()
	return built()
}

func (f *fuzzBinaries) build(ctx context.Context, folder string) (string, error) {
	binary := filepath.Join(f.dir, strings.ReplaceAll(folder, "/", "_")+".test")
	arguments := []string{"test", "-c", "-o", binary}
	if f.instrumented {
		arguments = append(arguments, "-fuzz", ".")
	}
	if err := os.MkdirAll(f.dir, 0o777); err != nil {
		return "", err
	}
	c := exec.CommandContext(ctx, "go", append(arguments, "./"+folder)...)
	c.Dir = f.root
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(c.Args[1:], " "), err, out)
	}
	return binary, nil
}

// fuzzRun is one fuzz test to run.
type fuzzRun struct {
	binary string
	dir    string // of the package: Go keeps inputs that fail in testdata/fuzz there
	name   string
	length string        // a time, or "300x"
	corpus string        // for inputs that reach new code
	limit  time.Duration // after which it hangs
}

// fuzzResult is what came of it.
type fuzzResult struct {
	executions int
	failure    string // "" where nothing failed
	output     string
}

var (
	executionsPattern = regexp.MustCompile(`execs: (\d+)`)
	writtenPattern    = regexp.MustCompile(`Failing input written to (\S+)`)
	// endPattern is all that a fuzz test says where its time was over in the wrong moment: Go takes the end of the time
	// for a failure then, now and then (golang.org/issue/51484). An input that fails is written, and says more.
	endPattern = regexp.MustCompile(`(?m)^--- FAIL: \w+ \([0-9.]+s\)\n +context deadline exceeded\nFAIL\n`)
)

// runFuzzer runs one fuzz test with one worker.
func runFuzzer(ctx context.Context, f fuzzRun) fuzzResult {
	if err := os.MkdirAll(f.corpus, 0o777); err != nil {
		return fuzzResult{failure: "the harness itself failed: " + err.Error()}
	}
	limited, cancel := context.WithTimeout(ctx, f.limit)
	defer cancel()
	c := exec.CommandContext(limited, f.binary, "-test.run=^$", "-test.fuzz=^"+f.name+"$", "-test.fuzztime="+f.length,
		"-test.fuzzcachedir="+f.corpus, "-test.fuzzminimizetime=20x", "-test.parallel=1")
	c.Dir, c.Env, c.WaitDelay = f.dir, environment(), 2*time.Second
	var output bytes.Buffer
	c.Stdout, c.Stderr = &output, &output
	newGroup(c) // its worker, too, is ended after the time limit
	c.Cancel = func() error { return killGroup(c.Process) }
	err := c.Run()
	result := fuzzResult{executions: executions(output.String()), output: output.String()}
	switch {
	case ctx.Err() != nil:
	case limited.Err() != nil:
		result.failure = fmt.Sprintf("hung: it didn't end within %v\n%s", f.limit, tail(result.output, 2000))
	case err != nil && endPattern.MatchString(result.output) && !writtenPattern.MatchString(result.output):
	case err != nil:
		where := ""
		if written := writtenPattern.FindStringSubmatch(result.output); written != nil {
			where = " on " + filepath.Join(f.dir, filepath.FromSlash(written[1])) + ", which go test repeats"
		}
		result.failure = fmt.Sprintf("failed%s: %v\n%s", where, err, tail(result.output, 3000))
	}
	return result
}

// executions is the last count that a fuzz test printed.
func executions(output string) int {
	all := executionsPattern.FindAllStringSubmatch(output, -1)
	if len(all) == 0 {
		return 0
	}
	n, err := strconv.Atoi(all[len(all)-1][1])
	if err != nil {
		return 0
	}
	return n
}
