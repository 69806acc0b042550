package figure

import (
	"slices"

	"gonum.org/v1/plot/vg"
)

// Distances, in points.
const (
	outer     = vg.Length(3) // margin of the whole figure
	columnGap = vg.Length(9)
	rowGap    = vg.Length(5)
	tickMajor = vg.Length(2.6)
	tickMinor = vg.Length(1.4)
	tickPad   = vg.Length(1.8)
	labelPad  = vg.Length(3)
	minTop    = vg.Length(3)
	titleLine = 1.45 // height of a title's line in font sizes
	noteLine  = 1.3  // height of a caveat's line in font sizes
)

// laid is a panel with its axes settled and its frame placed.
type laid struct {
	Panel
	letter string
	x, y   axis
	frame  vg.Rectangle // where data is drawn
	around edges        // what stands outside the frame of this panel
	// rowLegend is the height of the legend above the row that the panel stands in.
	rowLegend vg.Length
	left      vg.Length // left edge of the panel's column, where the letter stands
}

// edges is the room that a panel takes outside its frame.
type edges struct{ left, right, bottom, top vg.Length }

// layout is the whole figure, placed.
type layout struct {
	width, height vg.Length
	panels        []laid
	legendAt      vg.Point // upper left corner of the figure's legend
	caveats       []string // lines at the lower edge
}

// arrange places everything. Frames share the width in the proportion of the grid's columns,
// after the widest labels of each column have had their room.
func arrange(b *Built, s Style) layout {
	l := layout{width: vg.Length(float64(b.Width) * 72)}
	if s.Width > 0 {
		l.width = vg.Length(float64(s.Width) * 72)
	}
	l.panels = make([]laid, len(b.Panels))
	for i, panel := range b.Panels {
		l.panels[i] = measure(panel, letterOf(b.Panels, i), b.Grid, s, l.width)
	}
	if b.Grid.Columns == nil {
		l.divideRows(len(b.Grid.Rows))
	} else {
		l.placeColumns(b.Grid)
	}
	indent := l.panels[0].frame.Min.X
	legend := legendHeight(b.Legend, s, l.width-outer-indent)
	l.caveats = caveatLines(b.Caveats, s, l.width-2*outer)
	caveats := vg.Length(len(l.caveats)) * s.SmallSize * noteLine
	rows := l.placeRows(b.Grid, legend+outer, caveats+outer)
	l.legendAt = vg.Point{X: indent, Y: l.height - outer}
	for i := range l.panels {
		p := &l.panels[i]
		first, _, last, _ := p.Place.bounds()
		p.frame.Min.Y, p.frame.Max.Y = rows[last].bottom, rows[first].top
		p.left = p.frame.Min.X - p.around.left
		p.settleX()
	}
	return l
}

// bounds returns the first and the last row and column that a place covers.
func (p Place) bounds() (row, column, lastRow, lastColumn int) {
	return p.Row, p.Column, p.Row + max(p.RowSpan, 1) - 1, p.Column + max(p.ColumnSpan, 1) - 1
}

// letterOf numbers the panels that aren't bare: (a), (b), …
func letterOf(panels []Panel, i int) string {
	if panels[i].Bare {
		return ""
	}
	n := 0
	for _, before := range panels[:i] {
		if !before.Bare {
			n++
		}
	}
	return string(rune('a' + n))
}

// measure settles a panel's y axis, whose numbers take room on the left, and the room around it.
// The x axis waits for the frame's width.
func measure(p Panel, letter string, g Grid, s Style, width vg.Length) laid {
	m := laid{Panel: p, letter: letter, around: edges{top: minTop}}
	if p.hasAxes() {
		first, _, last, _ := p.Place.bounds()
		height := vg.Length(0)
		for i := first; i <= last; i++ {
			height += vg.Length(g.Rows[i] * 72)
		}
		m.y = settle(p.Y, p.values(false), height)
		m.around.left, m.around.bottom, m.around.right = m.outside(s)
	}
	if letter != "" || p.Title != "" {
		m.around.top += s.FontSize * titleLine
	}
	m.around.top += legendHeight(p.Legend, s, width/vg.Length(max(len(g.Columns), 1)))
	m.rowLegend = legendHeight(p.RowLegend, s, rowLegendWidth(width))
	m.around.top += m.rowLegend
	return m
}

// outside returns the room for numbers and labels left of, below and right of the frame.
func (p *laid) outside(s Style) (left, bottom, right vg.Length) {
	left, bottom, right = tickMajor, tickMajor, s.SmallSize
	if !p.Y.Shared {
		widest := vg.Length(0)
		for _, t := range p.y.ticks {
			widest = max(widest, s.width(t.label, s.SmallSize))
		}
		left += tickPad + widest
		if p.Y.Label != "" {
			left += labelPad + s.FontSize*1.1
		}
	}
	if !p.X.Shared {
		bottom += tickPad + s.SmallSize
		if p.X.Label != "" {
			bottom += labelPad + s.FontSize*1.15
		}
	}
	for _, reference := range p.References {
		if !reference.Vertical {
			right = max(right, s.width(reference.Label, s.SmallSize)+3)
		}
	}
	return left, bottom, right
}

// settleX settles the x axis once the frame has its width.
func (p *laid) settleX() {
	if p.hasAxes() {
		p.x = settle(p.X, p.values(true), p.frame.Size().X)
	}
}

// rowLegendWidth is the room for the legend of a row, before it is known where the row's first frame begins.
func rowLegendWidth(width vg.Length) vg.Length { return width * 0.85 }

func (p Panel) hasAxes() bool { return p.Scheme == nil && p.Tiles == nil }

// values returns all values on the x or y axis.
func (p Panel) values(x bool) []float64 {
	var all []float64
	for _, series := range p.Series {
		if x {
			all = append(all, series.X...)
		} else {
			all = slices.Concat(all, series.Y, series.Low, series.High)
		}
	}
	for _, reference := range p.References {
		if reference.Vertical == x {
			all = append(all, reference.At)
		}
	}
	return all
}
