package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// workDir is the folder of all tests together; background outlives each of them.
var (
	workDir    string
	background = context.Background()
)

func TestMain(m *testing.M) {
	if reexecuted(os.Args) {
		return
	}
	os.Exit(testAll(m))
}

func testAll(m *testing.M) int {
	dir, err := os.MkdirTemp("", "trust-test-")
	if err != nil {
		panic(err)
	}
	defer removeAll(dir)
	workDir = dir
	return m.Run()
}

// tinyScale makes nearly every row a single trial.
const tinyScale = 0.001

// tiny are the flags of a test.
var tiny = options{seed: 1, scale: tinyScale, jobs: 2, limit: timeLimit}

// built builds the program once for all tests. Only its test binary, to save time:
// it stands for the program itself too.
var built = sync.OnceValues(func() (programs, error) {
	p, err := locate(background, workDir)
	if err == nil {
		p.real, err = p.faulty()
	}
	return p, err
})

// newTiny returns what sections need, with a tally of its own.
func newTiny(t *testing.T, o options) *shared {
	t.Helper()
	if testing.Short() {
		t.Skip("builds and runs the program")
	}
	program, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return newShared(t.Context(), t.TempDir(), program, o, newTally(o), t.Output())
}

// TestEverySection runs each section once at a tiny scale, so that the harness
// can't rot. "go run ./internal/trust" does the same at full counts.
func TestEverySection(t *testing.T) {
	shared := newTiny(t, tiny)
	for _, s := range sections() {
		t.Run(s.name, func(t *testing.T) {
			began := time.Now()
			if err := s.run(shared.bench(s.name)); err != nil {
				t.Error(err)
			}
			t.Logf("%.1f s", time.Since(began).Seconds())
			for _, f := range shared.tally.sortedFailures() {
				if f.Section == s.name {
					t.Errorf("%s: %s/%d: %s", f.Kind, f.Row, f.Trial, f.Text)
				}
			}
		})
	}
	var table strings.Builder
	if err := shared.tally.writeTable(&table); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + table.String())
}

func TestWrongFlagsAreRefused(t *testing.T) {
	for arguments, want := range map[string]string{
		"crashs":    `no section "crashs"; there are crashes`,
		"-jobs 0":   "-jobs must be at least 1",
		"-scale 0":  "-scale above 0",
		"-scale -1": "-scale above 0",
	} {
		var out bytes.Buffer
		if code := run(t.Context(), strings.Fields(arguments), &out, &out); code != 2 || !strings.Contains(out.String(), want) {
			t.Errorf("%s: exit code %d: %s", arguments, code, &out)
		}
	}
}

func TestListTellsWhatIsProved(t *testing.T) {
	var out bytes.Buffer
	if code := run(t.Context(), []string{"-list"}, &out, &out); code != 0 || !strings.HasPrefix(out.String(), "crashes      a run that is killed") {
		t.Errorf("exit code %d: %s", code, &out)
	}
}
