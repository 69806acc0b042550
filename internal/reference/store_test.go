package reference_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"autoencoder-dynamics/internal/reference"
)

func TestAcceptKeepsReasonsAndReplaces(t *testing.T) {
	store, c := reference.Store{Dir: t.TempDir()}, asBuilt(t)
	if _, err := store.Read("quick", "sample"); !errors.Is(err, reference.ErrNone) {
		t.Fatalf("before anything was accepted: %v", err)
	}
	m := manifest("sample")
	if err := store.Accept(m, c); err != nil {
		t.Fatal(err)
	}
	old, err := store.Manifest("quick", "sample")
	if err != nil {
		t.Fatal(err)
	}
	m.Reason = "the second"
	m.Replaces(old)
	if err := store.Accept(m, c); err != nil {
		t.Fatal(err)
	}
	a, err := store.Read("quick", "sample")
	if err != nil {
		t.Fatal(err)
	}
	if a.Manifest.Reason != "the second" || len(a.Manifest.History) != 1 || a.Manifest.History[0].Reason != "the first" {
		t.Errorf("manifest %+v", a.Manifest)
	}
	if diff := cmp.Diff(c.Claims, a.Content.Claims); diff != "" {
		t.Errorf("claims: %s", diff)
	}
	if diff := cmp.Diff(c.Summary, a.Content.Summary); diff != "" {
		t.Errorf("summary: %s", diff)
	}
	if diff := cmp.Diff(c.Drawing, a.Content.Drawing); diff != "" {
		t.Errorf("drawing: %s", diff)
	}
	names, err := filepath.Glob(filepath.Join(store.Dir, "quick", "*"))
	if err != nil || len(names) != 1 {
		t.Errorf("the variant's folder holds %v (%v), want the figure alone", names, err)
	}
	if variants, err := store.Variants("sample"); err != nil || len(variants) != 1 || variants[0] != "quick" {
		t.Errorf("variants %v, %v", variants, err)
	}
	if size, err := store.Size("quick", "sample"); err != nil || size == 0 || size > 200_000 {
		t.Errorf("%d bytes, %v", size, err)
	}
}

// The two renames are where an interruption could lose something: after the n-th nothing more happens.
func TestNothingIsLostWhenInterrupted(t *testing.T) {
	c := asBuilt(t)
	for after, want := range map[int]string{0: "the first", 1: "the first", 2: "the second"} {
		store := reference.Store{Dir: t.TempDir()}
		if err := store.Accept(manifest("sample"), c); err != nil {
			t.Fatal(err)
		}
		m, renames := manifest("sample"), 0
		m.Reason = "the second"
		interrupted := func() (lost bool) {
			defer func() { lost = recover() != nil }()
			if err := reference.AcceptWith(store, m, c, func(from, to string) error {
				if renames == after {
					panic("killed")
				}
				renames++
				return os.Rename(from, to)
			}); err != nil {
				t.Error(err)
			}
			return false
		}()
		a, err := store.Read("quick", "sample")
		if err != nil || a.Manifest.Reason != want || interrupted != (after < 2) {
			t.Errorf("killed after %d renames (%t): %q, %v; want %q", after, interrupted, a.Manifest.Reason, err, want)
		}
		m.Reason = "the third"
		if err := store.Accept(m, c); err != nil {
			t.Fatal(err)
		}
		if a, err := store.Read("quick", "sample"); err != nil || a.Manifest.Reason != "the third" {
			t.Errorf("accepted again after %d renames: %q, %v", after, a.Manifest.Reason, err)
		}
	}
}

// What an accept that was killed was about to put in place is removed by the next
// one, unless it is so young that it may be another process's.
func TestUnfinishedFoldersAreRemoved(t *testing.T) {
	store, then := reference.Store{Dir: t.TempDir()}, time.Now().Add(-2*time.Hour)
	old, young := filepath.Join(store.Dir, "quick", ".sample.new-1"), filepath.Join(store.Dir, "quick", ".sample.new-2")
	for _, dir := range []string{old, young} {
		if err := errors.Join(os.MkdirAll(dir, 0o777), os.WriteFile(filepath.Join(dir, "data.csv"), nil, 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(old, then, then); err != nil {
		t.Fatal(err)
	}
	if err := store.Accept(manifest("sample"), asBuilt(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old one is still there: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("the young one: %v", err)
	}
}

func TestAFailingRenamePutsTheOldOneBack(t *testing.T) {
	store, c, renames := reference.Store{Dir: t.TempDir()}, asBuilt(t), 0
	if err := store.Accept(manifest("sample"), c); err != nil {
		t.Fatal(err)
	}
	m := manifest("sample")
	m.Reason = "the second"
	err := reference.AcceptWith(store, m, c, func(from, to string) error {
		if renames++; renames == 2 {
			return errors.New("no space")
		}
		return os.Rename(from, to)
	})
	if err == nil || !strings.Contains(err.Error(), "no space") {
		t.Errorf("error %v", err)
	}
	if a, err := store.Read("quick", "sample"); err != nil || a.Manifest.Reason != "the first" {
		t.Errorf("%q, %v", a.Manifest.Reason, err)
	}
}

func TestChangedFilesAreRefused(t *testing.T) {
	c := asBuilt(t)
	for _, test := range []struct {
		file   string
		change func(text string) string
		says   string // "" for none
	}{
		{"data.csv", func(text string) string { return strings.Replace(text, "0.95", "0.94", 1) }, "data.csv isn't the one that was accepted"},
		{"data.csv", func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }, ""},
		{"manifest.json", func(text string) string { return "<<<<<<< HEAD\n" + text }, "manifest.json: invalid"},
		{"manifest.json", func(text string) string { return strings.Replace(text, `"figure": "sample"`, `"figure": "other"`, 1) }, "renamed or copied"},
		{"manifest.json", func(text string) string { return strings.Replace(text, "the first", " ", 1) }, "gives no reason"},
		{"manifest.json", func(text string) string { return strings.Replace(text, `"profile": "quick"`, `"profile": "slow"`, 1) }, "doesn't belong to profile"},
	} {
		store := reference.Store{Dir: t.TempDir()}
		if err := store.Accept(manifest("sample"), c); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(store.Dir, "quick", "sample", test.file)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(test.change(string(text))), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err = store.Read("quick", "sample")
		if test.says == "" {
			if err != nil {
				t.Errorf("%s with other line ends: %v", test.file, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), "accept the figure again") {
			t.Errorf("%s: error %v, want %q", test.file, err, test.says)
		}
	}
}

func TestNamesThatAreNoFolders(t *testing.T) {
	store := reference.Store{Dir: t.TempDir()}
	for _, name := range []string{"", "..", "../x", "a/b", ".hidden", "a b"} {
		if _, err := store.Read("quick", name); err == nil || errors.Is(err, reference.ErrNone) {
			t.Errorf("figure %q: %v", name, err)
		}
		if _, err := store.Read(reference.Variant(name), "sample"); err == nil || errors.Is(err, reference.ErrNone) {
			t.Errorf("variant %q: %v", name, err)
		}
	}
}

func TestVariantsTellOriginsApart(t *testing.T) {
	for _, test := range []struct {
		profile string
		sourced bool
		caveats []string
		want    reference.Variant
	}{
		{"", false, nil, "default"},
		{"quick", false, nil, "quick"},
		{"quick-embedded", false, nil, "quick-embedded-none"}, // not that of profile quick with the embedded default
		{"quick-embedded-none", false, nil, "quick-embedded-none-none"},
		{"", true, nil, "default-images"},
		{"", true, []string{"unofficial-archive"}, "default-unofficial"},
		{"", true, []string{"embedded-default"}, "default-embedded"},
		{"quick", true, []string{"unofficial-archive", "embedded-default"}, "quick-embedded"},
	} {
		if got := reference.NewVariant(test.profile, reference.OriginOf(test.sourced, test.caveats)); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}
