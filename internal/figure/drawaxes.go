package figure

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawAxes draws ticks, numbers and labels of both axes.
func (p *laid) drawAxes(c draw.Canvas, s Style) {
	line := draw.LineStyle{Color: s.color("frame"), Width: 0.5}
	for _, t := range p.x.ticks {
		at := p.frame.Min.X + p.alongX(t.at)
		c.StrokeLine2(line, at, p.frame.Min.Y, at, p.frame.Min.Y-tickLength(t))
	}
	p.drawXNumbers(c, s)
	numbers := s.text(s.SmallSize, text.XRight, text.YCenter)
	for _, t := range p.y.ticks {
		at := p.frame.Min.Y + p.alongY(t.at)
		c.StrokeLine2(line, p.frame.Min.X, at, p.frame.Min.X-tickLength(t), at)
		if !p.Y.Shared && t.label != "" {
			c.FillText(numbers, vg.Point{X: p.frame.Min.X - tickMajor - tickPad, Y: at}, t.label)
		}
	}
	p.drawAxisLabels(c, s)
}

// drawXNumbers writes the labels of the x axis's ticks; named ones that would overlap stand on further lines.
func (p *laid) drawXNumbers(c draw.Canvas, s Style) {
	if p.X.Shared {
		return
	}
	numbers := s.text(s.SmallSize, text.XCenter, text.YTop)
	lines := p.tickLines(s)
	for i, t := range p.x.ticks {
		if t.label != "" && lines[i] < maxTickLines {
			top := p.frame.Min.Y - tickMajor - tickPad + s.SmallSize*(0.18-vg.Length(lines[i])*tickLine)
			c.FillText(numbers, vg.Point{X: p.frame.Min.X + p.alongX(t.at), Y: top}, t.label)
		}
	}
}

func (p *laid) drawAxisLabels(c draw.Canvas, s Style) {
	if p.X.Label != "" && !p.X.Shared {
		y := p.frame.Min.Y - p.around.bottom + s.FontSize*1.15
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
