package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// interruptNumbers ends simulations at random moments, once or twice, and finishes them with other numbers of jobs.
func (t *trial) interruptNumbers(calm *undisturbed, resumed *atomic.Int64) {
	p := t.numbersProject(calm.pipeline)
	stages := longStages(calm)
	jobs := []int{1, 2, 3, 7, 16}
	t.random.Shuffle(len(jobs), func(i, j int) { jobs[i], jobs[j] = jobs[j], jobs[i] })
	var story []string
	length := time.Duration(float64(calm.run.took) * longShare)
	for i := range 1 + t.random.IntN(2) {
		blow := []syscall.Signal{syscall.SIGINT, syscall.SIGKILL}[t.random.IntN(2)]
		moment := time.Duration((0.05 + 0.9*t.random.Float64()) * float64(length))
		c := p.command(append([]string{"run"}, stages...)...)
		c.jobs(jobs[i])
		r := c.start()
		select {
		case <-r.done:
		case <-time.After(moment):
			r.signal(blow)
		}
		o := r.wait()
		if len(p.checkpoints()) > 0 {
			resumed.Add(1)
		}
		story = append(story, fmt.Sprintf("%s after %v with --jobs %d (%d checkpoints left)", blow, moment.Round(time.Millisecond), jobs[i], len(p.checkpoints())))
		if o.code != 0 && o.code != exitInterrupted && o.signal != syscall.SIGKILL {
			t.fail("%s: %s", strings.Join(story, ", then "), o.brief())
		}
	}
	c := p.command(append([]string{"run"}, stages...)...)
	c.jobs(jobs[2])
	if o := c.run(); !o.want(0) {
		t.fail("after %s: %s", strings.Join(story, ", then "), o.brief())
	}
	for _, stage := range stages {
		files, err := p.readResult(calm.keys[stage])
		t.must(err)
		for _, difference := range differing(stage+"/", calm.snapshot.outputs[stage], files) {
			t.wrong("%s, after %s, and finished with --jobs %d", difference, strings.Join(story, ", then "), jobs[2])
		}
	}
}

// longShare is about the share of a run of everything that the long simulations take by themselves.
const longShare = 0.5

// longStages are the simulations that take long enough to be interrupted.
func longStages(calm *undisturbed) []string {
	var long []string
	for _, stage := range calm.stages {
		if strings.HasPrefix(stage, "long-") || stage == "simulation" {
			long = append(long, stage)
		}
	}
	return long
}

// renamed runs the same parameters from another pipeline file; names are in no key.
func (t *trial) renamed(calm *undisturbed) {
	pipeline := calm.pipeline
	var arguments []string
	switch t.number {
	case 0:
		pipeline = otherNames(pipeline, calm.stages)
	case 1:
		pipeline = otherOrder(pipeline)
	case 2: // what the profile gives is what the stage has
		pipeline = strings.Replace(pipeline, "replicas: 3}", "replicas: 2}", 1) +
			"\nprofiles:\n  same:\n    stages:\n" + sameReplicas(calm.stages)
		arguments = []string{"--profile", "same"}
	}
	p := t.numbersProject(pipeline)
	if o := p.run(append([]string{"all", "--json"}, arguments...)...); !o.want(0) {
		t.fail("pipeline file:\n%s\n%s", pipeline, o.brief())
	}
	for _, difference := range p.otherResults(calm) {
		t.wrong("%s", difference)
	}
	t.tried(len(calm.stages))
}

// otherNames gives every stage but the figures, whose names say what they draw, another name.
func otherNames(pipeline string, stages []string) string {
	for _, stage := range stages {
		if stage == "theory-vs-sgd" {
			continue
		}
		where := regexp.MustCompile(`(?m)(^  |(?:covariance|data|theory|sgd): )` + regexp.QuoteMeta(stage) + `([:},])`)
		pipeline = where.ReplaceAllString(pipeline, "${1}other-"+stage+"${2}")
	}
	return pipeline
}

// otherOrder puts the stages in the opposite order.
func otherOrder(pipeline string) string {
	head, stages, _ := strings.Cut(pipeline, "\nstages:\n")
	lines := slices.DeleteFunc(strings.Split(stages, "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
	slices.Reverse(lines)
	return head + "\nstages:\n" + strings.Join(lines, "\n") + "\n"
}

// sameReplicas is a profile that gives every simulation its three replicas.
func sameReplicas(stages []string) string {
	var text strings.Builder
	for _, stage := range stages {
		if strings.HasSuffix(stage, "-steps") || stage == "adam-double" || stage == "long-levels" {
			fmt.Fprintf(&text, "      %s: {with: {replicas: 3}}\n", stage)
		}
	}
	return text.String()
}

// checkpoints lists the saved states in the cache.
func (p *project) checkpoints() []string {
	saved, err := filepath.Glob(filepath.Join(p.cache, "checkpoints", "*", "*"))
	p.must(err)
	return saved
}
