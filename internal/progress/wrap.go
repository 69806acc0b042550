package progress

import (
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"
)

// colourCode matches what [paint] writes around a word.
var colourCode = regexp.MustCompile("\x1b\\[[0-9;]*m")

// wrap breaks the lines of a text that don't fit into the terminal's columns at
// their blanks, and indents what goes on the next line as far as the line that it
// belongs to, at least to where texts begin. A word with no room on a line, such as
// a long path, stays whole for copying: the terminal itself wraps it. The last
// column stays free, and a terminal of a few columns is left to its own wrapping.
func wrap(text string, columns int) string {
	if columns < 3*labelWidth {
		return text
	}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, wrapLine(line, columns-1)...)
	}
	return strings.Join(lines, "\n")
}

func wrapLine(line string, columns int) []string {
	indent := max(labelWidth, len(line)-len(strings.TrimLeft(line, " ")))
	var lines []string
	words := strings.Split(line, " ") // an empty one for each further blank
	current := words[0]
	for _, word := range words[1:] {
		longer := current + " " + word
		if word == "" || columnsOf(longer) <= columns || columnsOf(current) <= indent {
			current = longer
			continue
		}
		lines = append(lines, strings.TrimRight(current, " "))
		current = strings.Repeat(" ", indent) + word
	}
	return append(lines, current)
}

// columnsOf returns how many columns a text with colours takes.
func columnsOf(text string) int {
	return runewidth.StringWidth(colourCode.ReplaceAllString(text, ""))
}
