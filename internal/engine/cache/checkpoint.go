package cache

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
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

func (p *Checkpoint) folder() string { return "checkpoints/" + string(p.key) }

func (p *Checkpoint) path(name string) string {
	// The name is any text; hexadecimal keeps it inside the folder.
	return path.Join(p.folder(), hex.EncodeToString([]byte(name)))
}

// Save replaces the state of that name in one step.
func (p *Checkpoint) Save(name string, state []byte) error {
	digest, _, err := p.digest(name, bytes.NewReader(state), int64(len(state)))
	if err != nil {
		return err
	}
	return p.cache.writeAtomic(p.path(name), append([]byte(digest+"\n"), state...))
}

// digest binds a state to its action and its name, so that the state of another
// one in its place is as bad as a damaged one.
func (p *Checkpoint) digest(name string, state io.Reader, about int64) (_ Digest, size int64, err error) {
	bound := string(p.key) + "\n" + name + "\n"
	found, size, err := digest(io.MultiReader(strings.NewReader(bound), state), about)
	return found, size - int64(len(bound)), err
}

// Load returns the state that was saved last, or nil where there is none. Where
// there is one that doesn't match its digest, the error wraps ErrDamaged.
func (p *Checkpoint) Load(name string) ([]byte, error) {
	state, err := p.load(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("cache: saved state %s: %w", p.cache.path(p.path(name)), err)
	}
	return state, nil
}

// load reads the file twice: it may be of any size, so it must turn out to be a
// state before memory is taken for it.
func (p *Checkpoint) load(name string) ([]byte, error) {
	size, err := p.readState(name, func(state io.Reader) (io.Reader, error) { return state, nil })
	if err != nil {
		return nil, err
	}
	var state []byte
	_, err = p.readState(name, func(r io.Reader) (io.Reader, error) {
		state = make([]byte, size)
		_, err := io.ReadFull(r, state)
		return bytes.NewReader(state), err
	})
	return state, err
}

// readState opens a state, hands what follows its digest to through, and compares
// what comes out with the digest. It returns how many bytes that were.
func (p *Checkpoint) readState(name string, through func(io.Reader) (io.Reader, error)) (size int64, err error) {
	file, about, err := p.cache.open(p.path(name))
	if err != nil {
		return 0, err
	}
	defer file.Close()
	head := make([]byte, digestLength+1)
	if _, err := io.ReadFull(file, head); err != nil {
		return 0, unreadable(err)
	}
	wanted, ended := bytes.CutSuffix(head, []byte("\n"))
	if !ended || !Digest(wanted).Valid() {
		return 0, fmt.Errorf("it has no digest: %w", ErrDamaged)
	}
	state, err := through(file)
	if err != nil {
		return 0, unreadable(err)
	}
	found, size, err := p.digest(name, state, about)
	switch {
	case err != nil:
		return 0, unreadable(err)
	case found != Digest(wanted):
		return 0, fmt.Errorf("it doesn't match its digest: %w", ErrDamaged)
	}
	return size, nil
}

// Exists reports whether the action has saved state, without reading it.
func (p *Checkpoint) Exists() bool {
	entries, err := p.cache.disk.ReadDir(p.folder())
	return err == nil && slices.ContainsFunc(entries, func(entry fs.DirEntry) bool {
		return !strings.HasPrefix(entry.Name(), ".") // left by a process that was killed while it wrote
	})
}

// Drop deletes all saved state of the action.
func (p *Checkpoint) Drop() error {
	return p.cache.disk.RemoveAll(p.folder())
}
