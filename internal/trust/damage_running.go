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

// changedInputs writes to the input of stages that wait for their turn or run, after it
// was checked: with one job, one of two stages waits until the other one has ended.
func changedInputs(b *bench, calm *undisturbed) {
	b.row("inputs", "inputs written to after they were checked, while stages run", b.count(changedTrials), func(t *trial) {
		p := t.patient(calm)
		waiting := slices.DeleteFunc([]string{"theory", "simulation"}, func(s string) bool { return !slices.Contains(calm.stages, s) })
		p.stage, p.what = "spiked", "an input written to during the run"
		object := p.objectsOf("spiked")["spectrum.npz"]
		content := p.otherInput(object)
		t.must(os.Chmod(object, 0o644))
		delay := time.Duration(t.random.IntN(40)) * time.Millisecond
		c := p.command(slices.Concat([]string{"run"}, waiting, []string{"--force", "--json"})...)
		c.arguments[len(c.arguments)-1] = "1" // of --jobs
		c.during = func(r *running) {
			for !r.ended() {
				if p.isRunning(waiting) {
					time.Sleep(delay)
					_ = os.WriteFile(object, content, 0o644)
					return
				}
			}
		}
		o := c.run()
		o.want(0)
		for _, stage := range waiting {
			if err := p.outputsUnsound(stage); err != nil {
				p.wrong("%s: %v: %s", stage, err, o.brief())
			}
		}
		if o := p.run("all", "--json"); o.want(0) {
			p.compare(calm)
		}
	})
}

// otherInput returns what is written to an input: itself with a bit flipped, or one that
// is as good, but another pipeline's.
func (p *patient) otherInput(object string) []byte {
	if p.number%2 == 1 {
		content, err := os.ReadFile(object)
		p.must(err)
		content[len(content)/2] ^= 1
		return content
	}
	p.run("run", "spiked", "--set", "spiked.noise=2")
	o := p.run("path", "spiked/spectrum.npz", "--set", "spiked.noise=2")
	content, err := os.ReadFile(strings.TrimSpace(o.stdout))
	p.must(err)
	return content
}

// isRunning reports whether one of the stages runs: it has a scratch folder.
func (p *patient) isRunning(stages []string) bool {
	entries, err := os.ReadDir(filepath.Join(p.cache, "scratch"))
	return err == nil && slices.ContainsFunc(entries, func(entry os.DirEntry) bool {
		return slices.ContainsFunc(stages, func(stage string) bool {
			return strings.HasPrefix(entry.Name(), p.calm.keys[stage][:12])
		})
	})
}
