package cache

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// Manifest says what an action made, and from what.
type Manifest struct {
	Format   int             `json:"format"`
	Key      Digest          `json:"key"`      // the digest of Preimage
	Preimage json.RawMessage `json:"preimage"` // everything that the key is made of
	Outputs  []Output        `json:"outputs"`
	Detail   json.RawMessage `json:"detail"` // what isn't in the key: names, times, host
	Stored   time.Time       `json:"stored"`

	// Check is the digest of the manifest with this field empty: an edited or
	// truncated manifest is no manifest.
	Check Digest `json:"check"`
}

func (m Manifest) check() (Digest, error) {
	m.Check = ""
	text, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("cache: manifest: %w", err)
	}
	return DigestBytes(text), nil
}

func manifestName(key Digest) string {
	if !key.Valid() {
		return "actions/none" // never made
	}
	return "actions/" + string(key)[:2] + "/" + string(key) + ".json"
}

// Put stores a manifest. Its objects must have been stored before.
func (c *Cache) Put(m Manifest) error {
	m.Format, m.Stored = Format, c.now().UTC()
	if DigestBytes(m.Preimage) != m.Key {
		return fmt.Errorf("cache: key %s isn't the digest of its pre-image", m.Key.Short())
	}
	var err error
	if m.Check, err = m.check(); err != nil {
		return err
	}
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("cache: manifest: %w", err)
	}
	return c.writeAtomic(manifestName(m.Key), append(text, '\n'))
}

// Get returns the manifest of a key; ok is false where there is none that can be
// trusted and whose objects are all there. An error says that it can't be told now.
func (c *Cache) Get(key Digest) (m Manifest, ok bool, err error) {
	m, err = c.readManifest(manifestName(key))
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrDamaged):
		return Manifest{}, false, nil
	case err != nil:
		return Manifest{}, false, err
	}
	for _, o := range m.Outputs {
		if there, err := c.present(o); !there {
			return Manifest{}, false, err
		}
	}
	return m, true, nil
}

// Peek returns the manifest of a key even where objects of it are missing.
func (c *Cache) Peek(key Digest) (m Manifest, ok bool) {
	m, err := c.readManifest(manifestName(key))
	return m, err == nil
}

// Damage says what is wrong with the manifest of a key: the error wraps ErrDamaged.
// It returns nil where there is none, or a good one.
func (c *Cache) Damage(key Digest) error {
	_, err := c.readManifest(manifestName(key))
	return ignoreMissing(err)
}

// readManifest returns the manifest in a file; errors are those of read.
func (c *Cache) readManifest(name string) (Manifest, error) {
	text, err := c.read(name, maxRecord)
	var m Manifest
	if err == nil {
		m, err = parseManifest(text)
	}
	if err == nil && manifestName(m.Key) != name {
		err = fmt.Errorf("it is the manifest of %s: %w", m.Key.Short(), ErrDamaged)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("cache: manifest %s: %w", c.path(name), err)
	}
	return m, nil
}

// parseManifest reads what Put wrote, and nothing else: JSON has several spellings
// of one value, so the text must be exactly the one that Put writes.
func parseManifest(text []byte) (m Manifest, err error) {
	if err := json.Unmarshal(text, &m); err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", err, ErrDamaged)
	}
	check, err := m.check()
	if err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", err, ErrDamaged)
	}
	canonical, err := json.Marshal(m)
	switch {
	case err != nil:
		return Manifest{}, fmt.Errorf("%w: %w", err, ErrDamaged)
	case !bytes.Equal(append(canonical, '\n'), text) || check != m.Check:
		return Manifest{}, fmt.Errorf("it was changed: %w", ErrDamaged)
	case m.Format != Format:
		return Manifest{}, fmt.Errorf("it has format %d: %w", m.Format, ErrDamaged)
	case DigestBytes(m.Preimage) != m.Key:
		return Manifest{}, fmt.Errorf("its key isn't the digest of its pre-image: %w", ErrDamaged)
	}
	seen := map[string]bool{}
	for _, o := range m.Outputs {
		if !o.Digest.Valid() || o.Size < 0 || seen[o.Name] || !filepath.IsLocal(filepath.FromSlash(o.Name)) {
			return Manifest{}, fmt.Errorf("it can't have an output %q: %w", o.Name, ErrDamaged)
		}
		seen[o.Name] = true
	}
	return m, nil
}

// All returns every manifest that can be trusted, in the order of their keys.
func (c *Cache) All() ([]Manifest, error) {
	var all []Manifest
	err := c.files("actions", func(name string) error {
		if !strings.HasSuffix(name, ".json") {
			return nil
		}
		if m, err := c.readManifest(name); err == nil {
			all = append(all, m)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	return all, nil
}
