package engine_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/pipelinefile"
)

func TestRunsWhatIsStaleAndNothingElse(t *testing.T) {
	tests := []struct {
		name   string
		change func(*project)
		ran    string
		status map[string]string // stage to a part of its status before the run
	}{
		{"nothing", func(*project) {}, "", map[string]string{"a": "fresh", "c": "fresh"}},
		{"a parameter", func(p *project) { p.add("b", joinParameters{Text: "BETA"}, "a") }, "b c",
			map[string]string{"a": "fresh", "b": `stale; parameter text: "beta" → "BETA"`, "c": "waiting", "d": "fresh"}},
		{"a comment", func(p *project) { p.source = "// hello\nvar x  =  1" }, "", map[string]string{"a": "fresh"}},
		{"the code", func(p *project) { p.source = "var x = 2" }, "a b c d",
			map[string]string{"a": "stale; code join/join.go changed", "c": "stale"}},
		{"Go's version", func(p *project) { p.go_ = "go1.27" }, "a b c d", map[string]string{"a": "version of Go: go1.26 → go1.27"}},
		{"a seed", func(p *project) { p.stages[3].Seed = 7 }, "d", map[string]string{"d": "stale; seed: 1 → 7"}},
		{"a name", func(p *project) { p.stages[3].Name = "e" }, "", map[string]string{"e": "fresh"}},
		{"an input more", func(p *project) { p.add("c", joinParameters{Text: "gamma"}, "b", "d") }, "c",
			map[string]string{"c": "input in[2]: out.txt is new"}},
		{"a new stage", func(p *project) { p.add("e", joinParameters{Text: "epsilon"}, "c") }, "e", map[string]string{"e": "never ran before"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newProject(t)
			chain(p)
			if ran := p.run(); strings.Join(ran, " ") != "a b c d" {
				t.Fatalf("first run: %v", ran)
			}
			test.change(p)
			states := p.states()
			for stage, want := range test.status {
				if !strings.Contains(states[stage], want) {
					t.Errorf("status of %s is %q, want %q in it", stage, states[stage], want)
				}
			}
			if ran := strings.Join(p.run(), " "); ran != test.ran {
				t.Errorf("ran %q, want %q", ran, test.ran)
			}
			if ran := p.run(); len(ran) != 0 {
				t.Errorf("and again: %v", ran)
			}
		})
	}
}

func TestSameBytesUpstreamStopThere(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.add("a", joinParameters{Text: "alpha", Round: true})
	p.run()
	p.add("a", joinParameters{Text: "aleph", Round: true}) // as long as before
	if s := p.states(); !strings.HasPrefix(s["b"], "waiting") {
		t.Errorf("b is %q, want waiting", s["b"])
	}
	if ran := strings.Join(p.run(), " "); ran != "a" {
		t.Errorf("ran %q, want a alone", ran)
	}
}

func TestTargetsRunOnlyWhatTheyNeed(t *testing.T) {
	p := newProject(t)
	chain(p)
	if _, err := p.engine(2).Run(t.Context(), []string{"b"}, nil); err != nil {
		t.Fatal(err)
	}
	if ran := strings.Join(p.log.take(), " "); ran != "a b" {
		t.Errorf("ran %q", ran)
	}
	if _, err := p.engine(2).Run(t.Context(), []string{"b"}, map[string]bool{"b": true}); err != nil {
		t.Fatal(err)
	}
	if ran := strings.Join(p.log.take(), " "); ran != "b" {
		t.Errorf("forced: ran %q", ran)
	}
}

func TestFailureStopsWhatDependsOnIt(t *testing.T) {
	for _, bad := range []joinParameters{{Text: "work", Fail: true}, {Text: "work", Panic: true}} {
		p := newProject(t)
		chain(p)
		p.add("b", bad, "a")
		summary, err := p.engine(2).Run(t.Context(), nil, nil)
		if err == nil || strings.Count(err.Error(), "stage b") != 1 {
			t.Errorf("error %v", err)
		}
		if len(summary.Failed) != 1 || !slices.Equal(summary.Skipped, []string{"c"}) || !slices.Equal(summary.Ran, []string{"a", "d"}) {
			t.Errorf("summary %+v", summary)
		}
		if shown := p.shown.String(); !strings.Contains(shown, "because b failed") {
			t.Errorf("shown:\n%s", shown)
		}
		p.add("b", joinParameters{Text: "beta"}, "a")
		p.log.take()
		if ran := strings.Join(p.run(), " "); ran != "b c" {
			t.Errorf("after the mend: ran %q", ran)
		}
	}
}

func TestDamagedInputIsMadeAgain(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	want := p.output("c")
	path, err := p.engine(1).Output(t.Context(), "a", "out.txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, []byte("alphA"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.engine(1).Explain(t.Context(), "a"); err == nil {
		t.Error("explain vouches for bytes that don't match")
	}
	if _, err := p.engine(1).Output(t.Context(), "a", "out.txt"); err == nil {
		t.Error("path hands out damaged bytes")
	}
	// b must run again and so reads what a left; a has to be made again first.
	if _, err := p.engine(2).Run(t.Context(), nil, map[string]bool{"b": true}); err != nil {
		t.Fatal(err)
	}
	if ran := strings.Join(p.log.take(), " "); ran != "a b" {
		t.Errorf("ran %q", ran)
	}
	if got := p.output("c"); got != want {
		t.Errorf("c is %q, want %q", got, want)
	}
	if damaged, _ := os.ReadDir(filepath.Join(p.dir, "cache", "damaged")); len(damaged) != 1 {
		t.Errorf("%d damaged files were kept, want 1", len(damaged))
	}
}

// TestDamagedResultIsMadeAgain damages a result that no other stage reads: the
// last stage of a chain, and a target.
func TestDamagedResultIsMadeAgain(t *testing.T) {
	for _, test := range []struct {
		damaged string
		targets []string
	}{{"c", nil}, {"a", []string{"a"}}} {
		p := newProject(t)
		chain(p)
		p.run()
		path, err := p.engine(1).Output(t.Context(), test.damaged, "out.txt")
		if err != nil {
			t.Fatal(err)
		}
		damage(t, path)
		never := func(string, string, string) string { return "" }
		if v, err := p.engine(1).Verify(t.Context(), []string{test.damaged}, never); err != nil || v[0].Identical {
			t.Errorf("verify finds damaged bytes identical: %+v, %v", v, err)
		}
		p.log.take()
		if _, err := p.engine(2).Run(t.Context(), test.targets, nil); err != nil {
			t.Fatal(err)
		}
		if ran := strings.Join(p.log.take(), " "); ran != test.damaged {
			t.Errorf("ran %q, want %q", ran, test.damaged)
		}
		if _, err := p.engine(1).Output(t.Context(), test.damaged, "out.txt"); err != nil {
			t.Error(err)
		}
	}
}

// damage changes a byte of a file and nothing else.
func damage(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[0] ^= 1
	if err := errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, content, 0o644)); err != nil {
		t.Fatal(err)
	}
}

func TestGivenFileThatChangesDuringARunIsRefused(t *testing.T) {
	p := newProject(t)
	chain(p)
	given := filepath.Join(t.TempDir(), "start.npz")
	if err := os.WriteFile(given, []byte("one"), 0o666); err != nil {
		t.Fatal(err)
	}
	digest, _, err := cache.DigestFile(given)
	if err != nil {
		t.Fatal(err)
	}
	p.stages[0].Files = []pipelinefile.FileUse{{Field: "init.weights", Path: given, Digest: "sha256:" + string(digest)}}
	if err := os.WriteFile(given, []byte("two"), 0o666); err != nil {
		t.Fatal(err)
	}
	summary, err := p.engine(1).Run(t.Context(), []string{"a"}, nil)
	if err == nil || len(summary.Failed) != 1 || !strings.Contains(summary.Failed[0].Text, "has changed since the run began") {
		t.Errorf("%+v, %v", summary, err)
	}
}

// TestProvenanceFollowsThePipeline changes an input's seed without changing its
// bytes: the figure stays fresh, and its provenance must show the new run.
func TestProvenanceFollowsThePipeline(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	p.stages[0].Seed = 9
	if ran := strings.Join(p.run(), " "); ran != "a" {
		t.Fatalf("ran %q", ran)
	}
	provenance, err := p.engine(1).Explain(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	if seed := provenance.Inputs[0].Inputs[0].Preimage.Seed; seed != 9 {
		t.Errorf("the provenance shows seed %d, want 9", seed)
	}
}

func TestOrderOfPortsMeansNothing(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.add("e", joinParameters{Text: "e"})
	p.stages[4].Needs = []pipelinefile.Need{{Port: "in", Stages: []string{"a"}}, {Port: "other", Stages: []string{"b"}}}
	p.run()
	slices.Reverse(p.stages[4].Needs)
	if ran := p.run(); len(ran) != 0 {
		t.Errorf("ran %v", ran)
	}
}

func TestRenamedStageKeepsItsHistory(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	p.stages[3].Name = "e"
	p.run()
	p.add("e", joinParameters{Text: "other"})
	if s := p.states()["e"]; !strings.Contains(s, `"delta" → "other"`) {
		t.Errorf("state %q", s)
	}
}

func TestCancelledRequestIsAFailure(t *testing.T) {
	p := newProject(t)
	p.add("a", joinParameters{Text: "a", Cancelled: true})
	summary, err := p.engine(1).Run(t.Context(), nil, nil)
	if err == nil || len(summary.Failed) != 1 {
		t.Errorf("%+v, %v", summary, err)
	}
}

// TestResultsAreReferredToAtOnce interrupts a run; gc must keep what has ended.
func TestResultsAreReferredToAtOnce(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.add("c", joinParameters{Text: "gamma", Fail: true}, "b")
	if err := os.WriteFile(filepath.Join(p.dir, "pipeline.yaml"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := p.engine(2).Run(t.Context(), nil, nil); err == nil {
		t.Fatal("no error")
	}
	if g, err := p.cache().GC(time.Now().Add(time.Hour), nil, false); err != nil || g.Actions != 0 {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestMissingOutputIsMadeAgain(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	path, err := p.engine(1).Output(t.Context(), "b", "out.txt")
	if err != nil {
		t.Fatal(err)
	}
	os.Remove(path)
	if s := p.states(); !strings.Contains(s["b"], "missing from the cache") || !strings.HasPrefix(s["c"], "waiting") {
		t.Errorf("states %v", s)
	}
	if ran := strings.Join(p.run(), " "); ran != "b" {
		t.Errorf("ran %q", ran)
	}
}

func TestInterruptionKeepsWhatIsDone(t *testing.T) {
	p := newProject(t)
	chain(p)
	block := make(chan struct{})
	p.add("b", joinParameters{Text: "beta", Block: block}, "a")
	ctx, cancel := context.WithCancel(t.Context())
	e := p.engine(2)
	go func() {
		for len(p.states()) > 0 && !strings.HasPrefix(p.states()["a"], "fresh") {
			time.Sleep(5 * time.Millisecond)
		}
		cancel()
	}()
	_, err := e.Run(ctx, nil, nil)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	p.log.take()
	if scratch, _ := os.ReadDir(filepath.Join(p.dir, "cache", "scratch")); len(scratch) != 0 {
		t.Errorf("scratch isn't empty: %v", scratch)
	}
	close(block)
	ran := p.run()
	if !slices.Contains(ran, "b") || slices.Contains(ran, "a") {
		t.Errorf("afterwards ran %v", ran)
	}
}

// TestTwoProcessesShareACache runs engines side by side: each stage runs once.
func TestTwoProcessesShareACache(t *testing.T) {
	p := newProject(t)
	for i := range 8 {
		p.add(fmt.Sprintf("wide%d", i), joinParameters{Text: strings.Repeat("x", i+1)})
	}
	chain(p)
	var group sync.WaitGroup
	for range 4 {
		e := p.engine(2)
		group.Go(func() {
			if _, err := e.Run(t.Context(), nil, nil); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if ran := p.log.take(); len(ran) != 12 || len(slices.Compact(ran)) != 12 {
		t.Errorf("ran %v", ran)
	}
}

func TestStagesWithOneContentRunOnce(t *testing.T) {
	p := newProject(t)
	p.add("a", joinParameters{Text: "same"})
	p.add("b", joinParameters{Text: "same"})
	if ran := p.run(); len(ran) != 1 {
		t.Errorf("ran %v", ran)
	}
}

func TestCaveatsAreHandedOn(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.add("a", joinParameters{Text: "alpha", Caveat: "surrogate"})
	p.run()
	for stage, want := range map[string]int{"a": 1, "b": 1, "c": 1, "d": 0} {
		provenance, err := p.engine(1).Explain(t.Context(), stage)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(provenance.Detail.Caveats); got != want {
			t.Errorf("%s has %d caveats, want %d", stage, got, want)
		}
	}
}

func TestExplain(t *testing.T) {
	p := newProject(t)
	chain(p)
	if _, err := p.engine(1).Explain(t.Context(), "c"); err == nil || !strings.Contains(err.Error(), "never run") {
		t.Errorf("error %v", err)
	}
	p.run()
	provenance, err := p.engine(1).Explain(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	if !provenance.Current || provenance.Inputs[0].Stage != "b" || provenance.Inputs[0].Inputs[0].Stage != "a" {
		t.Errorf("provenance %+v", provenance)
	}
	copied := filepath.Join(t.TempDir(), "renamed.txt")
	if err := os.WriteFile(copied, []byte(p.output("b")), 0o666); err != nil {
		t.Fatal(err)
	}
	byFile, output, err := p.engine(1).ExplainFile(t.Context(), copied)
	if err != nil || byFile.Stage != "b" || output != "out.txt" {
		t.Errorf("%s/%s, %v", byFile.Stage, output, err)
	}
	p.add("c", joinParameters{Text: "GAMMA"}, "b")
	past, err := p.engine(1).Explain(t.Context(), "c")
	if err != nil || past.Current || len(past.Reasons) != 1 {
		t.Errorf("past %+v, %v", past, err)
	}
}

func TestVerify(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	never := func(name, old, now string) string { t.Errorf("%s differs", name); return "" }
	verdicts, err := p.engine(1).Verify(t.Context(), []string{"b"}, never)
	if err != nil || len(verdicts) != 1 || !verdicts[0].Identical {
		t.Errorf("%+v, %v", verdicts, err)
	}
	if ran := strings.Join(p.log.take(), " "); ran != "b" {
		t.Errorf("ran %q", ran)
	}
	p.stages[1].Parameters = &joinParameters{Text: "not what the key says"}
	verdicts, err = p.engine(1).Verify(t.Context(), []string{"b"}, func(string, string, string) string { return "moved" })
	if err != nil || verdicts[0].Identical || verdicts[0].Problem != "moved" {
		t.Errorf("%+v, %v", verdicts, err)
	}
}

func TestStatusWritesNothing(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.states()
	if _, err := os.Stat(filepath.Join(p.dir, "cache")); !errors.Is(err, os.ErrNotExist) {
		t.Error("status made a cache")
	}
}

func TestCheckpointsEndWithTheStage(t *testing.T) {
	p := newProject(t)
	block := make(chan struct{})
	close(block)
	p.add("a", joinParameters{Text: "alpha", Block: block})
	p.run()
	if left, _ := os.ReadDir(filepath.Join(p.dir, "cache", "checkpoints")); len(left) != 0 {
		t.Errorf("checkpoints left: %v", left)
	}
}

// A part that is left out is null in the key, and no value that anything was changed from or to.
func TestPartsLeftOutAreGone(t *testing.T) {
	p := newProject(t)
	p.add("a", joinParameters{Text: "alpha"})
	set := func(canonical string) { p.stages[0].Canonical = []byte(canonical) }
	set(`{"text":"alpha","times":{"file":"sha256:5"},"init":null}`)
	p.run()
	set(`{"text":"alpha","times":null,"init":{"scale":0.2}}`)
	want := `stale; parameter init.scale is new: 0.2; parameter times.file is gone (was "sha256:5")`
	if got := p.states()["a"]; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestReasonReads(t *testing.T) {
	tests := map[string]engine.Reason{
		"parameter dim: 10 → 20":           {Subject: "parameter", Name: "dim", Old: "10", New: "20"},
		"seed: 1 → 2":                      {Subject: "seed", Old: "1", New: "2"},
		"parameter x is new: 3":            {Subject: "parameter", Name: "x", New: "3"},
		"parameter x is gone (was 3)":      {Subject: "parameter", Name: "x", Old: "3"},
		"code theory/flow.go changed":      {Subject: "code", Name: "theory/flow.go changed"},
		"code gonum.org/v1/gonum: v1 → v2": {Subject: "code", Name: "gonum.org/v1/gonum", Old: "v1", New: "v2"},
	}
	for want, reason := range tests {
		if got := reason.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
