package figure

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawSeries draws one series, clipped to the frame.
func (p *laid) drawSeries(c draw.Canvas, s Style, series Series) {
	look := lookOf(s, series.Role, series.Color, series.Faint)
	if series.Dense {
		look.radius *= 0.75
	}
	inside := draw.Canvas{Canvas: c.Canvas, Rectangle: p.frame}
	switch {
	case look.bars:
		p.drawBars(inside, look, series)
	case look.glyph != none:
		p.drawMarkers(inside, look, series)
	default:
		for _, piece := range p.polylines(series) {
			if series.Role == Theory {
				piece = smooth(piece)
			}
			inside.StrokeLines(look.lineStyle(), inside.ClipLinesXY(simplified(piece))...)
		}
	}
	p.drawPointLabels(c, s, series)
}

// drawMarkers draws spread bars, then markers. Points that would cover the one drawn before
// are left out of the picture; data.csv has them all.
func (p *laid) drawMarkers(c draw.Canvas, look look, series Series) {
	var places []vg.Point
	bar, gap := draw.LineStyle{Color: look.fill, Width: barWidth}, glyphGap
	if series.Dense {
		gap /= 2
	}
	for i := range series.X {
		at, ok := p.at(series.X[i], series.Y[i])
		if !ok || !c.Contains(at) || (!look.stem && tooNear(places, at, gap)) {
			continue
		}
		places = append(places, at)
		if series.Low != nil {
			p.drawSpread(c, bar, series.X[i], series.Low[i], series.High[i])
		}
		if look.stem {
			c.StrokeLine2(look.lineStyle(), at.X, p.frame.Min.Y, at.X, at.Y)
		}
	}
	for _, at := range places {
		drawGlyph(c, look, at)
	}
}

func tooNear(places []vg.Point, at vg.Point, gap vg.Length) bool {
	if len(places) == 0 {
		return false
	}
	last := places[len(places)-1]
	return math.Hypot(float64(at.X-last.X), float64(at.Y-last.Y)) < float64(gap)
}

// drawSpread draws the bar from low to high. On a log axis a low end at or below 0 goes to the frame.
func (p *laid) drawSpread(c draw.Canvas, style draw.LineStyle, x, low, high float64) {
	top, ok := p.at(x, high)
	if !ok {
		return
	}
	bottom, ok := p.at(x, low)
	if !ok {
		bottom = vg.Point{X: top.X, Y: p.frame.Min.Y}
	}
	c.StrokeLines(style, c.ClipLinesXY([]vg.Point{bottom, top})...)
}

// drawBars draws a histogram: series.X are the middles of the bins.
func (p *laid) drawBars(c draw.Canvas, look look, series Series) {
	half := series.Width / 2
	for i, x := range series.X {
		low, high := x-half, x+half
		if p.x.Scale == Log {
			low, high = x*math.Pow(10, -half), x*math.Pow(10, half)
		}
		from, okFrom := p.at(low, series.Y[i])
		to, okTo := p.at(high, series.Y[i])
		if !okFrom || !okTo || series.Y[i] == 0 {
			continue
		}
		floor := p.frame.Min.Y
		bar := []vg.Point{{X: from.X, Y: floor}, {X: to.X, Y: floor}, to, from}
		c.FillPolygon(look.fill, c.ClipPolygonXY(bar))
	}
}

// drawPointLabels writes the labels of points beside them, inside the frame.
func (p *laid) drawPointLabels(c draw.Canvas, s Style, series Series) {
	for i, label := range series.Labels {
		at, ok := p.at(series.X[i], series.Y[i])
		if !ok || label == "" {
			continue
		}
		c.FillText(s.text(s.SmallSize, text.XCenter, text.YBottom), vg.Point{X: at.X, Y: at.Y + glyphRadius + 0.5}, label)
	}
}
