package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/figure"
)

func (a *app) newCheck(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "check [FIGURE...]", Short: "Every figure's claims, with what was measured; exit code 1 if one fails",
		Long: `Print what each figure claims, the bound, what was measured and the verdict, and
write reports/claims.json. A figure that isn't fresh fails the check: nothing runs.`,
		RunE: func(c *cobra.Command, names []string) error {
			return a.withSession(c, o, func(ctx context.Context, s *session) error { return s.check(ctx, names) })
		},
		ValidArgsFunction: a.completeStages(o, plotKind),
	}
}

// claim is one entry of a plot stage's claims.json.
type claim struct {
	Figure   string   `json:"figure"`
	Claim    string   `json:"claim"`
	Bound    string   `json:"bound"`
	Measured *float64 `json:"measured"` // nil: there was nothing to measure
	Pass     bool     `json:"pass"`
	Detail   string   `json:"detail"`
}

// checked is what check found out about all figures.
type checked struct {
	Claims []claim  `json:"claims"`
	Stale  []string `json:"stale"` // figures that must be brought up to date first
}

func (c checked) failed() int {
	n := len(c.Stale)
	for _, claim := range c.Claims {
		if !claim.Pass {
			n++
		}
	}
	return n
}

func (s *session) check(ctx context.Context, names []string) error {
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
	result, err := s.collectClaims(ctx, targets)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		if err := s.saveClaims(result); err != nil {
			return err
		}
	}
	if s.options.json {
		err = s.printJSON(result)
	} else {
		err = s.printChecked(result)
	}
	if err == nil && result.failed() > 0 {
		return errReported
	}
	return err
}

// writeClaims writes reports/claims.json.
func (s *session) writeClaims(ctx context.Context, figures []string) error {
	result, err := s.collectClaims(ctx, figures)
	if err != nil {
		return err
	}
	return s.saveClaims(result)
}

func (s *session) collectClaims(ctx context.Context, figures []string) (checked, error) {
	result := checked{Claims: []claim{}, Stale: []string{}}
	for _, name := range figures {
		claims, fresh, err := s.claims(ctx, name)
		if err != nil {
			return result, err
		}
		if !fresh {
			result.Stale = append(result.Stale, name)
		}
		result.Claims = append(result.Claims, claims...)
	}
	return result, nil
}

func (s *session) saveClaims(result checked) error {
	text, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(s.reportPath("claims.json"), append(text, '\n'))
}

// claims reads the claims of a figure; fresh is false where it isn't up to date.
func (s *session) claims(ctx context.Context, name string) (claims []claim, fresh bool, err error) {
	all, err := s.engine.Status(ctx, []string{name}, nil)
	if err != nil || all[len(all)-1].State != engine.Fresh {
		return nil, false, err
	}
	path, err := s.engine.Output(ctx, name, figure.ClaimsFile)
	if err != nil {
		return nil, true, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, true, err
	}
	var file struct {
		Claims []claim `json:"claims"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, true, fmt.Errorf("figure %s: claims.json: %w", name, err)
	}
	for i := range file.Claims {
		file.Claims[i].Figure = name
	}
	return file.Claims, true, nil
}

func (s *session) printChecked(c checked) error {
	var b strings.Builder
	shown := ""
	for _, claim := range c.Claims {
		if claim.Figure != shown {
			shown = claim.Figure
			fmt.Fprintf(&b, "%s\n", shown)
		}
		verdict := "holds"
		if !claim.Pass {
			verdict = "FAILS"
		}
		fmt.Fprintf(&b, "  %s  %s\n         measured %s, bound %s", verdict, claim.Claim, measuredText(claim.Measured), claim.Bound)
		if claim.Detail != "" {
			fmt.Fprintf(&b, " (%s)", claim.Detail)
		}
		b.WriteString("\n")
	}
	for _, name := range c.Stale {
		fmt.Fprintf(&b, "%s\n  STALE  bring it up to date with \"%s\"\n", name, s.hint("figure", name))
	}
	fmt.Fprintf(&b, "\n%d of %d claims hold", len(c.Claims)-c.failed()+len(c.Stale), len(c.Claims))
	if len(c.Stale) > 0 {
		fmt.Fprintf(&b, "; %d %s not up to date", len(c.Stale), plural(len(c.Stale), "figure"))
	}
	b.WriteString(".\n")
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

func measuredText(x *float64) string {
	if x == nil {
		return "nothing"
	}
	return strconv.FormatFloat(*x, 'g', 4, 64)
}
