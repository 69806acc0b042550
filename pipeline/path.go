package main

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

func (a *app) newPath(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "path STAGE[/FILE]", Short: "Where a cached output lies, for scripts", Args: cobra.ExactArgs(1),
		Long: `Print the path of one output of a stage, or of all of them, one a line, with
their names. The bytes are checked first. The files are the cache's own: read
them, or copy them; don't change them. A stage that is stale is an error.`,
		Example: "  cp \"$(go run ./pipeline path erf-theory/curves.csv)\" curves.csv",
		RunE: func(c *cobra.Command, arguments []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.path(ctx, arguments[0]) })
		},
		ValidArgsFunction: a.completeStages(o, ""),
	}
}

func (s *session) path(ctx context.Context, argument string) error {
	name, file, one := strings.Cut(argument, "/")
	if _, err := s.targets([]string{name}, ""); err != nil {
		return err
	}
	if one {
		path, err := s.engine.Output(ctx, name, file)
		if err != nil {
			return err
		}
		if s.options.json {
			return s.printPaths(map[string]string{file: path})
		}
		_, err = fmt.Fprintln(s.out, path)
		return err
	}
	outputs, paths, err := s.engine.Outputs(ctx, name)
	if err != nil {
		return err
	}
	if s.options.json {
		return s.printPaths(paths)
	}
	for _, output := range outputs {
		if _, err := fmt.Fprintf(s.out, "%s\t%s\n", output.Name, paths[output.Name]); err != nil {
			return err
		}
	}
	return nil
}

// printPaths writes paths as JSON, which can't hold one that isn't text.
func (s *session) printPaths(paths map[string]string) error {
	for _, path := range paths {
		if !utf8.ValidString(path) {
			return fmt.Errorf("the path %q isn't text in UTF-8, so JSON can't hold it: leave out --json", path)
		}
	}
	return s.printJSON(paths)
}
