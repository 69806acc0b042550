package pipelinefile

import (
	"fmt"
	"strings"
	"unicode"
)

// Problem is one mistake in a pipeline file or in an argument.
type Problem struct {
	File     string `json:"file"`               // path of the pipeline file, or "--set", "--profile"
	Line     int    `json:"line,omitempty"`     // from 1; 0 where there are no lines (arguments)
	Column   int    `json:"column,omitempty"`   // in characters, from 1; 0 where it isn't known
	Snippet  string `json:"snippet,omitempty"`  // the line itself, or the argument
	Message  string `json:"message"`            // what is wrong
	Expected string `json:"expected,omitempty"` // what would be right
	Nearest  string `json:"nearest,omitempty"`  // the right name or word that was probably meant
}

// Problems are all the mistakes found, in the order of their places: those of
// the file first, then those of arguments. It is the error that Parse returns.
type Problems struct {
	List []Problem `json:"problems"`       // at most MaxProblems
	More int       `json:"more,omitempty"` // how many were found beyond those
}

// Error returns all problems as text, a blank line between two.
func (p Problems) Error() string {
	var b strings.Builder
	for i, problem := range p.List {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(problem.String())
	}
	if p.More > 0 {
		fmt.Fprintf(&b, "\n\nand %d more", p.More)
	}
	return b.String()
}

// String returns the problem as compilers print theirs: place and message, the
// line with a caret below the place, and what was expected.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
		if p.Column > 0 {
			fmt.Fprintf(&b, ":%d", p.Column)
		}
	}
	fmt.Fprintf(&b, ": %s", p.Message)
	if strings.TrimSpace(p.Snippet) != "" {
		p.writeSnippet(&b)
	}
	if hint := p.hint(); hint != "" {
		b.WriteString("\n    " + hint)
	}
	return b.String()
}

// hint says what was expected and what was probably meant.
func (p Problem) hint() string {
	var parts []string
	if p.Expected != "" {
		parts = append(parts, "expected "+p.Expected)
	}
	if p.Nearest != "" {
		parts = append(parts, fmt.Sprintf("did you mean %q?", p.Nearest))
	}
	return strings.Join(parts, "; ")
}

// writeSnippet writes the line, or the part of a long line around the place,
// and a caret below the place.
func (p Problem) writeSnippet(b *strings.Builder) {
	const widest = 120
	line := []rune(p.Snippet)
	first, last := 0, len(line)
	if len(line) > widest {
		first = max(0, min(p.Column-widest/2, len(line)-widest))
		last = first + widest
	}
	b.WriteString("\n    " + printable(string(line[first:last])))
	if p.Column < 1 || p.Column > len(line)+1 {
		return
	}
	b.WriteString("\n    ")
	for _, r := range line[first : p.Column-1] {
		if r == '\t' {
			b.WriteByte('\t')
		} else {
			b.WriteByte(' ')
		}
	}
	b.WriteByte('^')
}

// printable keeps control characters of a file from the terminal.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, line)
}
