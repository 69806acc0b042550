package figure

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawSeries draws one series, clipped to the frame.
func (p *laid) drawSeries(c draw.Canvas, s Style, series Series) {
	look := lookOf(s, series.Role, series.Color, series.Faint).dashed(series.Dash)
	if series.Dense {
		look.radius *= 0.75
	}
	inside := draw.Canvas{Canvas: c.Canvas, Rectangle: p.frame}
	switch {
	case look.bars:
		p.drawBars(inside, look, series)
	case look.dots:
		p.drawDots(inside, look, series)
	case look.glyph != none:
		p.drawMarkers(inside, look, series)
	default:
		for _, piece := range p.polylines(series) {
			if series.Role == Theory {
				piece = smooth(piece)
			}
			if look.area {
				p.drawArea(inside, look, piece)
			}
			lines := inside.ClipLinesXY(simplified(piece))
			if p.Heat != nil { // seen on dark cells, too
				inside.StrokeLines(draw.LineStyle{Color: s.color("white"), Width: look.line + 1.2}, lines...)
			}
			inside.StrokeLines(look.lineStyle(), lines...)
		}
	}
	p.drawPointLabels(c, s, series)
}

// drawMarkers draws spread bars, then markers. Points that would cover the one drawn before
// are left out of the picture; data.csv has them all.
func (p *laid) drawMarkers(c draw.Canvas, look look, series Series) {
	bar, gap := draw.LineStyle{Color: look.fill, Width: barWidth}, glyphGap
	switch {
	case look.stem:
		gap = 0
	case series.Dense:
		gap /= 2
	}
	shown := p.shown(c, series, gap)
	for _, m := range shown {
		if series.Low != nil {
			p.drawSpread(c, bar, series.X[m.point], series.Low[m.point], series.High[m.point])
		}
		if look.stem {
			c.StrokeLine2(look.lineStyle(), m.at.X, p.frame.Min.Y, m.at.X, m.at.Y)
		}
	}
	for _, m := range shown {
		drawGlyph(c, look, m.at)
	}
}

// marker is a point of a series with its place.
type marker struct {
	point int
	at    vg.Point
}

// shown returns the points inside the frame that are at least a gap away from the one shown before. The last
// one is always shown: where it is too near, it takes the place of the one before. Of a dense series the gap is
// along x, so that of two with the same x the same points are shown.
func (p *laid) shown(c draw.Canvas, series Series, gap vg.Length) []marker {
	var shown []marker
	var skipped *marker
	for i := range series.X {
		at, ok := p.at(series.X[i], series.Y[i])
		if !ok || !c.Contains(at) {
			continue
		}
		m := marker{i, at}
		if len(shown) > 0 && distance(shown[len(shown)-1].at, at, series.Dense) < gap {
			skipped = &m
			continue
		}
		shown, skipped = append(shown, m), nil
	}
	if skipped == nil {
		return shown
	}
	if len(shown) > 1 {
		shown = shown[:len(shown)-1]
	}
	return append(shown, *skipped)
}

func distance(a, b vg.Point, alongX bool) vg.Length {
	if alongX {
		return vg.Length(math.Abs(float64(a.X - b.X)))
	}
	return vg.Length(math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)))
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
