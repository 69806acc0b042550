package pipelinefile

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"autoencoder-dynamics/stages"
)

// takeHints notes what a struct of parameters knows about words that it doesn't take.
func (d *decoder) takeHints(path string, of reflect.Value) {
	hinted, ok := of.Addr().Interface().(stages.Hinted)
	if !ok {
		return
	}
	if d.hints == nil {
		d.hints = map[string]string{}
	}
	for word, hint := range hinted.Hints() {
		d.hints[join(path, word)] = hint
	}
}

// infinityPattern finds what people and programs write for infinity, which YAML writes .inf.
var infinityPattern = regexp.MustCompile(`^(?i)[-+]?(?:inf|infinity|infinite|∞)$`)

// asMapping describes the mapping that a struct is read from; for a value that one
// of its fields would take, by an example.
func asMapping(path string, n *node, fields []field) string {
	const general = "a mapping of parameters"
	if path == "" || n.shape != scalar {
		return general
	}
	value, kinds := n.value, []reflect.Kind{reflect.String}
	switch old := oldBoolean(n.value); {
	case n.kind == boolScalar:
		kinds = []reflect.Kind{reflect.Bool}
	case old != "" && !n.quoted:
		value, kinds = old, []reflect.Kind{reflect.Bool}
	case n.kind == intScalar || n.kind == floatScalar:
		kinds = []reflect.Kind{reflect.Float64, reflect.Int, reflect.Int64, reflect.Uint64}
	}
	name := ""
	for _, f := range fields {
		if !slices.Contains(kinds, f.typ.Kind()) {
			continue
		}
		if name != "" {
			return general
		}
		name = f.name
	}
	if name == "" {
		return general
	}
	return fmt.Sprintf("a mapping, as in {%s: %s}", name, shortened(value))
}

// commentAfter returns the first word of the comment in the place of a value that was left out, or "": what was
// meant for a colour, #aa0000, is a comment to YAML.
func commentAfter(n *node) string {
	line := []rune(n.at.text.line(n.at.line))
	if n.value != "" || n.at.column < 1 || n.at.column > len(line) {
		return ""
	}
	words := strings.Fields(string(line[n.at.column-1:]))
	if len(words) == 0 || len(words[0]) < 2 || words[0][0] != '#' {
		return ""
	}
	return words[0]
}

// unquoted adds the remedy for a number, true or false in quotes.
func unquoted(n *node, expected string) string {
	if n.shape == scalar && n.quoted && resolve(n.value) >= boolScalar {
		return expected + ", without quotes"
	}
	return expected
}

// expectation says what a parameter of the type takes.
func expectation(t reflect.Type, enum []string) string {
	switch t.Kind() {
	case reflect.Pointer:
		return expectation(t.Elem(), enum)
	case reflect.Struct:
		return "a mapping"
	case reflect.Slice:
		return "a list, as in [first, second]"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64:
		return "a number"
	case reflect.Uint64:
		return "a whole number from 0 to 2⁶⁴−1"
	case reflect.String:
		switch {
		case t == fileType:
			return "the path of a file"
		case enum != nil:
			return choice(enum)
		}
		return "a text"
	}
	return "a whole number"
}
