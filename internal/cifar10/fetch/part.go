package fetch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// openPart opens the .part file for reading and writing, or makes it. Nothing is ever written through a link, which
// may lead anywhere, nor to anything else that isn't a regular file.
func openPart(path string) (*os.File, error) {
	before, err := ownFile(path)
	if err != nil {
		return nil, err
	}
	if before == nil {
		return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644) // follows no link
	}
	part, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if now, err := part.Stat(); err != nil || !os.SameFile(before, now) {
		return nil, errors.Join(fmt.Errorf("%s was replaced meanwhile; run it again", path), err, part.Close())
	}
	return part, nil
}

// ownFile describes a file that only this program should have made; nil where there is none. It
// returns an error where something other than a regular file is in its place.
func ownFile(path string) (fs.FileInfo, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, fmt.Errorf("%s is a link, and a download isn't written through links: remove it", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s isn't a regular file: remove it", path)
	}
	return info, nil
}
