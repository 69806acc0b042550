package cache

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

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

// GC drops every action that neither a root nor keep refers to and that was
// stored before the given time, then the objects that no remaining action names,
// and what interrupted runs left behind. Roots whose pipeline file is gone no longer
// count. With dryRun it only says what it would drop. It touches nothing in a
// folder that isn't a cache of this format, or beside a running pipeline, and
// gives up where it can't tell what is referred to.
func (c *Cache) GC(before time.Time, keep []Digest, dryRun bool) (Garbage, error) {
	var g Garbage
	if _, err := os.Stat(c.dir); errors.Is(err, fs.ErrNotExist) {
		return g, nil
	}
	if _, err := os.Stat(c.path("format")); err != nil {
		return g, fmt.Errorf("cache: %s isn't a cache: it has no file \"format\"; name another folder with --cache", c.dir)
	}
	if err := c.CheckFormat(); err != nil {
		return g, err
	}
	lock := flock.New(c.path("locks", "gc"))
	held, err := lock.TryLock()
	if err != nil && !(dryRun && errors.Is(err, fs.ErrPermission)) {
		return g, fmt.Errorf("cache: gc: %w", err)
	}
	if !held && err == nil {
		return g, fmt.Errorf("cache: gc: %w", ErrInUse)
	}
	defer lock.Unlock()
	sweep := &sweep{cache: c, before: before, dryRun: dryRun, garbage: &g, referred: map[Digest]bool{}}
	for _, key := range keep {
		sweep.referred[key] = true
	}
	for _, step := range []func() error{sweep.roots, sweep.actions, sweep.objects, sweep.leftovers} {
		if err := step(); err != nil {
			return g, err
		}
	}
	return g, nil
}

type sweep struct {
	cache    *Cache
	before   time.Time
	dryRun   bool
	garbage  *Garbage
	referred map[Digest]bool // actions that somebody refers to
	live     map[Digest]bool // objects of the actions that stay
	keys     map[Digest]bool // actions that stay
}

func (s *sweep) remove(path string, size int64) error {
	s.garbage.Bytes += size
	if s.dryRun {
		return nil
	}
	return os.RemoveAll(path)
}

// actions drops manifests, and those that can't be trusted, whose objects nobody can use.
func (s *sweep) actions() error {
	s.live, s.keys = map[Digest]bool{}, map[Digest]bool{}
	return s.files("actions", func(path string, info fs.FileInfo) error {
		m, err := s.cache.readManifest(path)
		var failed *fs.PathError
		switch {
		case errors.As(err, &failed):
			return fmt.Errorf("cache: gc: %w", err)
		case err == nil && (s.referred[m.Key] || !m.Stored.Before(s.before)):
			s.garbage.Kept++
			s.keys[m.Key] = true
			for _, o := range m.Outputs {
				s.live[o.Digest] = true
			}
			return nil
		}
		s.garbage.Actions++
		return s.remove(path, info.Size())
	})
}

// roots reads what pipelines refer to. One that can't be read might refer to anything.
func (s *sweep) roots() error {
	return s.files("roots", func(path string, info fs.FileInfo) error {
		if strings.HasPrefix(filepath.Base(path), ".new-") {
			return s.remove(path, info.Size())
		}
		r, err := readRoot(path)
		if err != nil {
			return fmt.Errorf("cache: gc: it can't be told what a pipeline refers to: %w; delete that file if it is rubbish", err)
		}
		if r.abandoned() {
			return s.remove(path, info.Size())
		}
		for _, key := range r.Keys {
			s.referred[key] = true
		}
		return nil
	})
}

// files calls visit for every file below a folder of the cache.
func (s *sweep) files(folder string, visit func(path string, info fs.FileInfo) error) error {
	return filepath.WalkDir(s.cache.path(folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return ignoreMissing(err)
		}
		info, err := entry.Info()
		if err != nil {
			return ignoreMissing(err)
		}
		return visit(path, info)
	})
}

func (s *sweep) objects() error {
	return s.files("objects", func(path string, info fs.FileInfo) error {
		if s.live[Digest(filepath.Base(path))] {
			return nil
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
		if name := entry.Name(); Digest(name).Valid() {
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
