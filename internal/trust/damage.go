package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// damage damages caches and reports in every way that it can think of.
func damage(b *bench) error {
	calm, err := b.usual()
	if err != nil {
		return err
	}
	flippedBits(b, calm)
	flippedRuns(b, calm)
	injuredFiles(b, calm)
	injuredFolders(b, calm)
	forgedManifests(b, calm)
	editedReports(b, calm)
	foreignStates(b, calm)
	changedInputs(b, calm)
	return nil
}

// patient is a finished project whose cache is to be damaged, and a folder beside
// it that nothing may write to.
type patient struct {
	*project
	calm    *undisturbed
	what    string   // what is damaged, and how
	stage   string   // whose result is to be damaged
	outside string   // the folder outside of the cache, with some files
	wrap    []string // what the program runs under

	before     map[string]string // what is outside
	ran        map[string]bool   // stages that ran since the damage
	warned     bool              // some command warned
	harvested  bool              // gc ran: what it dropped nobody can be told of
	mayRefuse  bool              // an error instead of a repair will do
	mayRun     []string          // stages that may run though nothing is wrong with them
	wantsForce bool              // its stage has to run for the damage to be met
}

// patient draws a stage and copies the finished project.
func (t *trial) patient(calm *undisturbed) *patient {
	p := &patient{
		project: t.finished(calm), calm: calm, stage: calm.stages[t.random.IntN(len(calm.stages))],
		outside: filepath.Join(t.dir, "outside"), ran: map[string]bool{},
	}
	for name, content := range map[string]string{"mine.txt": "mine", "folder/mine.txt": "mine as well"} {
		path := filepath.Join(p.outside, name)
		t.must(os.MkdirAll(filepath.Dir(path), 0o777))
		t.must(os.WriteFile(path, []byte(content), 0o666))
	}
	return p
}

// wrong says what was damaged beside what is wrong.
func (p *patient) wrong(format string, arguments ...any) {
	p.trial.wrong("%s (stage %s): %s", p.what, p.stage, fmt.Sprintf(format, arguments...))
}

// lost says what was damaged beside what is lost.
func (p *patient) lost(format string, arguments ...any) {
	p.trial.lost("%s (stage %s): %s", p.what, p.stage, fmt.Sprintf(format, arguments...))
}

// run runs a command on the damaged cache and notes what it says.
func (p *patient) run(arguments ...string) outcome {
	c := p.command(arguments...)
	c.wrap = p.wrap
	o := c.run()
	p.warned = p.warned || strings.Contains(o.stderr, "warning")
	if s, err := o.summary(); err == nil {
		for _, stage := range s.Ran {
			p.ran[stage] = true
		}
	}
	return o
}

// manifestOf returns where the manifest of a stage's result lies.
func (p *patient) manifestOf(stage string) string { return p.manifestPath(p.calm.keys[stage]) }

// objectsOf returns where the outputs of a stage lie, by their names.
func (p *patient) objectsOf(stage string) map[string]string {
	paths := map[string]string{}
	for name, digest := range p.calm.snapshot.outputs[stage] {
		paths[name] = p.objectPath(digest)
	}
	return paths
}

// drawnObject returns where one output of the patient's stage lies.
func (p *patient) drawnObject() string {
	return pick(p.trial, slices.Sorted(maps.Values(p.objectsOf(p.stage))))
}

// unsound returns the stages whose results can't be used: their manifest isn't
// byte for byte the undisturbed one's, or an output isn't.
func (p *patient) unsound() []string {
	var all []string
	for _, stage := range p.calm.stages {
		want, err := os.ReadFile(p.calm.project.manifestPath(p.calm.keys[stage]))
		p.must(err)
		got, err := p.readStrictly(p.manifestOf(stage))
		if err != nil || !bytes.Equal(got, want) || p.outputsUnsound(stage) != nil {
			all = append(all, stage)
		}
	}
	return all
}

// tellable returns those of the stages whose results can't be used of which that is to be
// reported: not those without a manifest, which may never have run, nor one that is to run anyway.
func (p *patient) tellable() []string {
	return slices.DeleteFunc(p.unsound(), func(stage string) bool {
		_, err := os.Lstat(p.manifestOf(stage))
		return err != nil || p.wantsForce && stage == p.stage
	})
}

// outputsUnsound says what is wrong with the outputs of a stage.
func (p *patient) outputsUnsound(stage string) error {
	for name, path := range p.objectsOf(stage) {
		content, err := p.readStrictly(path)
		if err != nil {
			return fmt.Errorf("output %s: %w", name, err)
		}
		if digest(content) != p.calm.snapshot.outputs[stage][name] {
			return fmt.Errorf("output %s has other bytes", name)
		}
	}
	return nil
}

// readStrictly reads a file of the cache, if it is one and everything above it is a folder.
func (p *patient) readStrictly(path string) ([]byte, error) {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Lstat(dir)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() || info.Mode().Perm()&0o500 != 0o500 {
			return nil, fmt.Errorf("%s is no folder that can be read", dir)
		}
		if dir == p.cache || len(dir) < len(p.cache) {
			break
		}
	}
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o400 == 0 || info.Size() > largest {
		return nil, fmt.Errorf("%s is no file that can be read", path)
	}
	return os.ReadFile(path)
}

// largest is the size of a file above which its content isn't looked at: nothing in
// the small pipeline's cache is nearly as large.
const largest = 64 << 20

// tree describes everything below a folder without opening anything but files:
// kind, mode, and content or target.
func tree(dir string) map[string]string {
	all := map[string]string{}
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		if err != nil {
			all[name] = "can't be read"
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return nil
		}
		text := info.Mode().String()
		switch {
		case info.Size() > largest:
			text += fmt.Sprintf(" %d bytes", info.Size())
		case entry.Type().IsRegular():
			content, _ := os.ReadFile(path)
			text += " " + digest(content)
		case entry.Type()&fs.ModeSymlink != 0:
			target, _ := os.Readlink(path)
			text += " → " + target
		}
		all[name] = text
		return nil
	})
	return all
}

// changed lists what differs between two trees.
func changed(before, after map[string]string) []string {
	var all []string
	for name := range union(before, after) {
		if before[name] != after[name] {
			all = append(all, fmt.Sprintf("%s: %q → %q", name, before[name], after[name]))
		}
	}
	slices.Sort(all)
	return all
}

// treat lets the program work on the damaged cache, and checks that nothing
// damaged is used, that what is damaged is said and made again, and that nothing else is.
func (p *patient) treat() {
	broken, tellable := p.unsound(), p.tellable()
	p.before = tree(p.outside)
	figures := tree(filepath.Join(p.reports, "figures"))
	p.look(broken)
	p.disturb(broken)
	o := p.run("all", "--json")
	if o.code != 0 {
		p.refused(o)
	} else {
		p.checkRepair(o, broken, tellable)
	}
	if all := changed(p.before, tree(p.outside)); len(all) > 0 {
		p.wrong("%s: what lies outside of the cache was changed: %s", o.brief(), strings.Join(all, "; "))
	}
	if all := changed(figures, tree(filepath.Join(p.reports, "figures"))); len(all) > 0 {
		p.wrong("%s: figures were exported with other bytes: %s", o.brief(), strings.Join(all, "; "))
	}
}

// refused checks an error of a run.
func (p *patient) refused(o outcome) {
	switch {
	case !p.mayRefuse:
		p.wrong("the damage isn't mended: %s", o.brief())
	case o.code != 1 || !strings.Contains(o.stderr+o.stdout, p.cache):
		p.wrong("the refusal doesn't say where the damage is: %s", o.brief())
	}
}

// checkRepair checks what a run that ended well has done.
func (p *patient) checkRepair(o outcome, broken, tellable []string) {
	for _, stage := range p.calm.stages {
		if err := p.outputsUnsound(stage); err != nil {
			p.fail("after a run that ended well, %s: %v: %s", stage, err, o.brief())
		}
		expected := slices.Contains(broken, stage)
		switch {
		case expected && !p.ran[stage]:
			p.wrong("the result of %s is damaged, and wasn't made again: %s", stage, o.brief())
		case !expected && p.ran[stage] && !slices.Contains(p.mayRun, stage):
			p.lost("%s ran though nothing is wrong with its result; damaged are %v: %s", stage, broken, o.brief())
		}
	}
	if len(tellable) > 0 && !p.warned && !p.harvested {
		p.wrong("the damage of %v wasn't reported: %s", tellable, o.brief())
	}
	p.compare(p.calm)
}
