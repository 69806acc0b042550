package main

import (
	"strings"
	"unicode/utf8"
)

// Tables of check are as wide as the terminal, within reason, so that long claims wrap in their column.
const (
	leastWidth = 60
	mostWidth  = 100
	columnGap  = 2
)

func (s *session) tableWidth() int {
	if !s.terminal {
		return mostWidth
	}
	return min(max(s.width(), leastWidth), mostWidth)
}

func runes(text string) int { return utf8.RuneCountInString(text) }

// writeRow writes the cells of a row in columns of these widths, each wrapped at words.
func writeRow(b *strings.Builder, indent string, widths []int, cells ...string) {
	columns := make([][]string, len(cells))
	lines := 0
	for i, text := range cells {
		columns[i] = wrap(text, widths[i])
		lines = max(lines, len(columns[i]))
	}
	for line := range lines {
		row := indent
		for i, column := range columns {
			text := ""
			if line < len(column) {
				text = column[line]
			}
			row += text + strings.Repeat(" ", max(0, widths[i]-runes(text))+columnGap)
		}
		b.WriteString(strings.TrimRight(row, " ") + "\n")
	}
}

// wrap breaks text at spaces into lines of at most a width; a longer word is broken where the line ends.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case runes(line)+1+runes(word) <= width:
			line += " " + word
			continue
		default:
			lines = append(lines, line)
			line = word
		}
		for runes(line) > width {
			cut := 0
			for range width {
				_, size := utf8.DecodeRuneInString(line[cut:])
				cut += size
			}
			lines = append(lines, line[:cut])
			line = line[cut:]
		}
	}
	return append(lines, line)
}
