package faulty

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
)

// Memory is a disk in memory that never fails, for tests that try thousands of
// faults. It has folders, files and symlinks (which lead nowhere), and locks that
// hold between all who use the same Memory. It is safe for concurrent use.
type Memory struct {
	now func() time.Time

	mu    sync.Mutex
	nodes map[string]*node // by name
	locks map[string]int   // how many share one; −1: somebody has it alone
}

type node struct {
	mode     fs.FileMode
	content  []byte // of a file; of a symlink, where it leads
	modified time.Time
}

// NewMemory returns a disk with an empty folder.
func NewMemory(now func() time.Time) *Memory {
	m := &Memory{now: now, nodes: map[string]*node{}, locks: map[string]int{}}
	m.nodes["."] = &node{mode: fs.ModeDir | 0o777, modified: now()}
	return m
}

// Plant puts something at a name, in place of what is there: a file, or a symlink
// (mode fs.ModeSymlink). It makes the folders above. It is for what others do to a
// cache: stages that write outputs, and mischief.
func (m *Memory) Plant(name string, mode fs.FileMode, content string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for dir := path.Dir(name); m.nodes[dir] == nil; dir = path.Dir(dir) {
		m.nodes[dir] = &node{mode: fs.ModeDir | 0o777, modified: m.now()}
	}
	m.nodes[name] = &node{mode, []byte(content), m.now()}
}

// Tree returns the content of every file by its name, and "→ …" for symlinks.
func (m *Memory) Tree() map[string]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	tree := map[string]string{}
	for name, n := range m.nodes {
		switch {
		case n.mode.IsRegular():
			tree[name] = string(n.content)
		case !n.mode.IsDir():
			tree[name] = "→ " + string(n.content)
		}
	}
	return tree
}

// Dir returns a path that isn't there.
func (m *Memory) Dir() string { return "/memory" }

// look returns what a name holds; the name may hold nothing, but its folder must be one.
func (m *Memory) look(op, name string) (*node, error) {
	for dir := path.Dir(name); name != "."; dir = path.Dir(dir) {
		n := m.nodes[dir]
		switch {
		case n == nil:
			return nil, &fs.PathError{Op: op, Path: name, Err: syscall.ENOENT}
		case !n.mode.IsDir():
			return nil, &fs.PathError{Op: op, Path: name, Err: syscall.ENOTDIR}
		}
		if dir == "." {
			break
		}
	}
	return m.nodes[name], nil
}

// found is look for what must be there.
func (m *Memory) found(op, name string, kind func(fs.FileMode) bool) (*node, error) {
	n, err := m.look(op, name)
	switch {
	case err != nil:
		return nil, err
	case n == nil:
		return nil, &fs.PathError{Op: op, Path: name, Err: syscall.ENOENT}
	case !kind(n.mode):
		return nil, &fs.PathError{Op: op, Path: name, Err: errors.New("is something else")}
	}
	return n, nil
}

func anything(fs.FileMode) bool { return true }

// Open opens a file for reading, as it is now.
func (m *Memory) Open(name string) (fs.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.found("open", name, fs.FileMode.IsRegular)
	if err != nil {
		return nil, err
	}
	return &reader{bytes.NewReader(n.content), info{path.Base(name), *n}}, nil
}

// Lstat describes what a name holds.
func (m *Memory) Lstat(name string) (fs.FileInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.found("lstat", name, anything)
	if err != nil {
		return nil, err
	}
	return info{path.Base(name), *n}, nil
}

// ReadDir lists a folder in the order of the names.
func (m *Memory) ReadDir(name string) ([]fs.DirEntry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.found("readdir", name, fs.FileMode.IsDir); err != nil {
		return nil, err
	}
	var entries []fs.DirEntry
	for _, child := range m.children(name) {
		entries = append(entries, fs.FileInfoToDirEntry(info{path.Base(child), *m.nodes[child]}))
	}
	return entries, nil
}

func (m *Memory) children(name string) []string {
	var children []string
	prefix := name + "/"
	if name == "." {
		prefix = ""
	}
	for child := range m.nodes {
		if rest, below := strings.CutPrefix(child, prefix); below && child != "." && !strings.Contains(rest, "/") {
			children = append(children, child)
		}
	}
	slices.Sort(children)
	return children
}

// Mkdir makes a folder.
func (m *Memory) Mkdir(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.look("mkdir", name)
	switch {
	case err != nil:
		return err
	case n != nil && name != ".":
		return &fs.PathError{Op: "mkdir", Path: name, Err: syscall.EEXIST}
	}
	m.nodes[name] = &node{mode: fs.ModeDir | 0o777, modified: m.now()}
	return nil
}

// Create makes a file.
func (m *Memory) Create(name string) (cache.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.look("create", name)
	switch {
	case err != nil:
		return nil, err
	case n != nil:
		return nil, &fs.PathError{Op: "create", Path: name, Err: syscall.EEXIST}
	}
	n = &node{mode: 0o666, modified: m.now()}
	m.nodes[name] = n
	return &writer{m, n}, nil
}

// Append opens a file to write at its end.
func (m *Memory) Append(name string) (cache.File, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.found("append", name, fs.FileMode.IsRegular)
	if err != nil {
		return nil, err
	}
	return &writer{m, n}, nil
}

// Rename moves a file or a tree; a file takes the place of anything but a folder.
func (m *Memory) Rename(from, to string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.found("rename", from, anything)
	if err != nil {
		return err
	}
	old, err := m.look("rename", to)
	switch {
	case err != nil:
		return err
	case old != nil && old.mode.IsDir() != n.mode.IsDir(), old != nil && old.mode.IsDir() && len(m.children(to)) > 0:
		return &fs.PathError{Op: "rename", Path: to, Err: syscall.EISDIR}
	}
	for name, below := range m.nodes {
		if strings.HasPrefix(name, from+"/") {
			delete(m.nodes, name)
			m.nodes[to+strings.TrimPrefix(name, from)] = below
		}
	}
	delete(m.nodes, from)
	m.nodes[to] = n
	return nil
}

// Remove removes a file or an empty folder.
func (m *Memory) Remove(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.found("remove", name, anything); err != nil {
		return err
	}
	if len(m.children(name)) > 0 {
		return &fs.PathError{Op: "remove", Path: name, Err: syscall.ENOTEMPTY}
	}
	delete(m.nodes, name)
	return nil
}

// RemoveAll removes a tree.
func (m *Memory) RemoveAll(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.look("remove", name); err != nil {
		return nil // its folder isn't there
	}
	for below := range m.nodes {
		if below == name || strings.HasPrefix(below, name+"/") {
			delete(m.nodes, below)
		}
	}
	return nil
}

// Chmod sets permissions.
func (m *Memory) Chmod(name string, mode fs.FileMode) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.found("chmod", name, anything)
	if err != nil {
		return err
	}
	n.mode = n.mode.Type() | mode
	return nil
}

// SyncDir looks whether there is such a folder.
func (m *Memory) SyncDir(name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, err := m.found("sync", name, fs.FileMode.IsDir)
	return err
}

// Lock takes a lock.
func (m *Memory) Lock(name string, shared bool) (unlock func(), held bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, err := m.look("lock", name)
	if err != nil {
		return nil, false, err
	}
	if n == nil {
		m.nodes[name] = &node{mode: 0o666, modified: m.now()}
	}
	others := m.locks[name]
	if others < 0 || others > 0 && !shared {
		return func() {}, false, nil
	}
	if m.locks[name] = -1; shared {
		m.locks[name] = others + 1
	}
	var once sync.Once
	return func() { once.Do(func() { m.unlock(name, shared) }) }, true, nil
}

func (m *Memory) unlock(name string, shared bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.locks[name]--; !shared {
		m.locks[name] = 0
	}
}

// reader is an open file.
type reader struct {
	*bytes.Reader
	info info
}

func (r *reader) Stat() (fs.FileInfo, error) { return r.info, nil }
func (r *reader) Close() error               { return nil }

// writer is a file open for writing.
type writer struct {
	memory *Memory
	node   *node
}

func (w *writer) Write(content []byte) (int, error) {
	w.memory.mu.Lock()
	defer w.memory.mu.Unlock()
	w.node.content = append(slices.Clip(w.node.content), content...) // readers keep what they opened
	return len(content), nil
}

func (w *writer) Chmod(mode fs.FileMode) error {
	w.memory.mu.Lock()
	defer w.memory.mu.Unlock()
	w.node.mode = w.node.mode.Type() | mode
	return nil
}

func (w *writer) Sync() error  { return nil }
func (w *writer) Close() error { return nil }

// info describes a node.
type info struct {
	name string
	node node
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return int64(len(i.node.content)) }
func (i info) Mode() fs.FileMode  { return i.node.mode }
func (i info) ModTime() time.Time { return i.node.modified }
func (i info) IsDir() bool        { return i.node.mode.IsDir() }
func (i info) Sys() any           { return nil }
