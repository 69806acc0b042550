package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) newDiff(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "diff [FIGURE...]", Short: "What changed in figures against their references, as numbers and pictures",
		Long: `Compare figures with their references and write a page for each to reports/diff/:
the old picture, the new one, their difference and both laid over each other, the
series that moved, the claims before and after, and what both were made from. The
pages open from disk, without a network. Without names: every figure that differs,
and reports/diff/index.html. Nothing runs. The exit code is 0 whatever differs:
"check" is there to fail.`,
		Example: "  go run ./pipeline diff\n  go run ./pipeline diff theory-vs-sgd",
		RunE: func(c *cobra.Command, names []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.diff(ctx, names) })
		},
		ValidArgsFunction: a.completeStages(o, plotKind),
	}
}

func (s *session) diff(ctx context.Context, names []string) error {
	targets, err := s.targets(names, plotKind)
	if err != nil {
		return err
	}
	if len(targets) == 0 {
		targets = s.figures()
	}
	all, err := s.compareFigures(ctx, targets)
	if err != nil {
		return err
	}
	if allStale(all) && !s.options.json {
		return s.printAllStale(all, s.tableWidth())
	}
	shown := differing(all)
	if len(names) > 0 {
		if shown, err = s.showable(all); err != nil {
			return err
		}
	}
	index, err := s.writePages(s.reportPath("diff"), shown)
	if err != nil {
		return err
	}
	if s.options.json {
		return s.printJSON(map[string]any{"references": all, "pages": pagesOf(s.reportPath("diff"), shown), "index": index})
	}
	var b strings.Builder
	s.writeCompared(&b, all, false, s.tableWidth())
	fmt.Fprintf(&b, "\n%s\n", referencesSentence(all))
	for _, page := range pagesOf(s.reportPath("diff"), shown) {
		fmt.Fprintln(&b, s.show(page))
	}
	if len(names) == 0 {
		fmt.Fprintln(&b, s.show(index))
	}
	_, err = fmt.Fprint(s.out, b.String())
	return err
}

// showable are figures with something to compare with; another one that was named is an error.
func (s *session) showable(all []compared) ([]compared, error) {
	for _, one := range all {
		switch one.Status {
		case statusSame, statusPasses, statusDiffers:
		case statusNone:
			return nil, fmt.Errorf("figure %s can't be compared: %s\n%s", one.Figure, one.sentence(), s.toAccept(one.Figure))
		default:
			return nil, fmt.Errorf("figure %s can't be compared: %s", one.Figure, one.sentence())
		}
	}
	return all, nil
}

func pagesOf(dir string, shown []compared) []string {
	paths := []string{}
	for _, one := range shown {
		paths = append(paths, filepath.Join(dir, one.Figure+".html"))
	}
	return paths
}
