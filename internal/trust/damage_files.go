package main

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Full counts of the ways to damage files and folders, of which there are some hundreds.
const (
	fileTrials   = 44
	folderTrials = 32
)

// injury is something done to a file of the cache.
type injury struct {
	name string
	do   func(p *patient, path string) error
}

// rewritten replaces the content of a file, its mode too.
func rewritten(change func(p *patient, content []byte) []byte) func(*patient, string) error {
	return func(p *patient, path string) error {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, change(p, content), 0o644))
	}
}

// replaced removes a file and puts something else in its place.
func replaced(by func(p *patient, path string) error) func(*patient, string) error {
	return func(p *patient, path string) error { return errors.Join(os.Remove(path), by(p, path)) }
}

// injuries are done to any kind of file.
func injuries() []injury {
	all := []injury{
		{"truncated to nothing", rewritten(func(*patient, []byte) []byte { return nil })},
		{"truncated to a byte", rewritten(func(_ *patient, b []byte) []byte { return b[:1] })},
		{"truncated to a half", rewritten(func(_ *patient, b []byte) []byte { return b[:len(b)/2] })},
		{"a byte short", rewritten(func(_ *patient, b []byte) []byte { return b[:len(b)-1] })},
		{"a byte longer", rewritten(func(_ *patient, b []byte) []byte { return append(b, '\n') })},
		{"zeroed", rewritten(func(_ *patient, b []byte) []byte { return make([]byte, len(b)) })},
		{"other bytes of the same size", rewritten(func(p *patient, b []byte) []byte {
			for i := range b {
				b[i] = byte(p.random.Uint32())
			}
			return b
		})},
		{"swapped with another one", swapped},
		{"deleted", func(_ *patient, path string) error { return os.Remove(path) }},
		{"an empty folder in its place", replaced(func(_ *patient, path string) error { return os.Mkdir(path, 0o777) })},
		{"a folder with files in its place", replaced(func(_ *patient, path string) error {
			return errors.Join(os.Mkdir(path, 0o777), os.WriteFile(filepath.Join(path, "x"), []byte("x"), 0o666))
		})},
		{"a symlink to its content outside", func(p *patient, path string) error {
			away := filepath.Join(p.outside, "right")
			return errors.Join(os.Rename(path, away), os.Symlink(away, path))
		}},
		{"a symlink to its content in the cache", func(p *patient, path string) error {
			away := filepath.Join(filepath.Dir(path), "moved")
			return errors.Join(os.Rename(path, away), os.Symlink("moved", path))
		}},
		{"a symlink to a file outside", replaced(func(p *patient, path string) error {
			return os.Symlink(filepath.Join(p.outside, "mine.txt"), path)
		})},
		{"a symlink to a folder outside", replaced(func(p *patient, path string) error { return os.Symlink(p.outside, path) })},
		{"a symlink to nothing outside", replaced(func(p *patient, path string) error {
			return os.Symlink(filepath.Join(p.outside, "new"), path)
		})},
		{"a symlink to itself", replaced(func(_ *patient, path string) error { return os.Symlink(filepath.Base(path), path) })},
		{"a symlink to endless bytes", replaced(func(_ *patient, path string) error { return os.Symlink("/dev/zero", path) })},
		{"a hard link, written to elsewhere", func(p *patient, path string) error {
			other := filepath.Join(p.outside, "other")
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			content[len(content)/2] ^= 4
			return errors.Join(os.Link(path, other), os.Chmod(other, 0o644), os.WriteFile(other, content, 0o644))
		}},
		{"a sparse file of 10 GB", replaced(func(_ *patient, path string) error {
			return errors.Join(os.WriteFile(path, nil, 0o644), os.Truncate(path, 10<<30))
		})},
		{"a name in capitals", func(_ *patient, path string) error {
			return os.Rename(path, filepath.Join(filepath.Dir(path), strings.ToUpper(filepath.Base(path))))
		}},
	}
	for _, special := range specials() {
		all = append(all, injury{special.name + " in its place", replaced(func(_ *patient, path string) error { return special.make(path) })})
	}
	if _, ok := unprivileged(); ok {
		all = append(all, injury{"a file that nobody may read", func(p *patient, path string) error {
			p.wrap, _ = unprivileged()
			return os.Chmod(path, 0)
		}})
	}
	return all
}

// swapped exchanges a file with another one of its kind.
func swapped(p *patient, path string) error {
	others := slices.DeleteFunc(p.cacheFiles(), func(other string) bool {
		return other == path || filepath.Dir(filepath.Dir(other)) != filepath.Dir(filepath.Dir(path))
	})
	if len(others) == 0 {
		return os.Truncate(path, 0)
	}
	other := pick(p.trial, others)
	return errors.Join(os.Rename(path, path+"-"), os.Rename(other, path), os.Rename(path+"-", other))
}

// manifestInjuries are done to manifests alone: the same values, otherwise written, and other values.
func manifestInjuries() []injury {
	edit := func(old, now string) func(*patient, string) error {
		return rewritten(func(p *patient, content []byte) []byte {
			if !bytes.Contains(content, []byte(old)) {
				p.fail("the harness itself failed: no %s in %s", old, content)
			}
			return bytes.Replace(content, []byte(old), []byte(now), 1)
		})
	}
	return []injury{
		{"another format", edit(`"format":1`, `"format":2`)},
		{"another seed", edit(`"seed":`, `"seed":1`)},
		{"another size of an output", edit(`"size":`, `"size":1`)},
		{"another name of an output", edit(`"outputs":[{"name":"`, `"outputs":[{"name":"x`)},
		{"an output outside", edit(`"outputs":[{"name":"`, `"outputs":[{"name":"../../`)},
		{"another host", edit(`"host":"`, `"host":"x`)},
		{"another time", edit(`"stored":"20`, `"stored":"19`)},
		{"no output", edit(`"outputs":[{`, `"outputs":[],"x":[{`)},
		{"spaces", edit(`,"outputs"`, `, "outputs"`)},
		{"a key twice", edit(`{"format":1`, `{"format":1,"format":1`)},
		{"another key first", edit(`{"format":1,`, `{"x":1,"format":1,`)},
		{"keys in capitals", edit(`"format"`, `"Format"`)},
		{"a mark of byte order", rewritten(func(_ *patient, b []byte) []byte { return append([]byte("\ufeff"), b...) })},
		{"an escape for a letter", edit(`"outputs"`, `"output\u0073"`)},
		{"another stage's manifest", func(p *patient, path string) error {
			other := pick(p.trial, slices.DeleteFunc(slices.Clone(p.calm.stages), func(s string) bool { return s == p.stage }))
			content, err := os.ReadFile(p.manifestOf(other))
			return errors.Join(err, os.WriteFile(path, content, 0o644))
		}},
	}
}

// injured is one injury to one kind of file.
type injured struct {
	injury
	place string
	path  func(p *patient) string
	set   func(p *patient)
}

func injuredPlaces() []injured {
	places := []injured{
		{place: "an object", path: (*patient).drawnObject},
		{place: "a manifest", path: func(p *patient) string { return p.manifestOf(p.stage) }},
		{place: "the root", path: (*patient).ownRoot},
		{place: "the format", path: func(p *patient) string { return filepath.Join(p.cache, "format") }, set: func(p *patient) { p.mayRefuse = true }},
		{place: "the lock of a stage", path: func(p *patient) string { return p.lock(p.calm.keys[p.stage]) }, set: (*patient).force},
		{place: "the lock of gc", path: func(p *patient) string { return p.lock("gc") }},
		{place: "the lock of roots", path: func(p *patient) string { return p.lock("roots") }},
	}
	var all []injured
	for _, place := range places {
		for _, i := range injuries() {
			one := place
			one.injury = i
			all = append(all, one)
		}
	}
	for _, i := range manifestInjuries() {
		one := places[1]
		one.injury = i
		all = append(all, one)
	}
	return all
}

// lock returns where a lock lies. A file that isn't one can't be locked, and moving
// it away would let two processes hold "the" lock: an error will do.
func (p *patient) lock(name string) string {
	p.mayRefuse = true
	path := filepath.Join(p.cache, "locks", name)
	p.must(os.WriteFile(path, []byte("a lock has no content"), 0o644)) // that something can be done to
	return path
}

// force has the patient's stage run though it is fresh.
func (p *patient) force() { p.wantsForce = true }

// ownRoot makes the root of this very project, and returns where it lies.
func (p *patient) ownRoot() string {
	known, err := filepath.Glob(filepath.Join(p.cache, "roots", "*.json"))
	p.must(err)
	if o := p.project.run("run", p.stage); o.code != 0 {
		p.fail("a finished project can't be run: %s", o.brief())
	}
	now, err := filepath.Glob(filepath.Join(p.cache, "roots", "*.json"))
	p.must(err)
	own := slices.DeleteFunc(now, func(path string) bool { return slices.Contains(known, path) })
	if len(own) != 1 {
		p.fail("a run has made the roots %v", own)
	}
	return own[0]
}

// injuredFiles injures one file in one way, and runs the program.
func injuredFiles(b *bench, calm *undisturbed) {
	all := shuffled(b, injuredPlaces())
	b.row("files", "files of a cache truncated, exchanged, edited, linked, made pipes, …", b.some(len(all), fileTrials), func(t *trial) {
		one := all[t.number]
		p := t.patient(calm)
		if one.set != nil {
			one.set(p)
		}
		path := one.path(p)
		t.must(one.do(p, path))
		p.what = one.place + ", " + one.name
		p.treat()
	})
	b.note("files", "of %d ways; -scale 5 tries all", len(all))
}

// shuffled puts all ways to damage something in an order that the seed decides, so
// that each seed tries others where not all are tried.
func shuffled[T any](b *bench, all []T) []T {
	order := rand.New(rand.NewPCG(b.options.seed, hashOf(b.section)))
	order.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}
