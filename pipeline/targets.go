package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/nearest"
)

// targets checks names against the stages of the pipeline; kind "" is any.
func (s *session) targets(names []string, kind string) ([]string, error) {
	var known []string
	for _, name := range s.engine.Stages() {
		if kind == "" || s.engine.Stage(name).Kind.Name() == kind {
			known = append(known, name)
		}
	}
	var problems []error
	for _, name := range names {
		stage := s.engine.Stage(name)
		if stage != nil && (kind == "" || stage.Kind.Name() == kind) {
			continue
		}
		what := "stage"
		if kind == plotKind {
			what = "figure"
		}
		problems = append(problems, usagef("%s has no %s %q; %s", s.pipeline.Path, what, name, s.instead(name, known)))
	}
	return names, errors.Join(problems...)
}

// maxNames is how many names a message lists.
const maxNames = 15

// instead says which name was probably meant, and where the others are: a suggestion is lost behind a hundred names.
func (s *session) instead(name string, known []string) string {
	all := "it has " + strings.Join(known, ", ")
	if len(known) > maxNames {
		all = fmt.Sprintf("\"%s\" lists all %d", s.hint("status"), len(known))
	}
	if near := nearest.Name(name, known); near != "" {
		return fmt.Sprintf("did you mean %q? (%s)", near, all)
	}
	return all
}

// figures returns the names of all figures, in the order of the file.
func (s *session) figures() []string {
	var names []string
	for i := range s.pipeline.Stages {
		if stage := &s.pipeline.Stages[i]; stage.Kind.Name() == plotKind {
			names = append(names, stage.Name)
		}
	}
	return names
}

// forced says which of the targets, or of all stages where there are none, run
// even if they are fresh.
func (s *session) forced(targets []string) map[string]bool {
	force := map[string]bool{}
	if !s.options.force {
		return force
	}
	if len(targets) == 0 {
		targets = s.engine.Stages()
	}
	for _, name := range targets {
		force[name] = true
	}
	return force
}

// completeStages completes names of stages on the command line; kind "" is any.
func (a *app) completeStages(o *options, kind string) func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return func(c *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
		s, err := a.open(c, o)
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		defer s.display.Close()
		var names []string
		for i := range s.pipeline.Stages {
			if stage := &s.pipeline.Stages[i]; kind == "" || stage.Kind.Name() == kind {
				names = append(names, stage.Name)
			}
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}
