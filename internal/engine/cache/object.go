package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Digest is the SHA-256 of some content, in lower-case hexadecimal.
type Digest string

// Valid reports whether the digest has the form of one, so that it can't name
// a path outside the cache.
func (d Digest) Valid() bool {
	raw, err := hex.DecodeString(string(d))
	return err == nil && len(raw) == sha256.Size && hex.EncodeToString(raw) == string(d)
}

// Short returns the digest's first twelve digits, for people.
func (d Digest) Short() string { return string(d)[:min(12, len(d))] }

// DigestFile returns the digest and size of a file's content.
func DigestFile(path string) (Digest, int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	h := sha256.New()
	size, err := io.CopyBuffer(h, file, make([]byte, 1<<20))
	if err != nil {
		return "", 0, fmt.Errorf("read %s: %w", path, err)
	}
	return Digest(hex.EncodeToString(h.Sum(nil))), size, nil
}

// DigestBytes returns the digest of some bytes.
func DigestBytes(content []byte) Digest {
	s := sha256.Sum256(content)
	return Digest(hex.EncodeToString(s[:]))
}

// ErrDamaged says that an object didn't match its digest or size. It has been
// set aside if it could be; the stage that made it must run again.
var ErrDamaged = errors.New("damaged")

// Output is one output of an action.
type Output struct {
	Name   string `json:"name"` // path below the stage's output folder, with slashes
	Digest Digest `json:"digest"`
	Size   int64  `json:"size"` // bytes
}

// ObjectPath returns where the content of that digest lies, whether or not it is there.
func (c *Cache) ObjectPath(d Digest) string {
	return c.path("objects", string(d)[:2], string(d))
}

// Present reports whether the object is there as a regular file of the right
// size. It reads no content; Verify does.
func (c *Cache) Present(o Output) bool {
	info, err := os.Lstat(c.ObjectPath(o.Digest))
	return err == nil && info.Mode().IsRegular() && info.Size() == o.Size
}

// Check reads an object and compares it with its digest, and touches nothing.
// The error wraps ErrDamaged where it is missing or differs.
func (c *Cache) Check(o Output) error {
	_, err := c.check(o)
	return err
}

// Verify does what Check does, and moves an object that doesn't match to the
// folder "damaged", so that nobody uses it.
func (c *Cache) Verify(o Output) error {
	there, err := c.check(o)
	if there && errors.Is(err, ErrDamaged) {
		c.setAside(o)
	}
	return err
}

func (c *Cache) check(o Output) (there bool, err error) {
	damaged := func(what string) error {
		return fmt.Errorf("cache: %s (%s) %s: %w", o.Name, o.Digest.Short(), what, ErrDamaged)
	}
	path := c.ObjectPath(o.Digest)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, damaged("is missing")
	case err != nil:
		return false, fmt.Errorf("cache: %w", err)
	case !info.Mode().IsRegular():
		return true, damaged("is not a regular file")
	case info.Size() != o.Size:
		return true, damaged(fmt.Sprintf("has %d bytes instead of %d", info.Size(), o.Size))
	}
	digest, _, err := DigestFile(path)
	if err != nil {
		return true, fmt.Errorf("cache: %w", err)
	}
	if digest != o.Digest {
		return true, damaged("holds other bytes than its name says")
	}
	return true, nil
}

// setAside moves an object away. On failure (a read-only cache) it stays where
// it is; its manifest is not used all the same, since Verify has reported it.
func (c *Cache) setAside(o Output) {
	path := c.ObjectPath(o.Digest)
	if err := os.MkdirAll(c.path("damaged"), 0o777); err == nil {
		_ = os.Rename(path, c.path("damaged", fmt.Sprintf("%s-%d", filepath.Base(path), c.now().UnixNano())))
	}
}

// Scratch is the folder in which one action writes its outputs.
type Scratch struct {
	cache *Cache
	dir   string
}

// NewScratch creates an empty folder for the outputs of an action.
func (c *Cache) NewScratch(key Digest) (*Scratch, error) {
	dir, err := os.MkdirTemp(c.path("scratch"), key.Short()+"-")
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	return &Scratch{c, dir}, nil
}

// Dir returns the folder's path.
func (s *Scratch) Dir() string { return s.dir }

// Remove deletes the folder with what is still in it.
func (s *Scratch) Remove() error { return os.RemoveAll(s.dir) }

// Outputs digests every file in the folder, in the order of their names.
// Anything but regular files and folders is refused.
func (s *Scratch) Outputs() ([]Output, error) {
	var outputs []Output
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(s.dir, path)
		if err != nil {
			return err
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("output %s is not a regular file", name)
		}
		digest, size, err := DigestFile(path)
		outputs = append(outputs, Output{filepath.ToSlash(name), digest, size})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	slices.SortFunc(outputs, func(a, b Output) int { return strings.Compare(a.Name, b.Name) })
	return outputs, nil
}

// Store makes objects of the scratch folder's files: each is synced and renamed
// to its digest. An object that is there already is replaced, since its bytes
// may have been damaged.
func (s *Scratch) Store(outputs []Output) error {
	for _, o := range outputs {
		from, to := filepath.Join(s.dir, filepath.FromSlash(o.Name)), s.cache.ObjectPath(o.Digest)
		if err := s.cache.storeFile(from, to); err != nil {
			return fmt.Errorf("cache: can't store output %s: %w", o.Name, err)
		}
	}
	return nil
}

func (c *Cache) storeFile(from, to string) error {
	file, err := os.OpenFile(from, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Chmod(0o444), file.Close()); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		// Windows doesn't rename over a read-only file.
		_ = os.Chmod(to, 0o644)
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	return syncDir(filepath.Dir(to))
}
