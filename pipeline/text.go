package main

import (
	"path/filepath"
	"strings"
)

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func trimNewline(text string) string { return strings.TrimRight(text, "\n") }

// show makes a path short for people: relative to the working directory where
// it lies below.
func (s *session) show(path string) string {
	if relative, err := filepath.Rel(s.dir, path); err == nil && filepath.IsLocal(relative) {
		return relative
	}
	return path
}
