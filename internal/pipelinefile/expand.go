package pipelinefile

import (
	"fmt"
	"strings"

	yaml "go.yaml.in/yaml/v3"
)

// expander turns the reader's YAML nodes into nodes with aliases and merge keys
// expanded.
type expander struct {
	text   *text
	report *collector
	left   *int // values that may still be made
	active map[*yaml.Node]bool

	// Where the source begins inside its text: an argument's value comes after
	// "stage.key=" on the first line.
	firstColumn int
}

func newExpander(t *text, report *collector, left *int) *expander {
	return &expander{text: t, report: report, left: left, active: map[*yaml.Node]bool{}}
}

func (e *expander) place(n *yaml.Node) place {
	column := n.Column
	if n.Line == 1 {
		column += e.firstColumn
	}
	return place{e.text, n.Line, column}
}

func (e *expander) problem(at *yaml.Node, expected, format string, arguments ...any) {
	e.report.add(finding{at: e.place(at), message: fmt.Sprintf(format, arguments...), expected: expected})
}

// node expands a value. It returns nil after reporting a problem that leaves nothing to go on with.
func (e *expander) node(n *yaml.Node, depth int) *node {
	switch {
	case *e.left < 0:
		return nil
	case *e.left == 0:
		e.problem(n, fmt.Sprintf("at most %d values", maxNodes), "too many values, counting those behind aliases")
		*e.left = -1
		return nil
	case depth > maxDepth:
		*e.left-- // it took time, too: lists of many aliases each would take a hundred times as much
		e.problem(n, fmt.Sprintf("at most %d levels", maxDepth), "mappings and lists are too deep inside each other")
		return nil
	}
	if n.Kind == yaml.AliasNode {
		if e.active[n.Alias] {
			e.problem(n, "", "the anchor &%s holds itself", n.Value)
			return nil
		}
		return e.node(n.Alias, depth+1)
	}
	*e.left--
	if n.Anchor != "" {
		e.active[n] = true
		defer delete(e.active, n)
	}
	return e.value(n, depth)
}

func (e *expander) value(n *yaml.Node, depth int) *node {
	switch n.Kind {
	case yaml.ScalarNode:
		return e.scalar(n)
	case yaml.SequenceNode:
		if !e.plainTag(n, "!!seq") {
			return nil
		}
		made := &node{shape: list, at: e.place(n)}
		for _, item := range n.Content {
			if value := e.node(item, depth+1); value != nil {
				made.items = append(made.items, value)
			}
		}
		return made
	case yaml.MappingNode:
		if !e.plainTag(n, "!!map") {
			return nil
		}
		return e.mapping(n, depth)
	}
	e.problem(n, "", "this can't be read as a value")
	return nil
}

// plainTag refuses tags that would make something else of a list or mapping.
func (e *expander) plainTag(n *yaml.Node, plain string) bool {
	if n.Tag != plain {
		e.problem(n, "no tag", "the tag %s isn't known here", n.Tag)
		return false
	}
	return true
}

func (e *expander) scalar(n *yaml.Node) *node {
	made := &node{shape: scalar, value: n.Value, at: e.place(n)}
	made.quoted = n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
	if n.Style&yaml.TaggedStyle == 0 {
		if !made.quoted {
			made.kind = resolve(n.Value)
		}
		return made
	}
	switch n.Tag {
	case "!!str":
		made.quoted = true
	case "!!null", "!!bool", "!!int", "!!float":
		made.quoted, made.kind = false, resolve(n.Value)
	default:
		e.problem(n, "no tag", "the tag %s isn't known here", n.Tag)
		return nil
	}
	return made
}

// mapping expands a mapping and what is merged into it. Keys written out win over merged
// ones, earlier merges over later ones; a null beside a merge that has the key takes it away.
func (e *expander) mapping(n *yaml.Node, depth int) *node {
	made := &node{shape: mapping, at: e.place(n)}
	index := map[string]int{}
	var merges []*yaml.Node
	mergeLine := 0
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if isMerge(key) {
			if mergeLine > 0 {
				e.problem(key, "one << with a list: <<: [*first, *second]", "a second << in one mapping, the first is in line %d", mergeLine)
			}
			mergeLine = key.Line
			merges = append(merges, value)
			continue
		}
		name, ok := e.key(key)
		expanded := e.node(value, depth+1)
		if !ok || expanded == nil {
			continue
		}
		if first, twice := index[name]; twice {
			e.problem(key, "", "duplicate key %q, %s", name, firstAt(made.entries[first].at))
			continue
		}
		index[name] = len(made.entries)
		made.entries = append(made.entries, entry{name, e.place(key), expanded})
	}
	for _, merge := range merges {
		e.merge(made, index, merge, depth)
	}
	return made
}

// isMerge reports whether a key is the merge key, unquoted.
func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Tag == "!!merge"
}

func firstAt(at place) string {
	if at.text.flag {
		return "given before"
	}
	return fmt.Sprintf("first in line %d", at.line)
}

// merge adds the entries of a merged mapping, or list of mappings, that aren't there yet.
func (e *expander) merge(into *node, index map[string]int, n *yaml.Node, depth int) {
	merged := e.node(n, depth+1)
	if merged == nil {
		return
	}
	from := []*node{merged}
	if merged.shape == list {
		from = merged.items
	}
	for _, m := range from {
		if m.shape != mapping {
			e.problem(n, "an alias of a mapping, or a list of them: <<: [*first, *second]", "<< can't merge %s", m.describe())
			continue
		}
		for _, added := range m.entries {
			if i, there := index[added.key]; there {
				if into.entries[i].value.isNull() {
					into.entries[i].value.removed = true // made just now, and by no one else's hands yet
				}
				continue
			}
			index[added.key] = len(into.entries)
			into.entries = append(into.entries, added)
		}
	}
}

// key returns the text of a key, after reporting one that isn't a text.
func (e *expander) key(n *yaml.Node) (string, bool) {
	written := n
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.ScalarNode {
		e.problem(written, "a name", "a mapping or list can't be a key")
		return "", false
	}
	key := e.scalar(n)
	if key == nil {
		return "", false
	}
	if key.kind != textScalar {
		e.problem(written, fmt.Sprintf("a name; in quotes where it is meant as one: %q", strings.TrimSpace(n.Value)), "the key is %s", key.describe())
		return "", false
	}
	return key.value, true
}
