package engine_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
)

// object returns where the output of a stage lies.
func (p *project) object(stage string) string {
	p.t.Helper()
	path, err := p.engine(1).Output(p.t.Context(), stage, "out.txt")
	if err != nil {
		p.t.Fatal(err)
	}
	return path
}

// manifest returns a stage's manifest and where it lies.
func (p *project) manifest(stage string) (m cache.Manifest, path string) {
	p.t.Helper()
	all, err := p.engine(1).Status(p.t.Context(), []string{stage}, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	key := all[len(all)-1].Key
	path = filepath.Join(p.dir, "cache", "actions", string(key)[:2], string(key)+".json")
	text, err := os.ReadFile(path)
	if err := errors.Join(err, json.Unmarshal(text, &m)); err != nil {
		p.t.Fatal(err)
	}
	return m, path
}

// forge replaces a stage's manifest by a changed one whose own digest is right again.
func (p *project) forge(stage string, change func(*cache.Manifest)) {
	p.t.Helper()
	m, path := p.manifest(stage)
	change(&m)
	m.Check = ""
	text, err := json.Marshal(m)
	if err != nil {
		p.t.Fatal(err)
	}
	m.Check = cache.DigestBytes(text)
	if text, err = json.Marshal(m); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// tell changes the detail of a manifest.
func tell(t *testing.T, change func(*engine.Detail)) func(*cache.Manifest) {
	return func(m *cache.Manifest) {
		var detail engine.Detail
		if err := json.Unmarshal(m.Detail, &detail); err != nil {
			t.Fatal(err)
		}
		change(&detail)
		text, err := json.Marshal(detail)
		if err != nil {
			t.Fatal(err)
		}
		m.Detail = text
	}
}

// TestEveryDamagedResultIsMadeAgain damages, one by one, the results of a run in which
// everything is fresh: also those that no stage would read.
func TestEveryDamagedResultIsMadeAgain(t *testing.T) {
	for _, stage := range []string{"a", "b", "c", "d"} {
		p := newProject(t)
		chain(p)
		p.run()
		want := p.output(stage)
		damage(t, p.object(stage))
		if ran := strings.Join(p.run(), " "); ran != stage {
			t.Errorf("ran %q, want %q", ran, stage)
		}
		if shown := p.shown.String(); !strings.Contains(shown, "stage "+stage+": ") || !strings.Contains(shown, "holds other bytes than its name says") {
			t.Errorf("shown:\n%s", shown)
		}
		if got := p.output(stage); got != want {
			t.Errorf("%s is %q, want %q", stage, got, want)
		}
	}
}

// TestDamagedManifestIsReported: it is no manifest, but something was there, and whoever computed it should know.
func TestDamagedManifestIsReported(t *testing.T) {
	truncate := func(p *project) {
		_, path := p.manifest("b")
		if err := os.Truncate(path, 100); err != nil {
			t.Fatal(err)
		}
	}
	otherOne := func(p *project) {
		_, b := p.manifest("b")
		_, c := p.manifest("c")
		text, err := os.ReadFile(c)
		if err := errors.Join(err, os.WriteFile(b, text, 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	noOutput := func(p *project) {
		if err := os.Remove(p.object("b")); err != nil {
			t.Fatal(err)
		}
	}
	for name, spoil := range map[string]func(*project){"truncated": truncate, "another's": otherOne, "without its output": noOutput} {
		p := newProject(t)
		chain(p)
		p.run()
		spoil(p)
		state := p.states()["b"]
		if !strings.HasPrefix(state, "stale; ") || strings.Contains(state, "never") || strings.Contains(state, "form alone") {
			t.Errorf("%s: b is %q", name, state)
		}
		if _, err := p.engine(1).Explain(t.Context(), "b"); !errors.Is(err, cache.ErrDamaged) {
			t.Errorf("%s: explain: %v", name, err)
		}
		if ran := strings.Join(p.run(), " "); ran != "b" {
			t.Errorf("%s: ran %q", name, ran)
		}
		if shown := p.shown.String(); !strings.Contains(shown, "stage b: ") || !strings.Contains(shown, "making it again") {
			t.Errorf("%s: shown:\n%s", name, shown)
		}
	}
}

// TestManifestThatContradictsItsKey changes what a manifest tells of its inputs, and its own digest with it. The key
// was made from the inputs, so that they can be told from it.
func TestManifestThatContradictsItsKey(t *testing.T) {
	for name, change := range map[string]func(*cache.Manifest){
		"no inputs":       tell(t, func(d *engine.Detail) { d.Inputs = nil }),
		"too many inputs": tell(t, func(d *engine.Detail) { d.Inputs = append(d.Inputs, d.Inputs...) }),
		"another port":    tell(t, func(d *engine.Detail) { d.Inputs[0].Port = "out" }),
		"a short link":    tell(t, func(d *engine.Detail) { d.Inputs[0].Key = "x" }),
		"a link outside":  tell(t, func(d *engine.Detail) { d.Inputs[0].Key = "../../x" }),
		"no caveats":      tell(t, func(d *engine.Detail) { d.Caveats = nil }),
		"another caveat":  tell(t, func(d *engine.Detail) { d.Caveats[0].Text = "all is well" }),
		"no outputs":      func(m *cache.Manifest) { m.Outputs = nil },
		"no detail":       func(m *cache.Manifest) { m.Detail = json.RawMessage(`7`) },
	} {
		p := newProject(t)
		chain(p)
		p.add("a", joinParameters{Text: "alpha", Caveat: "embedded-default"})
		p.run()
		p.forge("b", change)
		if state := p.states()["b"]; !strings.HasPrefix(state, "stale; result in the cache can't be used") {
			t.Errorf("%s: b is %q", name, state)
		}
		if got, err := p.engine(1).Explain(t.Context(), "b"); !errors.Is(err, cache.ErrDamaged) {
			t.Errorf("%s: explain: %+v, %v", name, got, err)
		}
		if ran := strings.Join(p.run(), " "); ran != "b" {
			t.Errorf("%s: ran %q", name, ran)
		}
		if got, err := p.engine(1).Explain(t.Context(), "c"); err != nil || len(got.Detail.Caveats) != 1 {
			t.Errorf("%s: after the repair: %+v, %v", name, got, err)
		}
	}
}

// TestVerifyFindsForgedManifest: that the outputs of one result are those of another one, or that its own caveats are
// gone, can't be told from its manifest if that was forged with care; only by running the stage again.
func TestVerifyFindsForgedManifest(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.add("d", joinParameters{Text: "delta", Caveat: "embedded-default"})
	p.run()
	other, _ := p.manifest("a")
	p.forge("c", func(m *cache.Manifest) { m.Outputs = other.Outputs })
	p.forge("d", tell(t, func(d *engine.Detail) { d.Caveats = nil }))
	differs := func(string, string, string) string { return "differs" }
	for stage, want := range map[string]engine.Verdict{
		"c": {Stage: "c", Output: "out.txt", Problem: "differs"},
		"d": {Stage: "d", Output: "caveats", Problem: "the manifest has none, the second run gave embedded-default"},
	} {
		verdicts, err := p.engine(1).Verify(t.Context(), []string{stage}, differs)
		if err != nil || !slices.Contains(verdicts, want) {
			t.Errorf("%+v, %v; want %+v", verdicts, err, want)
		}
	}
}

// TestInputThatChangesDuringARun writes to an input after it was checked, while the stage that reads it runs: what that
// stage makes of it must not be stored.
func TestInputThatChangesDuringARun(t *testing.T) {
	for _, save := range []bool{false, true} {
		p := newProject(t)
		chain(p)
		p.run()
		want := p.output("c")
		path := p.object("a")
		times := 1
		p.add("b", joinParameters{Text: "beta", Save: save, During: func() {
			if times--; times >= 0 {
				damage(t, path)
			}
		}}, "a")
		if _, err := p.engine(2).Run(t.Context(), nil, map[string]bool{"b": true}); err != nil {
			t.Fatal(err)
		}
		if ran := strings.Join(p.log.take(), " "); ran != "a b b" {
			t.Errorf("ran %q, want a again, and b twice", ran)
		}
		if got := p.output("c"); got != want {
			t.Errorf("c is %q, want %q", got, want)
		}
		if shown := p.shown.String(); !strings.Contains(shown, "output of a: ") || strings.Contains(shown, "failed") {
			t.Errorf("shown:\n%s", shown)
		}
	}
}

// TestInputThatChangesWhileAStageWaits: with one job, one of two stages waits, with its input checked, until the other
// one has ended, which takes it some time.
func TestInputThatChangesWhileAStageWaits(t *testing.T) {
	p := newProject(t)
	p.add("a", joinParameters{Text: "alpha"})
	p.run()
	path := p.object("a")
	var once sync.Once
	spoil := func() {
		once.Do(func() {
			time.Sleep(50 * time.Millisecond) // the other one has checked its input by then
			damage(t, path)
		})
	}
	p.add("b", joinParameters{Text: "beta", During: spoil}, "a")
	p.add("c", joinParameters{Text: "gamma", During: spoil}, "a")
	if _, err := p.engine(1).Run(t.Context(), nil, nil); err != nil {
		t.Fatal(err)
	}
	if b, c := p.output("b"), p.output("c"); b != "beta\nalpha" || c != "gamma\nalpha" {
		t.Errorf("b is %q, c is %q", b, c)
	}
}

// TestDiskThatDamagesEverything gives up after some attempts.
func TestDiskThatDamagesEverything(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	path := p.object("a")
	p.add("b", joinParameters{Text: "beta", During: func() { damage(t, path) }}, "a")
	_, err := p.engine(2).Run(t.Context(), nil, map[string]bool{"b": true})
	if err == nil || !strings.Contains(err.Error(), "damaged 3 times in a row: check the disk") {
		t.Errorf("error %v", err)
	}
	if ran := strings.Join(p.log.take(), " "); ran != "a a a b b b" {
		t.Errorf("ran %q", ran)
	}
	if state := p.states()["b"]; !strings.HasPrefix(state, "fresh") {
		t.Errorf("b is %q: what was there before must stay", state)
	}
}

// TestNothingIsSavedOfChangedInputs: a later run would go on from state that was computed from them.
func TestNothingIsSavedOfChangedInputs(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	path := p.object("a")
	p.add("b", joinParameters{Text: "beta", Save: true, During: func() { damage(t, path) }}, "a")
	if _, err := p.engine(1).Run(t.Context(), []string{"b"}, map[string]bool{"b": true}); err == nil {
		t.Fatal("a run on damaged inputs ended well")
	}
	if saved, _ := filepath.Glob(filepath.Join(p.dir, "cache", "checkpoints", "*", "*")); len(saved) > 0 {
		t.Errorf("saved: %v", saved)
	}
}

func TestDamagedStateIsReported(t *testing.T) {
	p := newProject(t)
	p.add("a", joinParameters{Text: "alpha", Load: true})
	all, err := p.engine(1).Status(t.Context(), []string{"a"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cache().Prepare(); err != nil {
		t.Fatal(err)
	}
	saved := p.cache().Checkpoint(all[0].Key)
	if err := saved.Save("state", []byte("half")); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(p.dir, "cache", "checkpoints", "*", "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	damage(t, files[0])
	p.run()
	if shown := p.shown.String(); !strings.Contains(shown, "saved state of a: ") || !strings.Contains(shown, "starts over") {
		t.Errorf("shown:\n%s", shown)
	}
	if got := p.output("a"); got != "alpha" {
		t.Errorf("a is %q", got)
	}
}

// TestExplainLooksAtAllThatItShows: the digests of inputs are shown as well.
func TestExplainLooksAtAllThatItShows(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	damage(t, p.object("a"))
	if got, err := p.engine(1).Explain(t.Context(), "c"); !errors.Is(err, cache.ErrDamaged) || !strings.Contains(err.Error(), "stage a") {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestPastProvenanceFollowsWhatWasTaken: an input that isn't reproducible has other outputs under the same key now.
func TestPastProvenanceFollowsWhatWasTaken(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	p.stages[0].Parameters = &joinParameters{Text: "not what the key says"}
	if _, err := p.engine(1).Run(t.Context(), []string{"a"}, map[string]bool{"a": true}); err != nil {
		t.Fatal(err)
	}
	past, err := p.engine(1).Explain(t.Context(), "b")
	if err != nil || past.Current {
		t.Fatalf("%+v, %v", past, err)
	}
	if in := past.Inputs[0]; in.Missing == "" || in.Outputs != nil {
		t.Errorf("b is shown as made from %+v", in)
	}
}

// TestExplainFileReadsNoMoreThanItMust is given a file that would take minutes to read.
func TestExplainFileReadsNoMoreThanItMust(t *testing.T) {
	p := newProject(t)
	chain(p)
	p.run()
	path := filepath.Join(t.TempDir(), "large")
	if err := errors.Join(os.WriteFile(path, nil, 0o666), os.Truncate(path, 1<<40)); err != nil {
		t.Skip("no sparse files here: ", err)
	}
	if _, _, err := p.engine(1).ExplainFile(t.Context(), path); !errors.Is(err, engine.ErrNotMade) {
		t.Errorf("error %v", err)
	}
	if _, _, err := p.engine(1).ExplainFile(t.Context(), p.dir); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a folder: %v", err)
	}
}
