package figure

import (
	"fmt"
	"strings"
)

// SayWhatIsLeftOut adds to the caption what a logarithmic axis has no place for: points and reference lines at or below 0.
// Of the start of a run, t = 0 on an axis of times, nothing is said: every figure against time leaves it out.
func (b *Built) SayWhatIsLeftOut() {
	var left []string
	for i, panel := range b.Panels {
		in := ""
		if name := panelName(b.Panels, i); name != "" {
			in = " in (" + name + ")"
		}
		for _, series := range panel.Series {
			if n := panel.leftOut(series); n > 0 {
				left = append(left, fmt.Sprintf("%d of the %d points of “%s”%s", n, len(series.X), series.Name, in))
			}
		}
		for _, reference := range panel.References {
			if along := panel.axisOf(reference); along.Scale == Log && reference.At <= 0 {
				left = append(left, fmt.Sprintf("the line “%s”%s", reference.Label, in))
			}
		}
	}
	if len(left) > 0 {
		b.Caption += " Not shown, because they are not above 0 and the axis is logarithmic: " + strings.Join(left, "; ") + "."
	}
}

// leftOut counts the points of a series that have no place in the panel.
func (p Panel) leftOut(series Series) int {
	n := 0
	for i, x := range series.X {
		low := p.Y.Scale == Log && series.Y[i] <= 0 && !(series.Role == Histogram && series.Y[i] == 0) // an empty bin has no bar
		if low || p.X.Scale == Log && (x < 0 || x == 0 && i > 0) {
			n++
		}
	}
	return n
}

// axisOf returns the axis on which a reference line stands.
func (p Panel) axisOf(r Reference) Axis {
	if r.Vertical {
		return p.X
	}
	return p.Y
}
