package pipelinefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	yaml "go.yaml.in/yaml/v3"
)

// readDocument reads the only YAML document of a source; nil where it is empty. A
// mistake in the syntax ends the reading, so there is one at most.
func readDocument(source []byte, t *text) (*yaml.Node, *finding) {
	var document, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(source))
	err := decoder.Decode(&document)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, syntaxFinding(err, source, t)
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		return nil, &finding{at: place{t, second.Line, 1}, message: "a second YAML document begins here", expected: "one document"}
	case !errors.Is(err, io.EOF):
		return nil, syntaxFinding(err, source, t)
	}
	if len(document.Content) == 0 {
		return nil, nil
	}
	return document.Content[0], nil
}

var (
	yamlErrorPattern     = regexp.MustCompile(`(?s)^yaml: (?:line (\d+): )?(.*)$`)
	unknownAnchorPattern = regexp.MustCompile(`^unknown anchor '(.*)' referenced$`)
	commentPattern       = regexp.MustCompile(`(?::\s|[,\[{])\s*#\S`) // a comment in the place of a value
	anchorPattern        = regexp.MustCompile(`(?:^|[\s\[{,:])&([^\s\[\]{},]+)`)
)

// syntaxFinding makes a problem of an error of the YAML reader. The reader says
// at best in which line a construct began, so the place is taken from how far
// it had come. The caret goes to the first character of the line.
func syntaxFinding(err error, source []byte, t *text) *finding {
	match := yamlErrorPattern.FindStringSubmatch(err.Error())
	if match == nil {
		return &finding{at: place{t, 1, 1}, message: err.Error()}
	}
	message := match[2]
	if anchor := unknownAnchorPattern.FindStringSubmatch(message); anchor != nil {
		return unknownAnchor(anchor[1], t)
	}
	line, atEnd := stopLine(source, t)
	// Only where the input ended too early, or a quote was left open, does the beginning say more.
	if begin, _ := strconv.Atoi(match[1]); begin > 0 {
		if strings.HasPrefix(message, "did not find expected") {
			begin++ // the parser counts lines from 0 here, the scanner from 1
			if !atEnd {
				begin = line
			}
		}
		line = min(begin, len(t.lines))
	}
	for line > 1 && strings.TrimSpace(t.line(line)) == "" {
		line--
	}
	written := t.line(line)
	column := len([]rune(written)) - len([]rune(strings.TrimLeft(written, " \t"))) + 1
	return &finding{at: place{t, line, column}, message: "this isn't YAML: " + message, expected: remedy(message, written)}
}

// remedy says what usually lies behind a message of the YAML reader.
func remedy(message, line string) string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	switch {
	case strings.Contains(indent, "\t"):
		return "blanks for indentation, not tabs"
	case strings.HasPrefix(message, "did not find expected") && commentPattern.MatchString(line):
		return "quotes around a text that begins with #: the rest of the line is a comment without them"
	case strings.HasPrefix(message, "mapping values are not allowed"):
		return "one key in a line, or quotes around a text that holds a colon"
	case strings.HasPrefix(message, "did not find expected key"):
		return "the same indentation for all keys of a mapping"
	case strings.HasPrefix(message, "found character that cannot start any token"):
		return "quotes around a text that begins with @, ` or %"
	case strings.HasPrefix(message, "could not find expected ':'"):
		return "a colon and a blank after a key"
	}
	return ""
}

// unknownAnchor finds where an alias without an anchor stands.
func unknownAnchor(name string, t *text) *finding {
	f := &finding{at: place{t, 1, 1}, message: fmt.Sprintf("*%s refers to an anchor that isn't defined above it", name), name: name}
	found := false
	for i, line := range t.lines {
		if column := aliasColumn(line, name); column > 0 && !found {
			f.at, found = place{t, i + 1, column}, true
		}
		for _, match := range anchorPattern.FindAllStringSubmatch(line, -1) {
			if !slices.Contains(f.candidates, match[1]) && len(f.candidates) < 1000 {
				f.candidates = append(f.candidates, match[1])
			}
		}
	}
	f.expected = "an anchor &" + name + " in an earlier line"
	return f
}

// aliasColumn returns the column, from 1, of the alias in the line, or 0.
func aliasColumn(line, name string) int {
	for from := 0; ; {
		i := strings.Index(line[from:], "*"+name)
		if i < 0 {
			return 0
		}
		end := from + i + 1 + len(name)
		if end == len(line) || strings.ContainsRune(" \t,]}:", rune(line[end])) {
			return len([]rune(line[:from+i])) + 1
		}
		from = end
	}
}

// stopLine reads the source again, byte by byte, and returns the line in which
// the YAML reader stopped, and whether nothing came after it.
func stopLine(source []byte, t *text) (line int, atEnd bool) {
	counted := &byteReader{source: source}
	decoder := yaml.NewDecoder(counted)
	for {
		var n yaml.Node
		if err := decoder.Decode(&n); err != nil {
			break
		}
	}
	// The reader looks one character ahead; a line isn't begun before its first one was read.
	read := string(source[:max(counted.read-1, 0)])
	return min(len(newText("", read).lines), len(t.lines)), len(bytes.TrimSpace(source[counted.read:])) == 0
}

// byteReader hands out one byte at a time and counts them.
type byteReader struct {
	source []byte
	read   int
}

func (r *byteReader) Read(p []byte) (int, error) {
	if r.read == len(r.source) {
		return 0, io.EOF
	}
	if len(p) == 0 {
		return 0, nil
	}
	p[0] = r.source[r.read]
	r.read++
	return 1, nil
}
