package pipelinefile

import (
	"strings"
	"unicode/utf8"
)

// text is a piece of YAML that somebody wrote: the file, or one argument.
type text struct {
	name  string // what Problem.File says
	lines []string
	rank  int  // problems are sorted by it first
	flag  bool // an argument: it has no line numbers
}

// newText splits a source into lines where the YAML reader does: at line feed,
// carriage return, next line, line separator and paragraph separator.
func newText(name string, source string) *text {
	source = strings.TrimPrefix(source, "\ufeff")
	t := &text{name: name}
	for {
		i := strings.IndexAny(source, "\n\r\u0085\u2028\u2029")
		if i < 0 {
			t.lines = append(t.lines, source)
			return t
		}
		t.lines = append(t.lines, source[:i])
		_, size := utf8.DecodeRuneInString(source[i:])
		if strings.HasPrefix(source[i:], "\r\n") {
			size = 2
		}
		source = source[i+size:]
	}
}

// newArgument is the text of an argument such as --set.
func newArgument(flag, value string, rank int) *text {
	t := newText(flag, value)
	t.flag, t.rank = true, rank
	return t
}

// line returns the line of that number, from 1, or "".
func (t *text) line(number int) string {
	if number < 1 || number > len(t.lines) {
		return ""
	}
	return t.lines[number-1]
}

// place is a position in a text; line and column count from 1, 0 is unknown.
type place struct {
	text         *text
	line, column int
}
