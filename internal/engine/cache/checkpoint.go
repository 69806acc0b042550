package cache

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// Checkpoint keeps the saved state of one action. It implements stages.Checkpoint.
type Checkpoint struct {
	cache *Cache
	key   Digest
}

// Checkpoint returns the place of an action's saved state.
func (c *Cache) Checkpoint(key Digest) *Checkpoint { return &Checkpoint{c, key} }

func (p *Checkpoint) path(name string) string {
	// The name is any text; hexadecimal keeps it inside the folder.
	return p.cache.path("checkpoints", string(p.key), hex.EncodeToString([]byte(name)))
}

// Save replaces the state of that name in one step.
func (p *Checkpoint) Save(name string, state []byte) error {
	content := append([]byte(DigestBytes(state)+"\n"), state...)
	return p.cache.writeAtomic(p.path(name), content)
}

// Load returns the state that was saved last, or nil where there is none that
// matches its digest.
func (p *Checkpoint) Load(name string) ([]byte, error) {
	content, err := os.ReadFile(p.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cache: checkpoint: %w", err)
	}
	digest, state, ok := bytes.Cut(content, []byte("\n"))
	if !ok || DigestBytes(state) != Digest(digest) {
		return nil, nil // damaged: the stage starts from its beginning
	}
	return state, nil
}

// Exists reports whether the action has saved state, without reading it.
func (p *Checkpoint) Exists() bool {
	entries, err := os.ReadDir(p.cache.path("checkpoints", string(p.key)))
	return err == nil && slices.ContainsFunc(entries, func(entry fs.DirEntry) bool {
		return !strings.HasPrefix(entry.Name(), ".") // left by a process that was killed while it wrote
	})
}

// Drop deletes all saved state of the action.
func (p *Checkpoint) Drop() error {
	return os.RemoveAll(p.cache.path("checkpoints", string(p.key)))
}
