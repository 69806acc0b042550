package cache

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// Root says which actions one pipeline file, under one profile, refers to.
type Root struct {
	File    string            `json:"file"`    // absolute path of the pipeline file
	Profile string            `json:"profile"` // "" for the default one
	Keys    map[string]Digest `json:"keys"`    // by the stage's name
}

func (c *Cache) rootPath(file, profile string) string {
	return c.path("roots", string(DigestBytes([]byte(file+"\n"+profile)))+".json")
}

// UpdateRoot changes what a pipeline refers to. Several processes may do so at once.
func (c *Cache) UpdateRoot(file, profile string, change func(keys map[string]Digest)) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	lock := flock.New(c.path("locks", "roots"))
	if held, err := lock.TryLockContext(ctx, lockPoll); err != nil || !held {
		return fmt.Errorf("cache: lock of roots: %w", err)
	}
	defer lock.Unlock()
	r := c.GetRoot(file, profile)
	change(r.Keys)
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("cache: root: %w", err)
	}
	return c.writeAtomic(c.rootPath(file, profile), append(text, '\n'))
}

// GetRoot returns what a pipeline was recorded to refer to; Keys is empty where nothing was.
func (c *Cache) GetRoot(file, profile string) Root {
	r, err := readRoot(c.rootPath(file, profile))
	if err != nil || r.File != file || r.Profile != profile || r.Keys == nil {
		return Root{File: file, Profile: profile, Keys: map[string]Digest{}}
	}
	return r
}

func readRoot(path string) (r Root, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("%s: %w", path, err)
	}
	if r.File == "" {
		return r, fmt.Errorf("%s names no pipeline file", path)
	}
	return r, nil
}

// abandoned reports whether the root's pipeline file is gone.
func (r Root) abandoned() bool {
	_, err := os.Stat(r.File)
	return errors.Is(err, fs.ErrNotExist)
}
