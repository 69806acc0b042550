package cache

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Disk is the folder of a cache, as the operating system offers it. All that
// the cache reads and all that it changes goes through here, so that a test can
// let any single step fail, and so that nothing outside the folder can be reached.
//
// Names are relative to the folder, with slashes; "." is the folder itself. A
// step that leads out of the folder, over a symlink that somebody planted, is an
// error. No step follows a symlink at the name's end, nor waits for a pipe.
//
// A change is durable, that is, it survives a loss of power, once the file's
// bytes are synced, and the folder that names the file is.
type Disk interface {
	// Dir returns the folder's path, for people, and for stages that write their
	// outputs below it themselves.
	Dir() string

	// Open opens a regular file for reading; anything else is an error.
	Open(name string) (fs.File, error)
	Lstat(name string) (fs.FileInfo, error)
	ReadDir(name string) ([]fs.DirEntry, error)

	// Mkdir makes one folder, which must not exist, in one that does. Of "." it
	// makes the folders above as well, and all of that durable; "." may exist.
	Mkdir(name string) error
	// Create makes an empty file, which must not exist, for writing.
	Create(name string) (File, error)
	// Append opens a regular file that exists, to write at its end, or to sync it.
	Append(name string) (File, error)
	// Rename moves a file or a folder. A file takes the place of another one in
	// one step.
	Rename(from, to string) error
	Remove(name string) error    // a file, or an empty folder
	RemoveAll(name string) error // whatever it is, if it is there; of a symlink, the link
	Chmod(name string, mode fs.FileMode) error
	// SyncDir makes durable which names the folder holds.
	SyncDir(name string) error

	// Lock takes the operating system's lock on a file, which it makes if need be:
	// alone, or shared with others that share it. held is false where somebody
	// has it otherwise. The lock ends with the process at the latest.
	Lock(name string, shared bool) (unlock func(), held bool, err error)
}

// File is an open file of a Disk.
type File interface {
	io.Writer
	Sync() error
	Chmod(mode fs.FileMode) error
	Close() error
}

// Folder is the disk of this machine at a folder, which need not exist: then
// nothing can be read from it. The folder itself may be a symlink; nothing in it may
// lead out of it. No handle stays open between two steps, so the
// folder may be deleted at any time.
func Folder(dir string) Disk { return folder(dir) }

type folder string

func (f folder) Dir() string { return string(f) }

// in calls do with the folder opened. What do does can't leave it: os.Root
// refuses names that lead out, also where somebody replaces a folder meanwhile.
func (f folder) in(do func(root *os.Root) error) error {
	root, err := os.OpenRoot(string(f))
	if err != nil {
		return err
	}
	defer root.Close()
	return do(root)
}

// regular opens a file as it is found at its name: no link, no pipe.
func (f folder) regular(name string, flag int) (file *os.File, err error) {
	err = f.in(func(root *os.Root) error {
		info, err := root.Lstat(name)
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return &fs.PathError{Op: "open", Path: name, Err: errIrregular}
		}
		file, err = root.OpenFile(name, flag|openNow, 0)
		return err
	})
	return file, err
}

func (f folder) Open(name string) (fs.File, error) {
	file, err := f.regular(name, os.O_RDONLY)
	if err != nil {
		return nil, err // not a nil *os.File in an interface
	}
	return file, nil
}

func (f folder) Append(name string) (File, error) {
	file, err := f.regular(name, os.O_WRONLY|os.O_APPEND)
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (f folder) Lstat(name string) (info fs.FileInfo, err error) {
	err = f.in(func(root *os.Root) error {
		info, err = root.Lstat(name)
		return err
	})
	return info, err
}

func (f folder) ReadDir(name string) (entries []fs.DirEntry, err error) {
	err = f.in(func(root *os.Root) error {
		if info, err := root.Lstat(name); err != nil {
			return err
		} else if !info.IsDir() {
			return &fs.PathError{Op: "readdir", Path: name, Err: errIrregular}
		}
		entries, err = fs.ReadDir(root.FS(), name)
		return err
	})
	return entries, err
}

func (f folder) Mkdir(name string) error {
	if name == "." {
		return makeFolder(string(f))
	}
	return f.in(func(root *os.Root) error { return root.Mkdir(name, 0o777) })
}

// makeFolder makes a folder and those above it, each durable before the next.
func makeFolder(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := makeFolder(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return folder(parent).SyncDir(".")
}

func (f folder) Create(name string) (File, error) {
	var file *os.File
	err := f.in(func(root *os.Root) (err error) {
		file, err = root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		return err
	})
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (f folder) Rename(from, to string) error {
	return f.in(func(root *os.Root) error { return root.Rename(from, to) })
}

func (f folder) Remove(name string) error {
	return f.in(func(root *os.Root) error { return root.Remove(name) })
}

func (f folder) RemoveAll(name string) error {
	err := f.in(func(root *os.Root) error { return root.RemoveAll(name) })
	return ignoreMissing(err)
}

func (f folder) Chmod(name string, mode fs.FileMode) error {
	return f.in(func(root *os.Root) error { return root.Chmod(name, mode) })
}

// SyncDir leaves it to systems that can't sync a folder (Windows) to order
// renames themselves.
func (f folder) SyncDir(name string) error {
	return f.in(func(root *os.Root) error {
		dir, err := root.Open(name)
		if err != nil {
			return err
		}
		defer dir.Close()
		err = dir.Sync()
		if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrInvalid) || errors.Is(err, fs.ErrPermission) {
			return nil
		}
		return err
	})
}

// Lock works by path, so it looks first whether the path leads where it seems to.
func (f folder) Lock(name string, shared bool) (unlock func(), held bool, err error) {
	for part := name; part != "."; part = path.Dir(part) {
		info, err := f.Lstat(part)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, false, err
		case part == name && !info.Mode().IsRegular(), part != name && !info.IsDir():
			return nil, false, fmt.Errorf("%s is %s, which can't be locked: delete it", filepath.Join(string(f), filepath.FromSlash(part)), what(info))
		}
	}
	// Others may share the folder: whether they may lock is left to the umask.
	lock := flock.New(filepath.Join(string(f), filepath.FromSlash(name)), flock.SetPermissions(0o666))
	if shared {
		held, err = lock.TryRLock()
	} else {
		held, err = lock.TryLock()
	}
	return func() { _ = lock.Unlock() }, held, err
}

// errIrregular says that a name holds a symlink, a pipe or a device, or a folder
// where a file should be, or a file in place of a folder.
var errIrregular = errors.New("neither link nor pipe is read here, nor a folder as a file")

// unusedName returns a name that no other process comes to choose.
func unusedName(prefix string) string { return fmt.Sprintf("%s%s", prefix, rand.Text()) }
