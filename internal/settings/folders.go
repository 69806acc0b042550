package settings

import (
	"os"
	"path/filepath"
)

// folder is one of the folders that a run writes to, with the name of its setting.
type folder struct{ name, path string }

// checkFolders reports folders that would mix what the program owns, and may delete, with
// what it doesn't: each must be another, none the project's root, and none inside the cache.
func (l *loader) checkFolders() {
	s := l.settings
	cache := folder{"cache", s.Cache}
	folders := []folder{cache, {"data", s.Data}, {"reports", s.Reports}}
	for _, one := range folders {
		if same(one.path, s.Root) {
			l.problem("%s: %s is the project's own folder, expected one of its own", s.Origin(one.name), one.name)
			return
		}
	}
	for i, one := range folders {
		for _, other := range folders[:i] {
			switch {
			case same(one.path, other.path):
				l.problem("%s: %s is the same folder as %s (%s), expected another", s.Origin(one.name), one.name, other.name, s.Origin(other.name))
			case other == cache && inside(one.path, cache.path):
				l.problem("%s: %s lies inside the cache (%s), expected a folder outside it", s.Origin(one.name), one.name, s.Origin(cache.name))
			}
		}
	}
}

// same reports whether two absolute paths are one folder, also by way of links.
func same(a, b string) bool {
	if a == b {
		return true
	}
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// inside reports whether an absolute path lies below another one, also by way of links.
func inside(path, folder string) bool {
	for up := filepath.Dir(path); up != path; path, up = up, filepath.Dir(up) {
		if same(up, folder) {
			return true
		}
	}
	return false
}
