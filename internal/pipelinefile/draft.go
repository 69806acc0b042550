package pipelinefile

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"autoencoder-dynamics/stages"
)

var stageKeys = []string{"uses", "seed", "needs", "with"}

// draft is one stage as read so far: its own keys, not yet what it needs from others.
type draft struct {
	name       string
	at         place // of the name
	node       *node
	kind       stages.Kind // nil where it isn't known
	seed       *uint64     // nil where it has none of its own
	needs      []needDraft
	parameters any
	failed     map[string]bool // parameters that couldn't be read
	sound      bool            // nothing was wrong
	valid      bool            // and nothing with the values, which only finish looks at
}

// needDraft is one entry of "needs:" with its places.
type needDraft struct {
	port   string
	at     place
	value  *node
	stages []*node // texts
}

// draftKey is what a draft is made of; nodes aren't changed, so the same node
// under the same name is the same stage.
type draftKey struct {
	name string
	node *node
}

// label names the stage in messages: "erf-sgd (sgd)".
func (d *draft) label() string {
	if d.kind == nil {
		return d.name
	}
	return d.name + " (" + d.kind.Name() + ")"
}

// draft reads one stage.
func (r *reader) draft(e entry) *draft {
	key := draftKey{e.key, e.value}
	if known := r.drafts[key]; known != nil {
		return known
	}
	before := r.report.count()
	d := &draft{name: e.key, at: e.at, node: e.value, failed: map[string]bool{}}
	r.drafts[key] = d
	if e.value.shape != mapping {
		r.problem(e.value.at, "a mapping with uses:, needs: and with:", "stage %s is %s", d.name, e.value.describe())
		return d
	}
	r.readUses(d)
	r.checkStageKeys(d)
	r.readSeed(d)
	r.readNeeds(d)
	r.readWith(d)
	d.sound = r.report.count() == before
	return d
}

func (r *reader) stageProblem(d *draft, at place, expected, format string, arguments ...any) {
	r.report.add(finding{at: at, stage: d.label(), led: true, message: fmt.Sprintf(format, arguments...), expected: expected})
}

func (r *reader) checkStageKeys(d *draft) {
	for _, e := range d.node.entries {
		if slices.Contains(stageKeys, e.key) {
			continue
		}
		f := finding{at: e.at, stage: d.label(), message: fmt.Sprintf("unknown key %q", shortened(e.key)), name: e.key, candidates: stageKeys}
		if d.hasParameter(e.key) {
			f.message = fmt.Sprintf("the parameter %q isn't below with:", e.key)
			f.expected, f.name = "with: {"+e.key+": …}", ""
		}
		r.report.add(f)
	}
}

// hasParameter reports whether the kind has a parameter of that name.
func (d *draft) hasParameter(name string) bool {
	if d.kind == nil {
		return false
	}
	parameters, err := defaultsOf(d.kind, d.name)
	if err != nil || parameters == nil {
		return false
	}
	fields, _ := fieldsOf(reflect.TypeOf(parameters).Elem())
	return slices.ContainsFunc(fields, func(f field) bool { return f.name == name })
}

func (r *reader) readUses(d *draft) {
	uses := d.node.get("uses")
	switch {
	case uses == nil:
		at := d.at
		if e := d.node.entry("uses"); e != nil {
			at = e.at
		}
		r.stageProblem(d, at, "uses: and "+choice(r.kindNames), "there is no uses:")
	case uses.shape != scalar || uses.kind != textScalar:
		r.stageProblem(d, uses.at, choice(r.kindNames), "uses is %s", uses.describe())
	case r.kinds[uses.value] == nil:
		r.report.add(finding{at: uses.at, stage: d.label(), message: fmt.Sprintf("unknown kind %q", shortened(uses.value)), name: uses.value, candidates: r.kindNames})
	default:
		d.kind = r.kinds[uses.value]
	}
}

func (r *reader) readSeed(d *draft) {
	if n := d.node.get("seed"); n != nil {
		d.seed = r.seed(n, d.label())
	}
}

// seed reads a seed, of a stage or of the pipeline.
func (r *reader) seed(n *node, stage string) *uint64 {
	var seed uint64
	reading := decoder{report: r.report, stage: stage, failed: map[string]bool{}}
	reading.value("seed", n, reflect.ValueOf(&seed).Elem(), nil)
	if len(reading.failed) > 0 {
		return nil
	}
	return &seed
}

// readWith decodes the parameters into the kind's defaults.
func (r *reader) readWith(d *draft) {
	if d.kind == nil {
		return
	}
	parameters, err := defaultsOf(d.kind, d.name)
	if err != nil {
		r.stageProblem(d, d.at, "", "the kind itself is broken: %v", err)
		d.kind = nil
		return
	}
	with := d.node.get("with")
	switch {
	case parameters == nil && with != nil && (with.shape != mapping || len(with.entries) > 0):
		r.stageProblem(d, d.node.entry("with").at, "no with:", "the kind %s has no parameters", d.kind.Name())
	case parameters != nil && with != nil:
		reading := decoder{report: r.report, stage: d.label(), failed: d.failed}
		reading.fill("", with, reflect.ValueOf(parameters).Elem())
	}
	d.parameters = parameters
}

// readNeeds reads which stages are wired to which ports, by name only.
func (r *reader) readNeeds(d *draft) {
	needs := d.node.get("needs")
	if needs == nil {
		return
	}
	if needs.shape != mapping {
		r.stageProblem(d, needs.at, "a mapping from ports to stages", "needs is %s", needs.describe())
		return
	}
	for _, e := range needs.entries {
		if e.value.removed {
			continue
		}
		need := needDraft{port: e.key, at: e.at, value: e.value}
		names := []*node{e.value}
		if e.value.shape == list {
			names = e.value.items
		}
		if len(names) == 0 {
			r.stageProblem(d, e.value.at, "at least one stage", "needs.%s is an empty list", e.key)
		}
		for _, name := range names {
			if name.shape != scalar || name.kind != textScalar {
				r.stageProblem(d, name.at, "the name of a stage, or a list of names", "needs.%s is %s", e.key, name.describe())
				continue
			}
			need.stages = append(need.stages, name)
		}
		d.needs = append(d.needs, need)
	}
}

// locate returns where a dotted path below the stage stands, such as "with.init.scale". Of a key
// that isn't there it is the nearest parent's. exact says that the path itself is there, as no mapping.
func (d *draft) locate(path string) (at place, exact bool) {
	at = d.at
	n := d.node
	for segment := range strings.SplitSeq(path, ".") {
		if segment == "" {
			return at, false
		}
		if n.shape == list {
			i, err := strconv.Atoi(segment)
			if err != nil || i < 0 || i >= len(n.items) {
				return at, false
			}
			n = n.items[i]
			at = n.at
			continue
		}
		e := n.entry(segment)
		if e == nil || e.value.removed {
			return at, false
		}
		n, at = e.value, e.at
		if n.shape != mapping {
			at = n.at
		}
	}
	return at, n.shape != mapping
}
