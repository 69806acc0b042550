package figure

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/interp"
	"gonum.org/v1/plot/vg"
)

// polylines joins the points that have a place, breaking where one hasn't.
func (p *laid) polylines(series Series) [][]vg.Point {
	var pieces [][]vg.Point
	var piece []vg.Point
	for i := range series.X {
		if at, ok := p.at(series.X[i], series.Y[i]); ok {
			piece = append(piece, at)
			continue
		}
		if len(piece) > 1 {
			pieces = append(pieces, piece)
		}
		piece = nil
	}
	if len(piece) > 1 {
		pieces = append(pieces, piece)
	}
	return pieces
}

// smooth joins the points of a theory, which is smooth, by a curve instead of straight lines: the monotone cubic of
// Fritsch and Butland (SIAM J. Sci. Stat. Comput. 5, 300, 1984) on the page, which goes through every point and never
// beyond two neighbours. A line that goes back in x is left as it is.
func smooth(line []vg.Point) []vg.Point {
	const step = vg.Length(0.8) // points between two corners of what is drawn
	x, y := make([]float64, len(line)), make([]float64, len(line))
	for i, p := range line {
		if x[i], y[i] = float64(p.X), float64(p.Y); i > 0 && x[i] <= x[i-1] {
			return line
		}
	}
	var curve interp.FritschButland
	if len(line) < 3 || curve.Fit(x, y) != nil {
		return line
	}
	smoothed := []vg.Point{line[0]}
	for i := 1; i < len(line); i++ {
		from, to := line[i-1], line[i]
		pieces := max(1, int(math.Ceil(math.Hypot(float64(to.X-from.X), float64(to.Y-from.Y))/float64(step))))
		for j := 1; j < pieces; j++ {
			at := from.X + (to.X-from.X)*vg.Length(j)/vg.Length(pieces)
			smoothed = append(smoothed, vg.Point{X: at, Y: vg.Length(curve.Predict(float64(at)))})
		}
		smoothed = append(smoothed, to)
	}
	return smoothed
}

// simplified leaves out points of a line that lie within 0.02 points of it (Douglas and Peucker,
// Cartographica 10, 112, 1973), which no eye can tell and which would fill most of a file.
func simplified(line []vg.Point) []vg.Point {
	const tolerance = 0.02
	if len(line) < 3 {
		return line
	}
	first, last := line[0], line[len(line)-1]
	furthest, at := 0.0, 0
	for i := 1; i < len(line)-1; i++ {
		if d := offset(line[i], first, last); d > furthest {
			furthest, at = d, i
		}
	}
	if furthest <= tolerance {
		return []vg.Point{first, last}
	}
	before, after := simplified(line[:at+1]), simplified(line[at:])
	return append(slices.Clone(before[:len(before)-1]), after...)
}

// offset is the distance of a point from the segment between two others.
func offset(p, from, to vg.Point) float64 {
	along, away := to.Sub(from), p.Sub(from)
	length := math.Hypot(float64(along.X), float64(along.Y))
	if length == 0 {
		return math.Hypot(float64(away.X), float64(away.Y))
	}
	share := float64(along.X*away.X+along.Y*away.Y) / (length * length)
	share = min(max(share, 0), 1)
	return math.Hypot(float64(away.X)-share*float64(along.X), float64(away.Y)-share*float64(along.Y))
}
