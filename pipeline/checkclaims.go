package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/figure"
	"autoencoder-dynamics/internal/reference"
)

// claim is one entry of a plot stage's claims.json.
type claim struct {
	Figure string `json:"figure"`
	reference.Claim
}

// verdictText is the verdict as the table has it: one that fails catches the eye.
func (c claim) verdictText() string {
	if verdict := c.Verdict(); verdict != reference.Fails {
		return string(verdict)
	}
	return "FAILS"
}

// claimed are the claims of figures, as claims.json holds them.
type claimed struct {
	Claims []claim  `json:"claims"`
	Stale  []string `json:"stale"` // figures that must be brought up to date first
}

// count returns how many claims have a verdict.
func (c claimed) count(verdict reference.Verdict) int {
	n := 0
	for _, claim := range c.Claims {
		if claim.Verdict() == verdict {
			n++
		}
	}
	return n
}

// failed counts failing claims and figures whose claims aren't known.
func (c claimed) failed() int { return c.count(reference.Fails) + len(c.Stale) }

// sentence sums up: "11 of 13 claims hold; 1 FAILS; 1 not measured; 2 figures not up to date."
func (c claimed) sentence() string {
	text := fmt.Sprintf("%d of %d claims hold", c.count(reference.Holds), len(c.Claims))
	if n := c.count(reference.Fails); n == 1 {
		text += "; 1 fails"
	} else if n > 1 {
		text += fmt.Sprintf("; %d fail", n)
	}
	if n := c.count(reference.Contradicted); n > 0 {
		text += fmt.Sprintf("; %d contradicted, a finding", n)
	}
	if n := c.count(reference.NotMeasured); n > 0 {
		text += fmt.Sprintf("; %d not measured", n)
	}
	if n := len(c.Stale); n > 0 {
		text += fmt.Sprintf("; %d %s not up to date", n, plural(n, "figure"))
	}
	return text + "."
}

// writeClaims writes reports/claims.json.
func (s *session) writeClaims(ctx context.Context, figures []string) error {
	result, err := s.collectClaims(ctx, figures)
	if err != nil {
		return err
	}
	return s.saveClaims(result)
}

func (s *session) collectClaims(ctx context.Context, figures []string) (claimed, error) {
	result := claimed{Claims: []claim{}, Stale: []string{}}
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

// claimsTable writes claims as a table, the details of each below it, under the names of their figures.
func claimsTable(b *strings.Builder, claims []claim, width int) {
	if len(claims) == 0 {
		return
	}
	const verdict, measured = 12, 10
	bound := len("BOUND")
	shownClaims := reportClaims(claims) // bounds and numbers as the report has them, in per cent where the claim is
	for _, c := range shownClaims {
		text, _ := c.Texts()
		bound = min(max(bound, runes(text)), width/5)
	}
	widths := []int{verdict, max(16, width-2-verdict-bound-measured-3*columnGap), bound, measured}
	writeRow(b, "  ", widths, "VERDICT", "CLAIM", "BOUND", "MEASURED")
	shown := ""
	for i, c := range claims {
		if c.Figure != shown {
			shown = c.Figure
			fmt.Fprintf(b, "%s\n", shown)
		}
		limit, number := shownClaims[i].Texts()
		writeRow(b, "  ", widths, c.verdictText(), c.Claim.Claim, limit, cmp.Or(number, "–"))
		if c.Detail != "" {
			writeRow(b, "  ", []int{verdict, width - 2 - verdict - columnGap}, "", "("+c.Detail+")")
		}
	}
}
