package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// stepsPipeline has few steps, for trials of each of them.
//
//go:embed testdata/steps.yaml
var stepsPipeline string

// fault is what goes wrong at one step of the cache's disk.
type fault struct {
	do    string // as package faulty writes it
	died  bool   // the process ends in it, as by SIGKILL
	errno syscall.Errno
}

var (
	killBefore = fault{do: "kill-before", died: true}
	power      = fault{do: "power", died: true}
)

// otherFaults are tried at the steps in turn.
func otherFaults() []fault {
	return []fault{
		{do: "error:ENOSPC", errno: syscall.ENOSPC}, {do: "kill-middle", died: true}, {do: "error:EIO", errno: syscall.EIO},
		{do: "error:ENOSPC for=ever", errno: syscall.ENOSPC}, {do: "kill-after", died: true},
	}
}

// crashPoints lets the disk fail at every write, sync, rename … of a run.
func crashPoints(b *bench, calm *undisturbed) error {
	few, err := b.fewSteps()
	if err != nil {
		return err
	}
	steps, err := b.countSteps(few)
	if err != nil {
		return err
	}
	every := func(row, what string, choose func(t *trial) fault) {
		n := b.some(steps, steps)
		b.row(row, what, n, func(t *trial) {
			// Spread over all steps where there are fewer trials than steps.
			t.faultAt(few, 1+(2*t.number+1)*steps/(2*n), choose(t))
		})
		b.note(row, "each of %d steps", steps)
		if n < steps {
			b.note(row, "%d of %d steps", n, steps)
		}
	}
	every("kill-points", "killed before a step of the cache's disk", func(*trial) fault { return killBefore })
	every("power-points", "power lost at a step", func(*trial) fault { return power })
	every("error-points", "full disk, I/O error, killed within or after a step", func(t *trial) fault {
		all := otherFaults()
		return all[t.number%len(all)]
	})
	if !calm.hasFigure() {
		return nil
	}
	return b.pointsOfAll(calm)
}

// pointsOfAll lets the disk fail at random steps of the small pipeline, with its figure.
func (b *bench) pointsOfAll(calm *undisturbed) error {
	steps, err := b.countSteps(calm)
	if err != nil {
		return err
	}
	b.row("figure-points", "one of these at a random step of a run with figures", b.count(30), func(t *trial) {
		all := append(otherFaults(), killBefore, power)
		t.faultAt(calm, 1+t.random.IntN(steps), all[t.number%len(all)])
	})
	b.note("figure-points", "of %d steps", steps)
	return nil
}

// countSteps counts the steps of an undisturbed run, and checks that the binary
// whose disk fails asks for the same results as the real one.
func (b *bench) countSteps(calm *undisturbed) (steps int, err error) {
	err = b.aside("steps-of-"+calm.stages[len(calm.stages)-1], func(t *trial) {
		p := t.project(calm.pipeline)
		o, log := p.faulty("at=0")
		o.want(0)
		steps = len(log)
		p.compare(calm)
		states, err := p.status()
		t.must(err)
		for _, s := range states {
			if s.State != "fresh" || s.Key != calm.keys[s.Stage] {
				t.fail("the test binary and the program differ in the key of %s", s.Stage)
			}
		}
	})
	return steps, err
}

// faulty runs everything on a disk that fails as the plan says, and returns the lines of its log.
func (p *project) faulty(plan string) (outcome, []string) {
	c := p.command("all", "--json")
	binary, err := p.program.faulty()
	p.must(err)
	log := filepath.Join(p.folder, "steps.log")
	c.binary, c.env = binary, []string{fmt.Sprintf("PIPELINE_TEST_FAULTS=%s log=%s", plan, log)}
	o := c.run()
	text, err := os.ReadFile(log)
	if !errors.Is(err, os.ErrNotExist) {
		p.must(err)
	}
	return o, slices.DeleteFunc(strings.Split(string(text), "\n"), func(line string) bool { return line == "" })
}

// faultAt lets the disk fail at one step of a run, and the program finish it.
func (t *trial) faultAt(calm *undisturbed, step int, f fault) {
	p := t.project(calm.pipeline)
	o, log := p.faulty(fmt.Sprintf("at=%d do=%s seed=%d", step, f.do, t.random.Uint32()))
	i := slices.IndexFunc(log, func(line string) bool { return strings.Contains(line, " ! ") })
	switch {
	case i < 0: // goroutines take turns: this run had fewer steps
		t.tried(0)
		o.want(0)
	case f.died:
		if o.signal != syscall.SIGKILL {
			t.wrong("at %q: the process should have died: %s", log[i], o.brief())
		}
	default:
		o.checkFailure(log[i], f)
	}
	p.checkKept(o, calm)
	if p.finish(calm); t.number%5 == 0 {
		p.collect(calm)
	}
}

// checkKept checks that what a run said it had done is there, whole, after it died.
func (p *project) checkKept(o outcome, calm *undisturbed) {
	complete := p.complete(calm)
	for _, e := range eventsIn(o.stderr) {
		if e.Event == "ran" && !slices.Contains(complete, e.Stage) {
			p.lost("%s had run to its end, and its result isn't there: %s", e.Stage, o.brief())
		}
	}
}

// remedies are words of which a message about a failing disk has one.
var remedies = []string{"--cache", "free", "check the disk", "run again", "gc", "choose another", "make room"}

// checkFailure checks what a run says on a disk that returned an error. It may also
// go on, where it can do without what failed.
func (o outcome) checkFailure(step string, f fault) {
	p := o.command.project
	text := o.stderr + o.stdout
	switch o.code {
	case 0:
	case 1:
		for _, part := range []string{f.errno.Error(), filepath.Base(p.cache)} {
			if !strings.Contains(text, part) {
				p.wrong("at %q: the message has no %q: %s", step, part, o.brief())
			}
		}
		if !slices.ContainsFunc(remedies, func(word string) bool { return strings.Contains(text, word) }) {
			p.wrong("at %q: the message says nothing about a remedy: %s", step, o.brief())
		}
	default:
		p.wrong("at %q: expected exit code 1: %s", step, o.brief())
	}
}
