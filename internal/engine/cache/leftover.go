package cache

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"
)

// The names that the cache gives, beside digests.
var (
	scratchName = regexp.MustCompile(`^[0-9a-f]{12}-[0-9A-Za-z]+$`)
	damagedName = regexp.MustCompile(`-[0-9]+$`)
)

// isNew reports whether a file was being written when its process ended: gc runs alone.
func isNew(name string) bool { return strings.HasPrefix(path.Base(name), newPrefix) }

// keyOf returns the key of the action whose manifest has that name.
func keyOf(name string) (Digest, bool) {
	key := Digest(strings.TrimSuffix(path.Base(name), ".json"))
	return key, key.Valid() && manifestName(key) == name
}

// leftovers drops scratch folders, damaged files, half-written ones, and the
// checkpoints of actions that have ended since or are old.
func (s *sweep) leftovers() error {
	for _, leftover := range []struct {
		dir  string
		drop func(name string, info fs.FileInfo) bool
	}{
		{".", func(name string, info fs.FileInfo) bool { return isNew(name) && info.Mode().IsRegular() }},
		{"scratch", func(name string, _ fs.FileInfo) bool { return scratchName.MatchString(name) }},
		{"damaged", func(name string, _ fs.FileInfo) bool { return damagedName.MatchString(name) }},
		{"checkpoints", s.oldCheckpoint},
	} {
		if err := s.entries(leftover.dir, leftover.drop); err != nil {
			return err
		}
	}
	// What is half-written of a checkpoint that stays.
	return s.cache.files("checkpoints", func(name string) error {
		if !isNew(name) || s.dryRun && s.dropped[path.Dir(name)] {
			return nil
		}
		return s.remove(name, &s.garbage.Leftover)
	})
}

// entries drops what drop says of the entries of a folder. A symlink in place of the
// folder is one itself, and what lies behind it is nobody's business.
func (s *sweep) entries(dir string, drop func(name string, info fs.FileInfo) bool) error {
	disk := s.cache.disk
	if info, err := disk.Lstat(dir); err != nil {
		return ignoreMissing(err)
	} else if info.Mode()&fs.ModeSymlink != 0 {
		return s.remove(dir, &s.garbage.Leftover)
	}
	entries, err := disk.ReadDir(dir)
	if err != nil {
		return ignoreMissing(err)
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		info, err := disk.Lstat(name)
		if err != nil || !drop(entry.Name(), info) {
			continue
		}
		if err := s.remove(name, &s.garbage.Leftover); err != nil {
			return err
		}
		s.dropped[name] = true
	}
	return nil
}

// oldCheckpoint reports whether nobody will go on from an action's saved state.
func (s *sweep) oldCheckpoint(name string, info fs.FileInfo) bool {
	key := Digest(name)
	return key.Valid() && (s.keys[key] || !info.ModTime().After(s.resumable()))
}

// resumable is the time after which the saved state of an interrupted stage is
// kept: somebody may still want to go on from it.
func (s *sweep) resumable() time.Time {
	week := s.cache.now().Add(-7 * 24 * time.Hour)
	if !s.before.IsZero() && s.before.Before(week) {
		return s.before
	}
	return week
}

// locks removes the files of locks, which nobody holds.
func (s *sweep) locks() error {
	if s.dryRun {
		return nil
	}
	return s.cache.files("locks", func(name string) error {
		if Digest(path.Base(name)).Valid() {
			return ignoreMissing(s.cache.disk.Remove(name))
		}
		return nil
	})
}
