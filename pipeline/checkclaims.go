package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"autoencoder-dynamics/internal/engine"
	"autoencoder-dynamics/internal/figure"
)

// claim is one entry of a plot stage's claims.json.
type claim struct {
	Figure     string   `json:"figure"`
	Claim      string   `json:"claim"`
	Bound      string   `json:"bound"`
	Measured   *float64 `json:"measured"` // nil: there was nothing to measure
	Pass       bool     `json:"pass"`
	Unmeasured bool     `json:"unmeasured,omitempty"` // this run can't tell, and Detail says why
	// Contradicted: the measurement refutes it, which is a finding, and Detail has the evidence.
	Contradicted bool   `json:"contradicted,omitempty"`
	Detail       string `json:"detail"`
}

// verdict is what came out, in words.
func (c claim) verdict() string {
	switch {
	case c.Unmeasured:
		return "not measured"
	case c.Contradicted:
		return "contradicted"
	case c.Pass:
		return "holds"
	}
	return "FAILS"
}

// claimed are the claims of figures, as claims.json holds them.
type claimed struct {
	Claims []claim  `json:"claims"`
	Stale  []string `json:"stale"` // figures that must be brought up to date first
}

// count returns how many claims have a verdict.
func (c claimed) count(verdict string) int {
	n := 0
	for _, claim := range c.Claims {
		if claim.verdict() == verdict {
			n++
		}
	}
	return n
}

// failed counts failing claims and figures whose claims aren't known.
func (c claimed) failed() int { return c.count("FAILS") + len(c.Stale) }

// sentence sums up: "11 of 13 claims hold; 1 FAILS; 1 not measured; 2 figures not up to date."
func (c claimed) sentence() string {
	text := fmt.Sprintf("%d of %d claims hold", c.count("holds"), len(c.Claims))
	if n := c.count("FAILS"); n == 1 {
		text += "; 1 fails"
	} else if n > 1 {
		text += fmt.Sprintf("; %d fail", n)
	}
	if n := c.count("contradicted"); n > 0 {
		text += fmt.Sprintf("; %d contradicted, a finding", n)
	}
	if n := c.count("not measured"); n > 0 {
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
	for _, c := range claims {
		bound = min(max(bound, runes(c.Bound)), width/5)
	}
	widths := []int{verdict, max(16, width-2-verdict-bound-measured-3*columnGap), bound, measured}
	writeRow(b, "  ", widths, "VERDICT", "CLAIM", "BOUND", "MEASURED")
	shown := ""
	for _, c := range claims {
		if c.Figure != shown {
			shown = c.Figure
			fmt.Fprintf(b, "%s\n", shown)
		}
		writeRow(b, "  ", widths, c.verdict(), c.Claim, c.Bound, measuredText(c.Measured))
		if c.Detail != "" {
			writeRow(b, "  ", []int{verdict, width - 2 - verdict - columnGap}, "", "("+c.Detail+")")
		}
	}
}

func measuredText(x *float64) string {
	if x == nil {
		return "–"
	}
	return strconv.FormatFloat(*x, 'g', 4, 64)
}
