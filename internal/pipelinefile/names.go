package pipelinefile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// FileNames says which stages name files, so that two of them aren't given the same name. The
// zero value says that none do.
type FileNames struct {
	Kinds   []string // the kinds whose stages' names become names of files
	Taken   []string // names that are others' already
	Endings []string // what is put behind a stage's name to name more files: "-plateaus"
}

var (
	namePattern = regexp.MustCompile(fmt.Sprintf(`^[A-Za-z0-9][A-Za-z0-9_-]{0,%d}$`, maxName-1))

	// devicePattern is what Windows takes for a device, in every folder and with every extension.
	devicePattern = regexp.MustCompile(`^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])$`)
)

// checkName reports a name of a stage or a profile that can't name files everywhere.
func (r *reader) checkName(what string, e entry) {
	switch {
	case len(e.key) > maxName:
		r.problem(e.at, fmt.Sprintf("at most %d characters", maxName), "%s can't be called %q, which has %d characters", what, shortened(e.key), utf8.RuneCountInString(e.key))
	case !namePattern.MatchString(e.key):
		r.problem(e.at, "letters, digits, - and _, beginning with a letter or digit", "%s can't be called %q", what, shortened(e.key))
	case devicePattern.MatchString(e.key):
		r.problem(e.at, "another name", "%s can't be called %q: it is a device on Windows", what, e.key)
	}
}

// checkProfileNames reports profiles whose names differ in capitals alone: folders are named by them.
func (r *reader) checkProfileNames(profiles []entry) {
	seen := map[string]entry{}
	for _, e := range profiles {
		folded := strings.ToLower(e.key)
		if first, twice := seen[folded]; twice && first.key != e.key {
			r.problem(e.at, "another name", "the profiles %s and %s differ in capitals alone, which names of files don't do everywhere", first.key, e.key)
			continue
		}
		seen[folded] = e
	}
}

// checkFileNames reports stages that would write the same files, also where capitals make no other file.
func (r *reader) checkFileNames(drafts []*draft) {
	owner := map[string]*draft{}
	var naming []*draft
	for _, d := range drafts {
		if d.kind == nil || !slices.Contains(r.options.FileNames.Kinds, d.kind.Name()) {
			continue
		}
		if slices.ContainsFunc(r.options.FileNames.Taken, func(taken string) bool { return strings.EqualFold(taken, d.name) }) {
			r.stageProblem(d, d.at, "another name", "files named %q are made by the program itself", d.name)
		}
		folded := strings.ToLower(d.name)
		if first := owner[folded]; first != nil {
			r.stageProblem(d, d.at, "another name", "its files have the names of those of stage %s, where capitals make no other file", first.name)
			continue
		}
		owner[folded] = d
		naming = append(naming, d)
	}
	for _, d := range naming {
		for _, ending := range r.options.FileNames.Endings {
			if other := owner[strings.ToLower(d.name+ending)]; other != nil {
				r.stageProblem(other, other.at, "another name", "its files have the names of those of stage %s that end in %q", d.name, ending)
			}
		}
	}
}
