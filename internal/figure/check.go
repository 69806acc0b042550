package figure

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure/glyph"
	"autoencoder-dynamics/internal/figure/markup"
)

// Check returns every mistake of a built figure that would spoil its drawing: rows of unequal
// length, an unknown role or colour, a letter that the fonts lack, a panel outside the grid; and
// every number that isn't finite, or whose place a text, a claim or a table takes for granted.
func Check(b *Built, s Style) error {
	var problems []error
	report := func(format string, values ...any) { problems = append(problems, fmt.Errorf(format, values...)) }
	if b.Width <= 0 || len(b.Panels) == 0 {
		report("figure %s has no width or no panels", b.Name)
	}
	for i, panel := range b.Panels {
		where := fmt.Sprintf("figure %s, panel %d", b.Name, i+1)
		_, _, lastRow, lastColumn := panel.Place.bounds()
		if panel.Place.Row < 0 || panel.Place.Column < 0 || lastRow >= len(b.Grid.Rows) || (b.Grid.Columns != nil && lastColumn >= len(b.Grid.Columns)) {
			report("%s lies outside the grid", where)
		}
		names := map[string]bool{}
		for _, series := range panel.Series {
			name := markup.Unicode(series.Name)
			if names[name] {
				report("%s has two series called %q", where, name)
			}
			names[name] = true
			problems = append(problems, checkSeries(where, series, s)...)
		}
		if panel.Heat != nil {
			if names[markup.Unicode(panel.Heat.Name)] {
				report("%s has a series and a heat map called %q", where, panel.Heat.Name)
			}
			problems = append(problems, checkHeat(where, panel)...)
		}
		if panel.Tiles != nil {
			problems = append(problems, checkTiles(where, *panel.Tiles)...)
		}
		problems = append(problems, checkEntries(where, slices.Concat(panel.Legend, panel.RowLegend), s)...)
		problems = append(problems, checkPanelAxis(where, "x", panel.X)...)
		problems = append(problems, checkPanelAxis(where, "y", panel.Y)...)
		for _, text := range panel.texts() {
			problems = append(problems, checkLetters(where, text, s)...)
		}
		problems = append(problems, checkReferences(where, panel.References)...)
		problems = append(problems, checkWords(where, panel.texts()...)...)
	}
	where := "figure " + b.Name
	problems = append(problems, checkClaims(where, b.Claims)...)
	problems = append(problems, checkTables(where, b.Tables)...)
	problems = append(problems, checkWords(where, b.texts()...)...)
	problems = append(problems, checkEntries(where, b.Legend, s)...)
	return errors.Join(problems...)
}

// checkPanelAxis refuses ranges and ticks that an axis can't have.
func checkPanelAxis(where, name string, a Axis) []error {
	var problems []error
	given := a.Min != 0 || a.Max != 0
	if given && (!(a.Min < a.Max) || !drawable(a.Min) || !drawable(a.Max) || (a.Scale == Log && a.Min <= 0)) {
		problems = append(problems, fmt.Errorf("%s: the %s axis goes from %g to %g", where, name, a.Min, a.Max))
	}
	for _, t := range a.Ticks {
		if math.IsNaN(t.At) || math.IsInf(t.At, 0) {
			problems = append(problems, fmt.Errorf("%s: the tick %q of the %s axis is at %g", where, t.Label, name, t.At))
		}
	}
	return problems
}

// checkDash refuses ways of breaking a line that there aren't.
func checkDash(where string, dash int) []error {
	if dash < 0 || dash > Dashes {
		return []error{fmt.Errorf("%s: no dash %d; there are %d", where, dash, Dashes)}
	}
	return nil
}

// checkEntries checks a legend: its colours, and its letters.
func checkEntries(where string, entries []Entry, s Style) []error {
	var problems []error
	for _, entry := range entries {
		if !knownRole(entry.Role) && entry.Role != "" {
			problems = append(problems, fmt.Errorf("%s, legend %q: no role %q", where, entry.Text, entry.Role))
		}
		if _, ok := s.palette[entry.Color]; entry.Color != "" && !ok {
			problems = append(problems, fmt.Errorf("%s, legend %q: no colour %q", where, entry.Text, entry.Color))
		}
		problems = append(problems, checkDash(fmt.Sprintf("%s, legend %q", where, entry.Text), entry.Dash)...)
		problems = append(problems, checkLetters(where, entry.Text, s)...)
	}
	return problems
}

// checkTiles returns the mistakes of image tiles.
func checkTiles(where string, tiles Tiles) []error {
	var problems []error
	if tiles.Columns < 1 || tiles.GroupColumns < 0 || len(tiles.Groups) == 0 {
		problems = append(problems, fmt.Errorf("%s: %d groups of tiles in %d columns", where, len(tiles.Groups), tiles.Columns))
	}
	headings := map[string]bool{}
	for _, group := range tiles.Groups {
		if headings[group.Heading] {
			problems = append(problems, fmt.Errorf("%s has two groups of tiles called %q", where, group.Heading))
		}
		headings[group.Heading] = true
		if len(group.Images) == 0 {
			problems = append(problems, fmt.Errorf("%s: the group %q has no images", where, group.Heading))
		}
		for i, one := range group.Images {
			if one == nil || one.Bounds().Empty() {
				problems = append(problems, fmt.Errorf("%s: image %d of the group %q is empty", where, i+1, group.Heading))
			}
		}
	}
	return problems
}

func checkSeries(where string, series Series, s Style) []error {
	var problems []error
	for name, row := range map[string]int{"y": len(series.Y), "low": len(series.Low), "high": len(series.High), "labels": len(series.Labels)} {
		optional := name != "y"
		if row != len(series.X) && !(optional && row == 0) {
			problems = append(problems, fmt.Errorf("%s, series %q: %d values of x, %d of %s", where, series.Name, len(series.X), row, name))
		}
	}
	if len(series.Low) != len(series.High) {
		problems = append(problems, fmt.Errorf("%s, series %q: %d lower ends and %d upper ones", where, series.Name, len(series.Low), len(series.High)))
	}
	if !knownRole(series.Role) {
		problems = append(problems, fmt.Errorf("%s, series %q: no role %q", where, series.Name, series.Role))
	}
	if _, ok := s.palette[series.Color]; series.Color != "" && !ok {
		problems = append(problems, fmt.Errorf("%s, series %q: no colour %q", where, series.Name, series.Color))
	}
	problems = append(problems, checkDash(fmt.Sprintf("%s, series %q", where, series.Name), series.Dash)...)
	return append(problems, checkNumbers(where, series)...)
}

// texts returns what the figure says outside its panels.
func (b *Built) texts() []string {
	all := []string{b.Title, b.Caption, b.Alt}
	for _, entry := range b.Legend {
		all = append(all, entry.Text)
	}
	for _, claim := range b.Claims {
		all = append(all, claim.Claim, claim.Bound, claim.Detail)
	}
	return all
}

// texts returns everything that the panel writes.
func (p Panel) texts() []string {
	all := []string{p.Title, p.X.Label, p.Y.Label}
	for _, t := range slices.Concat(p.X.Ticks, p.Y.Ticks) {
		all = append(all, t.Label)
	}
	if p.Heat != nil {
		all = append(all, p.Heat.BarLabel)
	}
	for _, reference := range p.References {
		all = append(all, reference.Label)
	}
	for _, series := range p.Series {
		all = append(all, series.Labels...)
	}
	if p.Scheme != nil {
		for _, shape := range p.Scheme.Shapes {
			all = append(all, shape.Text)
		}
	}
	if p.Tiles != nil {
		for _, group := range p.Tiles.Groups {
			all = append(all, group.Heading)
		}
	}
	return all
}

func checkLetters(where, text string, s Style) []error {
	var problems []error
	for _, run := range markup.Parse(text) {
		described := glyph.Sans(s.FontSize, run.Italic, false)
		if missing := glyph.Missing(s.handler.Fonts.Lookup(described, s.FontSize), run.Text); len(missing) > 0 {
			problems = append(problems, fmt.Errorf("%s: the font has no %q, which %q needs", where, string(missing), text))
		}
	}
	return problems
}
