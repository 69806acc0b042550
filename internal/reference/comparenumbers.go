package reference

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"

	"autoencoder-dynamics/internal/figure"
)

// Moved is a series with other numbers than the accepted one, where it is farthest in units of its tolerance.
type Moved struct {
	Panel     string  `json:"panel"`
	Series    string  `json:"series"`
	Column    string  `json:"column"` // "y": what moved
	Where     string  `json:"where"`  // "x = 31.6"
	Old       float64 `json:"old"`
	New       float64 `json:"new"`
	Tolerance float64 `json:"tolerance"` // how far it may be there
	Kind      string  `json:"kind"`      // what the tolerance is: "relative 1e-06"
	Units     float64 `json:"units"`     // how far it is, in tolerances
	Changed   int     `json:"changed"`   // points with other numbers
	Beyond    int     `json:"beyond"`    // points out of tolerance
	Points    int     `json:"points"`
}

// MarshalJSON writes null for a number that JSON can't hold: an empty cell.
func (m Moved) MarshalJSON() ([]byte, error) {
	type plain Moved // without this method
	number := func(x float64) *float64 {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil
		}
		return &x
	}
	return json.Marshal(struct {
		plain
		Old       *float64 `json:"old"`
		New       *float64 `json:"new"`
		Tolerance *float64 `json:"tolerance"`
		Units     *float64 `json:"units"`
	}{plain(m), number(m.Old), number(m.New), number(m.Tolerance), number(m.Units)})
}

// Within reports whether every number is within its tolerance.
func (m Moved) Within() bool { return m.Beyond == 0 }

// String says how far: "y at x = 31.6 was 0.8123, is 0.8285, 2.0e+04 times its tolerance (relative 1e-06); 78 of 80 points are beyond it".
func (m Moved) String() string {
	text := fmt.Sprintf("%s at %s was %s, is %s (%s), ", m.Column, m.Where, short(m.Old), short(m.New), m.Change())
	if m.Units == math.MaxFloat64 {
		text += "which no tolerance allows"
	} else {
		text += fmt.Sprintf("%s times its tolerance (%s)", strconv.FormatFloat(m.Units, 'g', 2, 64), m.Kind)
	}
	if m.Beyond > 0 {
		text += fmt.Sprintf("; %d of %d points are beyond it", m.Beyond, m.Points)
	}
	return text
}

// Change is the change in per cent, or the difference where the old number is 0.
func (m Moved) Change() string {
	if m.Old == 0 || math.IsNaN(m.Old) || math.IsNaN(m.New) {
		return "by " + short(m.New-m.Old)
	}
	return strconv.FormatFloat(100*(m.New-m.Old)/math.Abs(m.Old), 'g', 2, 64) + " %"
}

func short(x float64) string {
	if math.IsNaN(x) {
		return "empty"
	}
	return strconv.FormatFloat(x, 'g', 6, 64)
}

// compareNumbers compares the series that both have. Series of one alone are for the structure's gate.
func compareNumbers(accepted, made Content) (findings []Finding, moved []Moved) {
	for _, now := range made.Series {
		old, ok := seriesOf(accepted.Series, now.Panel, now.Name)
		if !ok {
			continue
		}
		if len(old.Points) != len(now.Points) {
			findings = append(findings, Finding{Numbers, now.Panel, now.Name, countMessage(old, now)})
			continue
		}
		is, was := summaryOf(made.Summary, now.Panel, now.Name), summaryOf(accepted.Summary, now.Panel, now.Name)
		m := compareSeries(old, now, ruler{now: is, replicas: [2]int{was.Replicas, is.Replicas}})
		if m.Changed > 0 {
			moved = append(moved, m)
		}
	}
	slices.SortStableFunc(moved, func(a, b Moved) int { return cmp.Compare(b.Units, a.Units) })
	for _, m := range moved {
		if !m.Within() {
			findings = append(findings, Finding{Numbers, m.Panel, m.Series, m.String()})
		}
	}
	return findings, moved
}

func countMessage(old, now Series) string {
	return fmt.Sprintf("it had %d points (%s), has %d (%s)", len(old.Points), reach(old), len(now.Points), reach(now))
}

// reach is the range of x.
func reach(s Series) string {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range s.Points {
		if !math.IsNaN(p[X]) {
			low, high = min(low, p[X]), max(high, p[X])
		}
	}
	if low > high {
		return "without x"
	}
	return "x from " + short(low) + " to " + short(high)
}

func compareSeries(old, now Series, r ruler) Moved {
	m := Moved{Panel: now.Panel, Series: now.Name, Points: len(now.Points), Units: -1}
	for i := range now.Points {
		before, after := old.Points[i], now.Points[i]
		changed, beyond := false, false
		for c := range columns {
			was, is := before[c], rounded(after[c])
			if rounded(was) == is || math.IsNaN(was) && math.IsNaN(is) {
				continue
			}
			changed = true
			allowed, kind := r.allowed(c, before, after)
			units := math.Abs(is-was) / allowed
			if !(units >= 0) { // one of them is empty, or the tolerance 0
				units = math.Inf(1)
			}
			beyond = beyond || units > 1
			if units > m.Units {
				m.Units, m.Column, m.Old, m.New, m.Tolerance, m.Kind = units, c.String(), was, after[c], allowed, kind
				m.Where = placeOf(c, i, before)
			}
		}
		if changed {
			m.Changed++
		}
		if beyond {
			m.Beyond++
		}
	}
	m.Units = min(max(m.Units, 0), math.MaxFloat64)
	return m
}

// placeOf says at which point a number stands.
func placeOf(c Column, i int, p Point) string {
	switch {
	case c == Value:
		return fmt.Sprintf("x = %s, y = %s", short(p[X]), short(p[Y]))
	case c == X || math.IsNaN(p[X]):
		return fmt.Sprintf("point %d", i+1)
	}
	return "x = " + short(p[X])
}

// ruler knows how far the numbers of a series may be from the accepted ones.
type ruler struct {
	now      figure.SeriesSummary
	replicas [2]int // of the accepted one and of this one
}

// deviations is how many standard errors of the difference of two means chance may make.
const deviations = 4

// allowed returns the tolerance at a point, and which it is.
func (r ruler) allowed(c Column, old, now Point) (tolerance float64, kind string) {
	t := r.now.Tolerance
	relative, absolute := t.Relative, t.Absolute
	if relative == 0 && absolute == 0 {
		relative = 1e-6 // rounding on other processors, where there is no other tolerance
	}
	tolerance, kind = relative*math.Abs(old[c]), "relative "+strconv.FormatFloat(relative, 'g', -1, 64)
	if absolute > tolerance {
		tolerance, kind = absolute, "absolute "+strconv.FormatFloat(absolute, 'g', -1, 64)
	}
	if t.Statistical && c != X {
		if chance := deviations * math.Hypot(standardError(c, old, r.replicas[0]), standardError(c, now, r.replicas[1])); chance > tolerance {
			return chance, fmt.Sprintf("%d standard errors", deviations)
		}
	}
	return tolerance, kind
}

// standardError is that of a mean over n replicas, or of an end of its bar, mean ± standard deviation: half the bar is
// the deviation σ, the mean has the error σ/√n, and σ itself has about σ/√(2(n−1)).
func standardError(c Column, p Point, n int) float64 {
	deviation := (p[High] - p[Low]) / 2
	if n < 2 || !(deviation >= 0) {
		return 0
	}
	variance := 1 / float64(n)
	if c != Y {
		variance += 1 / float64(2*(n-1))
	}
	return deviation * math.Sqrt(variance)
}

// summaryOf returns what figure.json says of a series; the zero value where it doesn't name it.
func summaryOf(s figure.Summary, panel, name string) figure.SeriesSummary {
	for i, p := range s.Panels {
		if panelName(s, i) != panel {
			continue
		}
		for _, series := range p.Series {
			if series.Name == name {
				return series
			}
		}
	}
	return figure.SeriesSummary{}
}

// panelName is what data.csv calls the i-th panel: its letter, with a prime for each panel without one that follows it.
func panelName(s figure.Summary, i int) string {
	primes := ""
	for i > 0 && s.Panels[i].Letter == "" {
		primes += "′"
		i--
	}
	return s.Panels[i].Letter + primes
}
