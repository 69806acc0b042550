package pipelinefile

import (
	"fmt"
	"strings"
)

// override lays one value over another; the package comment has the rules. Neither is changed.
func override(base, over *node) *node {
	if over.isNull() {
		gone := *over
		gone.removed = true
		return &gone
	}
	if over.shape != mapping || over.replaces {
		return over
	}
	merged := &node{shape: mapping, at: over.at}
	if base != nil && base.shape == mapping {
		merged.at = base.at
		merged.entries = append(merged.entries, base.entries...)
	}
	index := make(map[string]int, len(merged.entries))
	for i, e := range merged.entries {
		index[e.key] = i
	}
	for _, e := range over.entries {
		i, there := index[e.key]
		if !there {
			merged.entries = append(merged.entries, entry{e.key, e.at, override(nil, e.value)})
			continue
		}
		below := merged.entries[i]
		at := e.at
		if below.value.shape == mapping && e.value.shape == mapping {
			at = below.at
		}
		merged.entries[i] = entry{e.key, at, override(below.value, e.value)}
	}
	return merged
}

// overrideBy lays a profile, or what --set amounts to, over the base.
func (r *reader) overrideBy(base, over *node) *node {
	merged := &node{shape: mapping, at: base.at, entries: append([]entry(nil), base.entries...)}
	for _, e := range over.entries {
		switch e.key {
		case "seed":
			merged.put(entry{e.key, e.at, override(nil, e.value)})
		case "stages":
			if e.value.shape != mapping {
				r.problem(e.value.at, "a mapping from names to stages", "stages is %s", e.value.describe())
				continue
			}
			merged.put(entry{e.key, e.at, r.overrideStages(base.get("stages"), e.value)})
		default:
			r.report.add(finding{at: e.at, message: fmt.Sprintf("unknown key %q", shortened(e.key)), name: e.key, candidates: profileSections,
				expected: strings.Join(profileSections, " or ")})
		}
	}
	return merged
}

// put sets an entry, in its place or at the end.
func (n *node) put(e entry) {
	if known := n.entry(e.key); known != nil {
		*known = e
		return
	}
	n.entries = append(n.entries, e)
}

// overrideStages lays stages over those of the base.
func (r *reader) overrideStages(base, over *node) *node {
	merged := &node{shape: mapping, at: over.at}
	if base != nil && base.shape == mapping {
		merged.at = base.at
		merged.entries = append(merged.entries, base.entries...)
	}
	index := make(map[string]int, len(merged.entries))
	var names []string
	for i, e := range merged.entries {
		index[e.key] = i
		names = append(names, e.key)
	}
	for _, e := range over.entries {
		i, there := index[e.key]
		switch {
		case !there && !addsStage(e.value):
			r.report.add(finding{at: e.at, message: fmt.Sprintf("unknown stage %q", shortened(e.key)), name: e.key, candidates: names,
				expected: "a stage of the file, or a new one with uses:"})
		case !there:
			r.checkName("a stage", e)
			merged.entries = append(merged.entries, entry{e.key, e.at, override(nil, e.value)})
		default:
			merged.entries[i].value = overrideStage(merged.entries[i].value, e.value)
		}
	}
	return merged
}

// addsStage reports whether a value can be a stage that the base doesn't have.
func addsStage(n *node) bool { return n.shape == mapping && n.get("uses") != nil }

// overrideStage lays a stage over one of the base. Another kind makes another
// stage of it, to which the parameters of the old one mean nothing.
func overrideStage(base, over *node) *node {
	if over.shape != mapping {
		return override(base, over)
	}
	old, changed := base.get("uses"), over.get("uses")
	if old != nil && changed != nil && old.value != changed.value {
		return override(nil, over)
	}
	return override(base, over)
}
