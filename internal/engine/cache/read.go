package cache

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"syscall"
)

// maxRecord bounds what is read of a manifest or a root, in bytes: they are some
// ten kilobytes, but somebody may have planted a file of any size.
const maxRecord = 64 << 20

// read returns the content of a file that has no more bytes than limit. The error
// wraps fs.ErrNotExist where there is none, ErrDamaged where what is there can't
// be used, and neither where it can't be told now.
func (c *Cache) read(name string, limit int64) ([]byte, error) {
	file, size, err := c.open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if size > limit {
		return nil, fmt.Errorf("it has %d bytes, more than any such file: %w", size, ErrDamaged)
	}
	content := make([]byte, size)
	_, err = io.ReadFull(file, content)
	return content, unreadable(err)
}

// open opens a file; errors are those of read.
func (c *Cache) open(name string) (file fs.File, size int64, err error) {
	if file, err = c.disk.Open(name); err != nil {
		return nil, 0, unreadable(err)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, 0, unreadable(err)
	}
	return file, info.Size(), nil
}

// unreadable sorts the errors of reading: a file that is there and can't be read
// is as bad as a damaged one, unless that may pass.
func unreadable(err error) error {
	if err == nil || errors.Is(err, fs.ErrNotExist) || passing(err) || errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: %w", err, ErrDamaged)
}

// passing reports whether an error says nothing of what is on the disk: the same
// step may well succeed later.
func passing(err error) bool {
	for _, errno := range []syscall.Errno{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EINTR} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}

// unknown reports whether a file couldn't be read because of the system: then it
// may be as good as any.
func unknown(err error) bool {
	var errno syscall.Errno
	return errors.As(err, &errno)
}

// readOnly reports whether an error says that something may not be written to.
func readOnly(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

// files calls visit for everything below a folder of the cache that isn't a
// folder itself, in the order of the names. What disappears meanwhile is passed over.
func (c *Cache) files(dir string, visit func(name string) error) error {
	entries, err := c.disk.ReadDir(dir)
	if err != nil {
		return ignoreMissing(err)
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		if entry.IsDir() {
			err = c.files(name, visit)
		} else {
			err = visit(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// treeSize returns how many bytes the files below a name have.
func (c *Cache) treeSize(name string) (size int64) {
	info, err := c.disk.Lstat(name)
	switch {
	case err != nil:
		return 0
	case !info.IsDir():
		return info.Size()
	}
	_ = c.files(name, func(name string) error {
		if info, err := c.disk.Lstat(name); err == nil {
			size += info.Size()
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
