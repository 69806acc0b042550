package pipelinefile

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// applySettings lays the arguments of --set over a variant, one after the other.
func (r *reader) applySettings(root *node) *node {
	total := 0
	for i, argument := range r.options.Set {
		t := newArgument("--set", argument, 2+i)
		if total += len(argument); total > maxBytes {
			r.problem(place{newArgument("--set", "", 2+i), 0, 0}, fmt.Sprintf("at most %d bytes", maxBytes), "the arguments are too long")
			return root
		}
		s := setting{reader: r, text: t, argument: argument}
		if over := s.read(root); over != nil {
			root = r.overrideBy(root, over)
		}
	}
	return root
}

// setting is one argument of --set.
type setting struct {
	*reader
	text     *text
	argument string
}

// segment is a name in the path before "=", with its place.
type segment struct {
	name string
	at   place
}

const settingForm = "stage.key=value, as in erf-sgd.horizon=100, or seed=value"

// read turns the argument into what a profile would say, or reports why it can't.
func (s *setting) read(root *node) *node {
	path, source, ok := strings.Cut(s.argument, "=")
	if !ok {
		s.problem(place{s.text, 1, utf8.RuneCountInString(s.text.line(1)) + 1}, settingForm, "there is no = in the argument")
		return nil
	}
	segments := s.split(path)
	if segments == nil {
		return nil
	}
	value := s.value(path, source)
	if value == nil {
		return nil
	}
	keys := s.keys(segments, value, root)
	if keys == nil {
		return nil
	}
	for _, key := range slices.Backward(keys) {
		value = &node{shape: mapping, at: key.at, entries: []entry{{key.name, key.at, value}}}
	}
	return value
}

// split takes the path apart at its dots.
func (s *setting) split(path string) []segment {
	var segments []segment
	column := 1
	for name := range strings.SplitSeq(path, ".") {
		at := place{s.text, 1, column}
		if strings.TrimSpace(name) == "" || strings.ContainsAny(name, "\n\r\u0085\u2028\u2029") {
			s.problem(at, settingForm, "a name is missing here")
			return nil
		}
		segments = append(segments, segment{name, at})
		column += utf8.RuneCountInString(name) + 1
	}
	if len(segments) > maxDepth/2 {
		s.problem(segments[0].at, settingForm, "there are %d names before the =", len(segments))
		return nil
	}
	return segments
}

// value reads the YAML after "="; what begins with # is a text there.
func (s *setting) value(path, source string) *node {
	prefix := utf8.RuneCountInString(path) + 1
	at := place{s.text, 1, prefix + 1}
	if strings.TrimSpace(source) == "" {
		s.problem(at, "a value; null to take the key away", "there is no value after =")
		return nil
	}
	if strings.HasPrefix(strings.TrimSpace(source), "#") {
		// A colour: YAML would take it for a comment, but nobody comments on an argument.
		return &node{shape: scalar, value: strings.TrimSpace(source), quoted: true, at: at, replaces: true}
	}
	document, mistake := readDocument([]byte(source), newText("", source))
	if mistake != nil {
		mistake.at = at
		s.report.add(*mistake)
		return nil
	}
	if document == nil {
		s.problem(at, "a value; null to take the key away", "there is no value after =")
		return nil
	}
	e := newExpander(s.text, s.report, &s.nodes)
	e.firstColumn = prefix
	value := e.node(document, 0)
	if value != nil {
		value.replaces = true
	}
	return value
}

// keys translates the path of an argument into the keys of the file.
func (s *setting) keys(segments []segment, value *node, root *node) []segment {
	first := segments[0]
	if len(segments) == 1 && first.name == "seed" {
		return segments
	}
	var names []string
	for _, e := range stageEntries(root) {
		names = append(names, e.key)
	}
	known := slices.Contains(names, first.name)
	below := segment{"stages", first.at}
	switch {
	case !known:
		f := finding{at: first.at, message: fmt.Sprintf("unknown stage %q", shortened(first.name)), name: first.name, candidates: names}
		if len(segments) == 1 {
			f.message, f.expected, f.candidates = fmt.Sprintf("%q is no setting of the pipeline", shortened(first.name)), settingForm, []string{"seed"}
		}
		s.report.add(f)
		return nil
	case len(segments) == 1 && !value.isNull():
		s.problem(first.at, settingForm+"; null drops a stage", "stage %s can't be set as a whole", first.name)
		return nil
	case len(segments) == 1 || slices.Contains(stageKeys, segments[1].name):
		return append([]segment{below}, segments...)
	}
	return append([]segment{below, first, {"with", segments[1].at}}, segments[1:]...)
}
