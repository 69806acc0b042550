package visible

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Acts reports whether a terminal does something else with a character than show it.
func Acts(r rune) bool {
	switch r {
	case '\n', '\t':
		return false
	case '\u2028', '\u2029': // end a line, for some
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// Text returns a text with all that a terminal acts on, and all that isn't UTF-8, replaced.
func Text(text string) string {
	return strings.Map(func(r rune) rune {
		if Acts(r) {
			return unicode.ReplacementChar
		}
		return r // of a byte that isn't UTF-8, the replacement already
	}, text)
}

// JSON returns a JSON text with all that a terminal acts on escaped. It means the same.
func JSON(text []byte) []byte {
	if bytes.IndexFunc(text, Acts) < 0 {
		return text
	}
	var b bytes.Buffer
	for _, r := range string(text) {
		if Acts(r) { // within a string: between tokens, JSON has none of these
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}

// Writer hands on what is written to it as [Text] has it.
type Writer struct {
	to   io.Writer
	rest []byte // the beginning of a character whose end is still to come
}

// NewWriter returns a writer to another one.
func NewWriter(to io.Writer) *Writer { return &Writer{to: to} }

// Write implements io.Writer.
func (w *Writer) Write(text []byte) (int, error) {
	all := append(w.rest, text...)
	whole := len(all) - unfinished(all)
	w.rest = bytes.Clone(all[whole:])
	if whole == 0 {
		return len(text), nil
	}
	if _, err := io.WriteString(w.to, Text(string(all[:whole]))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// unfinished is how many bytes at the end begin a character that they don't end.
func unfinished(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if c := text[len(text)-n]; utf8.RuneStart(c) {
			if utf8.FullRune(text[len(text)-n:]) {
				return 0
			}
			return n
		}
	}
	return 0
}
