package pipelinefile

import (
	"fmt"
	"path/filepath"

	"autoencoder-dynamics/stages"
)

// Parse reads a pipeline file: path is its name (for messages, and its folder is
// what File parameters are relative to), source its content. The error is
// [Problems] with everything that is wrong in the file, in the profile and in
// --set; only where the working folder can't be found out it is another one.
func Parse(path string, source []byte, options Options) (*Pipeline, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("finding the folder of %s: %w", path, err)
	}
	r := newReader(path, filepath.Dir(absolute), options)
	root := r.document(source)
	if root == nil {
		return nil, r.report.err()
	}
	pipeline := r.variants(root)
	if err := r.report.err(); err != nil {
		return nil, err
	}
	return pipeline, nil
}

// reader reads one pipeline file.
type reader struct {
	path, dir string
	options   Options
	files     Files
	digests   map[string]string // of files by absolute path

	kinds     map[string]stages.Kind
	kindNames []string

	text     *text
	report   *collector
	nodes    int // values that may still be made
	profiles []entry
	drafts   map[draftKey]*draft // stages read so far; those that a profile leaves alone aren't read again
}

func newReader(path, dir string, options Options) *reader {
	r := &reader{
		path: path, dir: dir, options: options, files: options.Files,
		digests: map[string]string{}, kinds: map[string]stages.Kind{},
		report: &collector{}, nodes: maxNodes, drafts: map[draftKey]*draft{},
	}
	if r.files == nil {
		r.files = Disk{}
	}
	for _, kind := range options.Kinds {
		r.kinds[kind.Name()] = kind
		r.kindNames = append(r.kindNames, kind.Name())
	}
	return r
}

// problem reports a mistake that concerns no single stage.
func (r *reader) problem(at place, expected, format string, arguments ...any) {
	r.report.add(finding{at: at, message: fmt.Sprintf(format, arguments...), expected: expected})
}

// variants checks the base of the file, every profile, and last what was asked
// for, from which it makes the pipeline.
func (r *reader) variants(base *node) *Pipeline {
	r.variant(base)
	selected := base
	for _, profile := range r.profiles {
		r.report.profile = profile.key
		merged := r.overrideBy(base, profile.value)
		if profile.key == r.options.Profile {
			selected = merged
		}
		r.variant(merged)
	}
	r.report.profile = r.selectProfile()
	selected = r.applySettings(selected)
	return r.finish(r.variant(selected), selected)
}

// selectProfile returns the name of the profile asked for, "" for none, and reports an unknown one.
func (r *reader) selectProfile() string {
	name := r.options.Profile
	if name == "" || name == DefaultProfile {
		return ""
	}
	candidates := []string{DefaultProfile}
	for _, profile := range r.profiles {
		if profile.key == name {
			return name
		}
		candidates = append(candidates, profile.key)
	}
	from := r.options.ProfileFrom
	if from == "" {
		from = "--profile"
	}
	t := newArgument(from, name, 1)
	r.report.profile = ""
	r.report.add(finding{at: place{t, 1, 1}, message: fmt.Sprintf("unknown profile %q", shortened(name)), name: name, candidates: candidates})
	return ""
}

// stageEntries returns the stages of a variant, without those that were dropped.
func stageEntries(root *node) []entry {
	all := root.get("stages")
	if all == nil || all.shape != mapping {
		return nil
	}
	kept := make([]entry, 0, len(all.entries))
	for _, e := range all.entries {
		if !e.value.removed {
			kept = append(kept, e)
		}
	}
	return kept
}
