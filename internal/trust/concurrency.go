package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// concurrency runs several processes on one cache at once.
func concurrency(b *bench) error {
	calm, err := b.usual()
	if err != nil {
		return err
	}
	b.jobs = 1 // a trial keeps the machine busy by itself
	sizes := []int{2, 4, 8}
	if !calm.hasFigure() {
		sizes = sizes[:1] // a test
	}
	for _, processes := range sizes {
		what := fmt.Sprintf("%d processes run everything at once on one cold cache", processes)
		b.row(fmt.Sprintf("together-%d", processes), what, b.count(8/processes+2), func(t *trial) { t.together(calm, processes) })
	}
	b.row("mixture", "different commands at once on one cache", b.count(4), func(t *trial) { t.mixture(calm) })
	other := sync.OnceValues(func() (*undisturbed, error) {
		return runUndisturbed(b, regexp.MustCompile(`replicas: \d`).ReplaceAllString(calm.pipeline, "replicas: 4"))
	})
	b.row("pipelines", "two pipelines at once on one cache", b.count(2), func(t *trial) { t.twoPipelines(calm, other) })
	killed, halted := "process killed that holds a stage others wait for", "process halted that holds a stage others wait for"
	if !canHalt {
		b.notTried("killed", killed, "this system can't halt a process")
		b.notTried("halted", halted, "this system can't halt a process")
		return nil
	}
	b.row("killed", killed, b.count(6), func(t *trial) { t.killedHolder(calm) })
	b.row("halted", halted, b.count(3), func(t *trial) { t.haltedHolder(calm) })
	return nil
}

// beside is another process's view of the same cache; odd trials give each
// process a reports folder of its own.
func (p *project) beside(number int) *project {
	q := *p
	if p.number%2 == 1 {
		q.reports = fmt.Sprintf("%s-%d", p.reports, number)
	}
	return &q
}

// together starts processes that all run everything on a cold cache.
func (t *trial) together(calm *undisturbed, processes int) {
	p := t.project(calm.pipeline)
	views := make([]*project, processes)
	all := make([]*running, processes)
	for i := range all {
		views[i] = p.beside(i)
		all[i] = views[i].command("all", "--json").start()
	}
	outcomes := make([]outcome, processes)
	for i := range all {
		outcomes[i] = all[i].wait()
	}
	t.checkOnce(calm, outcomes)
	for _, view := range views {
		view.compare(calm)
	}
	for _, path := range p.leftovers() {
		t.wrong("%s was left behind in the cache", path)
	}
}

// checkOnce checks that all ended well, and that each stage ran in exactly one of them.
func (t *trial) checkOnce(calm *undisturbed, outcomes []outcome) {
	ran := map[string]int{}
	for _, o := range outcomes {
		if !o.want(0) {
			continue
		}
		s, err := o.summary()
		if err != nil {
			t.wrong("%v", err)
			continue
		}
		for _, stage := range s.Ran {
			ran[stage]++
		}
		if len(s.Ran)+len(s.Cached) != len(calm.stages) {
			t.wrong("a run ended well without all stages: %s", o.brief())
		}
	}
	for _, stage := range calm.stages {
		switch n := ran[stage]; {
		case n > 1:
			t.lost("%s was computed %d times by %d processes", stage, n, len(outcomes))
		case n == 0:
			t.wrong("%s was computed by nobody, and nobody failed", stage)
		}
	}
}

// mixture runs different commands at once, some on results that aren't there yet.
func (t *trial) mixture(calm *undisturbed) {
	p := t.project(calm.pipeline)
	lines := [][]string{
		{"all", "--json"}, {"run", "simulation", "--json"}, {"status"}, {"gc"},
		{"explain", "simulation"}, {"path", "spiked"}, {"verify", "spiked"}, {"graph"},
	}
	if calm.hasFigure() {
		lines = append(lines, []string{"figure", theFigure, "--json"}, []string{"report"})
	}
	t.random.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	var group sync.WaitGroup
	for _, line := range lines {
		r := p.command(line...).start()
		group.Go(func() { r.wait().checkMixed() })
	}
	group.Wait()
	t.tried(len(lines))
	p.finish(calm)
	p.collect(calm)
}

// checkMixed checks how a command ended beside others: well, or with a clear word
// about what isn't there, or that others are at work.
func (o outcome) checkMixed() {
	name := o.command.arguments[0]
	clear := []string{}
	switch name {
	case "explain", "path", "verify":
		clear = []string{"isn't up to date", "stale", "not up to date", "run"}
	case "report":
		clear = []string{"no figure is up to date"}
	case "gc":
		clear = []string{"another process uses this cache"}
	}
	ok := o.code == 0 || o.code == 1 && slices.ContainsFunc(clear, func(text string) bool { return strings.Contains(o.stderr, text) })
	if !ok {
		o.command.project.wrong("beside others: %s", o.brief())
	}
}

// twoPipelines runs two pipelines that differ in one stage on one cache: what they
// share is computed once, and each ends with its own results.
func (t *trial) twoPipelines(calm *undisturbed, alone func() (*undisturbed, error)) {
	other, err := alone()
	t.must(err)
	p := t.project(calm.pipeline)
	q := *p
	q.reports = p.reports + "-other"
	first := p.command("all", "--json").start()
	second := q.command("all", "--json", "--set", "simulation.replicas=4").start()
	outcomes := []outcome{first.wait(), second.wait()}
	ran := map[string]int{}
	for _, o := range outcomes {
		if !o.want(0) {
			return
		}
		s, err := o.summary()
		t.must(err)
		for _, stage := range s.Ran {
			ran[stage]++
		}
	}
	for stage, wanted := range map[string]int{"spiked": 1, "theory": 1, "simulation": 2, theFigure: 2} {
		if ran[stage] > wanted {
			t.lost("%s was computed %d times, for %d different results", stage, ran[stage], wanted)
		}
	}
	p.compare(calm)
	for _, stage := range other.stages {
		files, err := q.readResult(other.keys[stage])
		if err != nil {
			t.wrong("the other pipeline's %s: %v", stage, err)
		} else if all := differing(stage+"/", other.snapshot.outputs[stage], files); len(all) > 0 {
			t.wrong("the other pipeline's results are other ones than alone:\n  %s", strings.Join(all, "\n  "))
		}
	}
}
