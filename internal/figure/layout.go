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
	// beside is the room right of the frame for the labels of references and of the last tick; the colour bar comes after it.
	beside  vg.Length
	leaders bool // labels of references stand off their lines, and are joined to them
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
	for i := range l.panels {
		l.panels[i].measureHeight(s)
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

// measure settles a panel's y axis, whose numbers take room on the left, and the room on both sides of the frame.
// The x axis waits for the frame's width.
func measure(p Panel, letter string, g Grid, s Style, width vg.Length) laid {
	m := laid{Panel: p, letter: letter}
	if p.hasAxes() {
		first, _, last, _ := p.Place.bounds()
		height := vg.Length(0)
		for i := first; i <= last; i++ {
			height += vg.Length(g.Rows[i] * 72)
		}
		m.y = settle(p.filled(p.Y, false), p.values(false), height)
		m.around.left = m.roomLeft(s)
		m.beside = m.roomBeside(s, height)
		m.around.right = m.beside
		if p.hasBar() {
			m.around.right += m.barRoom(s, height)
		}
	}
	m.rowLegend = legendHeight(p.RowLegend, s, rowLegendWidth(width))
	return m
}

// roomLeft returns the room for the numbers and the label of the y axis.
func (p *laid) roomLeft(s Style) vg.Length {
	if p.Y.Shared {
		return tickMajor
	}
	widest := vg.Length(0)
	for _, t := range p.y.ticks {
		widest = max(widest, s.width(t.label, s.SmallSize))
	}
	left := tickMajor + tickPad + widest
	if p.Y.Label != "" {
		left += labelPad + s.FontSize*1.1
	}
	return left
}

// roomBeside returns the room right of the frame for labels of references, and for the half of the last tick's label
// that reaches beyond the frame. It settles whether labels of references are joined to their lines.
func (p *laid) roomBeside(s Style, height vg.Length) vg.Length {
	right := s.SmallSize
	labels := p.sideLabels(s, height)
	p.leaders = moved(labels)
	for _, label := range labels {
		right = max(right, s.width(label.text, s.SmallSize)+p.labelIndent()+0.5)
	}
	for _, t := range p.X.Ticks {
		right = max(right, p.overhang(s, t))
	}
	return right
}

// overhang is how far the label of a named tick of the x axis reaches beyond a frame of the width of some letters.
func (p *laid) overhang(s Style, t Tick) vg.Length {
	if p.X.Shared {
		return 0
	}
	const narrow = vg.Length(60) // points, about the narrowest frame
	place, ok := settle(p.filled(p.X, true), p.values(true), narrow).unit(t.At)
	if !ok || place > 1 {
		return 0
	}
	return s.width(t.Label, s.SmallSize)/2 - vg.Length(1-place)*narrow
}

// measureHeight settles the x axis once the frame has its width, and the room above and below the frame.
func (p *laid) measureHeight(s Style) {
	p.around.top += minTop + p.rowLegend
	if p.hasAxes() {
		p.x = settle(p.filled(p.X, true), p.values(true), p.frame.Size().X)
		p.around.bottom = p.roomBelow(s)
		p.around.top += p.roomForVertical(s)
	}
	if p.letter != "" || p.Title != "" {
		p.around.top += s.FontSize * titleLine
	}
	p.around.top += legendHeight(p.Legend, s, p.legendWidth())
}

// legendWidth is the room for the panel's legend, which begins at the frame's left edge.
func (p *laid) legendWidth() vg.Length { return p.frame.Size().X + p.around.right }

// roomBelow returns the room for the numbers and the label of the x axis.
func (p *laid) roomBelow(s Style) vg.Length {
	if p.X.Shared {
		return tickMajor
	}
	below := tickMajor + tickPad + s.SmallSize*(1+p.extraLines(s)*tickLine)
	if p.X.Label != "" {
		below += labelPad + s.FontSize*1.15
	}
	return below
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

// filled is an axis of the panel, its range settled where a heat map fills it: from the first edge to the last,
// without a margin, and further where other values lie beyond.
func (p Panel) filled(a Axis, x bool) Axis {
	if p.Heat == nil || a.Min != 0 || a.Max != 0 {
		return a
	}
	edges := p.Heat.Y
	if x {
		edges = p.Heat.X
	}
	a.Min, a.Max = edges[0], edges[len(edges)-1]
	for _, value := range p.values(x) {
		if value > 0 || a.Scale != Log {
			a.Min, a.Max = min(a.Min, value), max(a.Max, value)
		}
	}
	return a
}
