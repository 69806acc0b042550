package faulty

import (
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
)

// memory is what the disk knows of the difference between what programs see and
// what has reached the medium.
type memory struct {
	slots map[string]*slot // by name in the cache: each that was touched
}

// slot is one name in a folder: what the medium holds, and all that it held since
// in the eyes of programs.
type slot struct {
	durable entry
	since   []entry
}

func (s *slot) now() entry {
	if len(s.since) == 0 {
		return s.durable
	}
	return s.since[len(s.since)-1]
}

// entry is what a name holds.
type entry struct {
	kind kind
	file *file // of isFile
}

type kind int

const (
	isNothing kind = iota
	isFile
	isFolder
	isOther // a symlink: never made by the cache
)

// file is one file, whatever its name.
type file struct {
	name   string // where it lies now; "" once it was removed or replaced
	synced bool   // since it was last written to
	kept   []byte // what it held when it was removed or replaced
	mode   fs.FileMode
}

// see returns the slot of a name; at first sight it holds what the medium does.
// Files in scratch were written by a stage, which syncs nothing.
func (d *Disk) see(name string) *slot {
	if s, ok := d.slots[name]; ok {
		return s
	}
	s := &slot{}
	info, err := d.inner.Lstat(name)
	switch {
	case err != nil:
	case info.IsDir():
		s.durable.kind = isFolder
	case info.Mode().IsRegular():
		found := entry{isFile, &file{name: name, synced: !strings.HasPrefix(name, "scratch/")}}
		if found.file.synced {
			s.durable = found
		} else {
			s.since = []entry{found}
		}
	default:
		s.durable.kind = isOther
	}
	d.slots[name] = s
	return s
}

func (d *Disk) push(name string, e entry) {
	s := d.see(name)
	if name == "." {
		s.durable, s.since = e, nil
		return
	}
	if e.kind == isFolder && s.now().kind == isFolder {
		return
	}
	s.since = append(s.since, e)
}

// keep holds on to what a file has in it, before its name is taken from it.
func (d *Disk) keep(s *slot) {
	f := s.now().file
	if f == nil {
		return
	}
	f.kept, f.mode, _ = d.content(f)
}

// renamed notes a rename that was done. One of a folder counts as durable: the
// cache renames no folder of its own.
func (d *Disk) renamed(from, to string) {
	moved := d.see(from).now()
	if moved.kind != isFile {
		for name := range d.slots {
			if name == from || name == to || strings.HasPrefix(name, from+"/") || strings.HasPrefix(name, to+"/") {
				delete(d.slots, name)
			}
		}
		return
	}
	if replaced := d.see(to).now().file; replaced != nil {
		replaced.name = ""
	}
	moved.file.name = to
	d.push(from, entry{})
	d.push(to, moved)
}

// settle notes that a folder was synced.
func (d *Disk) settle(folder string) {
	for name, s := range d.slots {
		if path.Dir(name) == folder && name != "." {
			s.durable, s.since = s.now(), nil
		}
	}
}

// content reads a file through the disk below.
func (d *Disk) content(f *file) ([]byte, fs.FileMode, error) {
	if f.name == "" {
		return f.kept, f.mode, nil
	}
	opened, err := d.inner.Open(f.name)
	if err != nil {
		return nil, 0, err
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil {
		return nil, 0, err
	}
	content, err := io.ReadAll(opened)
	return content, info.Mode().Perm(), err
}

// losePower puts the folder into a state in which a loss of power may have left it.
func (d *Disk) losePower() error {
	random := rand.New(rand.NewPCG(d.plan.Seed, uint64(d.plan.At)))
	if err := d.seeScratch("scratch"); err != nil {
		return err
	}
	var found []outcome
	for name, s := range d.slots {
		for _, e := range append(s.since, s.durable) {
			if e.file != nil {
				var err error
				if e.file.kept, e.file.mode, err = d.content(e.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
					return err
				}
			}
		}
		found = append(found, outcome{name, s, entry{}})
	}
	slices.SortFunc(found, func(a, b outcome) int { return strings.Compare(a.name, b.name) }) // folders before what is in them
	for i := range found {
		s := found[i].slot
		found[i].entry = append([]entry{s.durable}, s.since...)[random.IntN(len(s.since)+1)]
	}
	for _, o := range found {
		if err := d.leave(o, random); err != nil {
			return err
		}
	}
	return nil
}

// outcome is what a loss of power leaves of one name.
type outcome struct {
	name string
	slot *slot
	entry
}

// seeScratch looks at all that stages wrote past the disk.
func (d *Disk) seeScratch(dir string) error {
	entries, err := d.inner.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if e.IsDir() {
			err = errors.Join(err, d.seeScratch(name))
			continue
		}
		d.see(name)
	}
	return err
}

// leave makes a name hold what the loss of power leaves there.
func (d *Disk) leave(o outcome, random *rand.Rand) error {
	if o.kind == isOther || o.name == "." {
		return nil
	}
	if info, err := d.inner.Lstat(path.Dir(o.name)); err != nil || !info.IsDir() {
		return nil // its folder is lost
	}
	if o.kind == isFolder {
		if _, err := d.inner.Lstat(o.name); err == nil {
			return nil
		}
		return d.inner.Mkdir(o.name)
	}
	if o.kind == isFile && o.file.synced && o.file.name == o.name {
		return nil // as it is
	}
	if err := d.inner.RemoveAll(o.name); err != nil || o.kind == isNothing {
		return err
	}
	content := o.file.kept
	if !o.file.synced {
		content = unsynced(content, random)
	}
	made, err := d.inner.Create(o.name)
	if err != nil {
		return err
	}
	_, err = made.Write(content)
	return errors.Join(err, made.Chmod(o.file.mode), made.Close())
}

// unsynced is what may be left of bytes that weren't synced.
func unsynced(content []byte, random *rand.Rand) []byte {
	switch random.IntN(4) {
	case 0:
		return nil
	case 1:
		return content[:random.IntN(len(content)+1)]
	case 2:
		return make([]byte, len(content))
	}
	return content
}
