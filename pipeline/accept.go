package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/quantity"
	"autoencoder-dynamics/internal/reference"
)

// acceptOptions are the flags of accept alone.
type acceptOptions struct {
	reason string
	all    bool
	dryRun bool
}

func (a *app) newAccept(o *options) *cobra.Command {
	var own acceptOptions
	c := &cobra.Command{
		Use: "accept FIGURE...", Short: "Make figures as they are now the references that check compares with",
		Long: `Put a figure as it is in the cache now into figures/reference/, where check will
compare with it: its numbers, what is drawn, a picture, its claims, and a manifest
with the reason that you give. Look at it first: "diff" shows what changes.

Each profile has references of its own, and so have real images, an unofficial
archive and the embedded default: they are never compared with each other.
Images cut from the data set are left out. Only figures that are up to date are
accepted, all or none of those that are named.`,
		Example: "  go run ./pipeline accept theory-vs-sgd --reason \"ten replicas instead of five\"\n  go run ./pipeline accept --all --reason \"the first\"",
		RunE: func(c *cobra.Command, names []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.accept(ctx, names, own) })
		},
		ValidArgsFunction: a.completeStages(o, plotKind),
	}
	c.Flags().StringVar(&own.reason, "reason", "", "why the figure changed, or is right; kept in the reference's manifest (required)")
	c.Flags().BoolVar(&own.dryRun, "dry-run", false, "say what would be accepted; write nothing")
	c.Flags().BoolVar(&own.all, "all", false, "every figure of the pipeline")
	return c
}

// targets checks the command line.
func (own acceptOptions) targets(s *session, names []string) ([]string, error) {
	switch {
	case strings.TrimSpace(own.reason) == "" && !own.dryRun:
		return nil, usagef("say why with --reason \"…\": whoever reads the reference later wants to know what changed and that it was meant, as in\n    %s",
			s.hint(append([]string{"accept"}, own.example(names)...)...))
	case own.all && len(names) > 0:
		return nil, usagef("--all takes every figure: name figures or give --all")
	case !own.all && len(names) == 0:
		return nil, usagef("name at least one figure, or give --all; \"%s\" shows what would change", s.hint("diff"))
	case own.all:
		if names = s.figures(); len(names) == 0 {
			return nil, fmt.Errorf("%s has no figures: no stage uses plot", s.pipeline.Path)
		}
		return names, nil
	}
	return s.targets(names, plotKind)
}

// example is how the command line might have gone on.
func (own acceptOptions) example(names []string) []string {
	switch {
	case own.all:
		names = []string{"--all"}
	case len(names) == 0:
		names = []string{"FIGURE"}
	}
	return append(slices.Clone(names), "--reason", "ten replicas instead of five")
}

// acceptance is what accept did with one figure.
type acceptance struct {
	Figure  string            `json:"figure"`
	Variant reference.Variant `json:"variant"`
	Changed bool              `json:"changed"` // false: it was accepted before, to the last bit
	Before  string            `json:"before"`
	Bytes   int64             `json:"bytes"`
	Failing int               `json:"failing_claims"`
}

func (s *session) accept(ctx context.Context, names []string, own acceptOptions) error {
	names, err := own.targets(s, names)
	if err != nil {
		return err
	}
	all, err := s.compareFigures(ctx, names)
	if err != nil {
		return err
	}
	if err := s.acceptable(all); err != nil {
		return err
	}
	if len(s.options.set) > 0 && !own.dryRun {
		s.display.Warn("accepted with --set: a check without it compares with these figures, too")
	}
	done := []acceptance{}
	for i := range all {
		one, err := s.acceptOne(&all[i], own)
		if err != nil {
			return fmt.Errorf("figure %s: %w; %d of %d were accepted before it", all[i].Figure, err, i, len(all))
		}
		done = append(done, one)
	}
	if s.options.json {
		return s.printJSON(map[string]any{"accepted": done, "reason": own.reason, "dry_run": own.dryRun})
	}
	if own.dryRun {
		return s.printAcceptable(done)
	}
	return s.printAccepted(done)
}

// acceptable says which figures can't be accepted, before any is.
func (s *session) acceptable(all []compared) error {
	var problems []error
	for _, one := range all {
		if one.Status == statusStale {
			problems = append(problems, fmt.Errorf("figure %s isn't up to date: %s, look at it, then accept it", one.Figure, one.Note))
		}
	}
	if len(problems) > 0 {
		return fmt.Errorf("nothing was accepted: %w", errors.Join(problems...))
	}
	return nil
}

// acceptOne makes a figure the reference of its variant. One that is the reference to the last bit stays as it is.
func (s *session) acceptOne(one *compared, own acceptOptions) (acceptance, error) {
	done := acceptance{Figure: one.Figure, Variant: one.Variant, Before: one.sentence()}
	store := s.references()
	if one.Status != statusSame {
		m := one.made.Manifest
		m.Reason = strings.TrimSpace(own.reason)
		if old, err := store.Manifest(one.Variant, one.Figure); err == nil {
			m.Replaces(old)
		} // else there is none, or none that can be read: it is replaced
		content := one.content
		if content.Picture == nil {
			var err error
			if content, err = one.made.content(); err != nil {
				return done, err
			}
		}
		done.Changed, done.Failing = true, failing(content.Claims)
		if own.dryRun {
			return done, nil
		}
		if err := store.Accept(m, content); err != nil {
			return done, err
		}
	} else {
		done.Failing = failing(one.accepted.Content.Claims)
	}
	var err error
	done.Bytes, err = store.Size(one.Variant, one.Figure)
	return done, err
}

func failing(claims []reference.Claim) int {
	n := 0
	for _, claim := range claims {
		if claim.Verdict() == reference.Fails {
			n++
		}
	}
	return n
}

// printAcceptable says what accept would do.
func (s *session) printAcceptable(done []acceptance) error {
	var b strings.Builder
	changed := 0
	for _, one := range done {
		what := "would stay as it is"
		if one.Changed {
			what = "would be accepted"
			changed++
		}
		fmt.Fprintf(&b, "%s (%s): %s; now: %s\n", one.Figure, one.Variant, what, one.Before)
		one.writeFailing(&b)
	}
	fmt.Fprintf(&b, "%d of %d %s would be written to %s.\n", changed, len(done), plural(len(done), "reference"), s.show(s.references().Dir))
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

func (one acceptance) writeFailing(b *strings.Builder) {
	if one.Failing > 0 {
		fmt.Fprintf(b, "  %d of its claims %s: accepting it doesn't change that\n", one.Failing, failWord(one.Failing))
	}
}

func (s *session) printAccepted(done []acceptance) error {
	var b strings.Builder
	total := int64(0)
	for _, one := range done {
		what := "accepted"
		if !one.Changed {
			what = "left as it was"
		}
		fmt.Fprintf(&b, "%s (%s): %s, %s; before: %s\n", one.Figure, one.Variant, what, quantity.Bytes(one.Bytes), one.Before)
		one.writeFailing(&b)
		total += one.Bytes
	}
	fmt.Fprintf(&b, "%d %s in %s, %s.\n", len(done), plural(len(done), "reference"), s.show(s.references().Dir), quantity.Bytes(total))
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

func failWord(n int) string {
	if n == 1 {
		return "fails"
	}
	return "fail"
}
