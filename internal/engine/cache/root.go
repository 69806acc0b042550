package cache

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// Root says which actions one pipeline file, under one profile, refers to.
type Root struct {
	File    string            `json:"file"`    // absolute path of the pipeline file
	Profile string            `json:"profile"` // "" for the default one
	Keys    map[string]Digest `json:"keys"`    // by the stage's name

	// Check is the digest of the root with this field empty. Caches of earlier
	// versions of this program have roots without.
	Check Digest `json:"check,omitempty"`
}

func (r Root) text() ([]byte, error) {
	text, err := json.Marshal(r)
	return append(text, '\n'), err
}

func (r Root) check() (Digest, error) {
	r.Check = ""
	text, err := r.text()
	return DigestBytes(text), err
}

func rootName(file, profile string) string {
	return "roots/" + string(DigestBytes([]byte(file+"\n"+profile))) + ".json"
}

// UpdateRoot changes what a pipeline refers to. Several processes may do so at once.
func (c *Cache) UpdateRoot(file, profile string, change func(keys map[string]Digest)) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	unlock, err := c.lock(ctx, "roots", false, func() {})
	if err != nil {
		return fmt.Errorf("cache: lock of roots: %w", err)
	}
	defer unlock()
	name := rootName(file, profile)
	r, err := c.readRoot(name)
	switch {
	case errors.Is(err, ErrDamaged) && !unknown(err):
		if err := c.clear(name, "damaged"); err != nil {
			return fmt.Errorf("cache: root: %w", err)
		}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err // to write one without the other keys would give them to gc
	}
	if r.Keys == nil {
		r = Root{File: file, Profile: profile, Keys: map[string]Digest{}}
	}
	change(r.Keys)
	if r.Check, err = r.check(); err != nil {
		return fmt.Errorf("cache: root: %w", err)
	}
	text, err := r.text()
	if err != nil {
		return fmt.Errorf("cache: root: %w", err)
	}
	return c.writeAtomic(name, text)
}

// GetRoot returns what a pipeline was recorded to refer to; Keys is empty where nothing was.
func (c *Cache) GetRoot(file, profile string) Root {
	r, err := c.readRoot(rootName(file, profile))
	if err != nil {
		return Root{File: file, Profile: profile, Keys: map[string]Digest{}}
	}
	return r
}

// readRoot returns the root in a file; errors are those of read.
func (c *Cache) readRoot(name string) (Root, error) {
	text, err := c.read(name, maxRecord)
	var r Root
	if err == nil {
		r, err = parseRoot(text)
	}
	if err == nil && rootName(r.File, r.Profile) != name {
		err = fmt.Errorf("it is the root of another pipeline: %w", ErrDamaged)
	}
	if err != nil {
		return Root{}, fmt.Errorf("cache: root %s: %w", c.path(name), err)
	}
	return r, nil
}

// parseRoot reads what UpdateRoot wrote, and nothing else.
func parseRoot(text []byte) (r Root, err error) {
	if err := json.Unmarshal(text, &r); err != nil {
		return Root{}, fmt.Errorf("%w: %w", err, ErrDamaged)
	}
	canonical, err := r.text()
	if err != nil || !bytes.Equal(canonical, text) || r.File == "" || r.Keys == nil {
		return Root{}, fmt.Errorf("it was changed: %w", ErrDamaged)
	}
	if check, err := r.check(); err != nil || r.Check != "" && r.Check != check {
		return Root{}, fmt.Errorf("it was changed: %w", ErrDamaged)
	}
	for stage, key := range r.Keys {
		if !key.Valid() {
			return Root{}, fmt.Errorf("its key of %s is none: %w", stage, ErrDamaged)
		}
	}
	return r, nil
}

// abandoned reports whether the root's pipeline file is gone.
func (r Root) abandoned() bool {
	_, err := os.Stat(r.File)
	return errors.Is(err, fs.ErrNotExist)
}
