package reference

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Accept makes the content the accepted one of the manifest's figure and variant, in place of what was there. It writes
// a new folder and then puts it in the old one's place, so that an interruption at any moment leaves the old or the new one, whole.
func (s Store) Accept(m Manifest, c Content) error {
	return s.accept(m, c, os.Rename)
}

// accept is Accept with a rename that a test can interrupt.
func (s Store) accept(m Manifest, c Content, rename func(from, to string) error) error {
	if err := errors.Join(checkName("variant", string(m.Variant)), checkName("figure", m.Figure)); err != nil {
		return err
	}
	files, err := pack(m, c)
	if err != nil {
		return err
	}
	place, old := s.folder(m.Variant, m.Figure), s.oldFolder(m.Variant, m.Figure)
	parent := filepath.Dir(place)
	if err := os.MkdirAll(parent, 0o777); err != nil {
		return err
	}
	prefix := "." + m.Figure + ".new-"
	dropUnfinished(parent, prefix)
	fresh, err := os.MkdirTemp(parent, prefix+"*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh) // where it got its place there is nothing left of that name
	if err := os.Chmod(fresh, 0o755); err != nil {
		return err
	}
	for name, content := range files {
		if err := writeSynced(filepath.Join(fresh, name), content); err != nil {
			return err
		}
	}
	if err := setAside(place, old, rename); err != nil {
		return err
	}
	if err := rename(fresh, place); err != nil {
		return errors.Join(fmt.Errorf("put the accepted figure in its place: %w", err), restore(old, place))
	}
	return os.RemoveAll(old)
}

// dropUnfinished removes the folders that killed processes left. One that is younger than an hour may be another process's.
func dropUnfinished(parent, prefix string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), prefix) {
			continue
		}
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.RemoveAll(filepath.Join(parent, entry.Name())) // it does no harm where it stays
		}
	}
}

// setAside moves what is in the place to old. What an interruption left in old is older than what is in the place, and
// the only one where the place is empty.
func setAside(place, old string, rename func(from, to string) error) error {
	if _, err := os.Stat(place); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	if err := os.RemoveAll(old); err != nil {
		return err
	}
	return rename(place, old)
}

// restore puts back what was set aside.
func restore(old, place string) error {
	if _, err := os.Stat(old); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return os.Rename(old, place)
}

func writeSynced(path string, content []byte) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}
