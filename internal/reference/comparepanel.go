package reference

import (
	"math"
	"slices"

	"autoencoder-dynamics/internal/figure"
)

// series compares the series of a panel by their names; one that is gone and one that is new with the same numbers were renamed.
func (s *structure) series(panel string, old, now []figure.SeriesSummary) {
	var added []figure.SeriesSummary
	for _, series := range now {
		if i := seriesIndex(old, series.Name); i >= 0 {
			s.oneSeries(panel, old[i], series)
		} else {
			added = append(added, series)
		}
	}
	for _, series := range old {
		if seriesIndex(now, series.Name) >= 0 {
			continue
		}
		if i := s.renamed(panel, series, added); i >= 0 {
			s.find(panel, series.Name, "it is called %q now", added[i].Name)
			s.oneSeries(panel, series, added[i])
			added = slices.Delete(added, i, i+1)
			continue
		}
		s.find(panel, series.Name, "it is missing")
	}
	for _, series := range added {
		s.find(panel, series.Name, "it is new")
	}
}

func seriesIndex(all []figure.SeriesSummary, name string) int {
	return slices.IndexFunc(all, func(one figure.SeriesSummary) bool { return one.Name == name })
}

// renamed returns which of the added series has the numbers of one that is gone, −1 for none.
func (s *structure) renamed(panel string, gone figure.SeriesSummary, added []figure.SeriesSummary) int {
	old, ok := seriesOf(s.accepted.Series, panel, gone.Name)
	if !ok {
		return -1
	}
	return slices.IndexFunc(added, func(one figure.SeriesSummary) bool {
		now, ok := seriesOf(s.made.Series, panel, one.Name)
		if !ok || len(old.Points) != len(now.Points) {
			return false
		}
		r := ruler{now: one, replicas: [2]int{gone.Replicas, one.Replicas}}
		return compareSeries(old, now, r).Within()
	})
}

func (s *structure) oneSeries(panel string, old, now figure.SeriesSummary) {
	if old.Style != now.Style {
		s.find(panel, now.Name, "it was drawn as %s, is as %s", old.Style, now.Style)
	}
	if old.Color != now.Color {
		s.find(panel, now.Name, "its colour was %s, is %s", old.Color, now.Color)
	}
	if old.Replicas != now.Replicas {
		s.find(panel, now.Name, "it was taken over %d replicas, is over %d", old.Replicas, now.Replicas)
	}
	if old.Private != now.Private {
		s.find(panel, now.Name, "it was private: %t, is: %t", old.Private, now.Private)
	}
	s.heat(panel, now.Name, old.Heat, now.Heat)
	if old.Tolerance != now.Tolerance {
		s.remark(panel, now.Name, "its tolerance was %+v, is %+v", old.Tolerance, now.Tolerance)
	}
}

// heat compares how a heat map's colours and places are read off.
func (s *structure) heat(panel, name string, old, now *figure.HeatSummary) {
	switch {
	case old == nil && now == nil:
		return
	case old == nil || now == nil:
		s.find(panel, name, "it was a heat map: %t, is: %t", old != nil, now != nil)
		return
	}
	if old.Label != now.Label {
		s.find(panel, name, "the label of its colours was %q, is %q", old.Label, now.Label)
	}
	if old.Ramp != now.Ramp {
		s.find(panel, name, "its colours were %s, are %s", old.Ramp, now.Ramp)
	}
	if !near(old.Low, now.Low) || !near(old.High, now.High) {
		s.find(panel, name, "its colours went from %s to %s, go from %s to %s", short(old.Low), short(old.High), short(now.Low), short(now.High))
	}
	if !slices.EqualFunc(old.X, now.X, near) || !slices.EqualFunc(old.Y, now.Y, near) {
		s.find(panel, name, "it had %d by %d cells, has %d by %d, or they lie elsewhere", len(old.X)-1, len(old.Y)-1, len(now.X)-1, len(now.Y)-1)
	}
}

// near reports whether two numbers are the same but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*max(math.Abs(a), math.Abs(b)) }

// legend compares a legend by what its entries say and how they look.
func (s *structure) legend(panel string, old, now []figure.EntrySummary) {
	say := func(entries []figure.EntrySummary) []string {
		texts := make([]string, len(entries))
		for i, entry := range entries {
			texts[i] = entry.Text
		}
		return texts
	}
	if before, after := say(old), say(now); !slices.Equal(before, after) {
		s.find(panel, "", "the legend said %q, says %q", before, after)
		return
	}
	for i := range now {
		if old[i].Style != now[i].Style {
			s.find(panel, "", "the legend showed %q as %s, shows it as %s", now[i].Text, old[i].Style, now[i].Style)
		}
		if old[i].Color != now[i].Color {
			s.find(panel, "", "the legend's colour of %q was %s, is %s", now[i].Text, old[i].Color, now[i].Color)
		}
	}
}

// texts remarks upon texts beside the picture.
func (s *structure) texts() {
	old, now := s.accepted.Summary, s.made.Summary
	for _, text := range []struct{ what, old, now string }{
		{"title", old.Title, now.Title}, {"caption", old.Caption, now.Caption}, {"alternative text", old.Alt, now.Alt},
	} {
		if text.old != text.now {
			old, now := changedPart(text.old, text.now)
			s.remark("", "", "its %s said %q, says %q", text.what, old, now)
		}
	}
}

// context is how many letters are shown around what changed in a text.
const context = 24

// changedPart returns of two texts the part in which they differ, with some letters around it.
func changedPart(old, now string) (from, to string) {
	a, b := []rune(old), []rune(now)
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	return excerpt(a, start, len(a)-end), excerpt(b, start, len(b)-end)
}

// excerpt is the letters from start to end with their context.
func excerpt(text []rune, start, end int) string {
	before, after := "…", "…"
	if start -= context; start <= 0 {
		start, before = 0, ""
	}
	if end += context; end >= len(text) {
		end, after = len(text), ""
	}
	return before + string(text[start:end]) + after
}
