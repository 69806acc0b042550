package figure

import (
	"image/color"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	sampleWidth = vg.Length(13)
	sampleGap   = vg.Length(3)
	entryGap    = vg.Length(9)
	legendLine  = 1.4 // height of a legend's line in font sizes
)

// legendRows breaks a legend into lines of a width.
func legendRows(entries []Entry, s Style, width vg.Length) [][]Entry {
	var rows [][]Entry
	pen := vg.Length(0)
	for _, entry := range entries {
		need := sampleWidth + sampleGap + s.width(entry.Text, s.SmallSize)
		if len(rows) == 0 || pen+need > width {
			rows = append(rows, nil)
			pen = 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], entry)
		pen += need + entryGap
	}
	return rows
}

func legendHeight(entries []Entry, s Style, width vg.Length) vg.Length {
	return vg.Length(len(legendRows(entries, s, width))) * s.SmallSize * legendLine
}

// drawLegend draws a legend downwards from its upper left corner.
func drawLegend(c draw.Canvas, s Style, entries []Entry, corner vg.Point, width vg.Length) {
	line := s.SmallSize * legendLine
	y := corner.Y - line/2
	for _, entries := range legendRows(entries, s, width) {
		x := corner.X
		for _, entry := range entries {
			drawSample(c, s, entry, vg.Point{X: x, Y: y})
			x += sampleWidth + sampleGap
			c.FillText(s.text(s.SmallSize, text.XLeft, text.YCenter), vg.Point{X: x, Y: y}, entry.Text)
			x += s.width(entry.Text, s.SmallSize) + entryGap
		}
		y -= line
	}
}

// drawSample draws what stands before a legend's text, its left end at a point.
func drawSample(c draw.Canvas, s Style, entry Entry, at vg.Point) {
	if entry.Role == "" {
		drawSample(c, s, Entry{Role: Theory, Color: entry.Color, Faint: entry.Faint, Dash: entry.Dash}, at)
		entry.Role = SGD
	}
	look := lookOf(s, entry.Role, entry.Color, entry.Faint).dashed(entry.Dash)
	middle := vg.Point{X: at.X + sampleWidth/2, Y: at.Y}
	switch {
	case look.bars:
		drawBox(c, look.fill, at, s.SmallSize*0.36)
		return
	case look.dots:
		drawSampleDots(c, look, middle)
		return
	case look.area:
		half := s.SmallSize * 0.36
		drawBox(c, transparent(look.fill, tintAlpha), at, half)
		at.Y += half
	}
	if look.line > 0 && !look.stem {
		c.StrokeLine2(look.lineStyle(), at.X, at.Y, at.X+sampleWidth, at.Y)
	}
	if look.glyph != none {
		if hasSpread(entry.Role) {
			bar := draw.LineStyle{Color: look.fill, Width: barWidth}
			c.StrokeLine2(bar, middle.X, at.Y-s.SmallSize*0.45, middle.X, at.Y+s.SmallSize*0.45)
		}
		drawGlyph(c, look, middle)
	}
}

// drawBox fills the sample's place to half its height on both sides.
func drawBox(c draw.Canvas, fill color.Color, at vg.Point, half vg.Length) {
	fillRectangle(c, fill, vg.Rectangle{
		Min: vg.Point{X: at.X + 1, Y: at.Y - half}, Max: vg.Point{X: at.X + sampleWidth - 1, Y: at.Y + half}})
}

// drawSampleDots draws some dots, not in a row.
func drawSampleDots(c draw.Canvas, look look, middle vg.Point) {
	var dots []vg.Point
	for _, offset := range []vg.Point{{X: -3.4, Y: -0.9}, {X: -1.2, Y: 1.1}, {X: 0.9, Y: -0.4}, {X: 3.3, Y: 0.8}} {
		dots = append(dots, middle.Add(offset))
	}
	c.SetColor(look.fill)
	fillDots(c, dots, dotRadius*1.2)
}

// hasSpread reports whether series of the role have bars for the spread over replicas.
func hasSpread(role Role) bool {
	return role == SGD || role == Images || role == Surrogates || role == Adam
}
