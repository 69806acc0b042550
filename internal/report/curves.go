package report

import (
	"math"
	"strconv"
)

// curvesView is what the page's script is told of a figure, as JSON.
type curvesView struct {
	Panels   []panelView       `json:"panels"`
	Networks []Network         `json:"networks,omitempty"`
	Kinds    map[string]string `json:"kinds,omitempty"` // names of styles
}

type panelView struct {
	Name   string       `json:"name"`
	Title  string       `json:"title"`
	Frame  [4]float64   `json:"frame"` // left, top, width, height
	X      axisView     `json:"x"`
	Y      axisView     `json:"y"`
	Series []seriesView `json:"series"`
}

type axisView struct {
	Label string  `json:"label"`
	Log   bool    `json:"log"`
	Min   float64 `json:"min"`
	Max   float64 `json:"max"`
	Names []Name  `json:"names,omitempty"`
}

type seriesView struct {
	Name  string     `json:"name"`
	Style string     `json:"style"`
	Color string     `json:"color"`
	X     []float64  `json:"x"`
	Y     []float64  `json:"y"`
	Low   []*float64 `json:"low,omitempty"` // null where a point has no bar
	High  []*float64 `json:"high,omitempty"`
	Value []float64  `json:"value,omitempty"`
	Of    string     `json:"of,omitempty"`
}

// What a figure and its series keep. A screen shows a point of the page as two pixels or so, and few people read more than
// this many points of one curve; the CSV file has them all.
const (
	apart      = 0.75 // smallest distance along a curve, in the SVG's units
	mostPoints = 20000
	mostKept   = 600
	leastKept  = 50   // where there are so many series that a figure would have more points than mostPoints
	mostCells  = 4096 // of a heat map, which isn't thinned: one with more can't be read off
	digits     = 5
	barDigits  = 9 // more, since the length of a bar may be a small part of the value
)

// newCurves prepares the numbers of a figure for its page; nil where there is nothing to read off.
func newCurves(panels []Panel) *curvesView {
	v := curvesView{Panels: make([]panelView, len(panels))}
	any, number := false, 0
	for _, p := range panels {
		number += len(p.Series)
	}
	most := min(mostKept, max(leastKept, mostPoints/max(1, number)))
	for i, p := range panels {
		v.Panels[i] = panelView{
			Name: p.Name, Title: p.Title, X: axisView(p.X), Y: axisView(p.Y),
			Frame: [4]float64{p.Frame.Left, p.Frame.Top, p.Frame.Width, p.Frame.Height},
		}
		for _, s := range p.Series {
			if kept := newSeries(p, s, most); len(kept.X) > 0 {
				v.Panels[i].Series = append(v.Panels[i].Series, kept)
				any = true
			}
		}
	}
	if !any {
		return nil
	}
	return &v
}

// newSeries keeps the points of a series that lie in the panel's frame, thinned to a number.
func newSeries(p Panel, s Series, most int) seriesView {
	v := seriesView{Name: s.Name, Style: s.Style, Color: s.Color, Of: s.Of}
	if len(s.Value) > mostCells {
		return v
	}
	for _, i := range kept(p, s, most) {
		v.X, v.Y = append(v.X, short(s.X[i])), append(v.Y, short(s.Y[i]))
		if s.Low != nil {
			v.Y[len(v.Y)-1] = roundedTo(barDigits, s.Y[i])
			v.Low, v.High = append(v.Low, present(s.Low[i])), append(v.High, present(s.High[i]))
		}
		if s.Value != nil {
			v.Value = append(v.Value, short(s.Value[i]))
		}
	}
	return v
}

// kept returns the indices of the points that stay.
func kept(p Panel, s Series, most int) []int {
	var indices []int
	lastX, lastY := math.Inf(-1), math.Inf(-1)
	skipped := -1
	for i := range s.X {
		u, okX := p.X.fraction(s.X[i])
		v, okY := p.Y.fraction(s.Y[i])
		if !okX || !okY || s.Value != nil && math.IsNaN(s.Value[i]) {
			continue
		}
		x, y := u*p.Frame.Width, v*p.Frame.Height
		if s.Low == nil && s.Value == nil && math.Hypot(x-lastX, y-lastY) < apart {
			skipped = i
			continue
		}
		indices, lastX, lastY, skipped = append(indices, i), x, y, -1
	}
	if skipped >= 0 { // a curve is read to its end
		indices = append(indices, skipped)
	}
	if s.Value != nil {
		return indices
	}
	return few(indices, most)
}

// few keeps at most n of the indices, evenly, the first and the last among them.
func few(indices []int, n int) []int {
	if len(indices) <= n {
		return indices
	}
	fewer := make([]int, n)
	for i := range fewer {
		fewer[i] = indices[i*(len(indices)-1)/(n-1)]
	}
	return fewer
}

// fraction returns where a value lies between the ends of the axis, 0…1; ok is false where it isn't on it.
func (a Axis) fraction(value float64) (at float64, ok bool) {
	low, high := a.Min, a.Max
	if a.Log {
		low, high, value = math.Log(low), math.Log(high), math.Log(value)
	}
	const slack = 1e-9
	at = (value - low) / (high - low)
	return at, at >= -slack && at <= 1+slack // false for NaN
}

// short rounds to a few significant digits.
func short(x float64) float64 { return roundedTo(digits, x) }

func roundedTo(digits int, x float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
	if err != nil { // out of range: nothing to round
		return x
	}
	return rounded
}

// present is nil for what isn't a finite number, which JSON has no word for.
func present(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	x = roundedTo(barDigits, x)
	return &x
}
