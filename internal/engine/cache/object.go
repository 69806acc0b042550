package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Digest is the SHA-256 of some content, in lower-case hexadecimal.
type Digest string

// Valid reports whether the digest has the form of one, so that it can't name
// a path outside the cache.
func (d Digest) Valid() bool {
	raw, err := hex.DecodeString(string(d))
	return err == nil && len(raw) == sha256.Size && hex.EncodeToString(raw) == string(d)
}

// digestLength is how many digits a digest has.
const digestLength = 2 * sha256.Size

// Short returns the digest's first twelve digits, for people.
func (d Digest) Short() string { return string(d)[:min(12, len(d))] }

// DigestFile returns the digest and size of a file's content.
func DigestFile(path string) (Digest, int64, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	return digestFile(path, file)
}

// digest returns the digest and size of a file of the cache.
func (c *Cache) digest(name string) (Digest, int64, error) {
	file, err := c.disk.Open(name)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	return digestFile(c.path(name), file)
}

func digestFile(path string, file fs.File) (Digest, int64, error) {
	info, err := file.Stat()
	if err != nil {
		return "", 0, err
	}
	digest, size, err := digest(file, info.Size())
	if err != nil {
		return "", 0, fmt.Errorf("read %s: %w", path, err)
	}
	return digest, size, nil
}

// digest reads to the end of some content, of about the given size.
func digest(content io.Reader, about int64) (Digest, int64, error) {
	h := sha256.New()
	// Not io.Copy: files would write themselves, in small pieces.
	size, err := io.CopyBuffer(struct{ io.Writer }{h}, struct{ io.Reader }{content}, make([]byte, min(about+1, 1<<20)))
	return Digest(hex.EncodeToString(h.Sum(nil))), size, err
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
	return c.path(objectName(d))
}

func objectName(d Digest) string {
	if !d.Valid() {
		return "objects/none" // never made
	}
	return "objects/" + string(d)[:2] + "/" + string(d)
}

// Present reports whether the object is there as a regular file of the right
// size. It reads no content; Verify does.
func (c *Cache) Present(o Output) bool {
	there, err := c.present(o)
	return there && err == nil
}

// present does what Present does; an error says that it can't be told now.
func (c *Cache) present(o Output) (bool, error) {
	info, err := c.disk.Lstat(objectName(o.Digest))
	if err != nil && passing(err) {
		return false, fmt.Errorf("cache: %w", err)
	}
	return err == nil && info.Mode().IsRegular() && info.Size() == o.Size, nil
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
	if !there || !errors.Is(err, ErrDamaged) {
		return err
	}
	aside, moveErr := c.setAside(objectName(o.Digest))
	if moveErr != nil {
		return err // a read-only cache; the error says all the same that it can't be used
	}
	// Another process may have made it again while this one read the damaged one.
	if info, statErr := c.disk.Lstat(aside); statErr == nil && info.Mode().IsRegular() && info.Size() == o.Size {
		digest, _, readErr := c.digest(aside)
		if readErr == nil && digest == o.Digest && c.disk.Rename(aside, objectName(o.Digest)) == nil {
			return nil
		}
	}
	return err
}

func (c *Cache) check(o Output) (there bool, err error) {
	damaged := func(what string) error {
		return fmt.Errorf("cache: %s (%s) %s: %w", o.Name, o.Digest.Short(), what, ErrDamaged)
	}
	name := objectName(o.Digest)
	info, err := c.disk.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, damaged("is missing")
	case err != nil && passing(err):
		return false, fmt.Errorf("cache: %w", err)
	case err != nil:
		return true, damaged(fmt.Sprintf("can't be read (%v)", err))
	case !info.Mode().IsRegular():
		return true, damaged("is not a regular file")
	case info.Size() != o.Size:
		return true, damaged(fmt.Sprintf("has %d bytes instead of %d", info.Size(), o.Size))
	}
	switch digest, _, err := c.digest(name); {
	case errors.Is(err, fs.ErrNotExist):
		return false, damaged("is missing")
	case err != nil && passing(err):
		return true, fmt.Errorf("cache: %w", err)
	case err != nil:
		return true, damaged(fmt.Sprintf("can't be read (%v)", err))
	case digest != o.Digest:
		return true, damaged("holds other bytes than its name says")
	}
	return true, nil
}
