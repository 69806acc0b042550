package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// checkOptions are the flags of check alone.
type checkOptions struct {
	requireReferences bool
	pages             string
}

func (a *app) newCheck(o *options) *cobra.Command {
	var own checkOptions
	c := &cobra.Command{
		Use: "check [FIGURE...]", Short: "Every figure's claims, and every figure against its reference; exit code 1 on any failure",
		Long: `Print what each figure claims, the bound, what was measured and the verdict, and
write reports/claims.json. A claim that is "contradicted" is a finding: what was
measured refutes the paper, and a claim of its own says what was found instead;
only claims that fail do fail the check. Then compare each figure with its reference in
figures/reference/: the numbers, series by series, within the tolerances that the
figure states; what it consists of; what is drawn; and, as a warning, the pixels.
A figure that isn't fresh fails the check: nothing runs. One without a reference
is named, and fails with --require-references. docs/references.md tells more.`,
		Example: "  go run ./pipeline check\n  go run ./pipeline check --profile quick --require-references --diff reports/diff",
		RunE: func(c *cobra.Command, names []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.check(ctx, names, own) })
		},
		ValidArgsFunction: a.completeStages(o, plotKind),
	}
	c.Flags().BoolVar(&own.requireReferences, "require-references", false, "a figure without a reference fails, too")
	c.Flags().StringVar(&own.pages, "diff", "", "write a page for each figure that differs to this `folder`, as diff does")
	return c
}

// checked is what check found out about all figures.
type checked struct {
	claimed
	References []compared `json:"references"`
	Pages      string     `json:"pages,omitempty"` // index of the pages that show what differs
}

// failed counts what fails the check.
func (c checked) failed(requireReferences bool) int {
	n := c.claimed.failed()
	for _, one := range c.References {
		if one.Status.fails(requireReferences) {
			n++
		}
	}
	return n
}

func (s *session) check(ctx context.Context, names []string, own checkOptions) error {
	targets, err := s.targets(names, plotKind)
	if err != nil {
		return err
	}
	if len(targets) == 0 {
		targets = s.figures()
	}
	if len(targets) == 0 {
		return fmt.Errorf("%s has no figures, so there is nothing to check", s.pipeline.Path)
	}
	claims, err := s.collectClaims(ctx, targets)
	if err != nil {
		return err
	}
	result := checked{claimed: claims}
	if result.References, err = s.compareFigures(ctx, targets); err != nil {
		return err
	}
	if own.pages != "" {
		if result.Pages, err = s.writePages(s.absolute(own.pages), differing(result.References)); err != nil {
			return err
		}
	}
	if s.options.json {
		err = s.printJSON(result)
	} else {
		err = s.printChecked(result, own)
	}
	if len(names) == 0 {
		err = errors.Join(err, s.saveClaims(claims)) // what was found is said even where it can't be kept
	}
	if err == nil && result.failed(own.requireReferences) > 0 {
		return errReported
	}
	return err
}

// absolute is a path as the user meant it.
func (s *session) absolute(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(s.dir, path)
}

func (s *session) printChecked(c checked, own checkOptions) error {
	var b strings.Builder
	width := s.tableWidth()
	if allStale(c.References) {
		return s.printAllStale(c.References, width)
	}
	claimsTable(&b, c.Claims, width)
	if len(c.Claims) > 0 {
		fmt.Fprintln(&b)
	}
	s.writeCompared(&b, c.References, own.requireReferences, width)
	fmt.Fprintf(&b, "\n%s\n%s\n", c.claimed.sentence(), referencesSentence(c.References))
	if c.Pages != "" && len(differing(c.References)) > 0 {
		fmt.Fprintf(&b, "What differs is shown in %s.\n", s.show(c.Pages))
	}
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

// saveClaims writes reports/claims.json.
func (s *session) saveClaims(result claimed) error {
	text, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(s.reportPath("claims.json"), append(text, '\n'))
}
