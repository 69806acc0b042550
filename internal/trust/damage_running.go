package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"
)

// seeds and horizons of a pipeline file.
var (
	seeds    = regexp.MustCompile(`seed: \d+`)
	horizons = regexp.MustCompile(`horizon: \d+`)
)

// stranger is a pipeline like another one, from another seed, whose simulation lasts
// until it is interrupted.
func stranger(pipeline string) string {
	return horizons.ReplaceAllString(seeds.ReplaceAllString(pipeline, "seed: 99"), "horizon: 100000")
}

// Full counts of what is done to stages that run.
const (
	foreignTrials = 6
	changedTrials = 8
)

// foreignStates puts the saved state of one simulation into the place of another
// one's, and damages saved state: a simulation that goes on from it ends in other numbers.
func foreignStates(b *bench, calm *undisturbed) {
	b.row("states", "saved state of another run, or damaged, put in place", b.count(foreignTrials), func(t *trial) {
		p := t.patient(calm)
		p.stage = "simulation"
		p.write("other.yaml", stranger(calm.pipeline))
		saved := p.interrupt("-f", "other.yaml")
		if len(saved) == 0 {
			t.fail("the harness couldn't interrupt a simulation that has saved state")
		}
		// What was being computed is wanted again: its result is gone.
		t.must(os.Remove(p.manifestOf(p.stage)))
		folder := filepath.Join(p.cache, "checkpoints", calm.keys[p.stage])
		t.must(os.MkdirAll(folder, 0o777))
		for i, path := range saved {
			content, err := os.ReadFile(path)
			t.must(err)
			p.what = "saved state of another run"
			if t.number%2 == 1 {
				p.what = "saved state of another run, damaged"
				content[t.random.IntN(len(content))] ^= 1
			}
			name := filepath.Base(saved[(i+t.number/2)%len(saved)]) // also under another replica's name
			t.must(os.WriteFile(filepath.Join(folder, name), content, 0o644))
		}
		o := p.run("all", "--json")
		if !o.want(0) {
			return
		}
		if !strings.Contains(o.stderr, `"event":"warning"`) {
			p.wrong("the saved state is passed over in silence: %s", o.brief())
		}
		p.compare(calm)
	})
}

// interrupt kills a run of the simulation once it has saved its state, and returns
// where that lies.
func (p *patient) interrupt(arguments ...string) []string {
	pattern := filepath.Join(p.cache, "checkpoints", "*", "[0-9a-f]*")
	c := p.command(append([]string{"run", "simulation"}, arguments...)...)
	c.unchecked = true
	c.during = func(r *running) {
		for !r.ended() {
			if saved, err := filepath.Glob(pattern); err == nil && len(saved) > 1 {
				r.signal(syscall.SIGKILL)
				return
			}
			time.Sleep(time.Millisecond)
		}
	}
	c.run()
	saved, err := filepath.Glob(pattern)
	p.must(err)
	return saved
}

// changedInputs writes to the input of a stage that runs, after it was checked.
func changedInputs(b *bench, calm *undisturbed) {
	b.row("inputs", "inputs written to while a stage reads them", b.count(changedTrials), func(t *trial) {
		p := t.patient(calm)
		type wire struct{ stage, of, file string }
		input := oneOf(t, slices.DeleteFunc([]wire{
			{"theory", "spiked", "spectrum.npz"}, {"simulation", "spiked", "spectrum.npz"},
			{"theory-vs-sgd", "theory", "curves.csv"}, {"theory-vs-sgd", "simulation", "curves.csv"},
		}, func(w wire) bool { return !slices.Contains(calm.stages, w.stage) }))
		p.stage, p.what = input.stage, "an input written to during the run: "+input.file
		object := p.objectsOf(input.of)[input.file]
		t.must(os.Chmod(object, 0o644))
		content, err := os.ReadFile(object)
		t.must(err)
		file, err := os.OpenFile(object, os.O_RDWR, 0)
		t.must(err)
		defer file.Close()
		at := int64(len(content) * 3 / 4) // amid its numbers
		delay := time.Duration(t.random.IntN(3)*t.random.IntN(1000)) * time.Microsecond
		c := p.command("run", p.stage, "--force", "--json")
		c.during = func(r *running) {
			for !r.ended() {
				if p.isRunning() {
					time.Sleep(delay)
					r.signal(sigHalt) // so that it is as likely not to have read it yet
					_, _ = file.WriteAt([]byte{content[at] ^ 1}, at)
					r.signal(sigContinue)
					return
				}
			}
		}
		o := c.run()
		o.want(0)
		if err := p.outputsUnsound(p.stage); err != nil {
			p.wrong("%v: %s", err, o.brief())
		}
		if o := p.run("all", "--json"); o.want(0) {
			p.compare(calm)
		}
	})
}

// isRunning reports whether the patient's stage runs: it has a scratch folder.
func (p *patient) isRunning() bool {
	entries, err := os.ReadDir(filepath.Join(p.cache, "scratch"))
	return err == nil && slices.ContainsFunc(entries, func(entry os.DirEntry) bool {
		return strings.HasPrefix(entry.Name(), p.calm.keys[p.stage][:12])
	})
}
