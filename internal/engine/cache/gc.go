package cache

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// Root says which actions one pipeline file, under one profile, refers to.
type Root struct {
	File    string            `json:"file"`    // absolute path of the pipeline file
	Profile string            `json:"profile"` // "" for the default one
	Keys    map[string]Digest `json:"keys"`    // by the stage's name
}

func (c *Cache) rootPath(file, profile string) string {
	return c.path("roots", string(DigestBytes([]byte(file+"\n"+profile)))+".json")
}

// PutRoot records what a pipeline refers to, replacing what it referred to before.
func (c *Cache) PutRoot(r Root) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("cache: root: %w", err)
	}
	return c.writeAtomic(c.rootPath(r.File, r.Profile), append(text, '\n'))
}

// GetRoot returns what a pipeline was recorded to refer to; Keys is empty where nothing was.
func (c *Cache) GetRoot(file, profile string) Root {
	r := Root{File: file, Profile: profile, Keys: map[string]Digest{}}
	if text, err := os.ReadFile(c.rootPath(file, profile)); err == nil {
		_ = json.Unmarshal(text, &r) // an unreadable root refers to nothing
	}
	return r
}

// Garbage is what gc drops.
type Garbage struct {
	Actions  int   `json:"actions"`  // manifests
	Objects  int   `json:"objects"`  // object files
	Leftover int   `json:"leftover"` // scratch folders, checkpoints and damaged files
	Bytes    int64 `json:"bytes"`    // freed altogether
	Kept     int   `json:"kept"`     // actions that stay
}

// ErrInUse says that another process uses the cache.
var ErrInUse = errors.New("another process uses this cache; try again when it has ended")

// GC drops every action that no root refers to and that was stored before the
// given time, then the objects that no remaining action names, and what
// interrupted runs left behind. Roots whose pipeline file is gone no longer
// count. With dryRun it only says what it would drop.
func (c *Cache) GC(before time.Time, dryRun bool) (Garbage, error) {
	var g Garbage
	if _, err := os.Stat(c.dir); errors.Is(err, fs.ErrNotExist) {
		return g, nil
	}
	if !dryRun {
		lock := flock.New(c.path("locks", "gc"))
		held, err := lock.TryLock()
		if err != nil {
			return g, fmt.Errorf("cache: gc: %w", err)
		}
		if !held {
			return g, fmt.Errorf("cache: gc: %w", ErrInUse)
		}
		defer lock.Unlock()
	}
	sweep := &sweep{cache: c, before: before, dryRun: dryRun, garbage: &g}
	return g, errors.Join(sweep.actions(), sweep.objects(), sweep.leftovers())
}

type sweep struct {
	cache   *Cache
	before  time.Time
	dryRun  bool
	garbage *Garbage
	live    map[Digest]bool // objects of the actions that stay
	keys    map[Digest]bool // actions that stay
}

func (s *sweep) remove(path string, size int64) error {
	s.garbage.Bytes += size
	if s.dryRun {
		return nil
	}
	return os.RemoveAll(path)
}

func (s *sweep) actions() error {
	referred, err := s.referred()
	if err != nil {
		return err
	}
	all, err := s.cache.All()
	if err != nil {
		return err
	}
	s.live, s.keys = map[Digest]bool{}, map[Digest]bool{}
	for _, m := range all {
		if !referred[m.Key] && m.Stored.Before(s.before) {
			s.garbage.Actions++
			info, err := os.Stat(s.cache.manifestPath(m.Key))
			if err == nil {
				err = s.remove(s.cache.manifestPath(m.Key), info.Size())
			}
			if err != nil {
				return fmt.Errorf("cache: gc: %w", err)
			}
			continue
		}
		s.garbage.Kept++
		s.keys[m.Key] = true
		for _, o := range m.Outputs {
			s.live[o.Digest] = true
		}
	}
	return nil
}

// referred returns the keys that some pipeline file, still there, refers to.
func (s *sweep) referred() (map[Digest]bool, error) {
	referred := map[Digest]bool{}
	entries, err := os.ReadDir(s.cache.path("roots"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("cache: gc: %w", err)
	}
	for _, entry := range entries {
		text, err := os.ReadFile(s.cache.path("roots", entry.Name()))
		var r Root
		if err != nil || json.Unmarshal(text, &r) != nil {
			continue
		}
		if _, err := os.Stat(r.File); errors.Is(err, fs.ErrNotExist) {
			if err := s.remove(s.cache.path("roots", entry.Name()), int64(len(text))); err != nil {
				return nil, fmt.Errorf("cache: gc: %w", err)
			}
			continue
		}
		for _, key := range r.Keys {
			referred[key] = true
		}
	}
	return referred, nil
}

func (s *sweep) objects() error {
	return filepath.WalkDir(s.cache.path("objects"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || s.live[Digest(entry.Name())] {
			return ignoreMissing(err)
		}
		info, err := entry.Info()
		if err != nil {
			return ignoreMissing(err)
		}
		s.garbage.Objects++
		return s.remove(path, info.Size())
	})
}

// leftovers drops scratch folders, damaged files, locks that nobody holds (gc
// runs alone), and the checkpoints of actions that have ended since or are old.
func (s *sweep) leftovers() error {
	for _, dir := range []string{"scratch", "damaged", "checkpoints"} {
		entries, err := os.ReadDir(s.cache.path(dir))
		if ignoreMissing(err) != nil {
			return fmt.Errorf("cache: gc: %w", err)
		}
		for _, entry := range entries {
			info, err := entry.Info()
			if err != nil {
				continue
			}
			if dir == "checkpoints" && !s.keys[Digest(entry.Name())] && info.ModTime().After(s.resumable()) {
				continue
			}
			s.garbage.Leftover++
			path := s.cache.path(dir, entry.Name())
			if err := s.remove(path, treeSize(path)); err != nil {
				return fmt.Errorf("cache: gc: %w", err)
			}
		}
	}
	return s.locks()
}

// resumable is the time after which the saved state of an interrupted stage is
// kept: somebody may still want to go on from it.
func (s *sweep) resumable() time.Time {
	week := s.cache.now().Add(-7 * 24 * time.Hour)
	if s.before.Before(week) {
		return s.before
	}
	return week
}

func (s *sweep) locks() error {
	if s.dryRun {
		return nil
	}
	entries, err := os.ReadDir(s.cache.path("locks"))
	if err != nil {
		return ignoreMissing(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != "gc" && !strings.HasPrefix(name, ".") {
			if err := os.Remove(s.cache.path("locks", name)); ignoreMissing(err) != nil {
				return fmt.Errorf("cache: gc: %w", err)
			}
		}
	}
	return nil
}

func treeSize(root string) (size int64) {
	_ = filepath.WalkDir(root, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			if info, err := entry.Info(); err == nil {
				size += info.Size()
			}
		}
		return nil
	})
	return size
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
