package main

import (
	"path/filepath"
	"slices"
	"strings"
)

// look runs commands that only look, one of them on the damaged result, and
// checks that none hands it out and none writes.
func (p *patient) look(broken []string) {
	figure := filepath.Join(p.reports, "figures", "theory-vs-sgd.png")
	commands := [][]string{
		{"explain", p.stage}, {"path", p.stage}, {"verify", p.stage}, {"explain", figure}, {"explain", "theory-vs-sgd"},
		{"check"}, {"all", "--dry-run"}, {"gc", "--dry-run"}, {"status"}, {"status", "--json"},
	}
	command := pick(p.trial, commands)
	before := p.storage(command[0])
	o := p.run(command...)
	subject := ""
	switch command[0] {
	case "path", "verify":
		subject = p.stage
	case "explain":
		if subject = command[1]; subject == figure {
			subject = "theory-vs-sgd"
		}
	}
	if subject != "" && slices.Contains(broken, subject) && o.code == 0 {
		p.wrong("it hands out the damaged result of %s: %s", subject, o.brief())
	}
	if command[0] == "path" && o.code == 0 {
		p.checkHandedOut(p.stage)
	}
	if all := changed(before, p.storage(command[0])); len(all) > 0 {
		p.wrong("%s is to look only, and has changed the cache: %s", o.brief(), strings.Join(all, "; "))
	}
}

// checkHandedOut checks the bytes that "path" names.
func (p *patient) checkHandedOut(stage string) {
	c := p.command("path", stage, "--json")
	c.wrap = p.wrap
	if o := c.run(); o.code != 0 {
		return
	}
	if files, err := p.pathOf(stage); err != nil || len(differing("", p.calm.snapshot.outputs[stage], files)) > 0 {
		p.wrong("path %s hands out other bytes than the undisturbed run's: %v, %v", stage, files, err)
	}
}

// storage describes the files of the cache that a command that only looks leaves
// alone: not locks, which hold nothing. Verify has to make a scratch folder, and for that
// the cache's own folders, in the place of whatever lay there; that is then in "damaged".
func (p *patient) storage(command string) map[string]string {
	all := tree(p.cache)
	for name, what := range all {
		top, _, below := strings.Cut(filepath.ToSlash(name), "/")
		prepared := command == "verify" && (!below && top != "format" || top == "scratch" || top == "damaged")
		if strings.HasPrefix(what, "d") || top == "locks" || prepared {
			delete(all, name)
		}
	}
	return all
}

// disturb runs, one time in two, another command that writes before the run that
// is to mend everything.
func (p *patient) disturb(broken []string) {
	whole := func() (all []string) {
		for _, stage := range p.calm.stages {
			if p.outputsUnsound(stage) == nil && !slices.Contains(broken, stage) {
				all = append(all, stage)
			}
		}
		return all
	}
	if p.wantsForce {
		p.mayRun = append(p.mayRun, p.stage)
		if o := p.run("run", p.stage, "--force", "--json"); o.code != 0 {
			p.refused(o)
		}
		return
	}
	switch p.random.IntN(8) {
	case 0:
		p.run("report")
	case 1:
		before := whole()
		p.run("gc")
		p.harvested = true
		for _, stage := range before {
			if !slices.Contains(whole(), stage) {
				p.lost("gc has dropped the result of %s, with which nothing was wrong", stage)
			}
		}
	case 2:
		p.run("figure", "theory-vs-sgd", "--json")
	case 3:
		p.run("run", p.stage, "--json")
	}
}
