package figure

import (
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// drawPointLabels writes the labels of points beside them: inside the frame, and of the places around
// the point on the one where the fewest lines and points are covered.
func (p *laid) drawPointLabels(c draw.Canvas, s Style, series Series) {
	for i, label := range series.Labels {
		at, ok := p.at(series.X[i], series.Y[i])
		if !ok || label == "" || !holds(p.frame, at) {
			continue
		}
		style := s.text(s.SmallSize, text.XLeft, text.YBottom)
		box := p.freest(at, vg.Point{X: s.width(label, s.SmallSize), Y: style.Height(label)})
		c.FillText(style, box.Min, label)
	}
}

// freest returns where a label of a size stands best beside a point: above it unless elsewhere less is covered.
func (p *laid) freest(at, size vg.Point) vg.Rectangle {
	var best vg.Rectangle
	fewest := -1
	for _, away := range []vg.Length{glyphRadius + 0.5, size.Y / 2, size.Y} {
		left, middle, right := at.X-away-size.X, at.X-size.X/2, at.X+away
		above, beside, below := at.Y+away, at.Y-size.Y/2, at.Y-away-size.Y
		for _, corner := range []vg.Point{
			{X: middle, Y: above}, {X: middle, Y: below}, {X: left, Y: above}, {X: right, Y: above},
			{X: left, Y: below}, {X: right, Y: below}, {X: right, Y: beside}, {X: left, Y: beside},
		} {
			box := p.moveInside(vg.Rectangle{Min: corner, Max: corner.Add(size)})
			if covered := p.covered(box); fewest < 0 || covered < fewest {
				best, fewest = box, covered
			}
		}
	}
	return best
}

// moveInside moves a box into the frame, by as little as it takes.
func (p *laid) moveInside(box vg.Rectangle) vg.Rectangle {
	const air = vg.Length(1.5)
	size := box.Size()
	corner := vg.Point{
		X: max(min(box.Min.X, p.frame.Max.X-air-size.X), p.frame.Min.X+air),
		Y: max(min(box.Min.Y, p.frame.Max.Y-size.Y), p.frame.Min.Y),
	}
	return vg.Rectangle{Min: corner, Max: corner.Add(size)}
}

// covered counts the points and the pieces of lines that a box covers.
func (p *laid) covered(box vg.Rectangle) int {
	n := 0
	for _, series := range p.Series {
		if markOf(series.Role).glyph != none {
			for i := range series.X {
				if at, ok := p.at(series.X[i], series.Y[i]); ok && holds(box, at) {
					n++
				}
			}
			continue
		}
		clip := draw.Canvas{Rectangle: box}
		for _, piece := range p.polylines(series) {
			n += len(clip.ClipLinesXY(piece))
		}
	}
	return n
}

func holds(r vg.Rectangle, at vg.Point) bool {
	return at.X >= r.Min.X && at.X <= r.Max.X && at.Y >= r.Min.Y && at.Y <= r.Max.Y
}
