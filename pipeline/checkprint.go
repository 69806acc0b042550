package main

import (
	"fmt"
	"strings"

	"autoencoder-dynamics/internal/reference"
)

// maxFindings is how many findings about one figure are printed; the page has all.
const maxFindings = 12

// writeCompared writes how figures stand to their references, and of those that differ in what.
func (s *session) writeCompared(b *strings.Builder, all []compared, requireReferences bool, width int) {
	name, variant := len("FIGURE"), len("REFERENCE")
	for _, one := range all {
		name, variant = max(name, runes(one.Figure)), max(variant, runes(string(one.Variant)))
	}
	widths := []int{name, variant, max(24, width-2-name-variant-2*columnGap)}
	var stale []string
	writeRow(b, "  ", widths, "FIGURE", "REFERENCE", "VERDICT")
	for _, one := range all {
		if one.Status == statusStale {
			stale = append(stale, one.Figure)
			continue
		}
		writeRow(b, "  ", widths, one.Figure, string(one.Variant), one.sentence())
		if one.Status == statusDiffers {
			s.writeFindings(b, one, width)
		}
		for _, warning := range one.Warnings {
			writeRow(b, "    ", []int{width - 4}, "warning: "+warning.String())
		}
	}
	if len(stale) > 0 {
		writeRow(b, "  ", []int{width - 2}, "STALE: "+strings.Join(stale, ", "))
		fmt.Fprintf(b, "    to mend that: %s\n", s.toRefresh(stale))
	}
	if requireReferences {
		return
	}
	for _, one := range all {
		if one.Status == statusNone {
			fmt.Fprintf(b, "\n%s.\n", s.toAccept(one.Figure))
			return
		}
	}
}

// toAccept is the next step with a figure that has no reference.
func (s *session) toAccept(name string) string {
	return fmt.Sprintf("A figure without a reference gets one by \"%s\"", s.hint("accept", name, "--reason", "…"))
}

func (s *session) writeFindings(b *strings.Builder, one compared, width int) {
	for i, finding := range one.Findings {
		if i == maxFindings {
			fmt.Fprintf(b, "    … and %d more\n", len(one.Findings)-i)
			break
		}
		writeRow(b, "    ", []int{1, width - 7}, "–", finding.String())
	}
	for _, line := range one.Digests {
		fmt.Fprintf(b, "    %s\n", line)
	}
	fmt.Fprintf(b, "    to see it:    %s\n    to bless it:  %s\n", s.hint("diff", one.Figure), s.hint("accept", one.Figure, "--reason", "…"))
}

// sentence says what came out in one line.
func (one compared) sentence() string {
	switch one.Status {
	case statusSame:
		return "same, to the last bit"
	case statusPasses:
		return "passes: " + one.inTolerance()
	case statusDiffers:
		return fmt.Sprintf("DIFFERS, says the gate of the %s", one.Gate)
	}
	if one.Note != "" {
		return string(one.Status) + ": " + one.Note
	}
	return string(one.Status)
}

// inTolerance says what differs in a figure that passes.
func (one compared) inTolerance() string {
	if len(one.Moved) == 0 {
		return "other bytes, the same numbers and drawing"
	}
	m := one.Moved[0]
	return fmt.Sprintf("%d series moved within tolerance, most in %s: %s",
		len(one.Moved), reference.Finding{Panel: m.Panel, Series: m.Series}.Where(), m)
}

// referencesSentence sums up: "12 figures are as accepted; 1 differs; 1 without a reference."
func referencesSentence(all []compared) string {
	counts := map[status]int{}
	for _, one := range all {
		counts[one.Status]++
	}
	good := counts[statusSame] + counts[statusPasses]
	text := fmt.Sprintf("%d of %d figures are as accepted", good, len(all))
	for _, part := range []struct {
		status status
		words  string
	}{
		{statusDiffers, "differ"}, {statusUnreadable, "with an unreadable reference"}, {statusNone, "without a reference"},
		{statusOther, "not compared"}, {statusStale, "not up to date"},
	} {
		if n := counts[part.status]; n > 0 {
			words := part.words
			if part.status == statusDiffers && n == 1 {
				words = "differs"
			}
			text += fmt.Sprintf("; %d %s", n, words)
		}
	}
	return text + "."
}
