package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/quantity"
)

func (a *app) newExplain(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "explain STAGE[/FILE]|PATH", Short: "What a result was made from, down to the data", Args: cobra.ExactArgs(1),
		Long: `Show the provenance of a stage's result, of one of its outputs (STAGE/FILE, as path
takes it), or of a file that some stage made, wherever it lies (recognised by its
content): parameters, inputs down to the data's digest, the digest of the code,
seed, versions, duration and host. The bytes of all results that are shown are
checked against their digests first. Long lists are counted; --json has their
values. Nothing is written.

A file in reports/figures/ that isn't what its figure's stage made is told from one
that is. Duration, time and host are what the run noted; nothing vouches for them.`,
		Example: "  go run ./pipeline explain theory-vs-sgd\n  go run ./pipeline explain reports/figures/setup.pdf",
		RunE: func(c *cobra.Command, arguments []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.explain(ctx, arguments[0]) })
		},
		ValidArgsFunction: a.completeStages(o, ""),
	}
}

func (s *session) explain(ctx context.Context, name string) error {
	made, err := s.provenanceOf(ctx, name)
	if err != nil {
		return err
	}
	if s.options.json {
		return s.printJSON(made)
	}
	if made.Output != "" {
		fmt.Fprintf(s.out, "%s is the output %s of stage %s.\n\n", name, made.Output, made.Stage)
	}
	if made.Misplaced != "" {
		fmt.Fprintf(s.out, "%s\n\n", made.Misplaced)
	}
	printProvenance(s.out, made.Provenance, "")
	return nil
}

// explained is what explain has found.
type explained struct {
	Output    string `json:"output,omitempty"`    // the file asked about, among the stage's outputs
	Misplaced string `json:"misplaced,omitempty"` // it lies where another file belongs
	engine.Provenance
}

// provenanceOf takes a name for a stage if there is one, else for a file, else for STAGE/FILE.
func (s *session) provenanceOf(ctx context.Context, name string) (made explained, err error) {
	if s.engine.Stage(name) != nil {
		made.Provenance, err = s.engine.Explain(ctx, name)
		return made, err
	}
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(s.dir, path)
	}
	info, missing := os.Stat(path)
	if missing == nil && info.Mode().IsRegular() {
		return s.provenanceOfFile(ctx, filepath.Clean(path))
	}
	stage, file, isOutput := strings.Cut(name, "/")
	if isOutput && s.engine.Stage(stage) != nil {
		if made.Provenance, err = s.engine.Explain(ctx, stage); err == nil {
			err = outputIn(made.Provenance, file)
		}
		made.Output = file
		return made, err
	}
	_, err = s.targets([]string{name}, "")
	if missing == nil {
		return made, usagef("%w\nand what has that name is not a regular file", err)
	}
	return made, usagef("%w\nand there is no file of that name", err)
}

// provenanceOfFile goes by the content of a file, and compares with what its place says that it is.
func (s *session) provenanceOfFile(ctx context.Context, path string) (made explained, err error) {
	stage, output, isExport := s.exportedFrom(path)
	made.Provenance, made.Output, err = s.engine.ExplainFile(ctx, path)
	switch {
	case errors.Is(err, engine.ErrNotMade) && isExport:
		return made, fmt.Errorf("%w\nIt lies where %s of stage %s is written, and isn't it: \"%s\" writes that again", err, output, stage, s.hint("figure", stage))
	case errors.Is(err, engine.ErrNotMade) && s.inReports(path):
		return made, fmt.Errorf("%w\nOf reports only the files of figures can be told; \"%s\" writes all of them again", err, s.hint("report"))
	case err != nil || !isExport || made.Stage == stage && made.Output == output:
		return made, err
	}
	// The same bytes may be another stage's too.
	digest := digestOf(made.Provenance, made.Output)
	if own, err := s.engine.Explain(ctx, stage); err == nil && own.Current && digestOf(own, output) == digest {
		return explained{Output: output, Provenance: own}, nil
	}
	made.Misplaced = fmt.Sprintf("It lies where %s of stage %s is written, and isn't it: \"%s\" writes that again.", output, stage, s.hint("figure", stage))
	return made, nil
}

// inReports reports whether a file lies in the reports folder.
func (s *session) inReports(path string) bool {
	relative, err := filepath.Rel(s.settings.Reports, path)
	return err == nil && filepath.IsLocal(relative)
}

// digestOf returns the digest of a result's output, or "".
func digestOf(p engine.Provenance, output string) cache.Digest {
	for _, o := range p.Outputs {
		if o.Name == output {
			return o.Digest
		}
	}
	return ""
}

// outputIn returns an error unless a result has an output of that name.
func outputIn(p engine.Provenance, file string) error {
	names := make([]string, len(p.Outputs))
	for i, output := range p.Outputs {
		names[i] = output.Name
	}
	if slices.Contains(names, file) {
		return nil
	}
	return fmt.Errorf("stage %s has no output %q; it has %s", p.Stage, file, strings.Join(names, ", "))
}

func printProvenance(w io.Writer, p engine.Provenance, indent string) {
	line := func(label, format string, arguments ...any) {
		fmt.Fprintf(w, "%s  %-11s %s\n", indent, label, fmt.Sprintf(format, arguments...))
	}
	fmt.Fprintf(w, "%s%s (%s)\n", indent, p.Stage, p.Preimage.Kind)
	if p.Missing != "" {
		line("missing", "%s", p.Missing)
		return
	}
	if !p.Current {
		line("stale", "this is a past result; what differs now:")
		for _, reason := range p.Reasons {
			line("", "%s", reason)
		}
	}
	line("key", "%s", p.Key)
	for i, parameter := range parameterLines(p.Preimage.Parameters) {
		line(first(i, "parameters"), "%s", parameter)
	}
	line("seed", "%d", p.Preimage.Seed)
	if p.Detail.Source != "" {
		line("source", "%s", p.Detail.Source)
		line("", "%s", p.Preimage.Source)
	}
	for i, output := range p.Outputs {
		line(first(i, "outputs"), "%-14s %11d bytes  sha256 %s", output.Name, output.Size, output.Digest)
	}
	for i, caveat := range p.Detail.Caveats {
		line(first(i, "caveats"), "%s", caveat.Text)
	}
	line("code", "%s", codeLine(p.Preimage))
	line("versions", "%s %s", p.Preimage.Versions.Go, p.Preimage.Versions.Arch)
	line("ran", "%s, took %s on %s", p.Detail.Started, quantity.Duration(p.Detail.Duration()), p.Detail.Host)
	for _, in := range p.Inputs {
		fmt.Fprintln(w)
		printProvenance(w, in, indent+"  ")
	}
}

func first(i int, label string) string {
	if i == 0 {
		return label
	}
	return ""
}

func parameterLines(canonical []byte) []string {
	flat := engine.Flatten(canonical)
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(flat)) {
		if value := flat[name]; name != "" && value != "null" && value != `""` && value != "[]" {
			lines = append(lines, name+" = "+engine.Shorten(value))
		}
	}
	return lines
}

// codeLine sums up the code: one digest over all files, and the modules with their versions.
func codeLine(p engine.Preimage) string {
	var modules []string
	files := 0
	for name, digest := range p.Code {
		if version, _, ok := strings.Cut(digest, " "); ok {
			modules = append(modules, name+" "+version)
		} else {
			files++
		}
	}
	slices.Sort(modules)
	return fmt.Sprintf("%s over %d %s; %s", p.CodeDigest().Short(), files, plural(files, "piece"), strings.Join(modules, ", "))
}
