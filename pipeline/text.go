package main

import (
	"path/filepath"
	"regexp"
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

// plainWord is text that no shell takes for anything but itself.
var plainWord = regexp.MustCompile(`^[\pL\pN_@%+=:,./\\-]+$`)

// quoted is an argument as a shell takes it.
func quoted(argument string) string {
	if plainWord.MatchString(argument) {
		return argument
	}
	return "'" + strings.ReplaceAll(argument, "'", `'\''`) + "'"
}
