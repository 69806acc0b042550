package figure

import (
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
	look := lookOf(s, entry.Role, entry.Color, entry.Faint)
	middle := vg.Point{X: at.X + sampleWidth/2, Y: at.Y}
	if look.bars {
		half := s.SmallSize * 0.36
		c.FillPolygon(look.fill, []vg.Point{
			{X: at.X + 1, Y: at.Y - half}, {X: at.X + sampleWidth - 1, Y: at.Y - half},
			{X: at.X + sampleWidth - 1, Y: at.Y + half}, {X: at.X + 1, Y: at.Y + half},
		})
		return
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

// hasSpread reports whether series of the role have bars for the spread over replicas.
func hasSpread(role Role) bool { return role == SGD || role == Images || role == Surrogates }
