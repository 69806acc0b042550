package cache_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
)

// TestStateBelongsToItsActionAndName puts saved states in each other's places:
// each is whole, and none may be taken for another.
func TestStateBelongsToItsActionAndName(t *testing.T) {
	c := newCache(t)
	a, b := c.Checkpoint(cache.DigestBytes([]byte("a"))), c.Checkpoint(cache.DigestBytes([]byte("b")))
	if err := errors.Join(a.Save("1", []byte("a1")), a.Save("2", []byte("a2")), b.Save("1", []byte("b1"))); err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(c.Dir(), "checkpoints", "*", "*"))
	if err != nil || len(paths) != 3 {
		t.Fatal(paths, err)
	}
	first, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths[1:] {
		if err := os.WriteFile(path, first, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	good := 0
	for state, load := range map[string]func() ([]byte, error){
		"a1": func() ([]byte, error) { return a.Load("1") },
		"a2": func() ([]byte, error) { return a.Load("2") },
		"b1": func() ([]byte, error) { return b.Load("1") },
	} {
		switch got, err := load(); {
		case string(got) == state:
			good++
		case got != nil || !errors.Is(err, cache.ErrDamaged):
			t.Errorf("in place of %s there is %q, %v", state, got, err)
		}
	}
	if good != 1 {
		t.Errorf("%d of the three states are good: expected the one that stayed", good)
	}
}

// TestEveryFlippedBitOfARootIsFound: gc goes by it.
func TestEveryFlippedBitOfARootIsFound(t *testing.T) {
	l := newLife()
	if err := l.on(l.memory).run(); err != nil {
		t.Fatal(err)
	}
	var root string
	for name := range l.memory.Tree() {
		if strings.HasPrefix(name, "roots/") {
			root = name
		}
	}
	good := l.memory.Tree()[root]
	for bit := range len(good) * 8 {
		bad := []byte(good)
		bad[bit/8] ^= 1 << (bit % 8)
		l.memory.Plant(root, 0o644, string(bad))
		if keys := l.cache.GetRoot(pipelineFile, "").Keys; len(keys) > 0 {
			t.Fatalf("bit %d flipped, and not found: %v", bit, keys)
		}
	}
	if _, err := l.cache.GC(time.Time{}, nil, false); err == nil || !strings.Contains(err.Error(), root) {
		t.Errorf("gc goes by a damaged root: %v", err)
	}
	if there, err := l.intact("a"); !there || err != nil {
		t.Error("the result is gone", err)
	}
}

// TestDamagedRootIsSetAside and said so: what it referred to is no longer known.
func TestDamagedRootIsSetAside(t *testing.T) {
	c, warnings := warned(t)
	m := store(t, c, "a", "1")
	refer(t, c, pipelineFile, m.Key)
	paths, err := filepath.Glob(filepath.Join(c.Dir(), "roots", "*"))
	if err != nil || len(paths) != 1 {
		t.Fatal(paths, err)
	}
	if err := os.WriteFile(paths[0], []byte("{}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	refer(t, c, pipelineFile, m.Key)
	if len(*warnings) != 1 || !strings.Contains((*warnings)[0], paths[0]) {
		t.Errorf("warnings %q", *warnings)
	}
	if got := c.GetRoot(pipelineFile, "").Keys["s"]; got != m.Key {
		t.Errorf("the new root refers to %q", got)
	}
}

// TestRootsOfEarlierVersionsAreRead: they had no digest of their own.
func TestRootsOfEarlierVersionsAreRead(t *testing.T) {
	c := newCache(t)
	m := store(t, c, "a", "1")
	refer(t, c, pipelineFile, m.Key)
	paths, err := filepath.Glob(filepath.Join(c.Dir(), "roots", "*"))
	if err != nil || len(paths) != 1 {
		t.Fatal(paths, err)
	}
	root := c.GetRoot(pipelineFile, "")
	root.Check = ""
	text, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(paths[0], append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	if g, err := c.GC(time.Time{}, nil, false); err != nil || g.Kept != 1 {
		t.Errorf("%+v, %v", g, err)
	}
}

// TestGCAndClocks stores results while the clock is wrong.
func TestGCAndClocks(t *testing.T) {
	for name, at := range map[string]struct {
		clock time.Time
		kept  int // by gc of what is older than an hour
	}{
		"right":  {time.Now().Add(-2 * time.Hour), 0},
		"ahead":  {time.Now().AddDate(20, 0, 0), 1},
		"behind": {time.Date(1970, 1, 1, 0, 0, 9, 0, time.UTC), 1}, // its age isn't known
	} {
		c := cache.New(cache.Options{Disk: cache.Folder(t.TempDir()), Now: func() time.Time { return at.clock }})
		if err := c.Prepare(); err != nil {
			t.Fatal(err)
		}
		store(t, c, "a", "1")
		if g, err := c.GC(time.Now().Add(-time.Hour), nil, false); err != nil || g.Kept != at.kept {
			t.Errorf("%s, older than an hour: %+v, %v", name, g, err)
		}
		if g, err := c.GC(time.Time{}, nil, false); err != nil || g.Kept != 0 {
			t.Errorf("%s, whenever stored: %+v, %v", name, g, err)
		}
	}
}

// TestLocksAreForOthersToo: another user of the folder must be able to open them,
// as far as the umask lets.
func TestLocksAreForOthersToo(t *testing.T) {
	c := newCache(t)
	release, err := c.Use(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	path := filepath.Join(c.Dir(), "umask")
	if err := os.WriteFile(path, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	want, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.Stat(filepath.Join(c.Dir(), "locks", "gc")); err != nil || got.Mode() != want.Mode() {
		t.Errorf("mode %v, %v: expected %v", got.Mode(), err, want.Mode())
	}
}

// TestRepairByAnotherProcessIsKept lets another process make an object again in
// the moment between its being found damaged and its being set aside.
func TestRepairByAnotherProcessIsKept(t *testing.T) {
	l := newLife()
	if err := l.on(l.memory).run(); err != nil {
		t.Fatal(err)
	}
	text := made["a"]["one.csv"]
	o := cache.Output{Name: "one.csv", Digest: digestOf(text), Size: int64(len(text))}
	l.memory.Plant(objectName(o.Digest), 0o444, "7\n")
	l.on(repairing{l.memory, func() { l.memory.Plant(objectName(o.Digest), 0o444, text) }})
	if err := l.cache.Verify(o); err != nil {
		t.Error(err)
	}
	if err := l.cache.Check(o); err != nil {
		t.Error("what the other process made is gone:", err)
	}
}

// repairing does something right before a file is set aside.
type repairing struct {
	cache.Disk
	repair func()
}

func (d repairing) Rename(from, to string) error {
	if strings.HasPrefix(to, "damaged/") {
		d.repair()
	}
	return d.Disk.Rename(from, to)
}

// TestKeysThatAreNoneFindNothing: they may come from a manifest's detail, which is any text.
func TestKeysThatAreNoneFindNothing(t *testing.T) {
	c := newCache(t)
	for _, key := range []cache.Digest{"", "a", "../../etc/passwd", cache.Digest(strings.Repeat("z", 64))} {
		if _, ok, err := c.Get(key); ok || err != nil {
			t.Errorf("%q: %v", key, err)
		}
		if _, ok := c.Peek(key); ok {
			t.Errorf("%q was found", key)
		}
		if err := c.Check(cache.Output{Name: "x", Digest: key}); !errors.Is(err, cache.ErrDamaged) {
			t.Errorf("%q: %v", key, err)
		}
		if path := c.ObjectPath(key); !strings.HasPrefix(path, c.Dir()+string(filepath.Separator)) {
			t.Errorf("%q lies at %s", key, path)
		}
	}
}

// TestUnreadableManifestIsReported: permission isn't absence.
func TestUnreadableManifestIsReported(t *testing.T) {
	l := newLife()
	if err := l.on(l.memory).run(); err != nil {
		t.Fatal(err)
	}
	l.on(unreadable{l.memory})
	if err := l.cache.Damage(keyFor("a")); !errors.Is(err, cache.ErrDamaged) || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v", err)
	}
	if _, err := l.cache.GC(time.Time{}, []cache.Digest{keyFor("a")}, false); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("gc of what it can't read: %v", err)
	}
	if there, err := l.on(l.memory).intact("a"); !there || err != nil {
		t.Error("it is gone", err)
	}
}

type unreadable struct{ cache.Disk }

func (d unreadable) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "actions/") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.EACCES}
	}
	return d.Disk.Open(name)
}
