package remedy

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Folder is one that the program writes to.
type Folder struct {
	Path string // absolute
	Name string // "the cache"
	Flag string // that names another one: "--cache"; "" where there is none
}

// Cache is the folder of the cache.
func Cache(path string) Folder { return Folder{path, "the cache", "--cache"} }

// Data is the folder of downloaded data.
func Data(path string) Folder { return Folder{path, "the folder for downloads", "--data"} }

// Reports is the folder of the report and the figures.
func Reports(path string) Folder { return Folder{path, "the folder for reports", "--reports"} }

// advised is an error with what to do about it.
type advised struct {
	err    error
	remedy string
}

func (a *advised) Error() string { return a.err.Error() + "\n" + a.remedy }
func (a *advised) Unwrap() error { return a.err }

// Add returns the error with a line that says what to do about it, where a limit
// of the machine has caused it; other errors as they are, nil too, and those that
// have such a line. The folder that the line names is the innermost of the given ones
// that holds the path in the error; the first one, if that path is relative.
func Add(err error, folders ...Folder) error {
	if done := new(advised); err == nil || errors.As(err, &done) {
		return err
	}
	for _, cause := range causes() {
		for _, errno := range cause.errnos {
			if errors.Is(err, errno) {
				if text := cause.remedy(placeOf(err, folders)); text != "" {
					return &advised{err, text}
				}
				return err
			}
		}
	}
	return err
}

// cause is a limit of a machine.
type cause struct {
	errnos []error
	remedy func(at place) string // "" where nothing is known that helps
}

// place is where an error happened: one of the program's folders, or any path.
type place struct {
	Folder
	path string // in the error; "" for none
}

// String names the place: "the cache /home/me/.cache", "/home/me/references".
func (p place) String() string {
	switch {
	case p.Name != "":
		return p.Name + " " + p.Path
	case p.path != "":
		return filepath.Dir(p.path)
	}
	return "it"
}

// another says how to take another folder, "" where there is no way.
func (p place) another(format string) string {
	if p.Flag == "" {
		return ""
	}
	return fmt.Sprintf(format, p.Flag)
}

const kept = " What was computed is kept: the next run goes on from there."

func noRoom(at place) string {
	return fmt.Sprintf("The disk that holds %s has no room left, or no room for more files (df, df -i). Free some%s.",
		at, at.another(", or name a folder on another disk with %s")) + kept
}

func readOnly(at place) string {
	return fmt.Sprintf("%s lies on a read-only disk. Make that writable%s.", upper(at.String()), at.another(", or name another folder with %s; a copy will do"))
}

// forbidden has nothing to say of a path outside the program's folders: the
// error names it, and it is the user's own.
func forbidden(at place) string {
	if at.Name == "" {
		return ""
	}
	return fmt.Sprintf("This user lacks the permission on %s. Get it%s.", at, at.another(", or name another folder with %s; a copy will do"))
}

func noFolder(at place) string {
	if at.Name == "" {
		return ""
	}
	return fmt.Sprintf("A file is in the way of %s. Move it%s.", at, at.another(", or name another folder with %s"))
}

func tooLarge(at place) string {
	return fmt.Sprintf("Files may not become as large as that in %s: raise the limit (ulimit -f)%s.", at, at.another(", or name a folder on another disk with %s")) + kept
}

func tooMany(place) string {
	return "Too few files may be open at once: raise the limit (ulimit -n), or let fewer stages run at once with --jobs 1." + kept
}

func broken(at place) string {
	return fmt.Sprintf("The disk that holds %s fails: look at the system's log%s.", at, at.another(", and name a folder on another disk with %s"))
}

// placeOf finds the path in an error and the folder that holds it.
func placeOf(err error, folders []Folder) place {
	at := place{path: pathIn(err)}
	if !filepath.IsAbs(at.path) {
		if len(folders) > 0 {
			at.Folder = folders[0]
		}
		return at
	}
	for _, folder := range folders {
		if within(folder.Path, at.path) && len(folder.Path) > len(at.Path) {
			at.Folder = folder
		}
	}
	return at
}

func pathIn(err error) string {
	if e := new(fs.PathError); errors.As(err, &e) {
		return e.Path
	}
	if e := new(os.LinkError); errors.As(err, &e) {
		return e.New
	}
	return ""
}

// within reports whether a path is a folder, or lies in it.
func within(folder, path string) bool {
	relative, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(relative)
}

func upper(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
