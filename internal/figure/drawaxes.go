package figure

import (
	"math"
	"slices"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawAxes draws ticks, numbers and labels of both axes.
func (p *laid) drawAxes(c draw.Canvas, s Style) {
	line := draw.LineStyle{Color: s.color("frame"), Width: 0.5}
	numbers := s.text(s.SmallSize, text.XCenter, text.YTop)
	for _, t := range p.x.ticks {
		at := p.frame.Min.X + p.alongX(t.at)
		c.StrokeLine2(line, at, p.frame.Min.Y, at, p.frame.Min.Y-tickLength(t))
		if !p.X.Shared && t.label != "" {
			c.FillText(numbers, vg.Point{X: at, Y: p.frame.Min.Y - tickMajor - tickPad + s.SmallSize*0.18}, t.label)
		}
	}
	numbers = s.text(s.SmallSize, text.XRight, text.YCenter)
	for _, t := range p.y.ticks {
		at := p.frame.Min.Y + p.alongY(t.at)
		c.StrokeLine2(line, p.frame.Min.X, at, p.frame.Min.X-tickLength(t), at)
		if !p.Y.Shared && t.label != "" {
			c.FillText(numbers, vg.Point{X: p.frame.Min.X - tickMajor - tickPad, Y: at}, t.label)
		}
	}
	p.drawAxisLabels(c, s)
}

func (p *laid) drawAxisLabels(c draw.Canvas, s Style) {
	if p.X.Label != "" && !p.X.Shared {
		y := p.frame.Min.Y - tickMajor - tickPad - s.SmallSize - labelPad
		middle := (p.frame.Min.X + p.frame.Max.X) / 2
		c.FillText(s.text(s.FontSize, text.XCenter, text.YTop), vg.Point{X: middle, Y: y + s.FontSize*0.15}, p.X.Label)
	}
	if p.Y.Label != "" && !p.Y.Shared {
		style := s.text(s.FontSize, text.XCenter, text.YTop)
		style.Rotation = math.Pi / 2
		_, ascent, _ := s.handler.Box(p.Y.Label, style.Font)
		x := p.left + s.FontSize*1.0 - ascent
		c.FillText(style, vg.Point{X: x, Y: (p.frame.Min.Y + p.frame.Max.Y) / 2}, p.Y.Label)
	}
}

func tickLength(t tick) vg.Length {
	if t.label == "" {
		return tickMinor
	}
	return tickMajor
}

func (p *laid) alongX(value float64) vg.Length {
	place, _ := p.x.unit(value)
	return vg.Length(place) * p.frame.Size().X
}

func (p *laid) alongY(value float64) vg.Length {
	place, _ := p.y.unit(value)
	return vg.Length(place) * p.frame.Size().Y
}

// drawReferences draws the thin lines, and their labels right of the frame or at its upper edge.
func (p *laid) drawReferences(c draw.Canvas, s Style) {
	line := draw.LineStyle{Color: s.color("reference"), Width: 0.5, Dashes: []vg.Length{2, 1.5}}
	var labels []sideLabel
	for _, reference := range p.References {
		if reference.Vertical {
			p.drawVertical(c, s, line, reference)
			continue
		}
		place, ok := p.y.unit(reference.At)
		if !ok || place < 0 || place > 1 {
			continue
		}
		y := p.frame.Min.Y + p.alongY(reference.At)
		c.StrokeLine2(line, p.frame.Min.X, y, p.frame.Max.X, y)
		labels = append(labels, sideLabel{reference.Label, y})
	}
	for _, label := range spread(labels, s.SmallSize*1.02, p.frame.Min.Y, p.frame.Max.Y) {
		c.FillText(s.text(s.SmallSize, text.XLeft, text.YCenter), vg.Point{X: p.frame.Max.X + 2.5, Y: label.y}, label.text)
	}
}

func (p *laid) drawVertical(c draw.Canvas, s Style, line draw.LineStyle, reference Reference) {
	place, ok := p.x.unit(reference.At)
	if !ok || place < 0 || place > 1 {
		return
	}
	x := p.frame.Min.X + p.alongX(reference.At)
	c.StrokeLine2(line, x, p.frame.Min.Y, x, p.frame.Max.Y)
	at := vg.Point{X: x + 2, Y: p.frame.Max.Y - 1.5}
	c.FillText(s.text(s.SmallSize, text.XLeft, text.YTop), at, reference.Label)
}

// sideLabel is a label right of the frame, at a height.
type sideLabel struct {
	text string
	y    vg.Length
}

// spread moves labels apart until they are a gap from each other, as little as may be, within bounds.
func spread(labels []sideLabel, gap, low, high vg.Length) []sideLabel {
	slices.SortStableFunc(labels, func(a, b sideLabel) int {
		switch {
		case a.y < b.y:
			return -1
		case a.y > b.y:
			return 1
		}
		return 0
	})
	const rounds = 100
	for range rounds {
		moved := false
		for i := 1; i < len(labels); i++ {
			if overlap := gap - (labels[i].y - labels[i-1].y); overlap > 1e-6 {
				labels[i-1].y -= overlap / 2
				labels[i].y += overlap / 2
				moved = true
			}
		}
		for i := range labels {
			labels[i].y = min(max(labels[i].y, low), high)
		}
		if !moved {
			break
		}
	}
	return labels
}
