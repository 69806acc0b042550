package pipelinefile

import (
	"fmt"
	"unicode/utf8"
)

// node is a YAML value with its place, after aliases and merge keys were
// expanded. Nodes aren't changed once they are made: overriding makes new ones.
type node struct {
	shape   shape
	kind    scalarKind // of a scalar
	value   string     // of a scalar, as written
	quoted  bool       // of a scalar: in quotes, a block, or tagged as a string
	entries []entry    // of a mapping
	items   []*node    // of a list
	at      place

	removed  bool // a null that takes away what the base or a merge had here
	replaces bool // set by --set: isn't merged with what was there
}

type shape uint8

const (
	scalar shape = iota
	mapping
	list
)

// entry is a key of a mapping and its value.
type entry struct {
	key   string
	at    place
	value *node
}

// entry returns the entry of that key, or nil; that it was removed doesn't matter.
func (n *node) entry(key string) *entry {
	if n == nil {
		return nil
	}
	for i := range n.entries {
		if n.entries[i].key == key {
			return &n.entries[i]
		}
	}
	return nil
}

// get returns the value of that key, or nil where there is none.
func (n *node) get(key string) *node {
	if e := n.entry(key); e != nil && !e.value.removed {
		return e.value
	}
	return nil
}

// isNull reports whether the node is a null, removing or not.
func (n *node) isNull() bool { return n.shape == scalar && n.kind == nullScalar }

// describe says what the node is, for messages: `the text "four"`.
func (n *node) describe() string {
	switch n.shape {
	case mapping:
		return "a mapping"
	case list:
		return "a list"
	}
	switch n.kind {
	case nullScalar:
		if n.value == "" {
			return "empty (null)"
		}
		return "null"
	case boolScalar:
		return n.value
	case textScalar:
		return fmt.Sprintf("the text %q", shortened(n.value))
	default:
		return "the number " + shortened(n.value)
	}
}

// cut takes the middle out of a long message.
func cut(message string) string {
	if len(message) <= maxMessage {
		return message
	}
	runes := []rune(message)
	if len(runes) <= maxMessage {
		return message
	}
	return string(runes[:maxMessage/2]) + " … " + string(runes[len(runes)-maxMessage/2:])
}

// shortened cuts a long value for a message.
func shortened(value string) string {
	const most = 60
	if utf8.RuneCountInString(value) <= most {
		return value
	}
	return string([]rune(value)[:most]) + "…"
}
