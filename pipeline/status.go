package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/quantity"
)

func (a *app) newStatus(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "status [STAGE...]", Short: "Every stage: fresh, or stale and why, and what it will cost",
		Long: `Say for every stage whether its result is in the cache for exactly the present
parameters, inputs and code, and if not which value changed, from what to what.

  fresh    nothing to do
  stale    it must run, for the reasons given
  waiting  a stage that it needs is stale; it runs if that one yields other bytes
  blocked  it can't run: the data that it needs can't be had

The cost is how long the stage took the last time, in whatever profile that was; a stage that an interrupted run
has left a checkpoint of goes on from there. Long values are cut; --json has them
in full. Nothing is written.`,
		RunE: func(c *cobra.Command, names []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error {
				targets, err := s.targets(names, "")
				if err != nil {
					return err
				}
				return s.plan(ctx, targets)
			})
		},
		ValidArgsFunction: a.completeStages(o, ""),
	}
}

// plan says what a run of the targets would do.
func (s *session) plan(ctx context.Context, targets []string) error {
	all, err := s.engine.Status(ctx, targets, s.forced(targets))
	if err != nil {
		return err
	}
	if s.options.json {
		return s.printJSON(all)
	}
	warned := map[string]bool{}
	for _, status := range all {
		if status.Warning != "" && !warned[status.Warning] {
			warned[status.Warning] = true
			s.display.Warn(status.Warning)
		}
	}
	return s.printStatus(all)
}

func (s *session) printStatus(all []engine.Status) error {
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "STAGE\tKIND\tSTATE\tLAST\tWHY")
	var cost time.Duration
	stale, unknown, resuming := 0, 0, 0
	for _, status := range all {
		if status.State != engine.Fresh {
			stale++
			switch {
			case status.Resumes:
				resuming++
			case status.Last == 0:
				unknown++
			default:
				cost += status.Last
			}
		}
		printStage(w, status)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if stale == 0 {
		_, err := fmt.Fprintf(s.out, "\nNothing to do: %d %s fresh.\n", len(all), plural(len(all), "stage"))
		return err
	}
	_, err := fmt.Fprintf(s.out, "\n%s\n", costLine(stale, len(all), unknown, resuming, cost))
	return err
}

func costLine(stale, all, unknown, resuming int, cost time.Duration) string {
	line := fmt.Sprintf("%d of %d %s would run", stale, all, plural(all, "stage"))
	switch {
	case resuming == 1:
		line += ", 1 of them from its checkpoint"
	case resuming > 1:
		line += fmt.Sprintf(", %d of them from their checkpoints", resuming)
	}
	switch {
	case cost > 0 && resuming > 0:
		line += fmt.Sprintf("; the last time the others took %s together, with the parameters of then", quantity.Duration(cost))
	case cost > 0:
		line += fmt.Sprintf("; the last time they took %s together, with the parameters of then", quantity.Duration(cost))
	}
	if unknown > 0 {
		line += fmt.Sprintf("; what never ran (%d) has no known cost", unknown)
	}
	return line + "."
}

// maxReasons is how many reasons status shows for one stage; --json has all.
const maxReasons = 6

func printStage(w io.Writer, status engine.Status) {
	last := "-"
	if status.Last > 0 {
		last = quantity.Duration(status.Last)
	}
	reasons := phrases(status)
	first := ""
	if len(reasons) > 0 {
		first = reasons[0]
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", status.Stage, status.Kind, status.State, last, first)
	for i, reason := range reasons {
		if i == 0 {
			continue
		}
		if i == maxReasons {
			fmt.Fprintf(w, "\t\t\t\tand %d more\n", len(reasons)-maxReasons)
			return
		}
		fmt.Fprintf(w, "\t\t\t\t%s\n", reason)
	}
}

// phrases says why a stage would run, most telling first.
func phrases(status engine.Status) []string {
	var all []string
	if status.Resumes {
		all = append(all, "resumes from its checkpoint")
	}
	for _, reason := range status.Reasons {
		if reason.Subject == "never" && status.Resumes {
			all = append(all, "never ran to its end")
			continue
		}
		if reason.Subject == "never" {
			all = append(all, "never ran")
			continue
		}
		all = append(all, reason.String())
	}
	if len(status.After) > 0 {
		all = append(all, "after "+strings.Join(status.After, ", "))
	}
	if status.State == engine.Fresh && status.Source != "" {
		all = append(all, status.Source)
	}
	return all
}
