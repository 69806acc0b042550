package pipelinefile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v3"
)

var (
	fileSections    = []string{"seed", "stages", "profiles"}
	profileSections = []string{"seed", "stages"}
)

// document reads the source into a mapping of the base's sections and keeps the
// profiles. It returns nil where there is nothing to go on with.
func (r *reader) document(source []byte) *node {
	if len(source) > maxBytes {
		r.text = newText(r.path, "")
		r.problem(place{r.text, 0, 0}, fmt.Sprintf("at most %d bytes", maxBytes), "the file has %d bytes", len(source))
		return nil
	}
	if isUTF16(source) { // which the YAML reader takes, but nothing here could quote
		r.text = newText(r.path, "")
		r.problem(place{r.text, 1, 1}, "UTF-8", "the file is UTF-16")
		return nil
	}
	r.text = newText(r.path, string(source))
	top, mistake := readDocument(source, r.text)
	if mistake != nil {
		r.report.add(*mistake)
		return nil
	}
	if top == nil || top.Kind == yaml.ScalarNode && top.Tag == "!!null" {
		r.problem(place{r.text, 1, 1}, "stages: and the stages below it", "the file is empty")
		return nil
	}
	if top.Kind != yaml.MappingNode {
		r.problem(place{r.text, top.Line, top.Column}, "seed:, stages: and profiles:", "the file is no mapping")
		return nil
	}
	expanded := newExpander(r.text, r.report, &r.nodes).node(withoutExtras(top), 0)
	if expanded == nil {
		return nil
	}
	return r.sections(expanded)
}

// isUTF16 reports whether a source begins with a byte order mark of two bytes.
func isUTF16(source []byte) bool {
	return bytes.HasPrefix(source, []byte{0xff, 0xfe}) || bytes.HasPrefix(source, []byte{0xfe, 0xff})
}

// withoutExtras leaves out the values of the top-level keys that begin with
// "x-": they are there for their anchors, which keep their meaning.
func withoutExtras(top *yaml.Node) *yaml.Node {
	kept := *top
	kept.Content = slices.Clone(top.Content)
	for i := 0; i+1 < len(kept.Content); i += 2 {
		if strings.HasPrefix(kept.Content[i].Value, "x-") {
			value := kept.Content[i+1]
			kept.Content[i+1] = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.SingleQuotedStyle, Line: value.Line, Column: value.Column}
		}
	}
	return &kept
}

// sections checks the keys at the top of the file.
func (r *reader) sections(top *node) *node {
	base := &node{shape: mapping, at: top.at}
	for _, e := range top.entries {
		switch {
		case strings.HasPrefix(e.key, "x-"):
		case e.value.removed:
		case e.key == "profiles":
			r.readProfiles(e)
		case slices.Contains(fileSections, e.key):
			base.entries = append(base.entries, e)
		default:
			r.report.add(finding{at: e.at, message: fmt.Sprintf("unknown key %q", shortened(e.key)), name: e.key, candidates: fileSections,
				expected: strings.Join(fileSections, ", ") + ", or a key that begins with x-"})
		}
	}
	r.checkStages(base)
	return base
}

// checkStages checks that the base has stages, not too many, with proper names.
func (r *reader) checkStages(base *node) {
	e := base.entry("stages")
	switch {
	case e == nil:
		r.problem(base.at, "stages: and the stages below it", "the file has no stages")
		return
	case e.value.shape != mapping:
		r.problem(e.value.at, "a mapping from names to stages", "stages is %s", e.value.describe())
		e.value = &node{shape: mapping, at: e.value.at}
	case len(e.value.entries) == 0:
		r.problem(e.at, "at least one stage", "the file has no stages")
	case len(e.value.entries) > maxStages:
		r.problem(e.at, fmt.Sprintf("at most %d", maxStages), "the file has %d stages", len(e.value.entries))
		e.value = &node{shape: mapping, at: e.value.at}
	}
	for _, stage := range e.value.entries {
		r.checkName("a stage", stage)
	}
}

// readProfiles keeps the profiles that are mappings.
func (r *reader) readProfiles(e entry) {
	if e.value.shape != mapping {
		r.problem(e.value.at, "a mapping from names to profiles", "profiles is %s", e.value.describe())
		return
	}
	if len(e.value.entries) > maxProfiles {
		r.problem(e.at, fmt.Sprintf("at most %d", maxProfiles), "the file has %d profiles", len(e.value.entries))
		return
	}
	r.checkProfileNames(e.value.entries)
	for _, profile := range e.value.entries {
		r.checkName("a profile", profile)
		switch {
		case profile.key == DefaultProfile:
			r.problem(profile.at, "another name", "the profile %q is the file without any profile, and can't be declared", profile.key)
		case profile.value.shape != mapping:
			r.problem(profile.value.at, "a mapping with seed and stages", "profile %s is %s", profile.key, profile.value.describe())
		default:
			r.profiles = append(r.profiles, profile)
		}
	}
}
