package page

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/reference"
)

const (
	mostFindings = 8 // listed openly; more are summed up and folded
	mostKinds    = 7 // that more findings are summed up in
)

var (
	aboutText = regexp.MustCompile(`^text "(?:[^"\\]|\\.)*":? (.*)$`)
	aboutSize = regexp.MustCompile(`^was set in (.+) of ([\d.]+) points, is in (.+) of ([\d.]+)$`)
)

// kind sums up findings that say the same of several things.
type kind struct {
	what  string // "size 7.5 → 9 points"
	texts bool
	count int
}

// kindOf says what a finding says, whichever text it is about.
func kindOf(f reference.Finding) kind {
	about := aboutText.FindStringSubmatch(f.Message)
	if about == nil {
		what, _, _ := strings.Cut(f.Message, " by up to ") // "2 lines of 1 points in #000000 moved"
		return kind{what: what}
	}
	what := about[1]
	switch size := aboutSize.FindStringSubmatch(what); {
	case size != nil && size[1] == size[3]:
		what = fmt.Sprintf("size %s → %s points", size[2], size[4])
	case strings.HasPrefix(what, "moved by "):
		what = "moved"
	case strings.HasPrefix(what, "became "):
		what = "other words"
	}
	return kind{what: strings.TrimPrefix(what, "is "), texts: true}
}

// String is "60 texts: size 7.5 → 9 points".
func (k kind) String() string {
	switch {
	case k.texts && k.count == 1:
		return "1 text: " + k.what
	case k.texts:
		return fmt.Sprintf("%d texts: %s", k.count, k.what)
	case k.count > 1:
		return fmt.Sprintf("%d times: %s", k.count, k.what)
	}
	return k.what
}

// sumUp says in a few lines what many findings say, the most frequent first.
func sumUp(findings []reference.Finding) []string {
	var kinds []kind
	for _, f := range findings {
		k := kindOf(f)
		same := func(other kind) bool { return other.what == k.what && other.texts == k.texts }
		i := slices.IndexFunc(kinds, same)
		if i < 0 {
			i = len(kinds)
			kinds = append(kinds, k)
		}
		kinds[i].count++
	}
	slices.SortStableFunc(kinds, func(a, b kind) int { return cmp.Compare(b.count, a.count) })
	var lines []string
	rest := len(findings)
	for _, k := range kinds[:min(len(kinds), mostKinds)] {
		lines = append(lines, k.String())
		rest -= k.count
	}
	if rest > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", rest))
	}
	return lines
}
