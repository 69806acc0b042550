package cache

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Format is the version of the layout on disk. A cache of another format is
// refused rather than misread.
const Format = 1

// Cache is a cache folder. It holds no state in memory, so any number of
// values, in any number of processes, may share one folder.
type Cache struct {
	dir string
	now func() time.Time
}

// New returns the cache in a folder, which need not exist: reading finds an
// empty cache, and the first write creates it.
func New(dir string, now func() time.Time) *Cache { return &Cache{dir: dir, now: now} }

// Dir returns the cache's folder.
func (c *Cache) Dir() string { return c.dir }

func (c *Cache) path(parts ...string) string {
	return filepath.Join(append([]string{c.dir}, parts...)...)
}

// Prepare creates the folder and its format mark, or checks the mark of one
// that exists. It must be called before anything is written.
func (c *Cache) Prepare() error {
	if err := c.CheckFormat(); err != nil {
		return err
	}
	for _, dir := range []string{"actions", "objects", "scratch", "checkpoints", "locks", "roots"} {
		if err := os.MkdirAll(c.path(dir), 0o777); err != nil {
			return fmt.Errorf("cache: can't create %s: %w; choose another folder with --cache", c.path(dir), err)
		}
	}
	if _, err := os.Stat(c.path("format")); errors.Is(err, fs.ErrNotExist) {
		return c.writeAtomic(c.path("format"), fmt.Appendf(nil, "autoencoder-dynamics cache, format %d\n", Format))
	}
	return nil
}

// CheckFormat reports an error where the folder holds a cache of another
// format. It writes nothing; a missing folder is fine.
func (c *Cache) CheckFormat() error {
	text, err := os.ReadFile(c.path("format"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	var format int
	if _, err := fmt.Sscanf(string(text), "autoencoder-dynamics cache, format %d\n", &format); err != nil || format != Format {
		return fmt.Errorf("cache: %s holds %q, but this program reads format %d; choose another folder with --cache, or delete that one",
			c.dir, firstLine(text), Format)
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

// writeAtomic replaces a file in one step: the old bytes or the new, never a mixture.
func (c *Cache) writeAtomic(path string, content []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
			err = fmt.Errorf("cache: can't write %s: %w", path, err)
		}
	}()
	if _, err = file.Write(content); err != nil {
		return err
	}
	if err = file.Sync(); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	if err = os.Chmod(file.Name(), 0o644); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes renames in a folder survive a crash of the machine. Systems
// that can't sync a folder (Windows) order renames themselves.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}
