package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/engine/cache"
	"autoencoder-dynamics/internal/quantity"
)

func (a *app) newGC(o *options) *cobra.Command {
	var olderThan string
	c := &cobra.Command{
		Use: "gc", Short: "Drop cache entries that nobody refers to", Args: cobra.NoArgs,
		Long: `Drop the results that no pipeline refers to any more: a pipeline (each file, with
each profile) refers to the results of its last run, and this one to those that it
asks for now. Results of --set aren't kept. What interrupted runs left behind goes
too, but for state younger than a week from which they could go on.`,
		RunE: func(c *cobra.Command, _ []string) error {
			age, err := parseAge(olderThan)
			if err != nil {
				return err
			}
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.gc(ctx, age) })
		},
	}
	c.Flags().StringVar(&olderThan, "older-than", "", "drop only what is older than this: 12h, 30d, 2w")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "say what would be dropped; drop nothing")
	return c
}

func (s *session) gc(ctx context.Context, age time.Duration) error {
	keep, err := s.current(ctx)
	if err != nil {
		return err
	}
	var before time.Time // whenever it was stored: also while a clock was ahead
	if age > 0 {
		before = s.now().Add(-age)
	}
	g, err := s.cache.GC(before, keep, s.options.dryRun)
	if err != nil {
		return err
	}
	if s.options.json {
		return s.printJSON(g)
	}
	verb := "dropped"
	if s.options.dryRun {
		verb = "would drop"
	}
	_, err = fmt.Fprintf(s.out, "%s %d %s, %d %s and %d %s (%s); %d %s\n", verb,
		g.Actions, plural(g.Actions, "result"), g.Objects, plural(g.Objects, "file"),
		g.Leftover, plural(g.Leftover, "leftover"), quantity.Bytes(g.Bytes), g.Kept, plural(g.Kept, "result")+" kept")
	return err
}

// current returns the results that the pipeline file asks for as it stands, even
// if no run has ended with them.
func (s *session) current(ctx context.Context) ([]cache.Digest, error) {
	all, err := s.engine.Status(ctx, nil, nil)
	if err != nil {
		return nil, err
	}
	var keys []cache.Digest
	for _, status := range all {
		if status.State == engine.Fresh {
			keys = append(keys, status.Key)
		}
	}
	return keys, nil
}

// parseAge reads a duration with days and weeks as well.
func parseAge(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	for suffix, hours := range map[string]time.Duration{"d": 24, "w": 7 * 24} {
		if number, ok := strings.CutSuffix(text, suffix); ok {
			n, err := strconv.ParseFloat(number, 64)
			if err == nil && n >= 0 && n < 1e5 {
				return time.Duration(n * float64(hours*time.Hour)), nil
			}
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, usagef("--older-than is %q: expected a time such as 12h, 30d or 2w", text)
	}
	return d, nil
}
