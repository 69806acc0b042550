package pipelinefile

import (
	"encoding/json"
	"fmt"
	"strings"

	"autoencoder-dynamics/internal/nearest"
	"autoencoder-dynamics/stages"
)

// DefaultProfile is the name of the file without any profile applied to it.
// Options.Profile may say it or be empty; a file can't declare a profile of that name.
const DefaultProfile = "default"

// Options says how a pipeline file is read. The zero value knows no kinds.
type Options struct {
	// Kinds are what "uses:" can name.
	Kinds []stages.Kind

	// Profile is the profile to apply; "" and DefaultProfile are the file as it is.
	Profile string

	// ProfileFrom says where the profile's name came from, for the message about an
	// unknown one. Empty is "--profile".
	ProfileFrom string

	// Set holds the arguments of --set, "stage.key=value", in the order given.
	Set []string

	// FileNames says which stages' names become names of files.
	FileNames FileNames

	// Files is where parameters of type stages.File are looked up; nil is Disk{}.
	Files Files
}

// Pipeline is a pipeline file without mistakes, one profile and all --set applied.
type Pipeline struct {
	Path     string   // as given to Parse
	Dir      string   // absolute path of the file's folder, against which File parameters are resolved
	Profile  string   // the profile applied, "" for none
	Seed     uint64   // the pipeline's seed, 0 where the file gives none
	Stages   []Stage  // in file order, those added by the profile last
	Profiles []string // the names of all profiles, in file order
}

// Stage is one stage of a pipeline.
type Stage struct {
	Name  string
	Kind  stages.Kind
	Seed  uint64 // its own, or the pipeline's
	Needs []Need // in file order; what was merged in comes after what was written out

	// Parameters is what Kind.Defaults returned, with the file's values decoded into it
	// and File fields made absolute.
	Parameters any

	// Canonical is the parameters as JSON for cache keys and provenance: defaults filled in, keys
	// sorted, no blanks, numbers in their shortest form (infinities as "+inf" and "-inf"),
	// absent parts and empty File fields null, and other File fields {"file":"sha256:…"}.
	Canonical json.RawMessage

	Files []FileUse // the files that File fields name, in the order of the fields
	Line  int       // where the stage's name stands in the file, 0 for none
}

// Need is one wired port of a stage.
type Need struct {
	Port   string
	Stages []string // at least one
}

// FileUse is a file that a parameter names.
type FileUse struct {
	Field  string // dotted name of the parameter: "init.weights"
	Path   string // absolute
	Digest string // "sha256:" and the digest in hexadecimal
}

// Stage returns the stage of that name, or an error that suggests the nearest one.
func (p *Pipeline) Stage(name string) (*Stage, error) {
	names := make([]string, len(p.Stages))
	for i := range p.Stages {
		if p.Stages[i].Name == name {
			return &p.Stages[i], nil
		}
		names[i] = p.Stages[i].Name
	}
	hint := ""
	if near := nearest.Name(name, names); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	return nil, fmt.Errorf("%s has no stage %q: it has %s%s", p.Path, name, oneOf(names), hint)
}

// choice says which names can be taken: "one of a, b", the only one, or nothing.
func choice(names []string) string {
	if len(names) > 1 {
		return "one of " + oneOf(names)
	}
	return oneOf(names)
}

// oneOf lists names for a message, at most thirty of them.
func oneOf(names []string) string {
	const most = 30
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
