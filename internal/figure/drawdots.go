package figure

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"autoencoder-dynamics/internal/figure/canvas"
)

const (
	dotRadius = vg.Length(0.65)
	dotAlpha  = 0x90 // of a cloud of dots, behind which other series show
	tintAlpha = 0x38 // of the area below a density
)

// drawDots draws the points as one path, which keeps an SVG of thousands of them small. Of dots that would all but cover
// each other one is drawn; data.csv has them all.
func (p *laid) drawDots(c draw.Canvas, look look, series Series) {
	const grid = dotRadius / 2
	type cell struct{ x, y int }
	taken := map[cell]bool{}
	var dots []vg.Point
	for i := range series.X {
		at, ok := p.at(series.X[i], series.Y[i])
		if !ok || !c.Contains(at) {
			continue
		}
		where := cell{int(math.Round(float64(at.X / grid))), int(math.Round(float64(at.Y / grid)))}
		if !taken[where] {
			taken[where] = true
			dots = append(dots, at)
		}
	}
	c.SetColor(transparent(look.fill, dotAlpha))
	fillDots(c, dots, dotRadius)
}

// fillDots fills discs of one size, as one path where the canvas has no better way.
func fillDots(c draw.Canvas, at []vg.Point, radius vg.Length) {
	if len(at) == 0 {
		return
	}
	if dotter, ok := c.Canvas.(canvas.Dotter); ok {
		dotter.Dots(at, radius)
		return
	}
	var path vg.Path
	for _, point := range at {
		path = append(path, glyphPath(circle, radius, point)...)
	}
	c.Fill(path)
}

// drawArea tints the area between a line and the lower edge of the frame.
func (p *laid) drawArea(c draw.Canvas, look look, line []vg.Point) {
	floor := p.frame.Min.Y
	area := slices.Concat([]vg.Point{{X: line[0].X, Y: floor}}, line, []vg.Point{{X: line[len(line)-1].X, Y: floor}})
	c.FillPolygon(transparent(look.fill, tintAlpha), c.ClipPolygonXY(area))
}

// transparent is a colour through which what lies behind it shows.
func transparent(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}
