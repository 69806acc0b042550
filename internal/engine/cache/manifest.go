package cache

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
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

func (c *Cache) manifestPath(key Digest) string {
	return c.path("actions", string(key)[:2], string(key)+".json")
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
	return c.writeAtomic(c.manifestPath(m.Key), append(text, '\n'))
}

// Get returns the manifest of a key; ok is false where there is none that can be
// trusted and whose objects are all there.
func (c *Cache) Get(key Digest) (m Manifest, ok bool) {
	m, err := c.readManifest(c.manifestPath(key))
	if err != nil || m.Key != key {
		return Manifest{}, false
	}
	for _, o := range m.Outputs {
		if !c.Present(o) {
			return Manifest{}, false
		}
	}
	return m, true
}

// Peek returns the manifest of a key even where objects of it are missing.
func (c *Cache) Peek(key Digest) (m Manifest, ok bool) {
	m, err := c.readManifest(c.manifestPath(key))
	return m, err == nil && m.Key == key
}

func (c *Cache) readManifest(path string) (Manifest, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Manifest{}, err
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return Manifest{}, fmt.Errorf("cache: manifest %s: %w", path, err)
	}
	check, err := m.check()
	if err != nil {
		return Manifest{}, err
	}
	// The file must be exactly what Put wrote: JSON has several spellings of one value.
	canonical, err := json.Marshal(m)
	if err != nil {
		return Manifest{}, fmt.Errorf("cache: manifest: %w", err)
	}
	if !bytes.Equal(append(canonical, '\n'), text) || m.Format != Format || check != m.Check || DigestBytes(m.Preimage) != m.Key {
		return Manifest{}, fmt.Errorf("cache: manifest %s: %w", path, ErrDamaged)
	}
	for _, o := range m.Outputs {
		if !o.Digest.Valid() || !filepath.IsLocal(filepath.FromSlash(o.Name)) {
			return Manifest{}, fmt.Errorf("cache: manifest %s: %w", path, ErrDamaged)
		}
	}
	return m, nil
}

// All returns every manifest that can be trusted, in the order of their keys.
func (c *Cache) All() ([]Manifest, error) {
	var all []Manifest
	err := filepath.WalkDir(c.path("actions"), func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // no cache yet, or gc removed it while we looked
		}
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".json") {
			return err
		}
		if m, err := c.readManifest(path); err == nil {
			all = append(all, m)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cache: %w", err)
	}
	return all, nil
}
