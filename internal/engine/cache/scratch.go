package cache

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// Scratch is the folder in which one action writes its outputs.
type Scratch struct {
	cache *Cache
	name  string // in the cache
}

// NewScratch creates an empty folder for the outputs of an action.
func (c *Cache) NewScratch(key Digest) (*Scratch, error) {
	name := "scratch/" + unusedName(key.Short()+"-")
	if err := errors.Join(c.ensureFolder("scratch"), c.disk.Mkdir(name)); err != nil {
		return nil, fmt.Errorf("cache: can't make %s: %w", c.path(name), err)
	}
	return &Scratch{c, name}, nil
}

// Dir returns the folder's path.
func (s *Scratch) Dir() string { return s.cache.path(s.name) }

// Remove deletes the folder with what is still in it.
func (s *Scratch) Remove() error { return s.cache.disk.RemoveAll(s.name) }

// Outputs digests every file in the folder, in the order of their names.
// Anything but regular files and folders is refused.
func (s *Scratch) Outputs() ([]Output, error) {
	var outputs []Output
	err := s.cache.files(s.name, func(name string) error {
		output := strings.TrimPrefix(name, s.name+"/")
		digest, size, err := s.cache.digest(name)
		if errors.Is(err, errIrregular) {
			return fmt.Errorf("output %s is not a regular file", output)
		}
		outputs = append(outputs, Output{output, digest, size})
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
// may have been damaged. Once it returns, they survive a loss of power.
func (s *Scratch) Store(outputs []Output) error {
	folders := map[string]bool{}
	for _, o := range outputs {
		from, to := path.Join(s.name, o.Name), objectName(o.Digest)
		if err := s.cache.storeFile(from, to); err != nil {
			return fmt.Errorf("cache: can't store output %s: %w", o.Name, err)
		}
		folders[path.Dir(to)] = true
	}
	if err := s.cache.syncUp(slices.Sorted(maps.Keys(folders))...); err != nil {
		return fmt.Errorf("cache: can't store outputs: %w", err)
	}
	return nil
}

func (c *Cache) storeFile(from, to string) error {
	file, err := c.disk.Append(from)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Chmod(0o444), file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := c.ensureFolder(path.Dir(to)); err != nil {
		return err
	}
	return c.moveFile(from, to)
}
