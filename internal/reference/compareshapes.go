package reference

import (
	"fmt"
	"math"
	"slices"

	"autoencoder-dynamics/internal/reference/drawing"
)

// shapes compares lines and filled forms. Those of one look in one part of the figure are one element: an old one is
// paired with one of the same look, else, where both are alone, with one of another look.
func (d *drawn) shapes(old, now []*drawing.Element, isSeries bool) {
	var gone []*drawing.Element
	for _, was := range old {
		i := slices.IndexFunc(now, func(e *drawing.Element) bool { return sameLook(was, e) })
		if i < 0 {
			gone = append(gone, was)
			continue
		}
		d.paths(was, now[i], isSeries)
		now = slices.Delete(now, i, i+1)
	}
	for _, was := range gone {
		i := slices.IndexFunc(now, func(e *drawing.Element) bool {
			return e.Operation == was.Operation && len(e.Paths) == len(was.Paths)
		})
		if i < 0 {
			d.find("%s %s missing", describe(was), isAre(len(was.Paths)))
			continue
		}
		d.look(was, now[i])
		d.paths(was, now[i], isSeries)
		now = slices.Delete(now, i, i+1)
	}
	for _, e := range now {
		d.find("%s %s new", describe(e), isAre(len(e.Paths)))
	}
}

func sameLook(a, b *drawing.Element) bool {
	return a.Operation == b.Operation && a.Color == b.Color && a.Width == b.Width && slices.Equal(a.Dashes, b.Dashes)
}

// look says in what two elements of one kind look different.
func (d *drawn) look(old, now *drawing.Element) {
	if old.Color != now.Color {
		d.find("the colour of %s was %s, is %s", describe(old), old.Color, now.Color)
	}
	if old.Width != now.Width {
		d.find("the width of %s was %g points, is %g", describe(old), old.Width, now.Width)
	}
	if !slices.Equal(old.Dashes, now.Dashes) {
		d.find("the dashes of %s were %v, are %v", describe(old), old.Dashes, now.Dashes)
	}
}

// describe says what an element is: "a line of 1.1 points in #0072b2", "12 filled shapes in #d55e00".
func describe(e *drawing.Element) string {
	what := "filled shape"
	if e.Operation == drawing.Stroke {
		what = fmt.Sprintf("line of %g points", e.Width)
	}
	if n := len(e.Paths); n != 1 {
		if e.Operation == drawing.Stroke {
			what = fmt.Sprintf("%d lines of %g points", n, e.Width)
		} else {
			what = fmt.Sprintf("%d filled shapes", n)
		}
		return what + " in " + e.Color
	}
	return "a " + what + " in " + e.Color
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// paths compares where two elements of one look are.
func (d *drawn) paths(old, now *drawing.Element, isSeries bool) {
	if d.loose && isSeries {
		return
	}
	if len(old.Paths) != len(now.Paths) {
		if !d.loose {
			d.find("%s became %d", describe(old), len(now.Paths))
		}
		return
	}
	moved, farthest, where := 0, 0.0, place{}
	for i := range old.Paths {
		if old.Paths[i] == now.Paths[i] {
			continue
		}
		distance, at := d.pathDistance(old.Paths[i], now.Paths[i])
		if distance > d.tolerance {
			moved++
		}
		if distance > farthest {
			farthest, where = distance, at
		}
	}
	switch {
	case moved == 0:
	case len(old.Paths) == 1:
		d.find("%s moved by up to %s points, most at (%s, %s)", describe(old), tenths(farthest), tenths(where.x), tenths(where.y))
	default:
		d.find("%d of %s moved by up to %s points, most at (%s, %s)", moved, describe(old), tenths(farthest), tenths(where.x), tenths(where.y))
	}
}

// pathDistance is how far apart two paths are where they are farthest, and where that is on the second one.
func (d *drawn) pathDistance(old, now string) (distance float64, at place) {
	a, errA := readPath(old)
	b, errB := readPath(now)
	if errA != nil || errB != nil || len(a.points) == 0 || len(b.points) == 0 {
		return math.Inf(1), place{}
	}
	if string(a.form) == string(b.form) && len(a.points) == len(b.points) {
		for i := range a.points {
			if gap := math.Hypot(a.points[i].x-b.points[i].x, a.points[i].y-b.points[i].y); gap > distance {
				distance, at = gap, b.points[i]
			}
		}
		if distance <= placeTolerance {
			return distance, at
		}
	}
	most := maxCorners
	if *d.effort <= 0 {
		most = fewCorners
	}
	before, after := thinned(a.points, most), thinned(b.points, most)
	*d.effort -= 2 * len(before) * len(after)
	there, _ := reachOf(before, after)
	back, at := reachOf(after, before)
	return max(there, back), at
}

// Bounds of the work of comparing lines: of those with more corners than the most some are left out, and of nearly
// all where a drawing has so many long lines elsewhere that all the effort is spent, which no figure has.
const (
	maxCorners = 2000
	fewCorners = 20
	maxEffort  = 50_000_000
)

// thinned leaves corners out of a line with more than most; the first and the last stay.
func thinned(line []place, most int) []place {
	if len(line) <= most {
		return line
	}
	few := make([]place, most)
	for i := range few {
		few[i] = line[i*(len(line)-1)/(most-1)]
	}
	return few
}

// reachOf returns the largest distance of a corner of one line from another line, and that corner. It doesn't
// mind where along the line the corners are.
func reachOf(from, to []place) (farthest float64, at place) {
	for _, corner := range from {
		nearest := math.Inf(1)
		for j := range to {
			nearest = min(nearest, segmentDistance(corner, to[max(0, j-1)], to[j]))
		}
		if nearest > farthest {
			farthest, at = nearest, corner
		}
	}
	return farthest, at
}

// segmentDistance is the distance of a point from the segment between two others.
func segmentDistance(p, from, to place) float64 {
	dx, dy := to.x-from.x, to.y-from.y
	share := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		share = min(max(((p.x-from.x)*dx+(p.y-from.y)*dy)/length, 0), 1)
	}
	return math.Hypot(p.x-from.x-share*dx, p.y-from.y-share*dy)
}
