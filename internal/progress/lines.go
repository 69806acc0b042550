package progress

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"autoencoder-dynamics/internal/quantity"
	"autoencoder-dynamics/internal/visible"
)

// paint colours words, where colour is on.
type paint struct{ on bool }

func (p paint) green(s string) string  { return p.wrap("32", s) }
func (p paint) red(s string) string    { return p.wrap("1;31", s) }
func (p paint) yellow(s string) string { return p.wrap("33", s) }
func (p paint) cyan(s string) string   { return p.wrap("36", s) }
func (p paint) faint(s string) string  { return p.wrap("2", s) }

func (p paint) wrap(code, s string) string {
	if !p.on || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// labelWidth is the width of the word that begins each line.
const labelWidth = 9

// label pads the word to the column at which all texts begin, then colours it.
func label(word string, colour func(string) string) string {
	return colour(word) + strings.Repeat(" ", max(labelWidth-len(word), 1))
}

// line returns the text for an event, without a line end, or "" for an event
// that isn't shown as a line.
func (p paint) line(e event) string {
	none := func(s string) string { return s }
	name, text := clean(e.stage), clean(e.text)
	switch e.what {
	case started:
		return label("start", none) + name + p.faint(kindOf(e))
	case ran:
		text := name + " in " + quantity.Duration(e.took)
		if e.outputs > 0 {
			text += p.faint(", " + quantity.Bytes(e.outputs))
		}
		return label("ran", p.green) + text
	case cached:
		return label("cached", p.faint) + p.faint(name)
	case failed:
		return label("failed", p.red) + name + " after " + quantity.Duration(e.took) + ": " + indent(text)
	case interrupted:
		return label("stopped", p.yellow) + name + " after " + quantity.Duration(e.took)
	case skipped:
		return label("not run", p.yellow) + name + " because " + indent(text)
	case warning:
		return label("warning", p.yellow) + indent(text)
	case info:
		return label("", none) + indent(text)
	case noted:
		return label("", none) + name + ": " + indent(text)
	}
	return ""
}

func kindOf(e event) string {
	if e.kind == "" || e.kind == e.stage {
		return ""
	}
	return " (" + clean(e.kind) + ")"
}

// progressText says how far a stage is: "34 %, 1.2 M steps/s, 40 s left".
func (s snapshot) progressText() string {
	var parts []string
	if fraction, ok := s.fraction(); ok {
		parts = append(parts, quantity.Percent(fraction))
	} else if s.done > 0 {
		parts = append(parts, quantity.Count(s.done, s.unit))
	}
	if s.rate > 0 {
		parts = append(parts, quantity.Rate(s.rate, s.unit))
	}
	if s.hasLeft {
		parts = append(parts, coarse(s.left)+" left")
	} else {
		parts = append(parts, coarse(s.elapsed)+" so far")
	}
	return strings.Join(parts, ", ")
}

// indent sets the lines after the first below the text, behind the label.
func indent(text string) string {
	return strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", labelWidth))
}

// clean drops what would move the cursor, colour the terminal or turn a line around from a text
// that came from elsewhere (an error, a file's name), and keeps line ends.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case visible.Acts(r):
			return -1
		}
		return r
	}, text)
	return strings.TrimRight(text, "\n")
}

// lineWriter writes whole lines to a writer and keeps the first error.
type lineWriter struct {
	paint   paint
	columns func() int // of the terminal; nil elsewhere, where lines aren't wrapped

	mu  sync.Mutex
	w   io.Writer
	err error
}

func (l *lineWriter) write(line string) {
	if line == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return
	}
	if l.columns != nil {
		line = wrap(line, l.columns())
	}
	if _, err := fmt.Fprintln(l.w, line); err != nil {
		l.err = fmt.Errorf("writing progress: %w", err)
	}
}

func (l *lineWriter) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}
