package figure

import (
	"errors"
	"fmt"
	"math"

	"autoencoder-dynamics/internal/figure/glyph"
	"autoencoder-dynamics/internal/figure/markup"
)

// Check returns every mistake of a built figure that would spoil its drawing: rows of unequal
// length, an unknown role or colour, a letter that the fonts lack, a panel outside the grid.
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
			if names[series.Name] {
				report("%s has two series called %q", where, series.Name)
			}
			names[series.Name] = true
			problems = append(problems, checkSeries(where, series, s)...)
		}
		for _, text := range panel.texts() {
			problems = append(problems, checkLetters(where, text, s)...)
		}
	}
	return errors.Join(problems...)
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
	for i := range min(len(series.X), len(series.Y)) {
		if math.IsInf(series.X[i], 0) || math.IsInf(series.Y[i], 0) || math.IsNaN(series.X[i]) || math.IsNaN(series.Y[i]) {
			problems = append(problems, fmt.Errorf("%s, series %q: point %d isn't finite (%g, %g)", where, series.Name, i+1, series.X[i], series.Y[i]))
			break
		}
	}
	return problems
}

// texts returns everything that the panel writes.
func (p Panel) texts() []string {
	all := []string{p.Title, p.X.Label, p.Y.Label}
	for _, entry := range p.Legend {
		all = append(all, entry.Text)
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
