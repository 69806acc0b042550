package figure

import (
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// color returns the colour of a value.
func (h *Heatmap) color(value float64) color.NRGBA {
	return h.Ramp.at((value - h.Low) / (h.High - h.Low))
}

// tolerance returns within what the values count as unchanged.
func (h *Heatmap) tolerance() Tolerance {
	if h.Tolerance != (Tolerance{}) {
		return h.Tolerance
	}
	return theoryTolerance()
}

// empty reports whether nothing is drawn in row i from column j up to, but without, column end.
func (h *Heatmap) empty(i, j, end int) bool {
	if i >= len(h.Values) || j >= len(h.Values[i]) {
		return true
	}
	for _, value := range h.Values[i][j:end] {
		if math.IsNaN(value) {
			return true
		}
	}
	return false
}

// drawHeat draws the cells, from the lowest row upwards and from left to right. Neighbours of one colour are one
// rectangle, which keeps files small.
func (p *laid) drawHeat(c draw.Canvas, s Style) {
	h := p.Heat
	for i, row := range h.Values {
		for j := 0; j < len(row); {
			end := j + 1
			if math.IsNaN(row[j]) {
				j = end
				continue
			}
			shade := h.color(row[j])
			for end < len(row) && !math.IsNaN(row[end]) && h.color(row[end]) == shade {
				end++
			}
			p.drawCells(c, shade, i, j, end)
			j = end
		}
	}
	if h.Numbers {
		p.drawCellNumbers(c, s)
	}
}

// drawCells fills the cells of row i from column j up to, but without, column end. It reaches a little below those
// drawn after it, above and to the right, so that no seam is seen between them.
func (p *laid) drawCells(c draw.Canvas, shade color.NRGBA, i, j, end int) {
	const below = vg.Length(0.3)
	h := p.Heat
	area := p.cell(h.X[j], h.X[end], h.Y[i], h.Y[i+1])
	if area.Min.X >= area.Max.X || area.Min.Y >= area.Max.Y {
		return
	}
	if !h.empty(i, end, end+1) {
		area.Max.X = min(area.Max.X+below, p.frame.Max.X)
	}
	if !h.empty(i+1, j, end) {
		area.Max.Y = min(area.Max.Y+below, p.frame.Max.Y)
	}
	fillRectangle(c, shade, area)
}

func fillRectangle(c draw.Canvas, shade color.Color, area vg.Rectangle) {
	c.FillPolygon(shade, []vg.Point{area.Min, {X: area.Max.X, Y: area.Min.Y}, area.Max, {X: area.Min.X, Y: area.Max.Y}})
}

// cell returns where a range of both axes lies on the page, as far as it is in the frame.
func (p *laid) cell(left, right, bottom, top float64) vg.Rectangle {
	clipped := func(a axis, value float64) vg.Length {
		place, ok := a.unit(value)
		if !ok {
			return 0
		}
		return vg.Length(min(max(place, 0), 1))
	}
	size := p.frame.Size()
	return vg.Rectangle{
		Min: vg.Point{X: p.frame.Min.X + clipped(p.x, left)*size.X, Y: p.frame.Min.Y + clipped(p.y, bottom)*size.Y},
		Max: vg.Point{X: p.frame.Min.X + clipped(p.x, right)*size.X, Y: p.frame.Min.Y + clipped(p.y, top)*size.Y},
	}
}

// drawCellNumbers writes the values into their cells, all in one size: that of numbers at ticks, or a smaller one
// that fits the narrowest cell. Where not even the smallest fits, none is written.
func (p *laid) drawCellNumbers(c draw.Canvas, s Style) {
	size := p.numberSize(s)
	if size == 0 {
		return
	}
	for i, row := range p.Heat.Values {
		for j, value := range row {
			if math.IsNaN(value) {
				continue
			}
			area := p.cell(p.Heat.X[j], p.Heat.X[j+1], p.Heat.Y[i], p.Heat.Y[i+1])
			style := s.text(size, text.XCenter, text.YCenter)
			style.Color = inkOn(s, p.Heat.color(value))
			c.FillText(style, vg.Point{X: (area.Min.X + area.Max.X) / 2, Y: (area.Min.Y + area.Max.Y) / 2}, p.Heat.number(value))
		}
	}
}

// numberSize returns the size in which all numbers fit their cells, 0 where there is none.
func (p *laid) numberSize(s Style) vg.Length {
	const smallest, air = vg.Length(4), 1.12
	size := s.SmallSize
	for i, row := range p.Heat.Values {
		for j, value := range row {
			if math.IsNaN(value) {
				continue
			}
			room := p.cell(p.Heat.X[j], p.Heat.X[j+1], p.Heat.Y[i], p.Heat.Y[i+1]).Size()
			size = min(size, room.Y/air, s.SmallSize*room.X/(air*s.width(p.Heat.number(value), s.SmallSize)))
		}
	}
	if size < smallest {
		return 0
	}
	return size
}

// number writes a value with three digits where it is as large as the scale: 0.98, 12.5, 640.
func (h *Heatmap) number(value float64) string {
	largest := max(math.Abs(h.Low), math.Abs(h.High))
	decimals := min(max(2-int(math.Floor(math.Log10(largest)+1e-9)), 0), 4)
	unit := math.Pow10(decimals)
	rounded := math.Round(value*unit)/unit + 0 // no minus before a zero
	return minus(strconv.FormatFloat(rounded, 'f', decimals, 64))
}

// inkOn returns the colour of text on a ground: dark, or white where that is easier to read.
func inkOn(s Style, ground color.NRGBA) color.NRGBA {
	const contrast = 0.05 // what WCAG 2.2 adds to both luminances before it takes their ratio
	dark := s.color("text")
	if l := luminance(ground) + contrast; l*l < (luminance(dark)+contrast)*(1+contrast) {
		return s.color("white")
	}
	return dark
}

// Measures of the colour bar, in points.
const (
	barGap   = vg.Length(4)
	barThick = vg.Length(6)
)

// hasBar reports whether the panel has a colour bar.
func (p Panel) hasBar() bool { return p.Heat != nil && p.Heat.BarLabel != "" }

// barAxis is the axis of the colour bar for its length.
func (p *laid) barAxis(length vg.Length) axis {
	return settle(Axis{Min: p.Heat.Low, Max: p.Heat.High}, nil, length)
}

// barRoom returns the room that the colour bar takes right of the frame and of what stands beside it.
func (p *laid) barRoom(s Style, length vg.Length) vg.Length {
	widest := vg.Length(0)
	for _, t := range p.barAxis(length).ticks {
		widest = max(widest, s.width(t.label, s.SmallSize))
	}
	return barGap + barThick + tickMinor + tickPad + widest + labelPad + s.FontSize*1.1
}

// drawBar draws the colour bar, its numbers and its label.
func (p *laid) drawBar(c draw.Canvas, s Style) {
	const steps = 128
	left := p.frame.Max.X + p.beside + barGap
	area := vg.Rectangle{Min: vg.Point{X: left, Y: p.frame.Min.Y}, Max: vg.Point{X: left + barThick, Y: p.frame.Max.Y}}
	height := area.Size().Y
	for i := range steps { // each reaches to the top, so that no seam is seen
		from := area
		from.Min.Y += height * vg.Length(i) / steps
		fillRectangle(c, p.Heat.Ramp.at((float64(i)+0.5)/steps), from)
	}
	line := draw.LineStyle{Color: s.color("frame"), Width: 0.5}
	c.StrokeLines(line, outline(area))
	scale := p.barAxis(height)
	numbers := s.text(s.SmallSize, text.XLeft, text.YCenter)
	for _, t := range scale.ticks {
		place, _ := scale.unit(t.at)
		y := area.Min.Y + vg.Length(place)*height
		c.StrokeLine2(line, area.Max.X, y, area.Max.X+tickMinor, y)
		c.FillText(numbers, vg.Point{X: area.Max.X + tickMinor + tickPad, Y: y}, t.label)
	}
	label := s.text(s.FontSize, text.XCenter, text.YTop)
	label.Rotation = math.Pi / 2
	_, ascent, _ := s.handler.Box(p.Heat.BarLabel, label.Font)
	right := left - barGap + p.barRoom(s, height)
	c.FillText(label, vg.Point{X: right - s.FontSize*0.25 - ascent, Y: (area.Min.Y + area.Max.Y) / 2}, p.Heat.BarLabel)
}

// outline is the closed line around a rectangle.
func outline(r vg.Rectangle) []vg.Point {
	return []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}, r.Min}
}
