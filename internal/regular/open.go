package regular

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// ErrNot says that there is something other than a regular file.
var ErrNot = errors.New("not a regular file")

// Open opens a regular file for reading and returns its size. The error wraps [ErrNot] where
// it is something else; it names the path.
func Open(path string) (file *os.File, size int64, err error) {
	if _, err := check(os.Stat(path)); err != nil {
		return nil, 0, at(path, err)
	}
	// Somebody may put a FIFO in its place between the two calls: without O_NONBLOCK, opening it could block for ever.
	file, err = os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, 0, err
	}
	info, err := check(file.Stat())
	if err != nil {
		return nil, 0, errors.Join(at(path, err), file.Close())
	}
	return file, info.Size(), nil
}

// ReadFile reads a regular file of at most so many bytes.
func ReadFile(path string, most int64) ([]byte, error) {
	file, size, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if size > most {
		return nil, at(path, fmt.Errorf("%d bytes, where at most %d are expected", size, most))
	}
	content, err := io.ReadAll(io.LimitReader(file, most+1)) // it may grow meanwhile
	if err == nil && int64(len(content)) > most {
		err = at(path, fmt.Errorf("more than %d bytes", most))
	}
	return content, err
}

func check(info fs.FileInfo, err error) (fs.FileInfo, error) {
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%w, but %s", ErrNot, what(info.Mode()))
	}
	return info, err
}

// what names the kind of a file that isn't regular.
func what(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a FIFO"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

// at names the file; errors of package os name it themselves.
func at(path string, err error) error {
	var named *fs.PathError
	if errors.As(err, &named) {
		return err
	}
	return &fs.PathError{Op: "open", Path: path, Err: err}
}
