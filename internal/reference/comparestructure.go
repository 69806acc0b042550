package reference

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"autoencoder-dynamics/internal/figure"
)

// structure compares what a figure consists of and collects what differs.
type structure struct {
	accepted, made Content
	loose          map[string]bool // panels whose numbers moved
	findings       []Finding
	remarks        []Finding // what differs, but isn't drawn
}

// compareStructure compares panels, axes, series and legends. Texts that aren't drawn are remarked upon.
func compareStructure(accepted, made Content, loose map[string]bool) (findings, remarks []Finding) {
	s := structure{accepted: accepted, made: made, loose: loose}
	old, now := accepted.Summary, made.Summary
	if old.WidthInches != now.WidthInches {
		s.find("", "", "the figure was %g inches wide, is %g", old.WidthInches, now.WidthInches)
	}
	if len(old.Panels) != len(now.Panels) {
		s.find("", "", "the figure had %d panels (%s), has %d (%s)", len(old.Panels), letters(old), len(now.Panels), letters(now))
	}
	s.caveats()
	s.legend("", old.Legend, now.Legend)
	for i := range now.Panels {
		name := panelName(now, i)
		if j := panelIndex(old, name); j >= 0 {
			s.panel(name, old.Panels[j], now.Panels[i])
		}
	}
	s.texts()
	return s.findings, s.remarks
}

func (s *structure) find(panel, series, format string, values ...any) {
	s.findings = append(s.findings, Finding{Structure, panel, series, fmt.Sprintf(format, values...)})
}

func (s *structure) remark(panel, series, format string, values ...any) {
	s.remarks = append(s.remarks, Finding{Structure, panel, series, fmt.Sprintf(format, values...)})
}

func letters(s figure.Summary) string {
	names := make([]string, len(s.Panels))
	for i := range s.Panels {
		names[i] = panelName(s, i)
	}
	return strings.Join(names, ", ")
}

func panelIndex(s figure.Summary, name string) int {
	for i := range s.Panels {
		if panelName(s, i) == name {
			return i
		}
	}
	return -1
}

func (s *structure) caveats() {
	labels := func(c Content) []string {
		var all []string
		for _, caveat := range c.Summary.Caveats {
			all = append(all, caveat.Label)
		}
		return all
	}
	if old, now := labels(s.accepted), labels(s.made); !slices.Equal(old, now) {
		s.find("", "", "its caveats were %q, are %q", old, now)
	}
}

func (s *structure) panel(name string, old, now figure.PanelSummary) {
	if old.Title != now.Title {
		s.find(name, "", "its title was %q, is %q", old.Title, now.Title)
	}
	s.axis(name, "x", old.X, now.X)
	s.axis(name, "y", old.Y, now.Y)
	s.legend(name, old.Legend, now.Legend)
	s.series(name, old.Series, now.Series)
}

// rangeTolerance is by how much of its span an axis found from the data may shift where that data moved within tolerance.
const rangeTolerance = 0.05

func (s *structure) axis(panel, name string, old, now *figure.AxisSummary) {
	switch {
	case old == nil && now == nil:
		return
	case old == nil:
		s.find(panel, "", "it had no %s axis, has one", name)
		return
	case now == nil:
		s.find(panel, "", "it had a %s axis, has none", name)
		return
	}
	if old.Label != now.Label {
		s.find(panel, "", "the label of the %s axis was %q, is %q", name, old.Label, now.Label)
	}
	if (old.Named || now.Named) && !slices.Equal(old.Ticks, now.Ticks) {
		s.find(panel, "", "the names along the %s axis were %v, are %v", name, tickNames(old), tickNames(now))
	}
	if old.Scale != now.Scale {
		s.find(panel, "", "the %s axis was %s, is %s", name, scaleName(old.Scale), scaleName(now.Scale))
		return // with another range, which goes without saying
	}
	tolerance := 1e-6
	if s.loose[panel] {
		tolerance = rangeTolerance
	}
	if from, to := shift(old, now.Min-old.Min, now.Min/old.Min), shift(old, now.Max-old.Max, now.Max/old.Max); !(max(from, to) <= tolerance) {
		s.find(panel, "", "the %s axis went from %s to %s, goes from %s to %s", name, short(old.Min), short(old.Max), short(now.Min), short(now.Max))
	}
}

func tickNames(a *figure.AxisSummary) []string {
	names := make([]string, len(a.Ticks))
	for i, tick := range a.Ticks {
		names[i] = tick.Label
	}
	return names
}

func scaleName(s figure.Scale) string {
	if s == figure.Log {
		return "logarithmic"
	}
	return "linear"
}

// shift is by how much of the axis its end moved.
func shift(a *figure.AxisSummary, difference, ratio float64) float64 {
	if difference == 0 {
		return 0
	}
	if a.Scale == figure.Log {
		return math.Abs(math.Log(ratio) / math.Log(a.Max/a.Min))
	}
	return math.Abs(difference / (a.Max - a.Min))
}
