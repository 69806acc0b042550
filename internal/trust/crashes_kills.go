package main

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// killTrials is how many trials of the row "kills" there are: 200 kills.
const killTrials = 80

// killsOf is how often a trial's run is killed before it may finish.
func killsOf(trial int) int {
	return []int{1, 2, 1, 3, 1, 4, 1, 5, 1, 6}[trial%10]
}

// maxMisses is how often a blow may fall after the end of the run.
const maxMisses = 20

// kills kills a run of everything, then the run that would finish it, and so on; lets
// the last one finish; and compares.
func (t *trial) kills(calm *undisturbed) {
	p, length := t.project(calm.pipeline), calm.run.took
	done, misses := 0, 0
	for wanted := killsOf(t.number); done < wanted && misses < maxMisses; {
		before, saved := p.complete(calm), p.savedStates(calm)
		o, did := p.command("all", "--json").strike(t.draw(t.number+done, length), calm)
		p.checkResumed(o, saved)
		if did == ended {
			done++
			p.checkGoes(before, calm)
			p.checkKept(o, calm)
			p.checkSaved(o, calm)
			continue
		}
		misses++
		length = o.took
		if done == 0 && wanted == 1 {
			p = t.project(calm.pipeline) // where nothing is finished yet
		}
	}
	t.tried(done)
	if done == 0 {
		t.fail("no blow fell before the end of the run, in %d attempts", misses)
	}
	saved := p.savedStates(calm)
	o := p.finish(calm)
	p.checkResumed(o, saved)
	if t.number%2 == 0 {
		p.collect(calm)
	}
}

// checkGoes checks that a killed run has taken away nothing that was complete.
func (p *project) checkGoes(before []string, calm *undisturbed) {
	now := p.complete(calm)
	for _, stage := range before {
		if !slices.Contains(now, stage) {
			p.lost("%s was complete before a run that was killed, and isn't any more", stage)
		}
	}
}

// savedStates are the replicas of the simulation whose state is saved, by the note
// that a run makes when it goes on from it; none where the simulation is complete.
func (p *project) savedStates(calm *undisturbed) []string {
	const stage = "simulation"
	if _, err := p.readResult(calm.keys[stage]); err == nil {
		return nil
	}
	entries, err := os.ReadDir(filepath.Join(p.cache, "checkpoints", calm.keys[stage]))
	if err != nil {
		return nil
	}
	var notes []string
	for _, entry := range entries {
		name, err := hex.DecodeString(entry.Name())
		if err != nil {
			continue // a file that was being written
		}
		if number, ok := strings.CutPrefix(string(name), "replica-"); ok && !strings.Contains(number, "-") {
			notes = append(notes, fmt.Sprintf("replica %s resumes at t =", number))
		}
	}
	return notes
}

// checkResumed checks that a run that brought the simulation to its end went on from every saved state.
func (p *project) checkResumed(o outcome, saved []string) {
	if !slices.ContainsFunc(eventsIn(o.stderr), func(e event) bool { return e.Event == "ran" && e.Stage == "simulation" }) {
		return
	}
	for _, note := range saved {
		if !strings.Contains(o.stderr, note) {
			p.lost("a state was saved, but no %q: the simulation started over: %s", note, o.brief())
		}
	}
}

// begun is after what time a simulation has certainly taken steps.
const begun = 0.05 // seconds

// checkSaved checks that a simulation that was asked to stop has saved where it was.
func (p *project) checkSaved(o outcome, calm *undisturbed) {
	for _, e := range eventsIn(o.stderr) {
		if e.Event == "interrupted" && e.Stage == "simulation" && e.Seconds > begun && len(p.savedStates(calm)) == 0 {
			p.lost("the simulation was asked to stop after %.0f ms, and saved nothing: %s", e.Seconds*1000, o.brief())
		}
	}
}
