package cache

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// newPrefix begins the names of files that are being written: nobody reads
// them, and gc drops those that a killed process left.
const newPrefix = ".new-"

// writeAtomic replaces a file in one step: the old bytes or the new, never a
// mixture. Once it returns, the new ones survive a loss of power.
func (c *Cache) writeAtomic(name string, content []byte) error {
	if err := c.writeFile(name, content); err != nil {
		return fmt.Errorf("cache: can't write %s: %w", c.path(name), err)
	}
	return nil
}

func (c *Cache) writeFile(name string, content []byte) error {
	dir := path.Dir(name)
	if err := c.ensureFolder(dir); err != nil {
		return err
	}
	temporary := path.Join(dir, unusedName(newPrefix))
	file, err := c.disk.Create(temporary)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Chmod(0o644)
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = c.moveFile(temporary, name)
	}
	if err != nil {
		_ = c.disk.Remove(temporary)
		return err
	}
	return c.syncUp(dir)
}

// moveFile renames a file to a name at which there may be another file. What is
// there and isn't a file is set aside.
func (c *Cache) moveFile(from, to string) error {
	err := c.disk.Rename(from, to)
	if err == nil {
		return nil
	}
	info, statErr := c.disk.Lstat(to)
	switch {
	case statErr != nil:
		return err
	case info.Mode().IsRegular():
		// Windows doesn't rename over a read-only file.
		_ = c.disk.Chmod(to, 0o644)
	default:
		if err := c.clear(to, what(info)); err != nil {
			return err
		}
	}
	return c.disk.Rename(from, to)
}

// ensureFolder makes a folder of the cache with those above it. Whatever lies in
// the way (a symlink that somebody planted, a file) is set aside.
func (c *Cache) ensureFolder(dir string) error {
	if dir == "." {
		if _, err := c.disk.Lstat("."); err == nil {
			return nil
		}
		return c.disk.Mkdir(".")
	}
	info, err := c.disk.Lstat(dir)
	if err == nil && info.IsDir() && c.realFolders(path.Dir(dir)) {
		return nil
	}
	if err := c.ensureFolder(path.Dir(dir)); err != nil {
		return err
	}
	switch info, err := c.disk.Lstat(dir); {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		if err := c.clear(dir, what(info)); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := c.disk.Mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if path.Dir(dir) == "." {
		return c.disk.SyncDir(".") // syncUp goes no further than that
	}
	return nil
}

// realFolders reports whether none of the folders on a path is a symlink.
func (c *Cache) realFolders(dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		if info, err := c.disk.Lstat(dir); err != nil || !info.IsDir() {
			return false
		}
	}
	return true
}

// syncUp makes durable what folders hold, and that they are there: another process
// may have made them and not have come to say so to the disk.
func (c *Cache) syncUp(dirs ...string) error {
	above := map[string]bool{}
	for _, dir := range dirs {
		if err := c.disk.SyncDir(dir); err != nil {
			return err
		}
		if parent := path.Dir(dir); parent != "." {
			above[parent] = true
		}
	}
	if len(above) == 0 {
		return nil
	}
	return c.syncUp(slices.Sorted(maps.Keys(above))...)
}

// setAside moves what can't be used to the folder "damaged", for people to look
// at until gc drops it.
func (c *Cache) setAside(name string) (to string, err error) {
	if info, err := c.disk.Lstat("damaged"); err == nil && !info.IsDir() {
		if err := c.disk.Remove("damaged"); err != nil {
			return "", err
		}
	}
	if err := c.disk.Mkdir("damaged"); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	to = fmt.Sprintf("damaged/%s-%d", path.Base(name), c.now().UnixNano())
	return to, c.disk.Rename(name, to)
}

// clear sets aside what lies where the cache wants to write, and says so.
func (c *Cache) clear(name, what string) error {
	to, err := c.setAside(name)
	if err != nil {
		return fmt.Errorf("%s is %s, and can't be moved away: %w", c.path(name), what, err)
	}
	c.warn(fmt.Sprintf("%s was %s; it was moved to %s", c.path(name), what, c.path(to)))
	return nil
}

// what says in words what a name holds.
func what(info fs.FileInfo) string {
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return "a file"
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeSymlink != 0:
		return "a symlink"
	}
	return "a device or pipe"
}
