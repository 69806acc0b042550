package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"autoencoder-dynamics/internal/engine/cache"
)

// How many bits of a file are flipped at full scale: all of those that aren't larger.
// "-scale 10" flips ten times as many.
const (
	bitsOfManifest = 5000
	bitsOfObject   = 4000
	bitsOfRecord   = 1 << 20
	programFlips   = 28 // each with some runs of the program
)

// specimen is a file of a cache and how the cache's package sees it.
type specimen struct {
	kind string
	path string
	bits int          // to flip at most
	look func() error // nil: the file is believed
}

// flippedBits flips bits of every kind of file in a cache, one at a time, and asks
// the cache's package, which the program reads everything through.
func flippedBits(b *bench, calm *undisturbed) {
	objects := 0
	for _, outputs := range calm.snapshot.outputs {
		objects += len(outputs)
	}
	for _, row := range []struct {
		kind  string
		files int
	}{{"manifests", len(calm.stages)}, {"objects", objects}, {"root", 1}, {"state", 1}, {"format", 1}} {
		b.row("bits-"+row.kind, "single bits flipped: "+row.kind, b.some(row.files, row.files), func(t *trial) {
			all := slices.DeleteFunc(t.specimens(calm), func(s specimen) bool { return s.kind != row.kind })
			t.tried(t.flipAll(all[t.number]))
		})
	}
}

// specimens copies a finished cache and lists its files.
func (t *trial) specimens(calm *undisturbed) []specimen {
	p := t.finished(calm)
	c := cache.New(cache.Options{Disk: cache.Folder(p.cache), Now: time.Now})
	var all []specimen
	for _, stage := range calm.stages {
		key := cache.Digest(calm.keys[stage])
		all = append(all, specimen{"manifests", p.manifestPath(string(key)), bitsOfManifest, func() error { return c.Damage(key) }})
		m, ok := c.Peek(key)
		if !ok {
			t.fail("the undisturbed run has no result of %s", stage)
		}
		for _, o := range m.Outputs {
			all = append(all, specimen{"objects", p.objectPath(string(o.Digest)), bitsOfObject, func() error { return c.Check(o) }})
		}
	}
	return append(all, t.records(p, c)...)
}

// records makes a root and saved state, and lists them with the format's mark.
func (t *trial) records(p *project, c *cache.Cache) []specimen {
	key := cache.DigestBytes([]byte("some stage"))
	state := []byte("saved state of some stage, which nobody may change")
	pipeline := filepath.Join(p.folder, "pipeline.yaml")
	t.must(c.UpdateRoot(pipeline, "quick", func(keys map[string]cache.Digest) { keys["spiked"] = key }))
	t.must(c.Checkpoint(key).Save("replica-1", state))
	root := filepath.Join(p.cache, "roots", string(cache.DigestBytes([]byte(pipeline+"\nquick")))+".json")
	saved := filepath.Join(p.cache, "checkpoints", string(key), hex.EncodeToString([]byte("replica-1")))
	return []specimen{
		{"root", root, bitsOfRecord, func() error {
			switch got := c.GetRoot(pipeline, "quick").Keys; {
			case len(got) == 0:
				return cache.ErrDamaged
			case len(got) == 1 && got["spiked"] == key:
				return nil
			default:
				return fmt.Errorf("it refers to %v", got)
			}
		}},
		{"state", saved, bitsOfRecord, func() error {
			got, err := c.Checkpoint(key).Load("replica-1")
			if err == nil && got == nil {
				return errors.New("it is passed over in silence")
			}
			return err
		}},
		{"format", filepath.Join(p.cache, "format"), bitsOfRecord, func() error {
			if err := c.CheckFormat(); err != nil {
				return fmt.Errorf("%w: %w", err, cache.ErrDamaged)
			}
			return nil
		}},
	}
}

// flipAll flips bits of a file, each of them alone, and returns how many.
func (t *trial) flipAll(s specimen) int {
	content, err := os.ReadFile(s.path)
	t.must(err)
	t.must(os.Chmod(s.path, 0o644))
	file, err := os.OpenFile(s.path, os.O_RDWR, 0)
	t.must(err)
	defer file.Close()
	if err := s.look(); err != nil {
		t.fail("%s isn't believed as it is: %v", s.path, err)
	}
	n := min(len(content)*8, t.count(s.bits))
	bits := t.drawBits(len(content)*8, n)
	for _, bit := range bits {
		at := int64(bit / 8)
		_, err := file.WriteAt([]byte{content[at] ^ 1<<(bit%8)}, at)
		t.must(err)
		if err := s.look(); !errors.Is(err, cache.ErrDamaged) {
			t.wrong("bit %d of %s (%d bytes) is flipped, and the cache says %v", bit, s.path, len(content), err)
		}
		_, err = file.WriteAt(content[at:at+1], at)
		t.must(err)
	}
	if err := s.look(); err != nil {
		t.wrong("%s isn't believed once it is as it was: %v", s.path, err)
	}
	return len(bits)
}

// drawBits returns n of all bits, in order.
func (t *trial) drawBits(all, n int) []int {
	bits := t.random.Perm(all)[:n]
	slices.Sort(bits)
	return bits
}

// flippedRuns flips a bit of any file in a cache, and runs the program.
func flippedRuns(b *bench, calm *undisturbed) {
	b.row("flips", "single bits flipped in a cache, then the program", b.count(programFlips), func(t *trial) {
		p := t.patient(calm)
		path := pick(t, p.cacheFiles())
		content, err := os.ReadFile(path)
		t.must(err)
		bit := t.random.IntN(len(content) * 8)
		content[bit/8] ^= 1 << (bit % 8)
		p.what = fmt.Sprintf("bit %d of %s flipped", bit, path)
		t.must(os.Chmod(path, 0o644))
		t.must(os.WriteFile(path, content, 0o644))
		p.mayRefuse = filepath.Base(path) == "format"
		if broken := p.unsound(); len(broken) > 0 {
			p.stage = pick(t, broken)
		}
		p.treat()
	})
}

// cacheFiles lists the files of a cache that have content.
func (p *patient) cacheFiles() []string {
	var all []string
	p.must(filepath.WalkDir(p.cache, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Size() > 0 {
			all = append(all, path)
		}
		return err
	}))
	return all
}
