//go:build unix

package cache_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
)

// TestOnlyTheDiskTouchesTheDisk reads this package's own source: what changes the
// disk behind its back couldn't be made to fail by tests, nor be kept in its folder.
func TestOnlyTheDiskTouchesTheDisk(t *testing.T) {
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	inDisk := 0
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		for _, call := range changes(t, source) {
			if source == "disk.go" {
				inDisk++
				continue
			}
			t.Errorf("%s: %s goes around the disk of disk.go", source, call)
		}
	}
	if inDisk < 3 {
		t.Errorf("only %d calls found in disk.go: this test has gone blind", inDisk)
	}
}

// changes lists the uses in a file of what changes a disk. Reading by path is left
// to those few functions that are asked about files outside the cache.
func changes(t *testing.T, source string) (found []string) {
	t.Helper()
	harmless := []string{"Open", "Stat", "File", "FileInfo", "Root"}
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		of, ok := selector.X.(*ast.Ident)
		if !ok {
			return true
		}
		switch name := selector.Sel.Name; of.Name {
		case "os", "ioutil":
			if !slices.Contains(harmless, name) {
				found = append(found, of.Name+"."+name)
			}
		case "flock":
			found = append(found, "flock."+name)
		}
		return true
	})
	return found
}

// outside is a folder beside a cache, with a file that nobody may touch.
func outside(t *testing.T) (dir string, untouched func()) {
	t.Helper()
	dir = t.TempDir()
	canary := filepath.Join(dir, string(cache.DigestBytes([]byte("1,2\n"))))
	if err := os.WriteFile(canary, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, func() {
		t.Helper()
		content, err := os.ReadFile(canary)
		if err != nil || string(content) != "mine" {
			t.Errorf("the file outside: %q, %v", content, err)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Errorf("outside there are now %v, %v", entries, err)
		}
	}
}

// TestSymlinksLeadNowhere plants links to the outside wherever the cache looks and
// writes; it must read nothing there, write nothing and delete nothing, and work on.
func TestSymlinksLeadNowhere(t *testing.T) {
	key := cache.DigestBytes([]byte(`"a"`))
	object := cache.DigestBytes([]byte("1,2\n"))
	places := []string{
		"actions", "objects", "scratch", "checkpoints", "locks", "roots", "damaged", "state",
		"actions/" + string(key)[:2], "actions/" + string(key)[:2] + "/" + string(key) + ".json",
		"objects/" + string(object)[:2], "objects/" + string(object)[:2] + "/" + string(object),
		"checkpoints/" + string(key), "locks/gc", "locks/roots", "locks/" + string(key),
	}
	for _, place := range places {
		t.Run(strings.ReplaceAll(place, string(key), "KEY"), func(t *testing.T) {
			target, untouched := outside(t)
			c, warnings := warned(t)
			m := store(t, c, "a", "1,2\n")
			refer(t, c, pipelineFile, m.Key)
			if err := c.Checkpoint(key).Save("state", []byte("half")); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(c.Dir(), filepath.FromSlash(place))
			if err := errors.Join(os.RemoveAll(path), os.Symlink(target, path)); err != nil {
				t.Fatal(err)
			}
			if _, ok, _ := c.Get(key); ok && strings.HasPrefix(place, "objects/") {
				t.Error("what lies outside passes for a result")
			}
			_, _ = c.Checkpoint(key).Load("state")
			_ = c.GetRoot(pipelineFile, "")
			if err := c.Prepare(); err != nil {
				t.Fatal(err)
			}
			if err := c.Checkpoint(key).Save("state", []byte("half")); err != nil {
				t.Error(err)
			}
			refer(t, c, pipelineFile, m.Key)
			unlock, err := c.Lock(t.Context(), key, func() {})
			if err != nil {
				t.Fatal(err)
			}
			unlock()
			release, err := c.Use(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			release()
			store(t, c, "a", "1,2\n")
			if err := c.Checkpoint(key).Drop(); err != nil {
				t.Error(err)
			}
			untouched()
			if _, err := c.GC(time.Time{}, nil, false); err != nil {
				t.Error(err)
			}
			untouched()
			if got, ok, err := c.Get(key); !ok || err != nil || c.Check(got.Outputs[0]) != nil {
				t.Error("the result isn't there again", err)
			}
			if place != "damaged" && place[:3] != "obj" && len(*warnings) == 0 && !strings.HasSuffix(place, ".json") {
				t.Error("nobody was told")
			}
		})
	}
}

// TestGCDoesNotFollowLinks runs gc right after links were planted, before any run
// puts them right.
func TestGCDoesNotFollowLinks(t *testing.T) {
	for _, place := range []string{"actions", "objects", "scratch", "checkpoints", "damaged"} {
		target, untouched := outside(t)
		c, _ := warned(t)
		path := filepath.Join(c.Dir(), place)
		if err := errors.Join(os.RemoveAll(path), os.Symlink(target, path)); err != nil {
			t.Fatal(err)
		}
		_, err := c.GC(time.Time{}, nil, false)
		if err != nil && (place == "scratch" || place == "checkpoints" || place == "damaged") {
			t.Errorf("%s: %v", place, err)
		}
		untouched()
	}
}

func TestCacheFolderMayBeALink(t *testing.T) {
	real, link := t.TempDir(), filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	c := open(link)
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	store(t, c, "a", "1,2\n")
}

// TestPlantedFilesEndReading plants a pipe, a folder and a file of 10 GB (of which
// nothing is on the disk) wherever the cache reads: no read may wait for ever or
// take memory for them.
func TestPlantedFilesEndReading(t *testing.T) {
	plants := map[string]func(path string) error{
		"pipe":   func(path string) error { return syscall.Mkfifo(path, 0o666) },
		"folder": func(path string) error { return os.Mkdir(path, 0o777) },
		"huge":   func(path string) error { return errors.Join(os.WriteFile(path, nil, 0o666), os.Truncate(path, 10<<30)) },
	}
	for name, plant := range plants {
		t.Run(name, func(t *testing.T) {
			c, _ := warned(t)
			m := store(t, c, "a", "1,2\n")
			refer(t, c, pipelineFile, m.Key)
			checkpoint := c.Checkpoint(m.Key)
			if err := checkpoint.Save("state", []byte("half")); err != nil {
				t.Fatal(err)
			}
			object := c.ObjectPath(m.Outputs[0].Digest)
			for _, pattern := range []string{"actions/*/*.json", "roots/*", "checkpoints/*/*", "objects/*/*"} {
				paths, err := filepath.Glob(filepath.Join(c.Dir(), pattern))
				if err != nil || len(paths) != 1 {
					t.Fatal(paths, err)
				}
				if err := errors.Join(os.Remove(paths[0]), plant(paths[0])); err != nil {
					t.Skip(err)
				}
			}
			if _, ok, err := c.Get(m.Key); ok || err != nil {
				t.Error("it passes for a manifest", err)
			}
			if err := c.Damage(m.Key); !errors.Is(err, cache.ErrDamaged) {
				t.Error("damage isn't reported:", err)
			}
			if state, err := checkpoint.Load("state"); state != nil || !errors.Is(err, cache.ErrDamaged) {
				t.Error("it passes for saved state", err)
			}
			if keys := c.GetRoot(pipelineFile, "").Keys; len(keys) > 0 {
				t.Error("it passes for a root")
			}
			if err := c.Verify(m.Outputs[0]); !errors.Is(err, cache.ErrDamaged) {
				t.Error("it passes for an object:", err)
			}
			if _, err := c.GC(time.Time{}, nil, false); err == nil {
				t.Error("gc believes that it knows what is referred to")
			}
			refer(t, c, pipelineFile, m.Key)
			store(t, c, "a", "1,2\n")
			if err := checkpoint.Save("state", []byte("half")); err != nil {
				t.Error(err)
			}
			if _, err := os.Lstat(object); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPlantedFormat(t *testing.T) {
	c, _ := warned(t)
	path := filepath.Join(c.Dir(), "format")
	for name, plant := range map[string]func() error{
		"huge": func() error { return os.Truncate(path, 10<<30) },
		"pipe": func() error { return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o666)) },
		"link": func() error { return errors.Join(os.Remove(path), os.Symlink("/dev/zero", path)) },
	} {
		if err := plant(); err != nil {
			t.Fatal(err)
		}
		if err := c.Prepare(); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "--cache") {
			t.Errorf("%s: %v", name, err)
		}
		if err := errors.Join(os.Remove(path), os.WriteFile(path, nil, 0o666)); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFoldersOfOthersAreLeftAlone names a folder with somebody's files as the cache.
func TestFoldersOfOthersAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	mine := []string{"notes.txt", "objects/mine.txt", "objects/ab/mine.txt", "scratch/mine.txt", "damaged/mine.txt", "checkpoints/mine/x", "actions/ab/mine.json"}
	for _, name := range mine {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte("mine"), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	c := open(dir)
	if err := c.Prepare(); err == nil || !strings.Contains(err.Error(), "notes.txt") {
		t.Errorf("a cache was made of it: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "format"), fmt.Appendf(nil, "autoencoder-dynamics cache, format %d\n", cache.Format), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	if g, err := c.GC(time.Time{}, nil, false); err != nil || g.Bytes != 0 {
		t.Errorf("%+v, %v", g, err)
	}
	for _, name := range mine {
		if content, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(content) != "mine" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestReadOnlyCacheServes gives a cache whose folders can't be written to.
func TestReadOnlyCacheServes(t *testing.T) {
	l := newLife()
	if err := l.on(l.memory).run(); err != nil {
		t.Fatal(err)
	}
	l.memory.Remove("locks/gc")
	l.on(readOnlyDisk{l.memory})
	if err := l.cache.Prepare(); err != nil {
		t.Error(err)
	}
	release, err := l.cache.Use(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	release()
	if there, err := l.intact("a"); !there || err != nil {
		t.Error(there, err)
	}
	if _, err := l.cache.GC(time.Time{}, nil, true); err != nil {
		t.Errorf("a dry run: %v", err)
	}
	if err := l.cache.Checkpoint(keyFor("a")).Save("x", nil); !errors.Is(err, syscall.EROFS) {
		t.Errorf("the error of writing: %v", err)
	}
}

// readOnlyDisk is a file system that is mounted read-only.
type readOnlyDisk struct{ cache.Disk }

func (readOnlyDisk) Mkdir(string) error                      { return syscall.EROFS }
func (readOnlyDisk) Create(string) (cache.File, error)       { return nil, syscall.EROFS }
func (readOnlyDisk) Append(string) (cache.File, error)       { return nil, syscall.EROFS }
func (readOnlyDisk) Rename(string, string) error             { return syscall.EROFS }
func (readOnlyDisk) Remove(string) error                     { return syscall.EROFS }
func (readOnlyDisk) RemoveAll(string) error                  { return syscall.EROFS }
func (readOnlyDisk) Chmod(string, fs.FileMode) error         { return syscall.EROFS }
func (readOnlyDisk) Lock(string, bool) (func(), bool, error) { return nil, false, syscall.EROFS }
