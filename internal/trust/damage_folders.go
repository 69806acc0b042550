package main

import (
	"errors"
	"os"
	"path/filepath"
)

// folderInjuries are done to the folders of a cache.
func folderInjuries() []injury {
	away := func(p *patient, path string) error {
		err := os.Rename(path, filepath.Join(p.outside, "moved"))
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		return err
	}
	in := func(by func(p *patient, path string) error) func(*patient, string) error {
		return func(p *patient, path string) error { return errors.Join(os.RemoveAll(path), by(p, path)) }
	}
	all := []injury{
		{"a symlink to its content outside", func(p *patient, path string) error {
			moved := filepath.Join(p.outside, "moved")
			return errors.Join(away(p, path), os.MkdirAll(moved, 0o777), os.Symlink(moved, path))
		}},
		{"a symlink to a folder outside", in(func(p *patient, path string) error { return os.Symlink(p.outside, path) })},
		{"a symlink to nothing outside", in(func(p *patient, path string) error { return os.Symlink(filepath.Join(p.outside, "new"), path) })},
		{"a symlink to another folder of the cache", in(func(p *patient, path string) error {
			up, err := filepath.Rel(filepath.Dir(path), p.cache)
			return errors.Join(err, os.Symlink(filepath.Join(up, "objects"), path))
		})},
		{"a symlink to the folder above", in(func(_ *patient, path string) error { return os.Symlink("..", path) })},
		{"a file in its place", in(func(_ *patient, path string) error { return os.WriteFile(path, []byte("x"), 0o666) })},
		{"deleted", in(func(*patient, string) error { return nil })},
		{"empty", in(func(_ *patient, path string) error { return os.MkdirAll(path, 0o777) })},
	}
	for _, special := range specials() {
		all = append(all, injury{special.name + " in its place", in(func(_ *patient, path string) error { return special.make(path) })})
	}
	if wrap, ok := unprivileged(); ok {
		for name, mode := range map[string]os.FileMode{"that nobody may enter": 0, "that nobody may write to": 0o555} {
			all = append(all, injury{"a folder " + name, func(p *patient, path string) error {
				p.wrap, p.mayRefuse = wrap, true
				return errors.Join(os.MkdirAll(path, 0o777), os.Chmod(path, mode))
			}})
		}
	}
	return all
}

// injuredFolders injures one folder in one way, and runs the program, which has to
// write to that folder.
func injuredFolders(b *bench, calm *undisturbed) {
	folders := []func(p *patient) string{
		func(p *patient) string { return filepath.Dir(p.drawnObject()) },
		func(p *patient) string { return filepath.Dir(p.manifestOf(p.stage)) },
		func(p *patient) string { return filepath.Join(p.cache, "checkpoints", p.calm.keys[p.stage]) },
	}
	for _, name := range []string{"objects", "actions", "scratch", "checkpoints", "roots", "locks", "damaged", "state"} {
		folders = append(folders, func(p *patient) string { return filepath.Join(p.cache, name) })
	}
	type way struct {
		folder func(p *patient) string
		injury
	}
	var all []way
	for _, folder := range folders {
		for _, kind := range folderInjuries() {
			all = append(all, way{folder, kind})
		}
	}
	all = shuffled(b, all)
	b.row("folders", "folders of a cache linked elsewhere, replaced, closed, …", b.some(len(all), folderTrials), func(t *trial) {
		one := all[t.number]
		p := t.patient(calm)
		p.stage = "simulation" // it saves its state
		path := one.folder(p)
		p.what = one.name + ", " + path
		p.plant(path)
		t.must(one.do(p, path))
		switch filepath.Base(path) {
		case "damaged": // what is damaged is moved there: nothing may make it again before
		case "locks":
			p.mayRefuse = true
			fallthrough
		default:
			p.force()
		}
		p.treat()
	})
	b.note("folders", "of %d ways; -scale 5 tries all", len(all))
}

// plant makes sure that a folder is there, and that the folder "damaged" is made
// use of: an object is damaged as well.
func (p *patient) plant(path string) {
	if _, err := os.Lstat(path); err != nil {
		p.must(os.MkdirAll(path, 0o777))
	}
	if filepath.Base(path) == "damaged" {
		object := p.drawnObject()
		p.must(errors.Join(os.Chmod(object, 0o644), os.Truncate(object, 1)))
	}
}
