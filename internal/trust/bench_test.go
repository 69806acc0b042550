package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bare is a bench without a program.
func bare(t *testing.T, o options) *bench {
	t.Helper()
	return newShared(t.Context(), t.TempDir(), programs{}, o, newTally(o), io.Discard).bench("bare")
}

// Trials draw the same whatever runs beside them, and something else in each.
func TestTrialsAreRepeatable(t *testing.T) {
	drawn := func(o options) map[int]uint64 {
		var mu sync.Mutex
		all := map[int]uint64{}
		bare(t, o).row("row", "row", 50, func(t *trial) {
			mu.Lock()
			defer mu.Unlock()
			all[t.number] = t.random.Uint64()
		})
		return all
	}
	alone := drawn(options{seed: 1, jobs: 1})
	if together := drawn(options{seed: 1, jobs: 8}); !cmp.Equal(alone, together) {
		t.Error(cmp.Diff(alone, together))
	}
	different := map[uint64]bool{}
	for _, x := range alone {
		different[x] = true
	}
	if len(different) != 50 {
		t.Errorf("%d different numbers in 50 trials", len(different))
	}
	if one := drawn(options{seed: 1, jobs: 8, only: "row/17"}); len(one) != 1 || one[17] != alone[17] {
		t.Errorf("-only row/17 drew %v, want %d", one, alone[17])
	}
	if other := drawn(options{seed: 2, jobs: 8}); other[17] == alone[17] {
		t.Error("the seed changes nothing")
	}
}

func TestCountsFollowTheScale(t *testing.T) {
	for _, test := range []struct {
		scale float64
		want  int
	}{{1, 200}, {0.1, 20}, {0.001, 1}, {10, 2000}} {
		if got := bare(t, options{scale: test.scale}).count(200); got != test.want {
			t.Errorf("scale %g: %d, want %d", test.scale, got, test.want)
		}
	}
}

// A harness that fails itself isn't a success.
func TestAHarnessThatFailsIsCounted(t *testing.T) {
	b := bare(t, options{seed: 3, jobs: 2, scale: 1})
	b.row("bad", "bad", 3, func(t *trial) {
		switch t.number {
		case 0:
			panic("of the harness")
		case 1:
			t.must(os.ErrPermission)
		}
	})
	failures := b.tally.sortedFailures()
	if len(failures) != 2 || !strings.Contains(failures[0].Text, "of the harness") || !strings.Contains(failures[1].Text, "permission denied") {
		t.Errorf("%+v", failures)
	}
	if want := "go run ./internal/trust -seed 3 -only bad/1 -keep bare"; failures[1].Repeat != want {
		t.Errorf("repeat by %q, want %q", failures[1].Repeat, want)
	}
}

func TestTable(t *testing.T) {
	b := bare(t, options{seed: 1, jobs: 4, scale: 1})
	b.row("kills", "killed at random moments", 3, func(t *trial) {
		t.tried(700)
		if t.number == 1 {
			t.lost("simulation ran again")
		}
	})
	b.note("kills", "each step")
	b.notTried("tmpfs", "disk of 1 MB", "no user namespaces here")
	want := `lost: bare, kills/1: simulation ran again
  again: go run ./internal/trust -seed 1 -only kills/1 -keep bare

what                            tried    lost   wrong
─────────────────────────────────────────────────────
bare
  killed at random moments      2,100       1       0  each step
  disk of 1 MB              not tried                  no user namespaces here
─────────────────────────────────────────────────────
all                             2,100       1       0

seed 1, scale 1, 4 at once, 0 s. Not to be trusted: see the failures above.
`
	var got strings.Builder
	if err := b.tally.writeTable(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
	var text strings.Builder
	if err := b.tally.writeJSON(&text); err != nil {
		t.Fatal(err)
	}
	var read struct {
		Good        bool
		Tried, Lost int
		Rows        []row
	}
	if err := json.Unmarshal([]byte(text.String()), &read); err != nil || read.Good || read.Tried != 2100 || read.Lost != 1 || len(read.Rows) != 2 {
		t.Errorf("%v: %s", err, &text)
	}
}

// Where nothing was tried, nothing is proved.
func TestNothingTriedIsNotGood(t *testing.T) {
	b := bare(t, options{seed: 1, jobs: 1, scale: 1})
	b.notTried("tmpfs", "disk of 1 MB", "no user namespaces here")
	if b.tally.good() {
		t.Error("good without a trial")
	}
	b.row("row", "row", 1, func(*trial) {})
	if !b.tally.good() {
		t.Error("not good after a good trial")
	}
	b.tally.broken("bare", os.ErrClosed)
	if b.tally.good() {
		t.Error("good though a section couldn't be carried out")
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestDifferencesAreNamed(t *testing.T) {
	want := snapshot{map[string]map[string]string{"a": {"x": "1", "y": "2"}}, map[string]string{"index.html": "3", "f.png": "5"}}
	got := snapshot{map[string]map[string]string{"a": {"x": "1", "y": "9"}, "b": {"z": "4"}}, map[string]string{"index.html": "3"}}
	all := want.differences(got)
	if expected := []string{"output a/y has other bytes", "output b/z shouldn't be there", "reports/f.png is missing"}; !slices.Equal(all, expected) {
		t.Errorf("%q", all)
	}
	if same := want.differences(want); len(same) > 0 {
		t.Errorf("%q", same)
	}
}

// What a run took, and when and where it ran, is left out of the report; nothing else is.
func TestTimelessLeavesOutTimesAlone(t *testing.T) {
	page := func(took, host, value string) string {
		return fmt.Sprintf(`<p><span class="kind">sgd</span> · %s on %s · <time datetime="x">24 November, %s</time></p><span class="took">%s</span><b>%s</b>`, took, host, took, took, value)
	}
	key := strings.Repeat("0f", 32)
	cell := func(took, kind string) string {
		return "| a | " + kind + " | " + took + " | " + key + " |\n| b | c |\n"
	}
	for _, test := range []struct {
		name, a, b string
		same       bool
	}{
		{"index.html", page("1 s", "here", "7"), page("2 min 3 s", "there", "7"), true},
		{"index.html", page("1 s", "here", "7"), page("1 s", "here", "8"), false},
		{"paper.md", cell("17 ms", "sgd"), cell("2.1 s", "sgd"), true},
		{"paper.md", cell("17 ms", "sgd"), cell("17 ms", "ode"), false},
		{"claims.json", "1 s", "2 s", false},
	} {
		if same := string(timeless(test.name, []byte(test.a))) == string(timeless(test.name, []byte(test.b))); same != test.same {
			t.Errorf("%s: same is %v: %s", test.name, same, timeless(test.name, []byte(test.a)))
		}
	}
}

func TestEnvironmentIsScrubbed(t *testing.T) {
	t.Setenv("PIPELINE_JOBS", "7")
	t.Setenv("CIFAR10_ARCHIVE", "x")
	t.Setenv("GODEBUG", "x=1")
	for _, entry := range environment() {
		for _, name := range []string{"PIPELINE_JOBS=", "CIFAR10_ARCHIVE=", "GODEBUG="} {
			if strings.HasPrefix(entry, name) {
				t.Errorf("%s is handed on", entry)
			}
		}
	}
}

func TestCopyTreeKeepsModes(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	path := filepath.Join(from, "a", "b")
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("x"), 0o444); err != nil {
		t.Fatal(err)
	}
	if err := copyTree(from, to); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(to, "a", "b"))
	if err != nil || info.Mode().Perm() != 0o444 || info.Size() != 1 {
		t.Errorf("%v, %v", info, err)
	}
}
