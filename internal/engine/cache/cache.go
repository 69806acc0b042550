package cache

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Format is the version of the layout on disk. A cache of another format is
// refused rather than misread.
const Format = 1

// formatMark is what the file "format" holds, to the byte.
var formatMark = fmt.Sprintf("autoencoder-dynamics cache, format %d\n", Format)

// Cache is a cache folder. It holds no state in memory and no open files, so any
// number of values, in any number of processes, may share one folder.
type Cache struct {
	disk Disk
	now  func() time.Time
	warn func(text string)
}

// Options are what a cache works with.
type Options struct {
	Disk Disk
	Now  func() time.Time  // when a result was stored, and what gc takes for old
	Warn func(text string) // told what was in the way and was moved aside; nil: nobody is told
}

// New returns the cache on a disk, whose folder need not exist: reading finds an
// empty cache, and the first write creates it.
func New(o Options) *Cache {
	if o.Warn == nil {
		o.Warn = func(string) {}
	}
	return &Cache{disk: o.Disk, now: o.Now, warn: o.Warn}
}

// Dir returns the cache's folder.
func (c *Cache) Dir() string { return c.disk.Dir() }

// path is where a name lies, for people, stages and locks.
func (c *Cache) path(name string) string { return filepath.Join(c.Dir(), filepath.FromSlash(name)) }

// Prepare creates the folder and its format mark, or checks the mark of one
// that exists. It must be called before anything is written. Symlinks in the
// place of the cache's own folders are set aside.
//
// A cache that may not be written to is left as it is: what is in it can be used.
func (c *Cache) Prepare() error {
	if err := c.CheckFormat(); err != nil {
		return err
	}
	if err := c.onlyOurs(); err != nil {
		return err
	}
	if err := c.prepare(); err != nil {
		if _, missing := c.disk.Lstat("format"); missing == nil && readOnly(err) {
			return nil
		}
		return fmt.Errorf("cache: can't write to %s: %w", c.Dir(), err)
	}
	return nil
}

// folders are those that Prepare makes. Beside them there may be "damaged", which is
// made when it is needed, "state", which belongs to stages, and the file "format".
var folders = []string{"actions", "objects", "scratch", "checkpoints", "locks", "roots"}

// onlyOurs refuses to make a cache of a folder in which somebody keeps other things.
func (c *Cache) onlyOurs() error {
	if _, err := c.disk.Lstat("format"); err == nil {
		return nil
	}
	entries, err := c.disk.ReadDir(".")
	if err != nil {
		return nil // there is none, or making it will say what is wrong
	}
	ours := append([]string{"format", "damaged", "state"}, folders...) // another process may have written the mark meanwhile
	for _, entry := range entries {
		if name := entry.Name(); !slices.Contains(ours, name) && !strings.HasPrefix(name, newPrefix) {
			return fmt.Errorf("cache: %s holds %q, which isn't a cache's: name an empty folder, or one that isn't there yet, with --cache", c.Dir(), name)
		}
	}
	return nil
}

func (c *Cache) prepare() error {
	// The mark comes first: a folder that holds anything of a cache holds it.
	if _, err := c.disk.Lstat("format"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	} else if err != nil {
		if err := c.writeFile("format", []byte(formatMark)); err != nil {
			return err
		}
	}
	for _, dir := range folders {
		if err := c.ensureFolder(dir); err != nil {
			return err
		}
	}
	// Stages make this one themselves.
	if info, err := c.disk.Lstat("state"); err == nil && !info.IsDir() {
		if err := c.clear("state", what(info)); err != nil {
			return err
		}
	}
	return c.disk.SyncDir(".")
}

// CheckFormat reports an error where the folder holds a cache of another
// format. It writes nothing; a missing folder is fine.
func (c *Cache) CheckFormat() error {
	text, err := c.read("format", 1<<10)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cache: %s: %w; choose another folder with --cache, or delete that one", c.path("format"), err)
	}
	if string(text) != formatMark {
		return fmt.Errorf("cache: %s holds %q, but this program reads format %d; choose another folder with --cache, or delete that one",
			c.Dir(), firstLine(text), Format)
	}
	return nil
}

func firstLine(text []byte) string {
	for i, b := range text {
		if b == '\n' || i == 80 {
			return string(text[:i])
		}
	}
	return string(text)
}
