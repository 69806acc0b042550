package cache_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
)

func open(dir string) *cache.Cache {
	return cache.New(cache.Options{Disk: cache.Folder(dir), Now: time.Now})
}

func newCache(t *testing.T) *cache.Cache {
	t.Helper()
	c := open(filepath.Join(t.TempDir(), "cache"))
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	return c
}

// lateDisk is one on which another process writes the format mark after this one has looked for it.
type lateDisk struct {
	cache.Disk
	looked atomic.Int32
}

func (d *lateDisk) Lstat(name string) (fs.FileInfo, error) {
	if name == "format" && d.looked.Add(1) == 1 {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
	}
	return d.Disk.Lstat(name)
}

// Two processes may make one cache at once.
func TestPrepareBesideAnotherProcess(t *testing.T) {
	c := newCache(t)
	late := cache.New(cache.Options{Disk: &lateDisk{Disk: cache.Folder(c.Dir())}, Now: time.Now})
	if err := late.Prepare(); err != nil {
		t.Error(err)
	}
}

// warned returns a cache and what it warns of.
func warned(t *testing.T) (*cache.Cache, *[]string) {
	t.Helper()
	warnings := new([]string)
	c := cache.New(cache.Options{
		Disk: cache.Folder(filepath.Join(t.TempDir(), "cache")), Now: time.Now,
		Warn: func(text string) { *warnings = append(*warnings, text) },
	})
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	return c, warnings
}

// store puts an action with one output and returns its manifest.
func store(t *testing.T, c *cache.Cache, preimage, content string) cache.Manifest {
	t.Helper()
	raw, err := json.Marshal(preimage)
	if err != nil {
		t.Fatal(err)
	}
	key := cache.DigestBytes(raw)
	scratch, err := c.NewScratch(key)
	if err != nil {
		t.Fatal(err)
	}
	defer scratch.Remove()
	path := filepath.Join(scratch.Dir(), "sub", "out.csv")
	if err := errors.Join(os.Mkdir(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(content), 0o666)); err != nil {
		t.Fatal(err)
	}
	outputs, err := scratch.Outputs()
	if err != nil {
		t.Fatal(err)
	}
	if err := scratch.Store(outputs); err != nil {
		t.Fatal(err)
	}
	if err := c.Put(cache.Manifest{Key: key, Preimage: raw, Outputs: outputs, Detail: json.RawMessage(`{"stage":"s"}`)}); err != nil {
		t.Fatal(err)
	}
	m, ok, _ := c.Get(key)
	if !ok {
		t.Fatal("stored, and not there")
	}
	return m
}

func TestStoredOutputsAreFound(t *testing.T) {
	c := newCache(t)
	m := store(t, c, "a", "1,2\n")
	if len(m.Outputs) != 1 || m.Outputs[0].Name != "sub/out.csv" || m.Outputs[0].Size != 4 {
		t.Fatalf("outputs %+v", m.Outputs)
	}
	if err := c.Verify(m.Outputs[0]); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(c.ObjectPath(m.Outputs[0].Digest))
	if err != nil || info.Mode().Perm()&0o222 != 0 {
		t.Errorf("the object can be written to: %v, %v", info.Mode(), err)
	}
	if entries, _ := os.ReadDir(filepath.Join(c.Dir(), "scratch")); len(entries) != 0 {
		t.Errorf("scratch isn't empty: %v", entries)
	}
}

func TestReadingAnEmptyCacheWritesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	c := open(dir)
	if _, ok, _ := c.Get(cache.DigestBytes(nil)); ok {
		t.Error("found something")
	}
	if all, err := c.All(); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
	if _, err := c.GC(time.Now(), nil, true); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Error("the folder exists")
	}
}

// TestEveryFlippedBitIsFound flips each bit of an object and of a manifest.
func TestEveryFlippedBitIsFound(t *testing.T) {
	c := newCache(t)
	m := store(t, c, "a", "1,2\n")
	manifest := filepath.Join(c.Dir(), "actions", string(m.Key)[:2], string(m.Key)+".json")
	flip := func(path string, found func() bool) {
		t.Helper()
		good, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for bit := range len(good) * 8 {
			bad := append([]byte(nil), good...)
			bad[bit/8] ^= 1 << (bit % 8)
			os.Remove(path)
			if err := os.WriteFile(path, bad, 0o644); err != nil {
				t.Fatal(err)
			}
			if !found() {
				t.Fatalf("%s: bit %d flipped, and not found", filepath.Base(path), bit)
			}
		}
		os.Remove(path)
		if err := os.WriteFile(path, good, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	flip(manifest, func() bool { _, ok, _ := c.Get(m.Key); return !ok })
	object := c.ObjectPath(m.Outputs[0].Digest)
	flip(object, func() bool { return errors.Is(c.Check(m.Outputs[0]), cache.ErrDamaged) })
}

func TestDamageIsSetAside(t *testing.T) {
	damages := map[string]func(path string) error{
		"bytes":     func(path string) error { return os.WriteFile(path, []byte("1,3\n"), 0o644) },
		"truncated": func(path string) error { return os.WriteFile(path, []byte("1"), 0o644) },
		"missing":   func(string) error { return nil },
		"symlink":   func(path string) error { return os.Symlink("/dev/null", path) },
		"folder":    func(path string) error { return os.Mkdir(path, 0o777) },
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			c := newCache(t)
			m := store(t, c, "a", "1,2\n")
			path := c.ObjectPath(m.Outputs[0].Digest)
			if err := errors.Join(os.Remove(path), damage(path)); err != nil {
				t.Fatal(err)
			}
			if err := c.Verify(m.Outputs[0]); !errors.Is(err, cache.ErrDamaged) {
				t.Fatalf("error %v", err)
			}
			if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
				t.Error("it is still in its place")
			}
			if _, ok, _ := c.Get(m.Key); ok {
				t.Error("the action still counts as done")
			}
			store(t, c, "a", "1,2\n") // made again
			if err := c.Verify(m.Outputs[0]); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestManifestOfAnotherKeyIsRefused(t *testing.T) {
	c := newCache(t)
	a, b := store(t, c, "a", "1"), store(t, c, "b", "2")
	path := func(m cache.Manifest) string {
		return filepath.Join(c.Dir(), "actions", string(m.Key)[:2], string(m.Key)+".json")
	}
	if err := os.Rename(path(a), path(b)); err != nil {
		t.Fatal(err)
	}
	if _, ok, _ := c.Get(b.Key); ok {
		t.Error("the manifest of a passes for that of b")
	}
	if err := c.Put(cache.Manifest{Key: a.Key, Preimage: json.RawMessage(`"c"`)}); err == nil {
		t.Error("a key that isn't its pre-image's digest was stored")
	}
}

func TestLockExcludes(t *testing.T) {
	c := newCache(t)
	key := cache.DigestBytes([]byte("k"))
	unlock, err := c.Lock(t.Context(), key, func() { t.Error("waited for nobody") })
	if err != nil {
		t.Fatal(err)
	}
	var waited atomic.Bool
	taken := make(chan struct{})
	go func() {
		second, err := c.Lock(t.Context(), key, func() { waited.Store(true) })
		if err == nil {
			second()
		}
		close(taken)
	}()
	select {
	case <-taken:
		t.Fatal("two hold one lock")
	case <-time.After(100 * time.Millisecond):
	}
	unlock()
	<-taken
	if !waited.Load() {
		t.Error("the second didn't say that it waits")
	}
}

func TestLockEndsWithTheContext(t *testing.T) {
	c := newCache(t)
	key := cache.DigestBytes([]byte("k"))
	unlock, err := c.Lock(t.Context(), key, func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := c.Lock(ctx, key, cancel); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestCheckpoint(t *testing.T) {
	c := newCache(t)
	p := c.Checkpoint(cache.DigestBytes([]byte("k")))
	if state, err := p.Load("replica 1/../x"); state != nil || err != nil {
		t.Error(state, err)
	}
	if err := errors.Join(p.Save("replica 1/../x", []byte("one")), p.Save("replica 1/../x", []byte("two"))); err != nil {
		t.Fatal(err)
	}
	if state, err := p.Load("replica 1/../x"); string(state) != "two" || err != nil {
		t.Error(state, err)
	}
	if state, _ := c.Checkpoint(cache.DigestBytes([]byte("other"))).Load("replica 1/../x"); state != nil {
		t.Error("another key sees it")
	}
	files, err := filepath.Glob(filepath.Join(c.Dir(), "checkpoints", "*", "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.WriteFile(files[0], []byte("rubbish"), 0o644); err != nil {
		t.Fatal(err)
	}
	if state, err := p.Load("replica 1/../x"); state != nil || !errors.Is(err, cache.ErrDamaged) {
		t.Error("damaged state was used, or not noticed", err)
	}
	if err := p.Drop(); err != nil {
		t.Error(err)
	}
}

func TestGC(t *testing.T) {
	c := newCache(t)
	file := filepath.Join(t.TempDir(), "pipeline.yaml")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	kept, dropped, shared := store(t, c, "a", "shared"), store(t, c, "b", "alone"), store(t, c, "c", "shared")
	refer(t, c, file, kept.Key)
	later := time.Now().Add(time.Hour)
	dry, err := c.GC(later, nil, true)
	if err != nil || dry.Actions != 2 || dry.Objects != 1 {
		t.Fatalf("dry run: %+v, %v", dry, err)
	}
	if _, ok, _ := c.Get(dropped.Key); !ok {
		t.Error("the dry run dropped something")
	}
	release, err := c.Use(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.GC(later, nil, false); !errors.Is(err, cache.ErrInUse) {
		t.Errorf("gc of a cache in use: %v", err)
	}
	release()
	if g, err := c.GC(time.Now().Add(-time.Hour), nil, false); err != nil || g.Actions != 0 {
		t.Errorf("young entries were dropped: %+v, %v", g, err)
	}
	wet, err := c.GC(later, nil, false)
	if err != nil || wet.Actions != dry.Actions || wet.Bytes != dry.Bytes {
		t.Errorf("gc %+v differs from its dry run %+v, %v", wet, dry, err)
	}
	if _, ok, _ := c.Get(kept.Key); !ok {
		t.Error("what a pipeline refers to was dropped")
	}
	if _, ok, _ := c.Get(shared.Key); ok {
		t.Error("what nobody refers to stayed")
	}
	os.Remove(file)
	if g, err := c.GC(later, nil, false); err != nil || g.Actions != 1 || g.Kept != 0 {
		t.Errorf("the pipeline file is gone, its results not: %+v, %v", g, err)
	}
}

// refer makes a pipeline file refer to an action.
func refer(t *testing.T, c *cache.Cache, file string, key cache.Digest) {
	t.Helper()
	if err := c.UpdateRoot(file, "", func(keys map[string]cache.Digest) { keys["s"] = key }); err != nil {
		t.Fatal(err)
	}
}

func TestGCKeepsWhatItIsTold(t *testing.T) {
	c := newCache(t)
	m := store(t, c, "a", "1")
	if g, err := c.GC(time.Now().Add(time.Hour), []cache.Digest{m.Key}, false); err != nil || g.Actions != 0 || g.Kept != 1 {
		t.Errorf("%+v, %v", g, err)
	}
}

// TestGCGivesUpWhereItCannotTell damages what gc goes by; nothing may be dropped.
func TestGCGivesUpWhereItCannotTell(t *testing.T) {
	damages := map[string]func(c *cache.Cache) error{
		"an empty root": func(c *cache.Cache) error {
			return os.WriteFile(filepath.Join(c.Dir(), "roots", "x.json"), nil, 0o666)
		},
		"another format": func(c *cache.Cache) error {
			return os.WriteFile(filepath.Join(c.Dir(), "format"), []byte("autoencoder-dynamics cache, format 99\n"), 0o666)
		},
		"no cache": func(c *cache.Cache) error { return os.Remove(filepath.Join(c.Dir(), "format")) },
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			c := newCache(t)
			m := store(t, c, "a", "1")
			if err := damage(c); err != nil {
				t.Fatal(err)
			}
			if _, err := c.GC(time.Now().Add(time.Hour), nil, false); err == nil {
				t.Error("no error")
			}
			if err := c.Check(m.Outputs[0]); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestGCDropsManifestsThatNobodyCanRead(t *testing.T) {
	c := newCache(t)
	m := store(t, c, "a", "1")
	file := filepath.Join(t.TempDir(), "pipeline.yaml")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	refer(t, c, file, m.Key)
	path := filepath.Join(c.Dir(), "actions", string(m.Key)[:2], string(m.Key)+".json")
	if err := os.WriteFile(path, []byte("{}"), 0o666); err != nil {
		t.Fatal(err)
	}
	if g, err := c.GC(time.Now().Add(time.Hour), nil, false); err != nil || g.Actions != 1 || g.Objects != 1 {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestOtherFormatIsRefused(t *testing.T) {
	for _, mark := range []string{
		"autoencoder-dynamics cache, format 99\n", "autoencoder-dynamics cache, format 1\v",
		"autoencoder-dynamics cache, format 1\n\n", "autoencoder-dynamics cache, format 01\n", "",
	} {
		c := newCache(t)
		if err := os.WriteFile(filepath.Join(c.Dir(), "format"), []byte(mark), 0o666); err != nil {
			t.Fatal(err)
		}
		want, _, _ := strings.Cut(mark, "\n")
		if err := c.Prepare(); err == nil || !strings.Contains(err.Error(), strconv.Quote(want)) {
			t.Errorf("%q: error %v", mark, err)
		}
	}
}

func TestScratchRefusesLinks(t *testing.T) {
	c := newCache(t)
	scratch, err := c.NewScratch(cache.DigestBytes(nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(scratch.Dir(), "x")); err != nil {
		t.Skip(err)
	}
	if _, err := scratch.Outputs(); err == nil {
		t.Error("a link was taken for an output")
	}
}
