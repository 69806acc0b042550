package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/engine"
)

func (a *app) newReport(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "report", Short: "The HTML report, from what is cached", Args: cobra.NoArgs,
		Long: `Write reports/index.html and reports/paper.md from the figures that are up to
date, and name those that aren't. Nothing runs; "all" does both.`,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.report(ctx) })
		},
	}
}

func (s *session) report(ctx context.Context) error {
	all, err := s.engine.Status(ctx, s.figures(), nil)
	if err != nil {
		return err
	}
	var fresh []string
	for _, status := range all {
		switch {
		case status.Kind != plotKind:
		case status.State == engine.Fresh:
			fresh = append(fresh, status.Stage)
			if err := s.exportFigure(ctx, status.Stage); err != nil {
				return err
			}
		default:
			s.display.Warn(fmt.Sprintf("figure %s isn't up to date and is left out; \"%s\" makes it", status.Stage, s.hint("figure", status.Stage)))
		}
	}
	switch {
	case len(s.figures()) == 0:
		return fmt.Errorf("%s has no figures: no stage uses plot", s.pipeline.Path)
	case len(fresh) == 0:
		return fmt.Errorf("no figure is up to date: run \"%s\"", s.hint("all"))
	}
	if err := s.writeClaims(ctx, fresh); err != nil {
		return err
	}
	if err := s.writeReport(ctx, fresh); err != nil {
		return err
	}
	if s.options.json {
		return s.printJSON(map[string]any{"report": s.reportPath("index.html"), "figures": fresh})
	}
	if s.settings.Quiet {
		return nil
	}
	_, err = fmt.Fprintf(s.out, "The report is %s.\n", s.show(s.reportPath("index.html")))
	return err
}
