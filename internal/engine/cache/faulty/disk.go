package faulty

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"sync"

	"autoencoder-dynamics/internal/engine/cache"
)

// Disk is a cache.Disk that goes wrong as its plan says.
type Disk struct {
	inner cache.Disk
	plan  Plan

	mu    sync.Mutex
	steps []string
	dead  bool
	open  map[*handle]bool
	locks []func() // what ends with the process
	memory
}

// Wrap returns a disk that does what another one does, until the plan's step.
func Wrap(inner cache.Disk, plan Plan) *Disk {
	return &Disk{inner: inner, plan: plan, open: map[*handle]bool{}, memory: memory{slots: map[string]*slot{}}}
}

// Steps returns the names of the steps so far.
func (d *Disk) Steps() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.steps...)
}

// ErrDead is what a disk returns when its process has died: what is still to run
// of a test's goroutines (deferred calls) must not change anything any more.
var ErrDead = errors.New("the process is dead")

// step is one thing that the cache does to the disk.
type step struct {
	kind, name string
	do         func() error
	half       func() error // as much of it as can be done in part; nil for nothing
	done       func()       // notes for a loss of power, once it is done
}

func (d *Disk) step(s step) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dead {
		return ErrDead
	}
	d.steps = append(d.steps, s.kind+" "+s.name)
	n := len(d.steps)
	now := d.plan.At > 0 && (n == d.plan.At || n > d.plan.At && d.plan.Do == Fail && d.plan.Ever)
	d.log(n, now)
	if !now {
		return s.perform()
	}
	switch d.plan.Do {
	case Fail:
		s.part()
		return &fs.PathError{Op: s.kind, Path: s.name, Err: d.plan.Err}
	case KillMiddle:
		if s.half == nil {
			_ = s.perform()
		}
		s.part()
	case KillAfter:
		_ = s.perform()
	case Power:
		switch d.plan.Seed % 3 {
		case 1:
			_ = s.perform()
		case 2:
			s.part()
		}
		if err := d.losePower(); err != nil {
			panic(fmt.Sprintf("faulty: the loss of power failed: %v", err)) // a test's own disk is broken
		}
	}
	return d.die()
}

func (s step) perform() error {
	err := s.do()
	if err == nil && s.done != nil {
		s.done()
	}
	return err
}

func (s step) part() {
	if s.half != nil {
		_ = s.half()
	}
}

func (d *Disk) log(n int, now bool) {
	if d.plan.Log == nil {
		return
	}
	line := fmt.Sprintf("%d %s", n, d.steps[n-1])
	if now {
		line += " ! " + string(d.plan.Do)
		if d.plan.Do == Fail {
			line += ":" + d.plan.Err.Error()
		}
	}
	_, _ = io.WriteString(d.plan.Log, line+"\n")
}

func (d *Disk) die() error {
	d.dead = true
	for h := range d.open {
		_ = h.inner.Close()
	}
	for _, unlock := range d.locks {
		unlock()
	}
	d.plan.Die()
	return ErrDead
}

// read is a step where the plan counts reading; it changes nothing.
func (d *Disk) read(kind, name string, do func() error) error {
	if !d.plan.Reads {
		d.mu.Lock()
		dead := d.dead
		d.mu.Unlock()
		if dead {
			return ErrDead
		}
		return do()
	}
	return d.step(step{kind: kind, name: name, do: do})
}

// Dir returns the folder's path.
func (d *Disk) Dir() string { return d.inner.Dir() }

// Open opens a file for reading.
func (d *Disk) Open(name string) (file fs.File, err error) {
	err = d.read("open", name, func() (err error) {
		file, err = d.inner.Open(name)
		return err
	})
	return file, err
}

// Lstat describes what a name holds.
func (d *Disk) Lstat(name string) (info fs.FileInfo, err error) {
	err = d.read("lstat", name, func() (err error) {
		info, err = d.inner.Lstat(name)
		return err
	})
	return info, err
}

// ReadDir lists a folder.
func (d *Disk) ReadDir(name string) (entries []fs.DirEntry, err error) {
	err = d.read("readdir", name, func() (err error) {
		entries, err = d.inner.ReadDir(name)
		return err
	})
	return entries, err
}

// Mkdir makes a folder.
func (d *Disk) Mkdir(name string) error {
	return d.step(step{
		kind: "mkdir", name: name,
		do: func() error {
			d.see(name)
			return d.inner.Mkdir(name)
		},
		done: func() { d.push(name, entry{kind: isFolder}) },
	})
}

// Create makes a file.
func (d *Disk) Create(name string) (cache.File, error) {
	h := &handle{disk: d, name: name, file: &file{name: name}}
	err := d.step(step{
		kind: "create", name: name,
		do: func() (err error) {
			d.see(name)
			h.inner, err = d.inner.Create(name)
			return err
		},
		done: func() {
			d.push(name, entry{isFile, h.file})
			d.open[h] = true
		},
	})
	if err != nil {
		return nil, err
	}
	return h, nil
}

// Append opens a file for writing at its end. It changes nothing, but counts:
// it takes a file descriptor.
func (d *Disk) Append(name string) (cache.File, error) {
	h := &handle{disk: d, name: name}
	err := d.step(step{
		kind: "append", name: name,
		do: func() (err error) {
			h.inner, err = d.inner.Append(name)
			return err
		},
		done: func() {
			h.file = d.see(name).now().file
			d.open[h] = true
		},
	})
	if err != nil {
		return nil, err
	}
	return h, nil
}

// Rename moves a file or a folder.
func (d *Disk) Rename(from, to string) error {
	return d.step(step{
		kind: "rename", name: from + " → " + to,
		do: func() error {
			d.see(from)
			d.keep(d.see(to))
			return d.inner.Rename(from, to)
		},
		done: func() { d.renamed(from, to) },
	})
}

// Remove removes a file or an empty folder.
func (d *Disk) Remove(name string) error {
	return d.step(step{
		kind: "remove", name: name,
		do: func() error {
			d.keep(d.see(name))
			return d.inner.Remove(name)
		},
		done: func() { d.push(name, entry{}) },
	})
}

// RemoveAll removes a tree, entry by entry, in the order of the names.
func (d *Disk) RemoveAll(name string) error {
	info, err := d.inner.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && info.IsDir() {
		entries, err := d.inner.ReadDir(name)
		if err != nil {
			return err
		}
		for _, entry := range entries {
			if err := d.RemoveAll(path.Join(name, entry.Name())); err != nil {
				return err
			}
		}
	}
	return d.Remove(name)
}

// Chmod sets permissions.
func (d *Disk) Chmod(name string, mode fs.FileMode) error {
	return d.step(step{kind: "chmod", name: name, do: func() error { return d.inner.Chmod(name, mode) }})
}

// SyncDir makes a folder's names durable.
func (d *Disk) SyncDir(name string) error {
	return d.step(step{
		kind: "syncdir", name: name,
		do:   func() error { return d.inner.SyncDir(name) },
		done: func() { d.settle(name) },
	})
}

// Lock takes a lock. It ends with the process.
func (d *Disk) Lock(name string, shared bool) (unlock func(), held bool, err error) {
	err = d.step(step{
		kind: "lock", name: name,
		do: func() (err error) {
			if unlock, held, err = d.inner.Lock(name, shared); held {
				d.locks = append(d.locks, unlock)
			}
			return err
		},
	})
	return unlock, held, err
}

// handle is an open file.
type handle struct {
	disk  *Disk
	name  string
	inner cache.File
	file  *file
}

func (h *handle) Write(content []byte) (n int, err error) {
	write := func(part []byte) error {
		h.file.synced = false
		n, err = h.inner.Write(part)
		return err
	}
	err = h.disk.step(step{
		kind: "write", name: h.name,
		do:   func() error { return write(content) },
		half: func() error { return write(content[:len(content)/2]) },
	})
	return n, err
}

func (h *handle) Sync() error {
	return h.disk.step(step{kind: "sync", name: h.name, do: h.inner.Sync, done: func() { h.file.synced = true }})
}

func (h *handle) Chmod(mode fs.FileMode) error {
	return h.disk.step(step{kind: "chmod", name: h.name, do: func() error { return h.inner.Chmod(mode) }})
}

// Close closes the file also where it then reports an error, as systems do.
func (h *handle) Close() error {
	do := func() error {
		delete(h.disk.open, h)
		return h.inner.Close()
	}
	return h.disk.step(step{kind: "close", name: h.name, do: do, half: do})
}
