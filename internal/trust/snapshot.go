package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// snapshot is what a run has made.
type snapshot struct {
	outputs map[string]map[string]string // stage, output, SHA-256 of its bytes
	reports map[string]string            // file below the reports folder, SHA-256 of its bytes
}

// differences says what differs in other from s, one line each, sorted.
func (s snapshot) differences(other snapshot) []string {
	var all []string
	for stage := range union(s.outputs, other.outputs) {
		all = append(all, differing("output "+stage+"/", s.outputs[stage], other.outputs[stage])...)
	}
	all = append(all, differing("reports/", s.reports, other.reports)...)
	slices.Sort(all)
	return all
}

func differing(prefix string, want, got map[string]string) (all []string) {
	for name := range union(want, got) {
		switch w, g := want[name], got[name]; {
		case w == g:
		case g == "":
			all = append(all, prefix+name+" is missing")
		case w == "":
			all = append(all, prefix+name+" shouldn't be there")
		default:
			all = append(all, prefix+name+" has other bytes")
		}
	}
	return all
}

func union[V any](a, b map[string]V) map[string]bool {
	all := map[string]bool{}
	for name := range maps.Keys(a) {
		all[name] = true
	}
	for name := range maps.Keys(b) {
		all[name] = true
	}
	return all
}

// snapshot asks the program where every stage's outputs lie, reads them itself, and
// reads the reports. Every stage must be up to date.
func (p *project) snapshot() (snapshot, error) {
	states, err := p.status()
	if err != nil {
		return snapshot{}, err
	}
	s := snapshot{outputs: map[string]map[string]string{}}
	for _, state := range states {
		if s.outputs[state.Stage], err = p.pathOf(state.Stage); err != nil {
			return s, err
		}
	}
	s.reports, err = p.readReports()
	return s, err
}

// pathOf runs "path STAGE --json" and digests the files that it names.
func (p *project) pathOf(stage string) (map[string]string, error) {
	o := p.run("path", stage, "--json")
	if o.code != 0 {
		return nil, errors.New(o.brief())
	}
	files := map[string]string{}
	if err := json.Unmarshal([]byte(o.stdout), &files); err != nil {
		return nil, fmt.Errorf("%w: %s", err, o.brief())
	}
	for name, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		files[name] = digest(content)
	}
	return files, nil
}

// state is one stage in "status --json".
type state struct {
	Stage   string `json:"stage"`
	State   string `json:"state"`
	Key     string `json:"key"`
	Resumes bool   `json:"resumes"`
}

// status asks the program for the state of every stage.
func (p *project) status() ([]state, error) {
	o := p.run("status", "--json")
	var states []state
	if o.code != 0 {
		return nil, errors.New(o.brief())
	}
	if err := json.Unmarshal([]byte(o.stdout), &states); err != nil {
		return nil, fmt.Errorf("%w: %s", err, o.brief())
	}
	return states, nil
}

// readReports digests every file below the reports folder. How long a stage took,
// when and where it ran stand in the report; they are left out. A file that a run
// left half written is one that shouldn't be there.
func (p *project) readReports() (map[string]string, error) {
	files := map[string]string{}
	err := filepath.WalkDir(p.reports, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(p.reports, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)] = digest(timeless(name, content))
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return files, nil
	}
	return files, err
}

// whenAndWhere is what the report says of a run's duration, host and time.
var whenAndWhere = regexp.MustCompile(`<span class="took">[^<]*</span>| · [^·<]* on [^·<]* · <time [^<]*</time>`)

// durationCell is the duration of a stage in the report's table for papers.
var durationCell = regexp.MustCompile(`(?m)^(\| [^|]* \| [^|]* \|) [0-9][^|]* (\| [0-9a-f]{64} \|)$`)

// timeless is the content of a file without what differs between two runs.
func timeless(name string, content []byte) []byte {
	switch filepath.Base(name) {
	case "index.html":
		return whenAndWhere.ReplaceAll(content, nil)
	case "paper.md":
		return durationCell.ReplaceAll(content, []byte("$1 $2"))
	}
	return content
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// undisturbed is a finished run that nobody disturbed. Nothing may change it.
type undisturbed struct {
	project  *project
	pipeline string
	snapshot snapshot
	stages   []string          // in the order of status
	keys     map[string]string // of each stage's result
	run      outcome           // of "all"
}

// hasFigure reports whether the pipeline has the small one's figure.
func (calm *undisturbed) hasFigure() bool { return slices.Contains(calm.stages, theFigure) }

// runUndisturbed runs a pipeline once, from nothing.
func runUndisturbed(b *bench, pipeline string) (calm *undisturbed, err error) {
	err = b.aside(fmt.Sprintf("calm-%x", hashOf(pipeline)), func(t *trial) {
		calm = t.project(pipeline).runCalmly(pipeline)
		calm.snapshot, err = calm.project.snapshot()
		t.must(err)
	})
	return calm, err
}

// runCalmly runs everything in a new project and lists its stages. What came out is still to be read.
func (p *project) runCalmly(pipeline string) *undisturbed {
	calm := &undisturbed{project: p, pipeline: pipeline, keys: map[string]string{}, run: p.run("all", "--json")}
	calm.run.want(0)
	states, err := p.status()
	p.must(err)
	for _, s := range states {
		calm.stages, calm.keys[s.Stage] = append(calm.stages, s.Stage), s.Key
	}
	return calm
}

// maxDifferences is how many differences one failure lists.
const maxDifferences = 8

// compare counts a difference from the undisturbed run as a wrong result. The harness
// reads the cache itself; in one trial of three it asks the program for a stage as well.
func (p *project) compare(calm *undisturbed) {
	got, err := p.readOutputs(calm)
	if err != nil {
		p.wrong("the results can't be read: %v", err)
		return
	}
	if got.reports, err = p.readReports(); err != nil {
		p.wrong("the reports can't be read: %v", err)
		return
	}
	if all := calm.snapshot.differences(got); len(all) > 0 {
		more := ""
		if len(all) > maxDifferences {
			more = fmt.Sprintf("\n  and %d more", len(all)-maxDifferences)
			all = all[:maxDifferences]
		}
		p.wrong("other results than the undisturbed run's:\n  %s%s", strings.Join(all, "\n  "), more)
	}
	if p.number%3 > 0 {
		return
	}
	stage := calm.stages[p.random.IntN(len(calm.stages))]
	files, err := p.pathOf(stage)
	if err != nil {
		p.wrong("path %s fails after a finished run: %v", stage, err)
	} else if all := differing(stage+"/", calm.snapshot.outputs[stage], files); len(all) > 0 {
		p.wrong("path hands out other results than the undisturbed run's:\n  %s", strings.Join(all, "\n  "))
	}
}
