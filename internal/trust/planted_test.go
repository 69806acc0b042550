package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestPlantedFaultsAreCounted lets the harness loose on programs that do what none
// should: shell scripts around the real one. Each must be counted, for what it does.
func TestPlantedFaultsAreCounted(t *testing.T) {
	shared := newTiny(t, options{seed: 1, scale: tinyScale, jobs: 1, limit: 10 * time.Second})
	finished := func(t *trial, calm *undisturbed) { t.finished(calm).finish(calm) }
	tests := []struct {
		name   string
		script string // $real is the program; .cache and reports are in the working directory
		limit  time.Duration
		do     func(*trial, *undisturbed)
		kind   failureKind
		text   string
	}{
		{"nothing", `exec $real "$@"`, 0, finished, "", ""},
		{"loses a result", `[ $1 = all ] && rm .cache/actions/*/` + "$spiked" + `.json; exec $real "$@"`, 0, finished, lost, "spiked was complete and ran again"},
		{"loses it for good", `$real "$@"; rm -f .cache/actions/*/$spiked.json`, 0, finished, wrong, "results can't be read: stage spiked"},
		{"loses an object", `$real "$@"; rm -f .cache/objects/*/*`, 0, finished, wrong, "results can't be read: stage"},
		{"changes an object", `$real "$@"; for f in .cache/objects/*/*; do chmod u+w $f; echo >>$f; done`, 0, finished, wrong, "other bytes than its name says"},
		{"changes an output", `[ $1 = all ] && exec $real "$@" --force --set simulation.horizon=60; exec $real "$@"`, 0, finished, lost, "ran again"},
		{"hands out other bytes", `[ $1 = path ] && echo "{\"curves.csv\":\"$PWD/pipeline.yaml\"}" || exec $real "$@"`, 0, finished, wrong, "path hands out other results"},
		{"leaves a file among the reports", `mkdir -p reports/figures; echo half >reports/figures/.new-1; exec $real "$@"`, 0, finished, wrong, "reports/figures/.new-1 shouldn't be there"},
		{"fails", `echo no >&2; exit 1`, 0, finished, wrong, "expected exit code 0"},
		{"hangs", `sleep 30`, 300 * time.Millisecond, finished, wrong, "hung"},
		{"prints a stack trace", `echo 'panic: runtime error' >&2; exec $real "$@"`, 0, finished, wrong, "stack trace: panic: runtime error"},
		{"says that it ran nothing", `[ $1 = all ] && $real "$@" >/dev/null && echo '{"ran":[],"cached":[]}' || exec $real "$@"`, 0, finished, wrong, "without all stages"},
		{"gc leaves scratch behind", `$real "$@"; mkdir -p .cache/scratch/a`, 0, func(t *trial, c *undisturbed) { t.finished(c).collect(c) }, wrong, "gc leaves scratch/a behind"},
		{"gc drops a result", `$real "$@"; rm -f .cache/actions/*/$spiked.json`, 0, func(t *trial, c *undisturbed) { t.finished(c).collect(c) }, lost, "gc has dropped"},
		{"doesn't stop", `trap '' TERM; echo '{}' >&2; sleep 3`, 0, struckAfter(syscall.SIGTERM), wrong, "to stop"},
		{"stops in silence", `trap 'exit 130' TERM; echo '{}' >&2; for i in 1 2 3 4 5 6 7 8 9; do sleep 0.1; done`, 0, struckAfter(syscall.SIGTERM), wrong, "doesn't say that it was interrupted"},
		{"dies at once when it is asked to stop", `echo '{}' >&2; exec sleep 3`, 0, struckAfter(syscall.SIGTERM), wrong, "expected exit code 130"},
		{"computes for itself", `exec $real "$@" --force`, 0, func(t *trial, c *undisturbed) { t.together(c, 2) }, lost, "was computed 2 times by 2 processes"},
		{"starts over", `rm -rf .cache/checkpoints; exec $real "$@"`, 0, resumed, lost, "the simulation started over"},
		{"says it is done too early", `echo '{"event":"ran","stage":"simulation"}' >&2; kill -9 $$`, 0, func(t *trial, c *undisturbed) {
			p := t.project(c.pipeline)
			p.checkKept(p.run("all"), c)
		}, lost, "its result isn't there"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := shared.few()
			if err != nil {
				t.Fatal(err)
			}
			b := plant(t, shared, c, test.script)
			if test.limit > 0 {
				b.options.limit = test.limit
			}
			b.row("planted", "planted", 1, func(t *trial) { test.do(t, c) })
			var kinds []failureKind
			var texts []string
			for _, f := range b.tally.failures {
				kinds, texts = append(kinds, f.Kind), append(texts, f.Text)
			}
			all := strings.Join(texts, "\n")
			if test.text == "" && len(texts) > 0 || !strings.Contains(all, test.text) || test.kind != "" && !containsKind(kinds, test.kind) {
				t.Errorf("counted %v:\n%s\nwant %s: %s", kinds, all, test.kind, test.text)
			}
			if b.tally.good() != (test.text == "") {
				t.Errorf("good is %v", b.tally.good())
			}
		})
	}
}

func containsKind(kinds []failureKind, kind failureKind) bool {
	for _, k := range kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// plant returns a bench whose program is a script.
func plant(t *testing.T, s *shared, calm *undisturbed, script string) *bench {
	t.Helper()
	planted := *s
	planted.dir, planted.tally = t.TempDir(), newTally(s.options)
	path := filepath.Join(t.TempDir(), "pipeline")
	text := "#!/bin/sh\nreal='" + s.program.real + "'\nspiked=" + calm.keys["spiked"] + "\n" + script + "\n"
	if err := os.WriteFile(path, []byte(text), 0o777); err != nil {
		t.Fatal(err)
	}
	planted.program.real = path
	return planted.bench("planted")
}

// struckAfter asks a program to stop a while after its start.
func struckAfter(s syscall.Signal) func(*trial, *undisturbed) {
	return func(t *trial, calm *undisturbed) {
		b := blow{manner: manner{s.String(), []syscall.Signal{s}}, moment: 200 * time.Millisecond}
		t.project(calm.pipeline).command("all", "--json").strike(b, calm)
	}
}

// resumed plants a saved state and lets the program go on.
func resumed(t *trial, calm *undisturbed) {
	p := t.project(calm.pipeline)
	// The name of the file is "replica-1" in hexadecimal.
	p.write(filepath.Join(".cache", "checkpoints", calm.keys["simulation"], "7265706c6963612d31"), "state")
	saved := p.savedStates(calm)
	p.checkResumed(p.finish(calm), saved)
}
