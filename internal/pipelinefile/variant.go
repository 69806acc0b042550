package pipelinefile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"autoencoder-dynamics/stages"
)

// variant checks the stages of one variant of the file, the base or a profile, and how they are wired.
// It returns them in file order.
func (r *reader) variant(root *node) []*draft {
	if seed := root.get("seed"); seed != nil {
		r.seed(seed, "")
	}
	entries := stageEntries(root)
	drafts := make([]*draft, len(entries))
	byName := make(map[string]*draft, len(entries))
	for i, e := range entries {
		drafts[i] = r.draft(e)
		byName[e.key] = drafts[i]
	}
	w := &wiring{reader: r, drafts: byName, dropped: droppedStages(root)}
	for _, e := range entries {
		w.names = append(w.names, e.key)
	}
	for _, d := range drafts {
		w.check(d)
	}
	r.checkCycles(drafts, byName)
	r.checkFileNames(drafts)
	return drafts
}

// droppedStages returns where the stages that aren't in this variant were dropped.
func droppedStages(root *node) map[string]place {
	dropped := map[string]place{}
	if all := root.get("stages"); all != nil {
		for _, e := range all.entries {
			if e.value.removed {
				dropped[e.key] = e.value.at
			}
		}
	}
	return dropped
}

// finish checks the values of the parameters and makes the pipeline of a variant.
// What it returns is only good where no problem was reported.
func (r *reader) finish(drafts []*draft, root *node) *Pipeline {
	pipeline := &Pipeline{Path: r.path, Dir: r.dir, Profile: r.report.profile}
	for _, profile := range r.profiles {
		pipeline.Profiles = append(pipeline.Profiles, profile.key)
	}
	if n := root.get("seed"); n != nil {
		if seed := r.seed(n, ""); seed != nil {
			pipeline.Seed = *seed
		}
	}
	kindOf := map[string]string{}
	for _, d := range drafts {
		if d.kind != nil {
			kindOf[d.name] = d.kind.Name()
		}
	}
	for _, d := range drafts {
		if d.kind != nil {
			pipeline.Stages = append(pipeline.Stages, r.finishStage(d, pipeline.Seed, kindOf))
		}
	}
	r.checkInputs(drafts)
	return pipeline
}

// finishStage resolves the files of one stage, asks its kind about the values, and makes the stage.
func (r *reader) finishStage(d *draft, seed uint64, kindOf map[string]string) Stage {
	stage := Stage{Name: d.name, Kind: d.kind, Seed: seed, Parameters: d.parameters}
	if !d.at.text.flag {
		stage.Line = d.at.line
	}
	if d.seed != nil {
		stage.Seed = *d.seed
	}
	for _, need := range d.needs {
		n := Need{Port: need.port}
		for _, name := range need.stages {
			n.Stages = append(n.Stages, name.value)
		}
		stage.Needs = append(stage.Needs, n)
	}
	before := r.report.count()
	stage.Files = r.resolveFiles(d.parameters, d.label(), func(field string) place {
		at, _ := d.locate("with." + field)
		return at
	})
	r.validate(d, stage.Needs, kindOf)
	d.valid = d.sound && r.report.count() == before
	if r.report.count() > 0 {
		return stage
	}
	var err error
	if stage.Canonical, err = canonical(d.parameters, r.digests); err != nil {
		r.stageProblem(d, d.at, "", "the parameters can't be written as JSON: %v", err)
	}
	return stage
}

// indexPattern finds the index in "with.cuts[2]", which is the same as "with.cuts.2".
var indexPattern = regexp.MustCompile(`\[([0-9]+)\]`)

// validate asks the kind about a stage's parameters and wiring.
func (r *reader) validate(d *draft, needs []Need, kindOf map[string]string) {
	wired := map[string][]string{}
	for _, need := range needs {
		for _, name := range need.Stages {
			if kind, ok := kindOf[name]; ok {
				wired[need.Port] = append(wired[need.Port], kind)
			}
		}
	}
	r.stageProblems(d, d.kind.Validate(d.parameters, wired))
}

// stageProblems reports what a kind says about a stage. Where something couldn't be
// read, the kind has seen a default in its place, so only what it says about values
// that were read counts.
func (r *reader) stageProblems(d *draft, problems []stages.Problem) {
	for _, problem := range problems {
		path := indexPattern.ReplaceAllString(problem.Path, ".$1")
		at, exact := d.locate(path)
		parameter, isParameter := strings.CutPrefix(path, "with.")
		if !d.sound && (!exact || !isParameter || d.failed[parameter]) {
			continue
		}
		r.report.add(finding{at: at, stage: d.label(), led: true, message: problem.Message, expected: problem.Expected})
	}
}

// wiring checks what the stages of one variant need from each other.
type wiring struct {
	*reader
	drafts  map[string]*draft
	names   []string // of all stages, in file order
	dropped map[string]place
}

// check reports unknown stages and ports, ports wired to a kind that they don't
// take, several stages where one is taken, and required ports without a stage.
func (w *wiring) check(d *draft) {
	before := w.report.count()
	for _, need := range d.needs {
		w.checkNames(d, need)
	}
	if d.kind != nil {
		w.checkPorts(d, d.kind.Ports(d.parameters))
	}
	if w.report.count() > before {
		d.sound = false
	}
}

// checkNames checks that the stages of a need are there, each once.
func (w *wiring) checkNames(d *draft, need needDraft) {
	seen := map[string]bool{}
	for _, name := range need.stages {
		f := finding{at: name.at, stage: d.label(), led: true, name: name.value, candidates: w.names}
		switch dropped, gone := w.dropped[name.value]; {
		case gone:
			f.message = fmt.Sprintf("needs.%s is the stage %q, which is dropped in %s", need.port, name.value, dropped.origin())
			f.name, f.expected = "", "another stage, or null to take the port away too"
		case w.drafts[name.value] == nil:
			f.message = fmt.Sprintf("needs.%s is %q, and there is no such stage", need.port, shortened(name.value))
		case seen[name.value]:
			f.message, f.name, f.expected = fmt.Sprintf("needs.%s names %q twice", need.port, name.value), "", "each stage once"
		default:
			seen[name.value] = true
			continue
		}
		w.report.add(f)
	}
}

// origin says where a place is, inside a sentence.
func (p place) origin() string {
	if p.text.flag {
		return p.text.name + " " + p.text.line(1)
	}
	return fmt.Sprintf("line %d", p.line)
}

// checkPorts checks the needs of a stage against the ports of its kind.
func (w *wiring) checkPorts(d *draft, ports []stages.Port) {
	var names []string
	for _, port := range ports {
		names = append(names, port.Name)
	}
	used := map[string]bool{}
	for _, need := range d.needs {
		used[need.port] = true
		i := slices.Index(names, need.port)
		if i < 0 {
			f := finding{at: need.at, stage: d.label(), message: fmt.Sprintf("unknown port %q", shortened(need.port)), name: need.port, candidates: names}
			if len(names) == 0 {
				f.expected = "no needs: this stage takes nothing from others"
			}
			w.report.add(f)
			continue
		}
		w.checkPort(d, need, ports[i])
	}
	for _, port := range ports {
		if port.Required && !used[port.Name] {
			at, _ := d.locate("needs")
			w.stageProblem(d, at, fmt.Sprintf("needs: {%s: …}, %s", port.Name, aStageOf(port)), "the port %q needs a stage", port.Name)
		}
	}
}

func (w *wiring) checkPort(d *draft, need needDraft, port stages.Port) {
	if !port.Many && len(need.stages) > 1 {
		w.stageProblem(d, need.value.at, "one stage", "the port %q takes one stage, not %d", port.Name, len(need.stages))
	}
	if len(port.Kinds) == 0 {
		return
	}
	for _, name := range need.stages {
		other := w.drafts[name.value]
		if other == nil || other.kind == nil || slices.Contains(port.Kinds, other.kind.Name()) {
			continue
		}
		w.stageProblem(d, name.at, aStageOf(port), "the port %q can't take stage %s", port.Name, other.label())
	}
}

// aStageOf says which stages a port takes.
func aStageOf(port stages.Port) string {
	if len(port.Kinds) == 0 {
		return "any stage"
	}
	return "a stage of kind " + strings.Join(port.Kinds, " or ")
}
