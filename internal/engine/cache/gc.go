package cache

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"
)

// Garbage is what gc drops.
type Garbage struct {
	Actions  int   `json:"actions"`  // manifests
	Objects  int   `json:"objects"`  // object files
	Leftover int   `json:"leftover"` // scratch folders, checkpoints, damaged and half-written files
	Bytes    int64 `json:"bytes"`    // freed altogether
	Kept     int   `json:"kept"`     // actions that stay
}

// ErrInUse says that another process uses the cache.
var ErrInUse = errors.New("another process uses this cache; try again when it has ended")

// GC drops every action that neither a root nor keep refers to and that was
// stored before the given time (the zero time: whenever it was stored), then the
// objects that no remaining action names, and what interrupted runs left behind.
// Roots whose pipeline file is gone no longer count. With dryRun it only says what
// it would drop.
//
// It removes only what has a name that a cache gives, touches nothing in a folder
// that isn't a cache of this format, or beside a running pipeline, and gives up
// where it can't tell what is referred to. Interrupted, it has dropped less, and
// nothing else.
func (c *Cache) GC(before time.Time, keep []Digest, dryRun bool) (Garbage, error) {
	var g Garbage
	if c.unborn() {
		return g, nil
	}
	if _, err := c.disk.Lstat("format"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return g, fmt.Errorf("cache: gc: %s: %w", c.path("format"), err)
	} else if err != nil {
		return g, fmt.Errorf("cache: %s isn't a cache: it has no file \"format\"; name another folder with --cache", c.Dir())
	}
	if err := c.CheckFormat(); err != nil {
		return g, err
	}
	lock := c.tryLock
	if dryRun {
		lock = func(name string, shared bool) (func(), bool, error) { return c.disk.Lock("locks/"+name, shared) }
	}
	unlock, held, err := lock("gc", false)
	switch {
	case err != nil && dryRun && (readOnly(err) || errors.Is(err, fs.ErrNotExist)): // it will change nothing
	case err != nil:
		return g, fmt.Errorf("cache: gc: %w", err)
	case !held:
		return g, fmt.Errorf("cache: gc: %w", ErrInUse)
	default:
		defer unlock()
	}
	sweep := &sweep{cache: c, before: before, dryRun: dryRun, garbage: &g, referred: map[Digest]bool{}, dropped: map[string]bool{}}
	for _, key := range keep {
		sweep.referred[key] = true
	}
	for _, step := range []func() error{sweep.roots, sweep.actions, sweep.objects, sweep.leftovers, sweep.locks} {
		if err := step(); err != nil {
			return g, fmt.Errorf("cache: gc: %w", err)
		}
	}
	return g, nil
}

// unborn reports whether there is no cache yet: no folder, or an empty one, or one
// in which a process was killed while it made the format mark, which comes first.
func (c *Cache) unborn() bool {
	entries, err := c.disk.ReadDir(".")
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	return !slices.ContainsFunc(entries, func(entry fs.DirEntry) bool { return !isNew(entry.Name()) })
}

// sweep is one call of GC.
type sweep struct {
	cache    *Cache
	before   time.Time
	dryRun   bool
	garbage  *Garbage
	referred map[Digest]bool // actions that somebody refers to
	live     map[Digest]bool // objects of the actions that stay
	keys     map[Digest]bool // actions that stay
	dropped  map[string]bool // leftovers, by name, so that a dry run counts nothing twice
}

// remove drops what has a name and counts it, where count isn't nil.
func (s *sweep) remove(name string, count *int) error {
	if count != nil {
		*count++
	}
	s.garbage.Bytes += s.cache.treeSize(name)
	if s.dryRun {
		return nil
	}
	return s.cache.disk.RemoveAll(name)
}

// roots reads what pipelines refer to. One that can't be read might refer to anything.
func (s *sweep) roots() error {
	entries, err := s.cache.disk.ReadDir("roots")
	if err != nil {
		return ignoreMissing(err)
	}
	for _, entry := range entries {
		if err := s.root("roots/" + entry.Name()); err != nil {
			return err
		}
	}
	return nil
}

func (s *sweep) root(name string) error {
	switch {
	case isNew(name):
		return s.remove(name, &s.garbage.Leftover)
	case path.Ext(name) != ".json":
		return nil
	}
	r, err := s.cache.readRoot(name)
	if err != nil {
		return fmt.Errorf("it can't be told what a pipeline refers to: %w; delete that file if it is rubbish", err)
	}
	if r.abandoned() {
		return s.remove(name, nil)
	}
	for _, key := range r.Keys {
		s.referred[key] = true
	}
	return nil
}

// actions drops manifests, and those that can't be trusted, whose objects nobody can use.
func (s *sweep) actions() error {
	s.live, s.keys = map[Digest]bool{}, map[Digest]bool{}
	return s.cache.files("actions", func(name string) error {
		key, ok := keyOf(name)
		switch {
		case isNew(name):
			return s.remove(name, &s.garbage.Leftover)
		case !ok:
			return nil
		}
		m, err := s.cache.readManifest(name)
		switch {
		case err != nil && (unknown(err) || !errors.Is(err, ErrDamaged)):
			return err
		case err == nil && (s.referred[key] || !s.old(m)):
			s.garbage.Kept++
			s.keys[key] = true
			for _, o := range m.Outputs {
				s.live[o.Digest] = true
			}
			return nil
		}
		return s.remove(name, &s.garbage.Actions)
	})
}

// old reports whether an action's age lets it be dropped. A time before there was
// this program is that of a computer that didn't know the time.
func (s *sweep) old(m Manifest) bool {
	return s.before.IsZero() || m.Stored.Year() >= 2022 && m.Stored.Before(s.before)
}

func (s *sweep) objects() error {
	return s.cache.files("objects", func(name string) error {
		digest := Digest(path.Base(name))
		switch {
		case isNew(name):
			return s.remove(name, &s.garbage.Leftover)
		case !digest.Valid() || objectName(digest) != name || s.live[digest]:
			return nil
		}
		return s.remove(name, &s.garbage.Objects)
	})
}
