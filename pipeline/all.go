package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/quantity"
	"autoencoder-dynamics/internal/remedy"
	"autoencoder-dynamics/internal/visible"
)

func (a *app) newAll(o *options) *cobra.Command {
	c := &cobra.Command{
		Use: "all", Short: "Every figure and the report; runs only what is stale", Args: cobra.NoArgs,
		Long: `Bring every figure up to date and write the report.

Only stages whose parameters, inputs or code have changed run. The figures are
written to reports/figures/, the report to reports/index.html. Without CIFAR10
(no archive, no network) Gaussian surrogates from the embedded second moments
stand in for its images, and every figure that used them says so.`,
		Example: "  go run ./pipeline all\n  go run ./pipeline all --profile quick\n  go run ./pipeline all --archive cifar-10-binary.tar.gz",
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.all(ctx) })
		},
	}
	runFlags(c, o)
	return c
}

func (a *app) newFigure(o *options) *cobra.Command {
	c := &cobra.Command{
		Use: "figure NAME...", Short: "Single figures, with only the stages that they need", Args: atLeastOne("figure"),
		Long: "Bring single figures up to date, with only the stages that they need, and write\nthem to reports/figures/ as SVG, PDF, PNG and the numbers they draw as CSV.",
		RunE: func(c *cobra.Command, names []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.figure(ctx, names) })
		},
		ValidArgsFunction: a.completeStages(o, plotKind),
	}
	runFlags(c, o)
	return c
}

func (a *app) newRun(o *options) *cobra.Command {
	c := &cobra.Command{
		Use: "run STAGE...", Short: "Single stages, with the stages that they need", Example: "  go run ./pipeline run erf-theory\n  go run ./pipeline run erf-theory --set erf-theory.learning_rate=0.5", Args: atLeastOne("stage"),
		Long: "Bring single stages up to date, with the stages that they need. The outputs stay\nin the cache: \"go run ./pipeline path STAGE\" says where.",
		RunE: func(c *cobra.Command, names []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.runStages(ctx, names) })
		},
		ValidArgsFunction: a.completeStages(o, ""),
	}
	runFlags(c, o)
	return c
}

// withSession opens a session for a command, and closes its display whatever happens.
func (a *app) withSession(c *cobra.Command, o *options, do func(context.Context, *session) error) error {
	s, err := a.open(c, o)
	if err != nil {
		return err
	}
	err = errors.Join(do(c.Context(), s), s.display.Close())
	return remedy.Add(err, remedy.Cache(s.settings.Cache), remedy.Reports(s.settings.Reports), remedy.Data(s.settings.Data))
}

func (s *session) all(ctx context.Context) error {
	return s.bring(ctx, nil, func() (string, error) {
		figures := s.figures()
		if len(figures) == 0 {
			return "No stage uses plot: there are no figures and no report.", nil
		}
		if err := s.exportAll(ctx); err != nil {
			return "", err
		}
		return "The report is " + s.show(s.reportPath("index.html")) + ".", nil
	})
}

func (s *session) figure(ctx context.Context, names []string) error {
	targets, err := s.targets(names, plotKind)
	if err != nil {
		return err
	}
	return s.bring(ctx, targets, func() (string, error) {
		var closing strings.Builder
		for _, name := range targets {
			if err := s.exportFigure(ctx, name); err != nil {
				return "", err
			}
			for _, export := range exports() {
				fmt.Fprintln(&closing, s.show(s.reportPath("figures", name+export.ending)))
			}
		}
		return closing.String(), nil
	})
}

func (s *session) runStages(ctx context.Context, names []string) error {
	targets, err := s.targets(names, "")
	if err != nil {
		return err
	}
	return s.bring(ctx, targets, func() (string, error) { return "", nil })
}

// bring brings targets (nil: all stages) up to date, or with --dry-run says what
// that would take; then does what is to be done with the results, which gc leaves
// alone until the end, and says in closing where they are.
func (s *session) bring(ctx context.Context, targets []string, then func() (closing string, err error)) error {
	if s.options.dryRun {
		return s.plan(ctx, targets)
	}
	if err := s.cache.Prepare(); err != nil {
		return err
	}
	release, err := s.cache.Use(ctx)
	if err != nil {
		return err
	}
	defer release()
	started := s.now()
	s.display.Expect(len(s.engine.Closure(targets)))
	summary, err := s.engine.Run(ctx, targets, s.forced(targets))
	closing := ""
	switch {
	case err == nil:
		closing, err = then()
	case ctx.Err() == nil && len(summary.Failed) > 0:
		if exportErr := s.exportFresh(ctx, targets); exportErr != nil {
			s.display.Warn(exportErr.Error())
		}
	}
	return s.conclude(summary, err, started, closing)
}

// conclude says at the end what was done, once.
func (s *session) conclude(summary engine.Summary, err error, started time.Time, closing string) error {
	took := max(s.now().Sub(started), 0) // the clock may have been set back
	if closeErr := s.display.Close(); closeErr != nil {
		err = errors.Join(err, closeErr)
	}
	if s.options.json {
		if printErr := s.printJSON(struct {
			engine.Summary
			Seconds float64 `json:"seconds"`
			Reports string  `json:"reports"`
		}{summary, took.Seconds(), s.settings.Reports}); printErr != nil {
			return errors.Join(err, printErr)
		}
		return reported(summary, err)
	}
	ran := len(summary.Ran)+len(summary.Cached)+len(summary.Failed)+len(summary.Skipped) > 0
	if ran && (!s.settings.Quiet || err != nil) {
		fmt.Fprintf(s.out, "%s in %s.\n", describe(summary), quantity.Duration(took))
	}
	if err == nil && !s.settings.Quiet && closing != "" {
		fmt.Fprintln(s.out, trimNewline(closing))
	}
	return reported(summary, err)
}

// reported leaves out of an error what the display has said already: that stages failed.
func reported(summary engine.Summary, err error) error {
	if len(summary.Failed) > 0 && err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, engine.ErrUnwritable) {
		return errReported
	}
	return err
}

func describe(s engine.Summary) string {
	text := fmt.Sprintf("%d %s ran, %d fresh", len(s.Ran), plural(len(s.Ran), "stage"), len(s.Cached))
	if len(s.Failed) > 0 {
		text += fmt.Sprintf(", %d failed", len(s.Failed))
	}
	if len(s.Skipped) > 0 {
		text += fmt.Sprintf(", %d not run", len(s.Skipped))
	}
	return text
}

func (s *session) printJSON(value any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := s.out.Write(visible.JSON(b.Bytes()))
	return err
}
