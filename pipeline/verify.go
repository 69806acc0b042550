package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/compare"
	"autoencoder-dynamics/internal/engine"
)

func (a *app) newVerify(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "verify STAGE...", Short: "Run cached stages again and compare: finds what isn't reproducible", Args: atLeastOne("stage"),
		Long: `Run fresh stages once more in a scratch place and compare every output with the
cached one: first the bytes, then, where they differ, the numbers. The cache
stays as it is. Exit code 1 if anything differs.`,
		RunE: func(c *cobra.Command, names []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.verify(ctx, names) })
		},
		ValidArgsFunction: a.completeStages(o, ""),
	}
}

func (s *session) verify(ctx context.Context, names []string) error {
	targets, err := s.targets(names, "")
	if err != nil {
		return err
	}
	verdicts, err := s.engine.Verify(ctx, targets, compare.Files)
	if closeErr := s.display.Close(); closeErr != nil {
		return errors.Join(err, closeErr)
	}
	return errors.Join(err, s.printVerdicts(verdicts))
}

// printVerdicts says what differs, also where a later stage couldn't be verified.
func (s *session) printVerdicts(verdicts []engine.Verdict) (err error) {
	differ := 0
	for _, v := range verdicts {
		if !v.Identical {
			differ++
		}
	}
	if s.options.json {
		err = s.printJSON(verdicts)
	} else {
		w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		for _, v := range verdicts {
			word := "identical"
			if !v.Identical {
				word = "DIFFERS: " + v.Problem
			}
			fmt.Fprintf(w, "%s\t%s\t%s\n", v.Stage, v.Output, word)
		}
		err = w.Flush()
	}
	if err == nil && differ > 0 {
		return errReported
	}
	return err
}
