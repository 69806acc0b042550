package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// writeJSON writes what was counted for programs.
func (t *tally) writeJSON(w io.Writer) error {
	tried, lost, wrong := t.sums()
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]any{
		"seed": t.options.seed, "scale": t.options.scale, "seconds": t.total.Seconds(), "good": t.good(),
		"tried": tried, "lost": lost, "wrong": wrong,
		"rows": t.rows, "failures": t.sortedFailures(), "broken": t.breaks, "sections": t.times,
	})
}

// maxFailures is how many failures of one row are told in full.
const maxFailures = 5

// writeTable writes what was counted for people.
func (t *tally) writeTable(w io.Writer) error {
	var b strings.Builder
	t.writeFailures(&b)
	widest := len("what")
	for _, r := range t.rows {
		widest = max(widest, utf8.RuneCountInString(r.What)+2)
	}
	line := func(what, tried, lost, wrong, note string) {
		text := fmt.Sprintf("%s  %9s  %6s  %6s  %s", pad(what, widest), tried, lost, wrong, note)
		fmt.Fprintln(&b, strings.TrimRight(text, " "))
	}
	rule := strings.Repeat("─", widest+27)
	line("what", "tried", "lost", "wrong", "")
	section := ""
	for _, r := range t.rows {
		if r.Section != section {
			section = r.Section
			fmt.Fprintln(&b, rule)
			fmt.Fprintln(&b, section+t.timeOf(section))
		}
		if r.NotTried != "" && r.Tried == 0 {
			line("  "+r.What, "not tried", "", "", r.NotTried)
			continue
		}
		line("  "+r.What, thousands(r.Tried), thousands(r.Lost), thousands(r.Wrong), r.Note)
	}
	tried, lost, wrong := t.sums()
	fmt.Fprintln(&b, rule)
	line("all", thousands(tried), thousands(lost), thousands(wrong), "")
	fmt.Fprintf(&b, "\nseed %d, scale %g, %d at once, %.0f s. ", t.options.seed, t.options.scale, t.options.jobs, t.total.Seconds())
	fmt.Fprintln(&b, t.verdict())
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *tally) timeOf(section string) string {
	for _, s := range t.times {
		if s.Section == section {
			return fmt.Sprintf("  (%.0f s)", s.Seconds)
		}
	}
	return ""
}

func (t *tally) verdict() string {
	tried, lost, wrong := t.sums()
	switch {
	case len(t.breaks) > 0:
		return "Not proved: a section couldn't be carried out."
	case lost+wrong > 0:
		return "Not to be trusted: see the failures above."
	case tried == 0:
		return "Nothing was tried."
	}
	return "Nothing was lost, nothing was wrong."
}

func (t *tally) writeFailures(b *strings.Builder) {
	for _, broken := range t.breaks {
		fmt.Fprintf(b, "%s couldn't be carried out: %s\n\n", broken.Section, broken.Text)
	}
	told := map[string]int{}
	for _, f := range t.sortedFailures() {
		id := f.Section + " " + f.Row
		if told[id]++; told[id] > maxFailures {
			continue
		}
		fmt.Fprintf(b, "%s: %s, %s/%d: %s\n  again: %s\n\n", f.Kind, f.Section, f.Row, f.Trial, f.Text, f.Repeat)
	}
	for _, r := range t.rows {
		if n := told[r.Section+" "+r.Row]; n > maxFailures {
			fmt.Fprintf(b, "%s, %s: and %d more\n\n", r.Section, r.Row, n-maxFailures)
		}
	}
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// thousands writes a count with its digits in groups of three.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
