package main

import (
	"slices"
	"strings"
	"syscall"
	"time"
)

// halted is a process that was halted (SIGSTOP) while it computes stages, whose locks it holds.
type halted struct {
	*running
	project *project
	held    []string // the stages that it computes
}

// hold starts a run of everything in a new project and halts it while it computes
// a stage, drawn at random. Where the stage is over too soon it tries again.
func (t *trial) hold(calm *undisturbed) *halted {
	const attempts = 20
	for range attempts {
		h := &halted{project: t.project(calm.pipeline)}
		stage := calm.stages[t.random.IntN(len(calm.stages))]
		h.running = h.project.command("all", "--json").start()
		begun := h.until(func() bool { return slices.Contains(h.computing(), stage) || h.ended() })
		h.signal(sigHalt)
		if begun && !h.ended() {
			time.Sleep(20 * time.Millisecond) // what it said before arrives
			complete := h.project.complete(calm)
			h.held = slices.DeleteFunc(h.computing(), func(stage string) bool { return slices.Contains(complete, stage) })
		}
		if len(h.held) > 0 {
			return h
		}
		h.signalAll(syscall.SIGKILL)
		<-h.done
	}
	t.fail("in %d attempts no run could be halted while it computes a stage", attempts)
	return nil
}

// computing are the stages that have begun and not ended, by the events of the run.
func (r *running) computing() []string {
	var stages []string
	for _, e := range r.events() {
		switch e.Event {
		case "start":
			stages = append(stages, e.Stage)
		case "ran", "failed", "interrupted":
			stages = slices.DeleteFunc(stages, func(stage string) bool { return stage == e.Stage })
		}
	}
	return stages
}

// waitingFor are the stages that the run says it waits for.
func (r *running) waitingFor() []string {
	var stages []string
	for _, e := range r.events() {
		if stage, _, ok := strings.Cut(e.Text, " is being computed by another process"); ok && e.Event == "info" {
			stages = append(stages, stage)
		}
	}
	return stages
}

// waits reports whether the run waits for one of the stages.
func (r *running) waits(stages []string) bool {
	return slices.ContainsFunc(r.waitingFor(), func(stage string) bool { return slices.Contains(stages, stage) })
}

// heldUp checks what others do while a process is halted: those that need its stage
// say so and can be interrupted, everybody else goes on. It returns one that waits.
func (t *trial) heldUp(calm *undisturbed, h *halted) (waiting *running) {
	waiting = h.project.beside(1).command("all", "--json").start()
	other := h.project.beside(2).command("all", "--json").start()
	for _, r := range []*running{waiting, other} {
		if !r.until(func() bool { return r.waits(h.held) }) {
			t.wrong("a stage that it needs is held (%v), and it doesn't say so: %s", h.held, r.wait().brief())
			return waiting
		}
	}
	if o := h.project.run("gc"); o.code != 1 || !strings.Contains(o.stderr, "another process uses this cache") {
		t.wrong("gc beside a process that was halted: %s", o.brief())
	}
	h.project.run("status").want(0)
	if free := t.needsNone(calm, h.held); free != "" {
		h.project.run("run", free, "--json").want(0)
	}
	other.signal(syscall.SIGINT)
	asked := time.Now()
	o := other.wait()
	if took := time.Since(asked); o.want(exitInterrupted) && took > calm.patience() {
		t.wrong("it took %.1f s to stop while it waited: %s", took.Seconds(), o.brief())
	}
	return waiting
}

// needsNone is a stage that needs none of these and is none of them, or "".
func (t *trial) needsNone(calm *undisturbed, held []string) string {
	needs := map[string][]string{
		"spiked": {"spiked"}, "theory": {"spiked", "theory"}, "simulation": {"spiked", "simulation"},
		theFigure: calm.stages,
	}
	for _, stage := range calm.stages {
		if !slices.ContainsFunc(needs[stage], func(need string) bool { return slices.Contains(held, need) }) {
			return stage
		}
	}
	return ""
}

// killedHolder kills a process that holds a stage: the others go on without it.
func (t *trial) killedHolder(calm *undisturbed) {
	h := t.hold(calm)
	waiting := t.heldUp(calm, h)
	before := h.project.complete(calm)
	h.signalAll(syscall.SIGKILL)
	o := waiting.wait()
	<-h.done
	if o.want(0) {
		p := waiting.command.project
		for _, stage := range h.held {
			if s, err := o.summary(); err == nil && !slices.Contains(s.Ran, stage) && !slices.Contains(before, stage) {
				t.wrong("%s was held by a process that was killed, and nobody computed it: %s", stage, o.brief())
			}
		}
		p.compare(calm)
		p.finish(calm)
	}
}

// haltedHolder lets a halted process go on: it finishes, and nobody has
// computed its stage beside it.
func (t *trial) haltedHolder(calm *undisturbed) {
	h := t.hold(calm)
	waiting := t.heldUp(calm, h)
	h.signal(sigContinue)
	first, second := h.wait(), waiting.wait()
	if !first.want(0) || !second.want(0) {
		return
	}
	s, err := second.summary()
	t.must(err)
	for _, stage := range h.held {
		if slices.Contains(s.Ran, stage) {
			t.lost("%s was computed by a process that was halted for a while, and by another one as well", stage)
		}
	}
	h.project.compare(calm)
	waiting.command.project.compare(calm)
}
