package figure

import (
	"image/color"
	"slices"
	"strings"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"autoencoder-dynamics/internal/figure/canvas"
	"autoencoder-dynamics/internal/figure/markup"
)

// Size returns the size in points at which the figure is drawn.
func Size(b *Built, s Style) (width, height vg.Length) {
	l := arrange(b, s)
	return l.width, l.height
}

// Draw draws the figure on any gonum canvas of the size that Size returns. A canvas that
// is a [canvas.Grouper] is told which panel and series is drawn.
func Draw(b *Built, s Style, on vg.Canvas) {
	l := arrange(b, s)
	c := draw.NewCanvas(on, l.width, l.height)
	drawLegend(c, s, b.Legend, l.legendAt, l.width-outer-l.legendAt.X)
	for i := range l.panels {
		p := &l.panels[i]
		grouped(on, "panel", p.letter, func() { p.draw(c, s, on) })
		if len(p.RowLegend) > 0 {
			corner := vg.Point{X: l.legendAt.X, Y: p.frame.Max.Y + p.around.top}
			drawLegend(c, s, p.RowLegend, corner, rowLegendWidth(l.width))
		}
	}
	caveat := s.text(s.SmallSize, text.XLeft, text.YTop)
	caveat.Color = s.color("caveat")
	for i, line := range l.caveats {
		y := outer/2 + vg.Length(len(l.caveats)-i)*s.SmallSize*noteLine
		c.FillText(caveat, vg.Point{X: outer, Y: y}, line)
	}
}

// caveatLines breaks the labels of caveats into lines of a width.
func caveatLines(caveats []Caveat, s Style, width vg.Length) []string {
	var lines []string
	for _, caveat := range caveats {
		line := "†"
		for _, word := range strings.Fields(caveat.Label) {
			if s.width(line+" "+word, s.SmallSize) > width {
				lines = append(lines, line)
				line = " "
			}
			line += " " + word
		}
		lines = append(lines, line)
	}
	return lines
}

// grouped draws a part within a named group where the canvas has groups.
func grouped(on vg.Canvas, class, name string, part func()) {
	grouper, ok := on.(canvas.Grouper)
	if ok {
		grouper.Group(class, name)
		defer grouper.EndGroup()
	}
	part()
}

func (p *laid) draw(c draw.Canvas, s Style, on vg.Canvas) {
	p.drawHeader(c, s)
	switch {
	case p.Scheme != nil:
		drawScheme(c, s, *p.Scheme, p.frame)
	case p.Tiles != nil:
		drawTiles(c, s, *p.Tiles, p.frame, func(name string, part func()) { grouped(on, "tiles", name, part) })
	default:
		if p.Heat != nil {
			grouped(on, "heatmap", markup.Unicode(p.Heat.Name), func() { p.drawHeat(c, s) })
		}
		p.drawReferences(c, s)
		p.drawFrame(c, s)
		if p.hasBar() {
			p.drawBar(c, s)
		}
		for _, series := range drawingOrder(p.Series) {
			grouped(on, "series "+string(series.Role), markup.Unicode(series.Name), func() { p.drawSeries(c, s, series) })
		}
		p.drawAxes(c, s)
	}
}

// drawingOrder draws bars and areas first, then dots, faint lines, lines, faint markers and markers.
func drawingOrder(series []Series) []Series {
	rank := func(one Series) int {
		m := markOf(one.Role)
		switch {
		case m.bars, m.area:
			return 0
		case m.dots:
			return 1
		case m.glyph == none && one.Faint:
			return 2
		case m.glyph == none:
			return 3
		case one.Faint:
			return 4
		}
		return 5
	}
	ordered := slices.Clone(series)
	slices.SortStableFunc(ordered, func(a, b Series) int { return rank(a) - rank(b) })
	return ordered
}

// drawHeader draws letter, title and legend above the frame.
func (p *laid) drawHeader(c draw.Canvas, s Style) {
	top := p.frame.Max.Y + p.around.top - p.rowLegend
	baseline := top - s.FontSize
	pen := p.frame.Min.X
	if p.letter != "" {
		style := s.text(s.FontSize, text.XLeft, text.YBottom)
		style.Font = s.bold(s.FontSize)
		letter := "(" + p.letter + ")"
		width, _, depth := s.handler.Box(letter, style.Font)
		c.FillText(style, vg.Point{X: p.left, Y: baseline - depth}, letter)
		pen = max(pen, p.left+width+3)
	}
	if p.Title != "" {
		style := s.text(s.FontSize, text.XLeft, text.YBottom)
		_, _, depth := s.handler.Box(p.Title, style.Font)
		c.FillText(style, vg.Point{X: pen, Y: baseline - depth}, p.Title)
	}
	if p.letter != "" || p.Title != "" {
		top -= s.FontSize * titleLine
	}
	drawLegend(c, s, p.Legend, vg.Point{X: p.frame.Min.X, Y: top}, p.legendWidth())
}

func (p *laid) drawFrame(c draw.Canvas, s Style) {
	c.StrokeLines(draw.LineStyle{Color: s.color("frame"), Width: 0.5}, outline(p.frame))
}

// at returns where a point of data is drawn; ok is false where an axis has no place for it.
func (p *laid) at(x, y float64) (point vg.Point, ok bool) {
	u, okX := p.x.unit(x)
	v, okY := p.y.unit(y)
	size := p.frame.Size()
	return vg.Point{X: p.frame.Min.X + vg.Length(u)*size.X, Y: p.frame.Min.Y + vg.Length(v)*size.Y}, okX && okY
}

// look is how one series is drawn, its colour settled.
type look struct {
	mark
	fill   color.NRGBA
	radius vg.Length
}

func lookOf(s Style, role Role, colorName string, isFaint bool) look {
	m := markOf(role)
	l := look{mark: m, fill: s.color(m.color), radius: glyphRadius}
	if m.size > 0 {
		l.radius *= m.size
	}
	if colorName != "" {
		l.fill = s.color(colorName)
		if m.glyph != none {
			l.glyph = shapeOf(colorName, m.glyph)
		}
	}
	if isFaint {
		l.line *= 0.6
		l.radius *= 0.7
		l.fill = faint(l.fill)
	}
	return l
}

// dashed breaks the line in the k-th way, 0 leaves it.
func (l look) dashed(k int) look {
	if k > 0 {
		l.dash = dashOf(k)
	}
	return l
}

func (l look) lineStyle() draw.LineStyle {
	return draw.LineStyle{Color: l.fill, Width: l.line, Dashes: l.dash}
}
