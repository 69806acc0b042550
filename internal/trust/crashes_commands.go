package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// crashedCommand is a command other than all that is killed.
type crashedCommand struct {
	name      string
	arguments []string
	figure    bool // it needs one
	prepare   func(*trial, *undisturbed) *project
	after     func(*project, *undisturbed) // what must hold beside the results
}

// theFigure is the small pipeline's only one.
const theFigure = "theory-vs-sgd"

func commandsToCrash() []crashedCommand {
	cold := func(t *trial, calm *undisturbed) *project { return t.project(calm.pipeline) }
	warm := func(t *trial, calm *undisturbed) *project { return t.finished(calm) }
	nothing := func(*project, *undisturbed) {}
	accept := []string{"accept", theFigure, "--reason", "the first"}
	return []crashedCommand{
		{"figure", []string{"figure", theFigure, "--json"}, true, cold, nothing},
		{"run", []string{"run", "simulation", "--json"}, false, cold, nothing},
		{"report", []string{"report"}, true, (*trial).withoutReports, func(p *project, _ *undisturbed) { p.run("report").want(0) }},
		{"gc", []string{"gc"}, false, (*trial).withGarbage, (*project).collect},
		{"verify", []string{"verify", "simulation", "spiked"}, false, warm, func(p *project, _ *undisturbed) { p.run("verify", "simulation").want(0) }},
		{"accept", accept, true, warm, func(p *project, _ *undisturbed) {
			p.ageUnfinished()
			p.run(accept...).want(0)
			p.checkReference()
		}},
	}
}

// crashedCommands kills each of these commands at random moments.
func crashedCommands(b *bench, calm *undisturbed) {
	commands := commandsToCrash()
	if !calm.hasFigure() {
		commands = slices.DeleteFunc(commands, func(c crashedCommand) bool { return c.figure })
	}
	lengths := make([]func() time.Duration, len(commands))
	for i := range commands {
		lengths[i] = sync.OnceValue(func() time.Duration { return b.measure(calm, commands[i]) })
	}
	b.row("commands", "figure, run, report, gc, verify and accept killed", b.count(len(commands)*4), func(t *trial) {
		i := t.number % len(commands)
		c, length := commands[i], lengths[i]()
		for range maxMisses {
			p := c.prepare(t, calm)
			before := p.complete(calm)
			o, did := p.command(c.arguments...).strike(t.draw(t.number/len(commands), length), calm)
			if did == missed {
				length = o.took
				continue
			}
			p.checkGoes(before, calm)
			c.after(p, calm)
			p.finish(calm)
			return
		}
		t.fail("no blow fell before the end of %s", c.name)
	})
}

// measure returns how long a command takes that nobody disturbs.
func (b *bench) measure(calm *undisturbed, c crashedCommand) (length time.Duration) {
	err := b.aside("measure-"+c.name, func(t *trial) {
		o := c.prepare(t, calm).run(c.arguments...)
		o.want(0)
		length = o.took
	})
	if err != nil {
		b.tally.broken(b.section, err)
		return calm.run.took
	}
	return length
}

func (t *trial) withoutReports(calm *undisturbed) *project {
	p := t.finished(calm)
	t.must(os.RemoveAll(p.reports))
	return p
}

// withGarbage is a finished project with all that gc drops: results that nobody
// refers to, folders and files of runs that were killed.
func (t *trial) withGarbage(calm *undisturbed) *project {
	p := t.finished(calm)
	p.run("run", "spiked", "--set", "spiked.samples=300").want(0)
	for _, name := range []string{"scratch/0123456789ab-1/curves.csv", "scratch/0123456789ab-2/w.npz", "objects/ab/.new-1", "damaged/x-1"} {
		path := filepath.Join(p.cache, filepath.FromSlash(name))
		t.must(errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte("left behind"), 0o666)))
	}
	return p
}

// checkReference checks that the figure was accepted whole: check compares with it.
func (p *project) checkReference() {
	o := p.run("check", theFigure) // its claims fail in so small a simulation
	if !strings.Contains(o.stdout, "same, to the last bit") {
		p.wrong("the figure isn't as it was accepted: %s", o.brief())
	}
	for _, path := range p.unfinished() {
		p.wrong("accept leaves %s behind", path)
	}
}
